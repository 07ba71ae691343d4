"""`python -m bench`: measure everything, print the table, write `bench/results.json`."""

from pathlib import Path

from bench import figures, installation


def main() -> None:
    """Whatever is measured, one after the other."""
    installation.prepare()
    from bench import steps  # noqa: PLC0415 - Fashu can be imported only now

    found = steps.measure()
    figures.write(found, Path(__file__).parent)
    print(figures.table(found), end="")


main()
