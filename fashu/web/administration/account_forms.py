"""Forms about one account. What they hold is judged by the kernel; here it is only read."""

from collections.abc import Iterable
from typing import Any

from django import forms

from fashu.kernel import clock
from fashu.kernel.access.models import Role
from fashu.kernel.credentials.accounts import KINDS, Newcomer
from fashu.kernel.people import rights
from fashu.kernel.people.models import Account, Office, Posting, PostingKind
from fashu.kernel.people.posts import Span
from fashu.web.administration.forms import Saying

TEXT, SELECT = {"class": "form-control"}, {"class": "form-select"}
REQUIRED = {"required": "请填写。", "invalid": "请填写日期。"}
ENTERED = [(k.value, k.label) for k in PostingKind if k is not PostingKind.DELEGATION]


def _text(label: str, longest: int, hint: str = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=longest,
        required=required,
        help_text=hint,
        error_messages=REQUIRED,
        widget=forms.TextInput(attrs=TEXT),
    )


def _day(
    label: str, hint: str = "", *, required: bool = True, is_today: bool = True
) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=hint,
        error_messages=REQUIRED,
        initial=clock.today if required and is_today else None,
        widget=forms.DateInput(attrs={**TEXT, "type": "date"}, format="%Y-%m-%d"),
    )


def _office() -> forms.CharField:
    return _text("机构代码", 32, "在“机构”页面可以按名称查到")


class PlaceForm(Saying):
    """Where somebody serves, and from when to when."""

    office = _office()
    post = _text("岗位", 40, "没有的岗位自动设立；岗位的角色由安全管理员授予", required=False)
    since = _day("自")
    until = _day("至", "任职的最后一日；不填的，到另行通知为止", required=False)
    basis = _text("依据", 200, "任命文件的文号", required=False)

    def clean_office(self) -> Office:
        """The office of that code."""
        found = Office.objects.filter(code=self.cleaned_data["office"]).first()
        if found is None:
            raise forms.ValidationError("没有这个代码的机构，请核对。")
        return found

    def span(self) -> Span:
        """The days."""
        return Span(self.cleaned_data["since"], self.cleaned_data["until"])


class NewcomerForm(PlaceForm):
    """Who comes, and where he serves first."""

    username = _text("账号", 64, "登录用，如工号；字母、数字和 . _ -，以后不能更改")
    name = _text("姓名", 64)
    phone = _text("手机号码", 20, required=False)
    kind = forms.ChoiceField(
        label="类型",
        choices=[(kind.value, title) for kind, title in KINDS.items()],
        help_text="督察人员只能查阅，不能办案",
        widget=forms.Select(SELECT),
    )
    field_order = ("username", "name", "phone", "kind", "office", "post", "since", "until", "basis")

    def newcomer(self) -> Newcomer:
        """As the kernel takes it."""
        told = {k: v for k, v in self.cleaned_data.items() if k not in ("since", "until")}
        return Newcomer(span=self.span(), **told)


class FactsForm(Saying):
    """Name and telephone number. The number is shown masked, and kept where it stays so."""

    name = _text("姓名", 64)
    phone = _text("手机号码", 20, "中间四位隐去；不改的，原样留着", required=False)

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        self.account = account
        kwargs["initial"] = {"name": account.name, "phone": account.masked_phone}
        super().__init__(*args, **kwargs)

    def clean_phone(self) -> str:
        """The number that is kept, where the masked one came back."""
        typed: str = self.cleaned_data["phone"].strip()
        return self.account.phone if typed and typed == self.account.masked_phone else typed


class AppointForm(PlaceForm):
    """One more post, and how he comes to it."""

    kind = forms.ChoiceField(
        label="方式",
        choices=ENTERED,
        help_text="借调的，原来的任职保留",
        widget=forms.Select(SELECT),
    )
    field_order = ("office", "post", "kind", "since", "until", "basis")


class DeputeForm(Saying):
    """In whose post he is to act."""

    principal = _text("被代理人账号", 64)
    office = _text("在哪个机构的职务", 32, "机构代码；只有一个职务的可以不填", required=False)
    since = _day("自")
    until = _day("至", is_today=False)
    basis = _text("依据", 200, "指定代理的文件，如示司任〔2026〕3号")

    def clean(self) -> dict[str, Any]:
        """The posting that he is to act in."""
        given = super().clean() or {}
        held = Posting.objects.in_force().filter(on_behalf_of=None)
        held = held.filter(account__username=given.get("principal", ""))
        if given.get("office"):
            held = held.filter(office__code=given["office"])
        found = list(held.select_related("account", "office", "post")[:2])
        if len(found) == 2:
            self.add_error("office", "他有几个职务，请写明是哪个机构的。")
        elif not found and given.get("principal"):
            self.add_error("principal", "没有找到这个人现在的职务，请核对账号和机构代码。")
        given["posting"] = found[0] if len(found) == 1 else None
        return given

    def span(self) -> Span:
        """The days."""
        return Span(self.cleaned_data["since"], self.cleaned_data["until"])


class EndForm(Saying):
    """The last day."""

    until = _day("最后一日")


class ReasonForm(Saying):
    """Why."""

    reason = _text("理由", 150, "记入管理日志")


class GrantForm(Saying):
    """Which role, in which of his offices, for how long."""

    role = forms.ChoiceField(
        label="角色",
        help_text="括号中是数据范围；要改范围的，先改角色",
        widget=forms.Select(SELECT),
    )
    office = forms.ChoiceField(label="机构", widget=forms.Select(SELECT))
    since = _day("自")
    until = _day("至", "不填的，到收回为止", required=False)
    basis = _text("依据", 200, required=False)

    def __init__(
        self, roles: Iterable[tuple[str, str]], offices: Iterable[Office], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = list(roles)  # type: ignore[attr-defined] # a ChoiceField
        named = [(office.code, office.title) for office in offices]
        self.fields["office"].choices = named  # type: ignore[attr-defined] # a ChoiceField

    def span(self) -> rights.Span:
        """The days."""
        return rights.Span(self.cleaned_data["since"], self.cleaned_data["until"])


class EntrustForm(Saying):
    """Which of the principal's roles his delegate has."""

    roles = forms.MultipleChoiceField(
        label="角色",
        required=False,
        help_text="只列出被代理人现有、并且不限本人的角色；都不选的，只占岗位，没有权限",
        widget=forms.CheckboxSelectMultiple({"class": "form-check-input"}),
    )

    def __init__(self, posting: Posting, offered: Iterable[str], *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"roles": posting.roles}
        super().__init__(*args, **kwargs)
        titles = dict(Role.objects.values_list("key", "title"))
        choices = [(key, titles.get(key, key)) for key in sorted(offered)]
        self.fields["roles"].choices = choices  # type: ignore[attr-defined] # a ChoiceField
