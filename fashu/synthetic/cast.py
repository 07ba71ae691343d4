"""The people and offices of 示范省 that every demonstration meets. Pure data; all invented.

99 is a region code that no place has. The justice organs form one tree (厅、局、所), the
governments and their departments another, as supervision runs along the first.
"""

import json
from dataclasses import dataclass

PASSWORD = "fashu-demo-2026"  # noqa: S105 - shown on the sign-in page of demonstrations only


@dataclass(frozen=True, slots=True)
class CastOffice:
    """One office: code, title, level, kind, division, codes of superior and handling office."""

    code: str
    title: str
    level: str
    kind: str
    division_code: str
    parent: str | None = None
    acts_through: str | None = None


@dataclass(frozen=True, slots=True)
class CastAccount:
    """One account and its post. `part` says in a few words what to try with it."""

    username: str
    name: str
    kind: str
    part: str
    office: str | None = None
    roles: tuple[str, ...] = ()
    password: str = PASSWORD

    @property
    def fill(self) -> str:
        """What the sign-in page fills in for it, as JSON by field id."""
        return json.dumps({"id_username": self.username, "id_password": self.password})


OFFICES = (
    CastOffice("99", "示范省司法厅", "province", "justice", "990000"),
    CastOffice("9901", "明德市司法局", "city", "justice", "990100", "99"),
    CastOffice("990101", "清河县司法局", "county", "justice", "990101", "9901"),
    CastOffice("990102", "石门县司法局", "county", "justice", "990102", "9901"),
    CastOffice("G99", "示范省人民政府", "province", "government", "990000", None, "99"),
    CastOffice("G9901", "明德市人民政府", "city", "government", "990100", "G99", "9901"),
    CastOffice("G990101", "清河县人民政府", "county", "government", "990101", "G9901", "990101"),
    CastOffice("G9901-SC", "明德市市场监督管理局", "city", "department", "990100", "G9901"),
    CastOffice("G990101-SC", "清河县市场监督管理局", "county", "department", "990101", "G990101"),
)
"""Superiors first."""

ACCOUNTS = (
    CastAccount("zhang", "张晓岚", "citizen", "公众：申请行政复议，查看进度和期限"),
    CastAccount("lin", "林清", "officer", "复议机构承办人：审查、受理、审理", "9901", ("office",)),
    CastAccount(
        "zhou",
        "周正",
        "officer",
        "复议机构负责人：批准、决定",
        "9901",
        ("office", "office_head", "authority"),
    ),
    CastAccount("wu", "吴敏", "officer", "被申请人：提交答复和证据", "G9901-SC", ("respondent",)),
    CastAccount(
        "fang",
        "方远",
        "officer",
        "上级机关：提级审理，监督下级",
        "99",
        ("office", "office_head", "authority", "superior"),
    ),
    CastAccount("shen", "沈鉴", "auditor", "督察：只读查看全省案件与存证", "99", ("auditor",)),
    CastAccount("xu", "许维", "system_admin", "系统管理员：维护机构和账号，不能授权"),
    CastAccount("bao", "鲍严", "security_admin", "安全管理员：授予角色和数据范围，解除锁定"),
    CastAccount("ning", "宁慎", "security_admin", "另一名安全管理员：复核对管理员的授权"),
    CastAccount("ji", "纪明", "audit_admin", "审计管理员：只查阅日志"),
)
