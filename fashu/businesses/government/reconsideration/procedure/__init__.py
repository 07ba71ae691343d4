"""The procedure of 行政复议: its chapters in the order of the statute, and its versions."""

from fashu.businesses.government.reconsideration.procedure.v2024 import V2024
from fashu.businesses.government.reconsideration.procedure.v2026 import V2026
from fashu.kernel.procedure import Family

FAMILY = Family((V2024, V2026))

__all__ = ["FAMILY", "V2024", "V2026"]
