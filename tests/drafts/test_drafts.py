"""What every draft must stand: the checks of the vocabulary, and being drawn and described."""

import pytest

from fashu.kernel.procedure import Family
from fashu.kernel.procedure.checks import checks
from fashu.kernel.procedure.describe import digest
from tests.drafts import hotline, legal_aid
from tests.drafts.commutation import procedure as commutation
from tests.drafts.penalty import procedure as penalty

FAMILIES = [hotline.FAMILY, legal_aid.FAMILY, penalty.FAMILY, commutation.FAMILY]


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.title)
def test_no_fault_is_found_in_the_draft(family: Family) -> None:
    assert [str(fault) for fault in checks(family)] == []


def test_every_version_of_every_draft_has_a_digest_of_its_own() -> None:
    versions = [version for family in FAMILIES for version in family.versions]
    assert len({digest(version) for version in versions}) == len(versions) == 5
