"""The people of the cases' tests, and their Wednesday."""

from fashu.kernel.cases.tests.conftest import cast, noon, sample_business

__all__ = ["cast", "noon", "sample_business"]
