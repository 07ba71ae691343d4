"""The sample business of the public pages, its cast, and a browser for each."""

from fashu.kernel.cases.tests.conftest import cast, noon
from fashu.web.public.tests.conftest import sample
from fashu.web.workbench.tests.conftest import as_

__all__ = ["as_", "cast", "noon", "sample"]
