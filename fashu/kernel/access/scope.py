"""A part of the office tree, as a range of paths."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """The office paths p with start <= p < end. Paths compare byte by byte (COLLATE "C")."""

    start: str
    end: str

    @classmethod
    def below(cls, path: str) -> "Scope":
        """An office and everything under it: "99/9901/" covers "99/9901/" and "99/9901/…"."""
        if not path.endswith("/"):
            raise ValueError(f"an office path ends with a slash, not {path!r}")
        return cls(path, path[:-1] + "0")  # "0" is the character after "/"

    def __contains__(self, path: str) -> bool:
        return self.start <= path < self.end


NOWHERE = Scope("", "")
EVERYWHERE = Scope("0", "~")
