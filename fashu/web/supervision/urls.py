"""Addresses of supervision. Draws are for everybody, hence outside `supervision/`."""

from django.urls import path

from fashu.web.supervision import alerts, draws, orders, periods, statistics, trace

app_name = "supervision"

urlpatterns = [
    path("supervision/statistics/", statistics.show, name="statistics"),
    path("supervision/statistics/sheet/", statistics.sheet, name="sheet"),
    path("supervision/statistics/rows/", statistics.rows, name="rows"),
    path("supervision/periods/", periods.index, name="periods"),
    path("supervision/periods/<int:report_id>/", periods.show, name="period"),
    path("supervision/alerts/", alerts.index, name="alerts"),
    path("supervision/alerts/<int:alert_id>/", alerts.judge, name="judge"),
    path("supervision/orders/", orders.index, name="orders"),
    path("supervision/orders/new/", orders.issue, name="issue"),
    path("supervision/orders/<int:order_id>/", orders.show, name="order"),
    path("supervision/draws/new/", draws.new, name="draw_new"),
    path("supervision/draws/<int:draw_id>/", draws.carry, name="carry"),
    path("supervision/trace/", trace.index, name="trace"),
    path("draws/", draws.index, name="draws"),
    path("draws/<int:draw_id>/", draws.show, name="draw"),
    path("draws/<int:draw_id>/transcript.json", draws.transcript, name="transcript"),
]
