"""Addresses of the pages about the interface."""

from django.urls import path

from fashu.web.exchange import consumers, deliveries, document

app_name = "exchange"

urlpatterns = [
    path("api/", document.show, name="document"),
    path("administration/consumers/", consumers.index, name="consumers"),
    path("administration/consumers/<str:code>/", consumers.show, name="consumer"),
    path("administration/consumers/<str:code>/calls/", consumers.calls, name="calls"),
    path("administration/deliveries/", deliveries.index, name="deliveries"),
]
