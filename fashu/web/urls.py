"""Addresses of the shared pages."""

from django.urls import include, path

from fashu.web import language, views
from fashu.web.account import factors, province, second, step_up, way_in

app_name = "web"

urlpatterns = [
    path("signin/", way_in.sign_in, name="sign_in"),
    path("signin/password/", way_in.first_password, name="first_password"),
    path("signin/onward/", way_in.onward, name="go_on"),
    path("signin/passkey/", way_in.passkey, name="sign_in_passkey"),
    path("signin/passkey/question/", factors.passkey_question, name="passkey_question"),
    path("signin/second/", second.second, name="second"),
    path("signin/second/passkey/", second.second_passkey, name="second_passkey"),
    path("signin/enrol/", second.enrol, name="enrol"),
    path("signin/enrol/passkey/", second.enrol_passkey, name="enrol_passkey"),
    path("signin/again/", step_up.again, name="again"),
    path("signin/again/passkey/", step_up.again_passkey, name="again_passkey"),
    path("signin/province/", province.begin, name="sign_in_province"),
    path("signin/province/back/", province.back, name="province_back"),
    path("signin/again/province/", province.again, name="again_province"),
    path("activate/", way_in.activate, name="activate"),
    path("signout/", way_in.sign_out, name="sign_out"),
    path("signout/province/", way_in.left, name="left"),
    path("account/", include("fashu.web.account.urls")),
    path("language/", language.choose, name="language"),
    path("post/", views.switch_post, name="switch_post"),
    path("healthz", views.health, name="health"),
    path("readyz", views.readiness, name="readiness"),
]
