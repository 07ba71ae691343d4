"""Addresses of the public pages."""

from django.urls import path

from fashu.web.public import (
    apply,
    avoidance,
    booking,
    comfort,
    copy,
    deadline,
    feedback,
    guide,
    home,
    mine,
    progress,
    rate,
    reads,
    search,
    statutes,
    story,
)

app_name = "public"

urlpatterns = [
    path("", home.show, name="home"),
    path("search/", search.show, name="search"),
    path("services/<str:key>/", guide.show, name="guide"),
    path("services/<str:key>/<str:step>/", apply.start, name="start"),
    path("drafts/<int:draft_id>/<int:number>/", apply.page, name="page"),
    path("drafts/<int:draft_id>/check/", apply.review, name="review"),
    path("drafts/<int:draft_id>/remove/", apply.remove, name="remove"),
    path("drafts/<int:draft_id>/files/<str:sha256>/", apply.file, name="draft_file"),
    path("mine/", mine.index, name="mine"),
    path("mine/copy/", copy.mine, name="copy"),
    path("mine/reads/", reads.index, name="reads"),
    path("mine/<str:number>/", mine.show, name="case"),
    path("mine/<str:number>/receipt/", mine.receipt, name="receipt"),
    path("mine/<str:number>/do/<str:step>/", mine.do, name="do"),
    path("mine/<str:number>/files/<str:sha256>/", mine.file, name="case_file"),
    path("mine/<str:number>/avoidance/", avoidance.ask, name="avoidance"),
    path("mine/<str:number>/rate/", rate.rate, name="rate"),
    path("booking/", booking.index, name="booking"),
    path("booking/<str:code>/", booking.show, name="booked"),
    path("booking/<str:code>/calendar.ics", booking.ics, name="booking_ics"),
    path("booking/<str:code>/cancel/", booking.cancel, name="booking_cancel"),
    path("booking/<str:office>/at/<str:time>/", booking.book, name="book"),
    path("satisfaction/", rate.satisfaction, name="satisfaction"),
    path("comfort/", comfort.choose, name="comfort"),
    path("feedback/", feedback.send, name="feedback"),
    path("progress/", progress.ask, name="progress"),
    path("deadline/", deadline.show, name="deadline"),
    path("deadline/case/", story.show, name="story"),
    path("law/", statutes.index, name="laws"),
    path("law/<str:title>/", statutes.statute, name="statute"),
    path("law/<str:title>/changes/", statutes.changes, name="changes"),
]
