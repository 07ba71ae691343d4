"""Officers from a table: without passwords, without roles, and twice is as good as once."""

from datetime import date

import pytest

from fashu.kernel.access import SYSTEM, Actor, Kind, acting_as
from fashu.kernel.people import posts
from fashu.kernel.people.imports import officers
from fashu.kernel.people.imports.plan import Plan
from fashu.kernel.people.models import Account, Level, Office, OfficeKind, Post, Posting
from fashu.kernel.procedure.refusal import Refused
from fashu.kernel.sheets import read, write_csv

pytestmark = pytest.mark.django_db

TITLES = "账号,姓名,手机号码,机构代码,岗位,任职方式,起始日期,截止日期,启用"
LIN = "lin,林清,19900000001,9901,科员,,2026-01-01,,"
LENT = "lin,林清,19900000001,9902,科员,借调,2026-05-01,2026-12-31,"
ZHOU = "zhou,周正,,9902,局长,任职,2020/1/1,,是"


@pytest.fixture(autouse=True)
def _offices() -> None:
    for code, until in (("9901", None), ("9902", None), ("9903", date(2025, 12, 31))):
        Office.objects.create(
            code=code,
            title=f"{code}局",
            level=Level.CITY,
            kind=OfficeKind.JUSTICE,
            division_code=f"{code}00",
            until=until,
        )


@pytest.fixture
def keeper() -> Actor:
    with acting_as(SYSTEM):
        account = Account.objects.create_account("xu", name="许维", kind=Kind.SYSTEM_ADMIN)
    return Actor(kind=Kind.SYSTEM_ADMIN, name="许维", account_id=account.pk)


def check(keeper: Actor, *rows: str) -> Plan:
    with acting_as(keeper):
        return officers.check(read("\n".join((TITLES, *rows)).encode(), "人员.csv"))


def carry_out(keeper: Actor, *rows: str) -> Plan:
    with acting_as(keeper):
        return officers.carry_out(read("\n".join((TITLES, *rows)).encode(), "人员.csv"))


def test_the_system_administrator_imports_people_without_passwords_and_roles(keeper: Actor) -> None:
    plan = carry_out(keeper, LIN, LENT, ZHOU)
    assert (plan.rows, plan.new, list(plan.changes)) == (3, 3, [])
    with acting_as(keeper):
        lin = Account.objects.get(username="lin")
        assert not lin.has_usable_password()
        assert set(officers.without_password()) == {lin, Account.objects.get(username="zhou")}
        assert [p.roles for p in Posting.objects.all()] == [[], [], []]
        assert Post.objects.count() == 3


def test_the_roles_of_a_post_come_from_the_security_administrator(keeper: Actor) -> None:
    carry_out(keeper, ZHOU)
    with acting_as(SYSTEM):
        bao = Account.objects.create_account("bao", name="鲍严", kind=Kind.SECURITY_ADMIN)
    with acting_as(Actor(kind=Kind.SECURITY_ADMIN, name="鲍严", account_id=bao.pk)):
        assert posts.entitle(Post.objects.get(title="局长"), ["authority"]) == 1
    assert carry_out(keeper, ZHOU).unchanged == 1
    with acting_as(SYSTEM):
        assert Posting.objects.get().roles == ["authority"]


def test_a_second_import_changes_nothing(keeper: Actor) -> None:
    carry_out(keeper, LIN, LENT, ZHOU)
    again = carry_out(keeper, LIN, LENT, ZHOU)
    assert (again.new, list(again.changes), again.unchanged) == (0, [], 3)
    with acting_as(keeper):
        assert Posting.objects.count() == 3


def test_what_is_exported_hides_telephones_and_imports_unchanged(keeper: Actor) -> None:
    carry_out(keeper, LIN, LENT, ZHOU)
    with acting_as(keeper):
        content = "".join(write_csv(officers.COLUMNS, officers.export()))
    assert "19900000001" not in content
    with acting_as(keeper):
        assert officers.check(read(content.encode(), "人员.csv")).unchanged == 3
        officers.carry_out(read(content.encode(), "人员.csv"))
        assert Account.objects.get(username="lin").phone == "19900000001"


def test_an_end_and_a_new_name_are_changes(keeper: Actor) -> None:
    carry_out(keeper, ZHOU)
    plan = carry_out(keeper, "zhou,周正一,,9902,局长,任职,2020-01-01,2026-11-30,是")
    assert [dict(change.facts) for change in plan.changes] == [
        {"姓名": ("周正", "周正一")},
        {"截止日期": ("", "2026-11-30")},
    ]
    with acting_as(keeper):
        posting = Posting.objects.select_related("account").get()
    assert (posting.account.name, posting.until) == ("周正一", date(2026, 11, 30))


@pytest.mark.parametrize(
    ("row", "column", "what"),
    [
        (",无名,,9901,,,2026-01-01,,", "账号", "空着"),
        ("a b,某,,9901,,,2026-01-01,,", "账号", "字符"),
        ("wu,吴敏,,9909,,,2026-01-01,,", "机构代码", "没有代码为9909"),
        ("wu,吴敏,12x,9901,,,2026-01-01,,", "手机号码", "不是电话"),
        ("wu,吴敏,,9901,,代理,2026-01-01,,", "任职方式", "不在字典中"),
        ("wu,吴敏,,9901,,借调,2026-01-01,,", "任职方式", "没有任职"),
        ("wu,吴敏,,9901,,,2026-02-30,,", "起始日期", "不是日期"),
        ("wu,吴敏,,9901,,,2026-02-01,2026-01-01,", "截止日期", "早于"),
        ("wu,吴敏,,9903,,,2026-02-01,,", "截止日期", "已于2025-12-31撤销"),
        ("wu,吴敏,,9901,,,2026-02-01,,或许", "启用", "不在字典中"),
        ("lin,林清,19900000001,9901,科员,,2026-01-01,,", "账号", "与第2行重复"),
        ("lin,另一林,,9902,科员,兼任,2026-01-01,,", "账号", "与第2行不同"),
        ("xu,许维,,9901,,,2026-01-01,,", "账号", "其他类型"),
    ],
)
def test_a_wrong_cell_is_named_with_what_to_do(
    keeper: Actor, row: str, column: str, what: str
) -> None:
    plan = check(keeper, LIN, row)
    (error,) = plan.errors.told
    assert (error.row, error.column) == (3, column)
    assert what in error.what


def test_one_wrong_cell_and_nobody_is_written(keeper: Actor) -> None:
    with pytest.raises(Refused, match="没有导入任何一行"):
        carry_out(keeper, LIN, "wu,吴敏,,9909,,,2026-01-01,,")
    with acting_as(keeper):
        assert not Account.objects.filter(username="lin").exists()


def test_a_citizen_s_name_is_taken_though_the_administrator_cannot_see_it(keeper: Actor) -> None:
    with acting_as(SYSTEM):
        Account.objects.create_account("zhou", name="某", kind=Kind.CITIZEN)
    assert "其他类型" in check(keeper, ZHOU).errors.told[0].what
