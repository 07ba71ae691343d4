"""Forms of the administration."""

import re
from typing import Any, ClassVar

from django import forms

from fashu.kernel import clock
from fashu.kernel.access import DataScope
from fashu.kernel.access.log import ACTIONS
from fashu.kernel.access.models import Appointment
from fashu.kernel.cases.catalogue import businesses

REQUIRED = {"required": "请填写。"}
TEXT = {"class": "form-control"}
CHOICE = {"class": "form-select"}


class RoleForm(forms.Form):
    """A role: its code, its name, and what it plays in procedures."""

    key = forms.SlugField(
        label="代码",
        max_length=64,
        help_text="字母、数字和下划线，保存后不再更改",
        error_messages={**REQUIRED, "invalid": "只能用字母、数字、下划线和短横。"},
        widget=forms.TextInput(attrs=TEXT),
    )
    title = forms.CharField(
        label="名称", max_length=40, error_messages=REQUIRED, widget=forms.TextInput(attrs=TEXT)
    )
    plays = forms.MultipleChoiceField(
        label="程序中的角色",
        required=False,
        help_text="不选的，只能查看案件",
        widget=forms.SelectMultiple(attrs={**CHOICE, "size": 6}),
    )
    may_be_delegated = forms.BooleanField(
        label="可以随代理由他人行使",
        required=False,
        help_text="需要本人资格的（如法律职业资格、行政执法资格），不要勾选",
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )
    note = forms.CharField(
        label="说明", max_length=200, required=False, widget=forms.TextInput(attrs=TEXT)
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plays"].choices = organ_roles()  # type: ignore[attr-defined] # a ChoiceField


def organ_roles() -> list[tuple[str, str]]:
    """The roles that officers can play: those of organs, in whatever procedure."""
    found = {
        role.key: f"{role.title}（{role.key}）"
        for business in businesses().values()
        for version in business.family.versions
        for role in version.roles
        if role.organ
    }
    return sorted({**found, "auditor": "督察（auditor）"}.items())


class ScopeForm(forms.Form):
    """The data scope of a role in one business."""

    DROP: ClassVar[str] = "0"

    business = forms.ChoiceField(label="业务", required=False, widget=forms.Select(attrs=CHOICE))
    scope = forms.ChoiceField(label="数据范围", widget=forms.Select(attrs=CHOICE))
    offices = forms.CharField(
        label="自定的机构",
        required=False,
        help_text="机构代码，用空格或者换行分开。只含列出的机构本身，不含上级和下级",
        widget=forms.Textarea(attrs={**TEXT, "rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(key, business.title) for key, business in businesses().items()]
        scopes = [(str(each.value), f"{each.value} {each.title}") for each in DataScope]
        self.fields["business"].choices = [("", "其他业务"), *named]  # type: ignore[attr-defined] # a ChoiceField
        self.fields["scope"].choices = [*scopes, (self.DROP, "不单独规定")]  # type: ignore[attr-defined] # a ChoiceField

    def clean_offices(self) -> list[str]:
        """The codes one by one."""
        return [code for code in re.split(r"[\s,，、;；]+", self.cleaned_data["offices"]) if code]


class GrantForm(forms.Form):
    """To whom, in which office, and for how long."""

    username = forms.CharField(
        label="账号", max_length=64, error_messages=REQUIRED, widget=forms.TextInput(attrs=TEXT)
    )
    office = forms.CharField(
        label="机构代码",
        max_length=32,
        error_messages=REQUIRED,
        help_text="持有人在该机构任职期间有效",
        widget=forms.TextInput(attrs=TEXT),
    )
    since = forms.DateField(
        label="自",
        initial=clock.today,
        error_messages={**REQUIRED, "invalid": "请填写日期。"},
        widget=forms.DateInput(attrs={**TEXT, "type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label="至",
        required=False,
        help_text="不填的，到收回为止",
        error_messages={"invalid": "请填写日期。"},
        widget=forms.DateInput(attrs={**TEXT, "type": "date"}, format="%Y-%m-%d"),
    )
    basis = forms.CharField(
        label="依据", max_length=200, required=False, widget=forms.TextInput(attrs=TEXT)
    )


class AppointmentForm(forms.Form):
    """Who is to become what."""

    username = forms.CharField(
        label="账号", max_length=64, error_messages=REQUIRED, widget=forms.TextInput(attrs=TEXT)
    )
    duty = forms.ChoiceField(label="任命为", widget=forms.Select(attrs=CHOICE))
    reason = forms.CharField(
        label="理由", max_length=200, error_messages=REQUIRED, widget=forms.TextInput(attrs=TEXT)
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        duties = [(kind.value, title) for kind, title in Appointment.DUTIES.items()]
        self.fields["duty"].choices = duties  # type: ignore[attr-defined] # a ChoiceField


class LogForm(forms.Form):
    """What to look for in the log."""

    q = forms.CharField(label="姓名或对象", required=False)
    action = forms.ChoiceField(
        label="事项", required=False, choices=[("", "全部"), *ACTIONS.items()]
    )
    first = forms.DateField(label="自", required=False)
    last = forms.DateField(label="至", required=False)
    account = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    subject = forms.CharField(required=False, max_length=200)
