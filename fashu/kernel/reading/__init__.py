"""查阅记录: who read whose data, when, why and under which norm. A page needs only `note`."""

from fashu.kernel.reading.entries import note, requesting
from fashu.kernel.reading.views import BASIS, View

__all__ = ["BASIS", "View", "note", "requesting"]
