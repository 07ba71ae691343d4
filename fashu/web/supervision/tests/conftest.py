"""The sample business and its people, and a browser for each."""

from fashu.kernel.cases.tests.conftest import cast, noon, sample_business
from fashu.web.workbench.tests.conftest import as_

__all__ = ["as_", "cast", "noon", "sample_business"]
