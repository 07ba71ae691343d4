"""The city with two counties that the tests of cases live in."""

from fashu.kernel.cases.tests.conftest import cast, noon, sample_business

__all__ = ["cast", "noon", "sample_business"]
