"""E-mail and SMS after a notice: through adapters, with the least that helps, never at night.

An adapter is a class with `send(to, text)`, named in the setting FASHU_CHANNELS. A letter says what
kind of thing waits and under which number; who and what stays behind the sign-in.
"""

import json
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from fashu.kernel import clock
from fashu.kernel.access import SYSTEM, acting_as, current_actor
from fashu.kernel.cases.roles import account_of
from fashu.kernel.desk.models import Kind, Letter, Notice, Preference
from fashu.kernel.procedure.refusal import refuse
from fashu.kernel.record.files import write_atomically

MOST_TRIES = 5
AT_ONCE = 200
WAITS = (1, 5, 25, 120)
"""Minutes before the second and each later try."""

USUAL: Mapping[str, list[str]] = {
    Kind.URGE.value: ["mail", "sms"],
    Kind.TASK.value: ["mail"],
    Kind.ASSIGN.value: ["mail"],
    Kind.DIGEST.value: ["mail"],
    Kind.BOOKING.value: ["mail", "sms"],
}
"""What goes where for whoever has chosen nothing, as far as he has an address."""


class UnsentError(Exception):
    """An adapter could not deliver; the message says why, for the operator."""


class Channel(Protocol):
    """One way to reach people outside."""

    def send(self, to: str, text: str) -> None:
        """Deliver or raise UnsentError."""


class Mail:
    """E-mail through Django's backend."""

    def send(self, to: str, text: str) -> None:
        """Deliver or raise UnsentError."""
        try:
            send_mail("法枢：您有新的消息", text, None, [to])
        except OSError as error:
            raise UnsentError(str(error)) from error


class SmsFile:
    """短信 laid down as files in FASHU_VAR/outbox/sms, for demonstrations and tests."""

    def send(self, to: str, text: str) -> None:
        """Write one file."""
        folder = Path(settings.FASHU_OUTBOX) / "sms"
        folder.mkdir(parents=True, exist_ok=True)
        now = clock.now()
        content = {"to": to, "text": text, "at": now.isoformat()}
        name = f"{now:%Y%m%d-%H%M%S-%f}.json"
        write_atomically(folder / name, json.dumps(content, ensure_ascii=False).encode())


def own_preference() -> Preference:
    """How one wants to be told; the usual where one has chosen nothing."""
    account = account_of(current_actor())
    found = Preference.objects.filter(account=account).first()
    return found or Preference(account_id=account, channels=dict(USUAL))


def choose(
    email: str, channels: Mapping[str, list[str]], quiet_from: time, quiet_until: time
) -> None:
    """Keep how one wants to be told. Raises Refused."""
    if email and ("@" not in email or len(email) > 254 or " " in email):
        raise refuse("电子邮件地址不完整", remedy="请核对，例如 name@example.com")
    ways = {key for key, _ in Letter.CHANNELS}
    kept = {kind: [w for w in channels.get(kind, []) if w in ways] for kind in Kind.values}
    Preference.objects.update_or_create(
        account_id=account_of(current_actor()),
        defaults={
            "email": email,
            "channels": kept,
            "quiet_from": quiet_from,
            "quiet_until": quiet_until,
        },
    )


def own_letters() -> QuerySet[Letter]:
    """What was sent to oneself, latest first."""
    return Letter.objects.filter(account=account_of(current_actor())).select_related("notice")


def withdraw(address: str, why: str) -> None:
    """What one's own notices of a page have not brought outside yet stays inside."""
    account = account_of(current_actor())
    about = Notice.objects.filter(account=account, address=address)
    about.filter(posted_at=None).update(posted_at=clock.now())
    waiting = Letter.objects.filter(account=account, notice__in=about, sent_at=None)
    waiting.update(tries=MOST_TRIES, error=why)


def write_letters() -> int:
    """Write the letters that new notices call for; how many."""
    with acting_as(SYSTEM):
        fresh = Notice.objects.filter(posted_at=None).select_related("account").order_by("pk")
        found = list(fresh.select_for_update(of=("self",), skip_locked=True)[:AT_ONCE])
        chosen = Preference.objects.in_bulk([notice.account_id for notice in found])
        letters = [
            letter for notice in found for letter in _letters(notice, chosen.get(notice.account_id))
        ]
        Letter.objects.bulk_create(letters, ignore_conflicts=True)
        Notice.objects.filter(pk__in=[n.pk for n in found]).update(posted_at=clock.now())
    return len(letters)


def send_letters() -> int:
    """Send what is due, each in its own transaction; how many went out."""
    with acting_as(SYSTEM):
        due = Letter.objects.filter(
            sent_at=None, due_at__lte=clock.now(), tries__lt=MOST_TRIES
        ).order_by("due_at")
        numbers = list(due.values_list("pk", flat=True)[:AT_ONCE])
    return sum(_send(number) for number in numbers)


def _send(number: int) -> bool:
    with acting_as(SYSTEM):
        waiting = Letter.objects.select_for_update(skip_locked=True).filter(pk=number, sent_at=None)
        letter = waiting.first()
        if letter is None:
            return False
        try:
            channel: Channel = import_string(settings.FASHU_CHANNELS[letter.channel])()
            channel.send(letter.to, letter.text)
        except UnsentError as error:
            wait = WAITS[min(letter.tries, len(WAITS) - 1)]
            letter.due_at = clock.now() + timedelta(minutes=wait)
            letter.error = str(error)[:200]
        else:
            letter.sent_at, letter.error = clock.now(), ""
        letter.tries += 1
        letter.save()
        return letter.sent_at is not None


def _letters(notice: Notice, chosen: Preference | None) -> list[Letter]:
    preference = chosen or Preference(account_id=notice.account_id, channels=dict(USUAL))
    addresses = {"mail": preference.email, "sms": notice.account.phone}
    return [
        Letter(
            account_id=notice.account_id,
            notice=notice,
            channel=way,
            to=addresses[way],
            text=_text(notice),
            due_at=_not_at_night(notice.made_at, preference),
        )
        for way in preference.channels.get(notice.kind, [])
        if addresses.get(way)
    ]


def _text(notice: Notice) -> str:
    """The least that helps: the kind and the number. Names and contents stay inside.

    When and where one is expected is the whole help of a reminder, and tells nobody what for.
    """
    if notice.kind == Kind.BOOKING:
        return f"【法枢】{notice.words}"
    about = f"，案号{notice.number}" if notice.number else ""
    return f"【法枢】您有新的{notice.get_kind_display()}{about}，请登录工作台查看。"


def _not_at_night(made_at: datetime, preference: Preference) -> datetime:
    """The moment itself, or the end of the quiet hours it falls into."""
    at = made_at.astimezone(clock.BEIJING)
    start, end = preference.quiet_from, preference.quiet_until
    now = at.time()
    quiet = start <= now < end if start <= end else (now >= start or now < end)
    if not quiet:
        return at
    day = at.date() + timedelta(days=1 if now >= end else 0)
    return datetime.combine(day, end, clock.BEIJING)
