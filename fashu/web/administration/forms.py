"""Forms of the register. What they hold is judged by `kernel.people`; here it is only read."""

from typing import Any, ClassVar

from django import forms

from fashu.kernel import clock
from fashu.kernel.people.models import Level, Office, OfficeKind
from fashu.kernel.people.offices import Decision
from fashu.kernel.procedure import Refused

TEXT, SELECT = {"class": "form-control"}, {"class": "form-select"}


def _text(label: str, longest: int, hint: str = "", *, required: bool = False) -> forms.CharField:
    widget = forms.TextInput(attrs=TEXT)
    return forms.CharField(
        label=label, max_length=longest, required=required, help_text=hint, widget=widget
    )


def _office(label: str, hint: str) -> forms.CharField:
    return _text(label, 32, hint)


def _day(label: str, hint: str = "", *, required: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={**TEXT, "type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=hint, widget=widget)


class Saying(forms.Form):
    """A form that says what the kernel refused."""

    def say(self, refused: Refused) -> None:
        """Put what was refused where it belongs."""
        named = {name: text for name, text in refused.errors.items() if name in self.fields}
        for name, text in named.items():
            self.add_error(name, text)
        if not named:
            self.add_error(None, str(refused))


class DecisionForm(Saying):
    """From which day something holds, and by which document."""

    ORDER: ClassVar[tuple[str, ...]] = ("on", "basis")
    on = _day("生效日期")
    basis = _text("依据", 200, "批准文件的文号，如示政发〔2026〕5号")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"on": clock.today(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.order_fields(self.ORDER)

    def decision(self) -> Decision:
        """The day and the document."""
        return Decision(self.cleaned_data["on"], self.cleaned_data["basis"])


class ChangeForm(DecisionForm):
    """What an office is."""

    title = _text("名称", 100, required=True)
    level = forms.ChoiceField(label="层级", choices=Level.choices, widget=forms.Select(SELECT))
    kind = forms.ChoiceField(label="类别", choices=OfficeKind.choices, widget=forms.Select(SELECT))
    division_code = _text("行政区划代码", 12, "6位；乡镇街道9位", required=True)
    credit_code = _text("统一社会信用代码", 18)
    address = _text("地址", 200)
    phone = _text("电话", 40)
    acts_through = _office("办事机构代码", "以该机关名义办案的机构，如人民政府的司法局")

    ORDER = (
        *("code", "title", "level", "kind", "division_code", "parent", "acts_through"),
        *("credit_code", "address", "phone", "on", "basis"),
    )

    @staticmethod
    def stated(office: Office) -> dict[str, Any]:
        """The facts of an office as the form shows them."""
        plain = ("title", "level", "kind", "division_code", "credit_code", "address", "phone")
        through = office.acts_through.code if office.acts_through else ""
        return {**{name: getattr(office, name) for name in plain}, "acts_through": through}

    def clean_acts_through(self) -> Office | None:
        """The office of that code."""
        return _known(self.cleaned_data["acts_through"])

    def facts(self) -> dict[str, Any]:
        """What `offices.change` takes."""
        own = self.cleaned_data.keys() - {"on", "basis", "code", "parent"}
        return {name: self.cleaned_data[name] for name in own}


class FoundForm(ChangeForm):
    """A new office."""

    code = _text("机构代码", 32, "登记以后不能更改；数字和字母，如990101", required=True)
    parent = _office("上级机构代码", "空着即没有上级")

    def clean_parent(self) -> Office | None:
        """The office of that code."""
        return _known(self.cleaned_data["parent"])

    def office(self) -> Office:
        """The office as it would be registered."""
        return Office(
            code=self.cleaned_data["code"], parent=self.cleaned_data["parent"], **self.facts()
        )


class MoveForm(DecisionForm):
    """Where an office goes."""

    parent = _office("新的上级机构代码", "空着即没有上级")
    ORDER = ("parent", "on", "basis")


class CloseForm(DecisionForm):
    """Who continues its powers."""

    successor = _office("承继机关代码", "继续行使其职权的机关；没有的空着")
    ORDER = ("on", "successor", "basis")


class ReopenForm(DecisionForm):
    """Only the day and the document."""


def _known(code: str) -> Office | None:
    if not code:
        return None
    found = Office.objects.filter(code=code).first()
    if found is None:
        raise forms.ValidationError(f"没有机构代码为{code}的机构，请核对。")
    return found
