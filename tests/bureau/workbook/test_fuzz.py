"""An issued workbook damaged at random: refused, or read with its problems; no crash, nothing half saved."""

from __future__ import annotations

import io
import random
import zipfile

import pytest
from django.db import transaction

from diaodu.bureau.reports import workbook
from diaodu.bureau.reports.models import Attachment, Report
from diaodu.economy.errors import Refusal
from tests.bureau import reporting
from tests.bureau.workbook.made import filled, taken, values

pytestmark = pytest.mark.django_db
TIMES = 100
JUNK = (
    b"",
    b"\x00" * 40,
    b"<",
    b"&bogus;",
    b"]]>",
    b'"',
    b"</row>",
    b"<c r='ZZ9999999'/>",
    b"<v>1e999</v>",
    b"<f>A1</f>",
    b'r="A0"',
    b"~x|y|z|level",
    b"\xff\xfe",
    "９".encode(),
    b'count="999999999"',
)


def bytes_changed(content: bytes, dice: random.Random) -> bytes:
    data = bytearray(content)
    for _ in range(dice.choice((1, 3, 30))):
        data[dice.randrange(len(data))] = dice.randrange(256)
    return bytes(data[: dice.choice((len(data), len(data), dice.randrange(len(data))))])


def parts_changed(content: bytes, dice: random.Random) -> bytes:
    """Whole parts dropped, emptied, exchanged or doubled (部件改动)."""
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        parts = [(name, old.read(name)) for name in old.namelist()]
    n, other = dice.randrange(len(parts)), dice.randrange(len(parts))
    name, data = parts[n]
    act = dice.randrange(4)
    if act == 0:
        del parts[n]
    elif act == 1:
        parts[n] = (name, b"")
    elif act == 2:
        parts[n], parts[other] = (name, parts[other][1]), (parts[other][0], data)
    else:
        parts.append((name, parts[other][1]))
    return zipped(parts)


def inside_changed(content: bytes, dice: random.Random) -> bytes:
    """Junk within a part's XML (部件内容改动)."""
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        parts = [(name, old.read(name)) for name in old.namelist()]
    n = dice.randrange(len(parts))
    name, data = parts[n]
    for _ in range(dice.choice((1, 1, 4))):
        at, long = dice.randrange(len(data) + 1), dice.choice((0, 1, 5, 60))
        data = data[:at] + dice.choice(JUNK) + data[at + long :]
    parts[n] = (name, data)
    return zipped(parts)


def zipped(parts: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts:
            new.writestr(name, data)
    return out.getvalue()


def outcome(one: Report, content: bytes) -> str:
    """What came of it; undone afterwards (结果)."""
    before = values(one)
    with transaction.atomic():
        try:
            found = taken(one, content)
        except Refusal:
            assert values(one) == before
            assert bytes(Attachment.objects.latest("pk").content) == content
            said = "refused"
        else:
            now = values(one)
            assert {code for code in now if now[code] != before.get(code)} <= set(
                found.attachment.outcome["taken"]
            )
            said = "problems" if found.problems else "read"
            if found.problems:
                assert workbook.marked(found.attachment)[1].startswith(b"PK")
        transaction.set_rollback(True)
    return said


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("change", [bytes_changed, parts_changed, inside_changed])
def test_a_damaged_workbook_is_refused_or_read(one, change) -> None:
    dice = random.Random(change.__name__)
    content = filled(one, {slot.code: 5.5 + n for n, slot in enumerate(one.asked)})
    outcomes = {outcome(one, change(content, dice)) for _ in range(TIMES)}
    assert "refused" in outcomes
    if change is not bytes_changed:  # a changed byte fails the zip's own checksum
        assert "read" in outcomes


def test_the_untouched_one_is_read_whole(one) -> None:
    """What the damaged ones come from gives every number (未损坏的原件)."""
    content = filled(one, {slot.code: 5.5 + n for n, slot in enumerate(one.asked)})
    assert outcome(one, content) == "read"
    assert reporting.MONTH.code == "2026-09"
