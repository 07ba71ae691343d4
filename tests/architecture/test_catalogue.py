"""The catalogue names the businesses that are on disk, and no others."""

from django.utils.module_loading import import_string

from fashu.config import settings
from fashu.kernel.business import Business
from tests.architecture.sources import ROOT

BUSINESSES = ROOT / "fashu" / "businesses"


def test_catalogue_and_folders_agree() -> None:
    catalogue: tuple[Business, ...] = import_string(settings.FASHU_CATALOGUE)
    on_disk = {
        f"{manifest.parent.parent.name}.{manifest.parent.name}"
        for manifest in BUSINESSES.glob("*/*/business.py")
    }
    assert {business.key for business in catalogue} == on_disk
