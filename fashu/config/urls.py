"""All addresses of the platform."""

from django.urls import URLPattern, URLResolver, include, path

from fashu.web.api import api
from fashu.web.workbench import calendar

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("fashu.web.public.urls")),
    path("", include("fashu.web.urls")),
    path("", include("fashu.web.signon.urls")),
    path("", include("fashu.web.supervision.urls")),
    path("", include("fashu.web.exchange.urls")),
    path("", include("fashu.web.papers.urls")),
    path("api/v1/", api.urls),
    path("questions/", include("fashu.web.questions.urls")),
    path("administration/", include("fashu.web.administration.urls")),
    path("workbench/", include("fashu.web.registry.urls")),
    path("workbench/archives/", include("fashu.web.archives.urls")),
    path("calendar/<str:secret>.ics", calendar.subscribed, name="calendar_feed"),
    path("workbench/", include("fashu.web.workbench.urls")),
]

handler400 = "fashu.web.errors.bad_request"
handler403 = "fashu.web.errors.forbidden"
handler404 = "fashu.web.errors.not_found"
handler500 = "fashu.web.errors.server_error"
