"""Who keeps the register of offices and accounts. The database holds accounts to the same."""

from fashu.kernel.access import Kind, current_actor
from fashu.kernel.procedure.refusal import refuse

KEEPERS = frozenset({Kind.SYSTEM_ADMIN, Kind.SYSTEM})


def keeper() -> int | None:
    """The account of the system administrator who acts now. Raises Refused for anybody else."""
    actor = current_actor()
    if actor.kind not in KEEPERS:
        raise refuse("机构、岗位和任职由系统管理员维护", remedy="请联系系统管理员")
    return actor.account_id


def granter() -> None:
    """Raises Refused for whoever is not the security administrator."""
    if current_actor().kind not in {Kind.SECURITY_ADMIN, Kind.SYSTEM}:
        raise refuse("角色由安全管理员授予", remedy="请联系安全管理员")
