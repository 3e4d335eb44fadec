"""The calendar as a file for calendar programs (日历文件, iCalendar, RFC 5545)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from diaodu.bureau.reports.calendar import Entry

LONGEST = 75  # bytes in a line


def write(name: str, entries: Iterable[Entry], now: dt.datetime) -> bytes:
    """All deadlines as events, with an alarm the day before (导出日历)."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//diaodu//reports//ZH", "CALSCALE:GREGORIAN"]
    lines += ["METHOD:PUBLISH", f"X-WR-CALNAME:{_text(name)}"]
    for entry in entries:
        lines += _event(entry, now)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _event(entry: Entry, now: dt.datetime) -> list[str]:
    week = f"第{entry.turn}周" if entry.turn else ""
    title = f"{entry.form.name}（{entry.period.label}{week}）报送截止"
    said = f"应报{len(entry.units)}个单位：{'、'.join(entry.units)}。{entry.form.source}"
    return [
        "BEGIN:VEVENT",
        f"UID:{entry.key}@diaodu",
        f"DTSTAMP:{_moment(now)}",
        f"DTSTART:{_moment(entry.at - dt.timedelta(minutes=30))}",
        f"DTEND:{_moment(entry.at)}",
        f"SUMMARY:{_text(title)}",
        f"DESCRIPTION:{_text(said)}",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_text(title)}",
        "TRIGGER:-P1D",
        "END:VALARM",
        "END:VEVENT",
    ]


def _moment(at: dt.datetime) -> str:
    return f"{at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r", ""), ("\n", "\\n")):
        text = text.replace(plain, escaped)
    return text


def _folded(line: str) -> str:
    """No line is longer than the standard allows, and no character is cut in two."""
    parts, size = [""], 0
    for char in line:
        width = len(char.encode())
        if size + width > LONGEST:
            parts.append(" ")
            size = 1
        parts[-1] += char
        size += width
    return "\r\n".join(parts)
