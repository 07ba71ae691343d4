"""A booking as an iCalendar file (RFC 5545), so that one's own calendar reminds one."""

from datetime import UTC, datetime

from fashu.kernel.hall.models import Booking


def calendar(booking: Booking) -> str:
    """The file: one event, with an alarm a day before."""
    place = _escaped(booking.slot.office.title)
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//fashu//hall//ZH",
        "BEGIN:VEVENT",
        f"UID:{booking.code}@fashu",
        f"DTSTAMP:{_utc(booking.booked_at)}",
        f"DTSTART:{_utc(booking.starts_at)}",
        f"DTEND:{_utc(booking.slot.ends_at)}",
        f"SUMMARY:{_escaped(booking.matter)}",
        f"LOCATION:{place} {booking.slot.counter}号窗口",
        f"DESCRIPTION:预约码 {booking.code}",
        f"STATUS:{'CANCELLED' if booking.cancelled_at else 'CONFIRMED'}",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "DESCRIPTION:预约提醒",
        "TRIGGER:-P1D",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _escaped(text: str) -> str:
    for character in ("\\", ";", ","):
        text = text.replace(character, f"\\{character}")
    return " ".join(text.split())


def _folded(line: str) -> str:
    """No line longer than 75 octets; a character is never cut."""
    parts, rest = [""], line
    for character in rest:
        if len((parts[-1] + character).encode()) > 73:
            parts.append(" ")
        parts[-1] += character
    return "\r\n".join(parts)
