"""An installation of its own for the measurements, and cases in it that can be stepped for ever.

Call `prepare` first: nothing of Fashu can be imported before it.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
VAR = ROOT / "var" / "bench"


def prepare() -> None:
    """Make the installation, or bring it up to date, and let Django find it.

    It is a durable one: the embedded PostgreSQL waits for the disk at every commit, as it does
    for those who use it. Another server is used where FASHU_DATABASE_URL names one.
    """
    os.environ.setdefault("FASHU_VAR", str(VAR))
    for words in (["setup"], ["synth", "--scale", "0.2"]):
        command = [sys.executable, "-m", "fashu", *words]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    from fashu.config.cli import prepare as begin  # noqa: PLC0415 - it reads the environment
    from fashu.config.parts import PARTS  # noqa: PLC0415

    begin(PARTS["worker"])
