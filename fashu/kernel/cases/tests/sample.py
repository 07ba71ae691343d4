"""The sample procedure as a business, for tests of the kernel alone."""

from fashu.kernel.business import Business
from fashu.kernel.procedure import Family, Role
from fashu.kernel.procedure.tests.sample import FAMILY
from fashu.kernel.procedure.tests.sample_words import APPLICANT, OFFICE

__all__ = ["BUSINESSES", "Family"]

HEAD = Role("head", "许可机关负责人")

SAMPLE = Business(
    key="sample",
    title="示范许可",
    summary="供测试使用的许可程序",
    family=FAMILY,
    number_prefix="SF",
    opened_by=(APPLICANT,),
    organ=OFFICE,
    inside=(OFFICE, HEAD),
    heads=(HEAD,),
    headline=lambda facts: f"{facts.get('name')}申请示范许可",
)

BUSINESSES = (SAMPLE,)
