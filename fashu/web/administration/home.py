"""Where an administrator begins."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fashu.kernel.access import Kind, current_actor
from fashu.web.access import administrators_only

DUTIES = {
    Kind.SYSTEM_ADMIN: (
        "系统管理员",
        "维护机构、账号和任职。授予角色由安全管理员办理，查阅日志由审计管理员办理。",
    ),
    Kind.SECURITY_ADMIN: (
        "安全管理员",
        "授予和收回角色、确定数据范围、解除账号锁定。新建账号由系统管理员办理。",
    ),
    Kind.AUDIT_ADMIN: ("审计管理员", "查阅管理日志和登录日志。不能改变任何设置。"),
}
"""What each of the three is for, and whom to ask for the rest."""


@require_safe
@administrators_only()
def home(request: HttpRequest) -> HttpResponse:
    """What one's duty is, and the pages for it."""
    title, text = DUTIES[current_actor().kind]
    return render(request, "administration/home.html", {"title": title, "text": text})
