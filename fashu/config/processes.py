"""Keeping a few processes alive. Knows nothing of what they do."""

import signal
import subprocess
import time
from dataclasses import dataclass, field
from types import FrameType

import click

LOOK_SECONDS = 0.2
SOON_SECONDS = 15.0
PATIENCE = 3
"""A child that dies within SOON_SECONDS of its start this many times in a row ends the run."""
STOP_SECONDS = 10.0


@dataclass(slots=True)
class Child:
    """One process that should always be running."""

    title: str
    command: list[str]
    early_deaths: int = 0
    started_at: float = field(default=0.0, init=False)
    process: "subprocess.Popen[bytes]" = field(init=False)

    def start(self) -> None:
        """Start it in a session of its own: Ctrl-C reaches the supervisor only."""
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(self.command, start_new_session=True)

    def is_dead(self) -> bool:
        """True once it has ended."""
        return self.process.poll() is not None

    def is_hopeless(self) -> bool:
        """Count one more death; True when it has died too soon too often."""
        is_early = time.monotonic() - self.started_at < SOON_SECONDS
        self.early_deaths = self.early_deaths + 1 if is_early else 0
        return self.early_deaths >= PATIENCE

    def stop(self, seconds: float) -> None:
        """Wait for it to obey its SIGTERM; end it by force after `seconds`."""
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@dataclass(slots=True)
class Supervisor:
    """Starts children, starts the dead again, and ends all of them together."""

    children: list[Child]
    stopping: bool = field(default=False, init=False)

    def run(self) -> int:
        """0 after SIGTERM or SIGINT; 1 when a child could not be kept alive."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        for child in self.children:
            child.start()
        try:
            return self._watch()
        finally:
            self._end_all()

    def _watch(self) -> int:
        while not self.stopping:
            for child in filter(Child.is_dead, self.children):
                click.echo(f"{child.title}进程已退出（{child.process.returncode}）。", err=True)
                if child.is_hopeless():
                    click.echo(f"{child.title}进程无法保持运行，请看上面的错误。", err=True)
                    return 1
                child.start()
            time.sleep(LOOK_SECONDS)
        return 0

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _end_all(self) -> None:
        for child in self.children:
            child.process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for child in self.children:
            child.stop(max(0.0, deadline - time.monotonic()))
