"""Addresses of the OpenID Connect provider."""

from django.urls import path

from fashu.web.signon import asked, machines

app_name = "signon"

urlpatterns = [
    path(".well-known/openid-configuration", machines.description, name="description"),
    path("signon/keys", machines.key_set, name="keys"),
    path("signon/authorize", asked.authorize, name="authorize"),
    path("signon/token", machines.token, name="token"),
    path("signon/userinfo", machines.userinfo, name="userinfo"),
    path("signon/revoke", machines.revoke, name="revoke"),
    path("signon/leave", asked.leave, name="leave"),
]
