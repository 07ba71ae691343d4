"""A case in words for the person it is about. Pure; what the law counts is only read out here."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fashu.kernel.api import ClockView
from fashu.kernel.clock import BEIJING
from fashu.kernel.procedure import ClockStatus, Manual, Nature, Term
from fashu.kernel.procedure.events import When
from fashu.web.templatetags.said import said

WEEKDAYS = "一二三四五六日"


def day(when: When) -> str:
    """2026年12月1日（星期二）, 1 December 2026 (Tuesday); with the hour where it counts."""
    local = when.astimezone(BEIJING) if isinstance(when, datetime) else when
    if get_language() == "en":
        return date_format(local, "j F Y (l), H:i" if isinstance(local, datetime) else "j F Y (l)")
    words = f"{local.year}年{local.month}月{local.day}日（星期{WEEKDAYS[local.weekday()]}）"
    return f"{words}{local:%H:%M}" if isinstance(local, datetime) else words


@dataclass(frozen=True, slots=True)
class PlainClock:
    """A clock with the sentence that says what it means today."""

    view: ClockView
    sentence: str
    owner: str
    light: str
    manual: str

    @property
    def is_open(self) -> bool:
        """Whether it still counts."""
        return self.view.clock.is_open

    @property
    def chip(self) -> str:
        """The class of its chip; the word beside it says the same."""
        return {"red": "chip-late", "yellow": "chip-soon", "green": "chip-ok"}.get(self.light, "")

    @property
    def state(self) -> str:
        """One word for the chip."""
        left = self.view.days_left
        if not self.is_open or left is None:
            return self.view.clock.status.label
        if self.light == "red":
            return _("超过%d天") % -left
        return _("今天到期") if left == 0 else _("还有%d天") % left


def plain_clock(view: ClockView, roles: dict[str, str]) -> PlainClock:
    """A clock for people; `roles` are the words of the roles by key."""
    term = view.term
    owner = roles.get(term.owed_by.key, term.owed_by.title)
    manual = term.span.route if isinstance(term.span, Manual) else ""
    return PlainClock(view, _sentence(view, owner), owner, view.light, manual)


def _sentence(view: ClockView, owner: str) -> str:
    term, running = view.term, view.clock
    if running.status is ClockStatus.PAUSED:
        return _("现在停止计算，恢复后继续。")
    if not running.is_open:
        return _ended(view)
    if running.due is None:
        return _("法律没有规定固定的天数，由工作人员确定。")
    provisional = _("这个日期是暂定的。") if running.provisional else ""
    return format_html("{}{}", _duty(term, owner, running.due), provisional)


def _ended(view: ClockView) -> str:
    running = view.clock
    on = _("（%s）") % day(running.closed_on) if running.closed_on else ""
    lapsed = running.status is ClockStatus.LAPSED
    lapse = format_html(_("：{}"), said(view.term.lapse.title)) if lapsed else ""
    return format_html(_("{}{}{}。"), said(running.status.label), on, lapse)


def _duty(term: Term, owner: str, due: When) -> str:
    match term.nature:
        case Nature.RIGHT:
            words = _("{}最迟可以在{}办理（当天还来得及）。")
        case Nature.WAITING:
            return _("到%s为止，之后才能办理下一步。") % day(due)
        case _:
            words = _("{}应当在{}以前办好（含当天）。")
    return format_html(words, said(owner), day(due))
