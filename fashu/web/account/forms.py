"""Forms about passwords and codes; whether they are right is decided in `credentials`."""

from typing import Any

from django import forms

FIELD = {"class": "form-control"}
REQUIRED = {"required": "请填写。"}


def password_field(label: str, complete: str) -> forms.CharField:
    """A password as it was typed; `complete` tells a password manager which one is meant."""
    widget = forms.PasswordInput(attrs={**FIELD, "autocomplete": complete})
    return forms.CharField(
        label=label, strip=False, max_length=256, widget=widget, error_messages=REQUIRED
    )


def name_field() -> forms.CharField:
    """The name of an account."""
    widget = forms.TextInput(attrs={**FIELD, "autocomplete": "username", "spellcheck": "false"})
    return forms.CharField(label="账号", max_length=64, widget=widget, error_messages=REQUIRED)


def code_field(label: str, **attributes: str) -> forms.CharField:
    """A code of a few digits or letters."""
    widget = forms.TextInput(attrs={**FIELD, "spellcheck": "false", **attributes})
    return forms.CharField(label=label, max_length=64, widget=widget, error_messages=REQUIRED)


class SignInForm(forms.Form):
    """Name and password."""

    username = name_field()
    password = password_field("密码", "current-password")


class NewPasswordForm(forms.Form):
    """A password chosen, twice."""

    new = password_field("新密码", "new-password")
    again = password_field("再输一次", "new-password")

    def clean(self) -> dict[str, Any]:
        """Both are the same."""
        found = super().clean() or {}
        if found.get("new") and found.get("again") and found["new"] != found["again"]:
            self.add_error("again", "两次输入的密码不一样。")
        return found


class ChangePasswordForm(NewPasswordForm):
    """The present password and the next."""

    present = password_field("现在的密码", "current-password")
    field_order = ("present", "new", "again")


class ActivationForm(NewPasswordForm):
    """Name and code of an account that is used for the first time, and its password."""

    username = name_field()
    code = code_field("激活码", autocomplete="one-time-code", autocapitalize="characters")
    field_order = ("username", "code", "new", "again")


class CodeForm(forms.Form):
    """A one-time password, or a recovery code."""

    code = code_field("动态口令", autocomplete="one-time-code", inputmode="numeric")


class SecondForm(forms.Form):
    """The same at the door, where a recovery code will do."""

    code = code_field("动态口令或者恢复码", autocomplete="one-time-code")


class AgainForm(forms.Form):
    """The password once more."""

    password = password_field("密码", "current-password")


class AgainWithCodeForm(AgainForm):
    """And the one-time password, of whoever has them."""

    code = code_field("动态口令或者恢复码", autocomplete="one-time-code")


class PasskeyForm(forms.Form):
    """What a device has answered."""

    answer = forms.CharField(max_length=20_000)
    name = forms.CharField(max_length=40, required=False)
