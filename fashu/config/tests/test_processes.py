"""The supervisor keeps its children alive, and gives up with a reason."""

import subprocess
import sys

import pytest

from fashu.config.processes import PATIENCE, Child, Supervisor

FOREVER = "import signal; signal.pause()"


@pytest.fixture(autouse=True)
def quick_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fashu.config.processes.LOOK_SECONDS", 0.01)


def test_a_child_that_will_not_live_ends_the_run_and_the_others(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("signal.signal", lambda number, action: None)
    healthy = Child("甲", [sys.executable, "-c", FOREVER])
    broken = Child("乙", [sys.executable, "-c", "raise SystemExit(7)"])
    assert Supervisor([healthy, broken]).run() == 1
    assert healthy.is_dead()
    said = capsys.readouterr().err
    assert said.count("乙进程已退出（7）") == PATIENCE


def test_sigterm_ends_the_run_in_peace() -> None:
    program = (
        "import sys; from fashu.config.processes import *;"
        f"child = Child('甲', [sys.executable, '-c', {FOREVER!r}]);"
        "sys.exit(Supervisor([child, Child('乙', ['kill', str(__import__('os').getpid())])]).run())"
    )
    ended = subprocess.run([sys.executable, "-c", program], timeout=30, check=False)
    assert ended.returncode == 0


def test_a_child_that_ignores_the_signal_is_ended_by_force() -> None:
    deaf = "import signal; signal.signal(15, signal.SIG_IGN); print(1, flush=True); signal.pause()"
    child = Child("甲", [sys.executable, "-c", deaf])
    child.start()
    child.process.terminate()
    child.stop(0.0)
    assert child.is_dead()
