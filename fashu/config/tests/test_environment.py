"""Settings are read strictly."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from fashu.config import environment


def test_a_mistyped_setting_stops_the_start_and_is_named() -> None:
    with pytest.raises(ImproperlyConfigured, match="FASHU_DATABSE_URL"):
        environment.refuse_unknown({"FASHU_DATABSE_URL": "postgresql://db/fashu"})


def test_variables_of_other_programs_do_not_concern_us() -> None:
    environment.refuse_unknown({"HOME": "/root", "FASHU_PORT": "8000"})


@pytest.mark.parametrize(("value", "meaning"), [("1", True), ("0", False), ("", False)])
def test_a_flag_is_one_or_zero(monkeypatch: pytest.MonkeyPatch, value: str, meaning: bool) -> None:
    monkeypatch.setenv("FASHU_DEMO", value)
    assert environment.flag("FASHU_DEMO") is meaning


def test_a_flag_is_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FASHU_DEMO", "yes")
    with pytest.raises(ImproperlyConfigured, match="FASHU_DEMO"):
        environment.flag("FASHU_DEMO")


def test_a_port_is_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FASHU_PORT", "http")
    with pytest.raises(ImproperlyConfigured, match="FASHU_PORT"):
        environment.number("FASHU_PORT", 8000)


def test_only_declared_settings_can_be_read() -> None:
    with pytest.raises(KeyError, match="FASHU_SECRET"):
        environment.text("FASHU_SECRET")


ISSUER = {
    "FASHU_PROVINCE_ISSUER": "https://sso.example.gov.cn",
    "FASHU_PROVINCE_CLIENT_ID": "fashu",
    "FASHU_PROVINCE_SECRET": "s3cret",
}


def given(monkeypatch: pytest.MonkeyPatch, **values: str) -> environment.Province:
    for name, value in (ISSUER | values).items():
        monkeypatch.setenv(name, value)
    return environment.province()


def test_without_settings_there_is_no_province() -> None:
    assert not environment.province()


def test_the_sign_on_of_the_province_is_read_and_its_secret_not_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = given(monkeypatch, FASHU_PROVINCE_ACR="urn:loa:3 urn:loa:4")
    assert (found.client_id, found.title) == ("fashu", "省统一身份认证")
    assert found.twofold_acr == ("urn:loa:3", "urn:loa:4")
    assert found.secret == "s3cret"
    assert "s3cret" not in repr(found)


@pytest.mark.parametrize("missing", ISSUER)
def test_half_a_sign_on_stops_the_start(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=missing):
        given(monkeypatch, **{missing: ""})


def test_a_title_alone_is_no_sign_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FASHU_PROVINCE_TITLE", "某省统一身份认证")
    with pytest.raises(ImproperlyConfigured, match="FASHU_PROVINCE_ISSUER"):
        environment.province()


@pytest.mark.parametrize(
    "issuer",
    [
        "http://sso.example.gov.cn",
        "sso.example.gov.cn",
        "https://a.cn/?x=1",
        "ftp://a.cn",
        "https://",
    ],
)
def test_the_province_is_asked_over_https_only(
    monkeypatch: pytest.MonkeyPatch, issuer: str
) -> None:
    with pytest.raises(ImproperlyConfigured, match="https"):
        given(monkeypatch, FASHU_PROVINCE_ISSUER=issuer)


def test_this_very_machine_may_do_without(monkeypatch: pytest.MonkeyPatch) -> None:
    assert given(monkeypatch, FASHU_PROVINCE_ISSUER="http://127.0.0.1:9000")
