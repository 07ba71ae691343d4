"""Who takes part: the person, whoever acts for him, and the organ that processes his data."""

from fashu.kernel.procedure import Role

PERSON = Role("person", "请求人")
AGENT = Role("agent", "代理人")
AUTHORITY = Role("authority", "个人信息处理者", organ=True)
"""The organ that decides (73(1)); its head, or who acts for him as 个人信息保护负责人."""
OFFICE = Role("office", "承办机构", organ=True)

ROLES = (PERSON, AGENT, AUTHORITY, OFFICE)
