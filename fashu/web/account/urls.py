"""Addresses of one's own account; they belong to the names of `web`."""

from django.urls import path

from fashu.web.account import factors, own, province

urlpatterns = [
    path("", own.overview, name="account"),
    path("password/", own.password, name="own_password"),
    path("second/", factors.second_factor, name="second_factor"),
    path("second/totp/", factors.take_totp, name="take_totp"),
    path("second/totp/picture.svg", factors.picture, name="totp_picture"),
    path("second/totp/remove/", factors.remove_totp, name="remove_totp"),
    path("second/recovery/", factors.renew_recovery, name="renew_recovery"),
    path("second/passkeys/", factors.new_passkey, name="new_passkey"),
    path("second/passkeys/keep/", factors.keep_passkey, name="keep_passkey"),
    path("second/passkeys/<int:number>/remove/", factors.remove_passkey, name="remove_passkey"),
    path("province/", province.own, name="own_province"),
    path("province/link/", province.link, name="link_province"),
    path("province/unlink/", province.unlink, name="unlink_province"),
    path("sessions/", own.own_sessions, name="own_sessions"),
    path("sessions/<int:number>/end/", own.end_session, name="end_own_session"),
    path("signins/", own.signins, name="own_signins"),
]
