"""复制我的个人信息: everything that the platform keeps of whoever asks, as a file to take along."""

import json

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from fashu.kernel.reading.personal import Encoder, copy_of
from fashu.web.access import signed_in
from fashu.web.downloads import download


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """The copy, at once and without asking why (《个人信息保护法》第四十五条)."""
    content = json.dumps(copy_of(), cls=Encoder, ensure_ascii=False, indent=1)
    return download("我的个人信息.json", "application/json", content.encode())
