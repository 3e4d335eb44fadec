"""Passwords, locks, codes, and the three administrators who keep each other in check."""

from __future__ import annotations

import datetime as dt
import itertools
import time

import pytest
from django.conf import LazySettings, settings
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from diaodu.bureau.audit.models import Event
from diaodu.bureau.directory import actions, batch, factors, lockout, passwords, people, policy
from diaodu.bureau.directory.models import Person, Role, Unit
from diaodu.bureau.directory.permissions import ADMINISTRATORS, Permission, may
from diaodu.economy.errors import Refusal

NOW = dt.datetime(2026, 10, 20, 9, tzinfo=dt.UTC)
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
GOOD = "Qiu-shui7-chang-tian"


def person(role: Role, username: str = "", **more) -> Person:  # type: ignore[no-untyped-def]
    made = Person(username=username or role.value, full_name=f"{role.label}甲", role=role, **more)
    made.set_password(GOOD + "0")
    made.password_at = NOW
    made.save()
    return made


@pytest.fixture
def clerk(db: None) -> Person:
    return person(
        Role.FILLER, "liming", unit=Unit.objects.create(code="a", name="甲县人民政府", place="900321")
    )


@pytest.fixture
def three(db: None) -> dict[Role, Person]:
    return {role: person(role) for role in (Role.SYSTEM, Role.SECURITY, Role.AUDITOR)}


def said(one: Person, password: str) -> str:
    return " ".join(str(fault) for fault in passwords.faults(one, password))


# 口令


def test_the_defaults_are_those_of_the_standard() -> None:
    chosen = policy.read(None)
    assert (chosen.password_length, chosen.admin_password_length, chosen.password_history) == (8, 12, 5)
    assert (chosen.failures, chosen.failure_minutes, chosen.lock_minutes) == (5, 15, 30)
    assert (chosen.idle_minutes, chosen.admin_idle_minutes, chosen.session_hours) == (30, 15, 8)
    assert chosen.password_days == 90


@pytest.mark.parametrize(
    ("given", "word"),
    [({"passwrd_length": 9}, "passwrd_length"), ({"failures": 0}, "3至10"), ({"failures": "5"}, "整数"),
     ({"second_factor": "sms"}, "optional"), (["failures"], "逐项"), ({"idle_minutes": True}, "整数")],
)  # fmt: skip
def test_a_setting_that_is_not_understood_is_refused(given: object, word: str) -> None:
    with pytest.raises(Refusal, match=word):
        policy.read(given)
    chosen = policy.read({"second_factor": False, "lock_minutes": 60})
    assert (chosen.second_factor, chosen.lock_minutes, chosen.failures) == ("off", 60, 5)


@pytest.mark.parametrize(
    ("password", "word"),
    [("Ab1-xyz", "8位"), ("abcdefgh12", "3类"), ("Liming-2026-x", "用户名或姓名"), ("P@ssw0rd123", "常见"),
     ("Admin@2026!", "常见"), ("Aa111111!", "常见"), ("a李明明B1-填报人甲", "用户名或姓名")],
)  # fmt: skip
def test_a_weak_password_is_told_why(clerk: Person, password: str, word: str) -> None:
    assert word in said(clerk, password)


def test_administrators_need_twelve(clerk: Person, three: dict[Role, Person]) -> None:
    assert said(clerk, "Yu-gong81") == ""
    assert "12位" in said(three[Role.AUDITOR], "Yu-gong81")


def test_the_last_five_do_not_come_back_but_the_sixth_does(clerk: Person) -> None:
    used = [f"Chang-jiang{n}-hou" for n in range(6)]
    for word in used:
        passwords.change(person=clerk, password=word, by=clerk, now=NOW)
    for word in used[1:]:
        with pytest.raises(Refusal, match="最近5次"):
            passwords.change(person=clerk, password=word, by=clerk, now=NOW)
    passwords.change(person=clerk, password=used[0], by=clerk, now=NOW)
    assert clerk.check_password(used[0])


def test_a_password_is_due_after_ninety_days_and_at_once_when_another_set_it(clerk: Person) -> None:
    assert not passwords.is_due(clerk, NOW + 90 * DAY)
    assert passwords.is_due(clerk, NOW + 90 * DAY + MINUTE)
    first = passwords.give_first(clerk, NOW)
    assert passwords.is_due(clerk, NOW)
    assert said(Person(username="x", role=Role.SYSTEM), first) == ""


# 锁定


def try_five(tried: lockout.Tried, at: dt.datetime = NOW) -> list[dt.datetime | None]:
    return [lockout.failed(tried, at + n * MINUTE) for n in range(5)]


def test_five_failures_in_a_quarter_lock_for_half_an_hour(db: None) -> None:
    tried = lockout.Tried("liming", "10.0.0.7")
    locks = try_five(tried)
    assert locks[:4] == [None] * 4
    assert locks[4] == NOW + 34 * MINUTE
    assert lockout.failed(tried, NOW + 20 * MINUTE) == NOW + 34 * MINUTE  # trying on does not prolong it
    assert lockout.locked_until(tried, NOW + 33 * MINUTE)
    assert lockout.locked_until(tried, NOW + 34 * MINUTE) is None
    assert lockout.locked_until(lockout.Tried("ＬiMing", "10.0.0.7"), NOW + 5 * MINUTE)


def test_failures_far_apart_do_not_lock(db: None) -> None:
    tried = lockout.Tried("liming", "10.0.0.7")
    assert [lockout.failed(tried, NOW + n * 4 * MINUTE) for n in range(20)] == [None] * 20


def test_a_stranger_keeps_neither_the_person_nor_the_office_out(db: None) -> None:
    for n in range(settings.SECURITY.address_failures):
        lockout.failed(lockout.Tried(f"guess{n}", "10.0.0.7"), NOW)
    for n in range(settings.SECURITY.name_failures):
        lockout.failed(lockout.Tried("liming", f"10.0.1.{n}"), NOW)
    assert lockout.locked_until(lockout.Tried("zhanghua", "10.0.0.7"), NOW)  # a strange browser, same house
    assert lockout.locked_until(lockout.Tried("liming", "192.0.2.9"), NOW)  # a strange browser elsewhere
    assert lockout.locked_until(lockout.Tried("zhanghua", "10.0.0.7", known="m1"), NOW) is None
    assert lockout.locked_until(lockout.Tried("liming", "10.0.0.7", known="m2"), NOW) is None
    assert try_five(lockout.Tried("liming", "10.0.0.7", known="m2"))[-1]  # his own browser locks by its own


def test_one_house_of_ipv6_is_one_address(db: None) -> None:
    for n in range(5):
        lockout.failed(lockout.Tried("liming", f"2001:db8:1:1::{n + 1}"), NOW)
    assert lockout.locked_until(lockout.Tried("liming", "2001:db8:1:1::ffff"), NOW)
    assert lockout.locked_until(lockout.Tried("liming", "2001:db8:1:2::1"), NOW) is None


def test_the_security_administrator_unlocks_and_nobody_else(three: dict[Role, Person]) -> None:
    tried = lockout.Tried("liming", "10.0.0.7")
    try_five(tried)
    (lock,) = lockout.locked(NOW + 5 * MINUTE)
    with pytest.raises(Refusal):
        lockout.unlock(lock=lock, by=three[Role.SYSTEM])
    lockout.unlock(lock=lock, by=three[Role.SECURITY])
    assert lockout.locked_until(tried, NOW + 5 * MINUTE) is None
    assert Event.objects.get(verb="account.unlocked").detail["username"] == "liming"


# 动态口令


def code_of(device: TOTPDevice, steps: int = 0) -> str:
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = time.time() + steps * device.step
    return f"{totp.token():06d}"


def switched_on(one: Person) -> tuple[TOTPDevice, list[str]]:
    device = factors.begin(person=one, by=one)
    codes = factors.confirm(person=one, code=code_of(device), by=one)
    device.refresh_from_db()
    return device, codes


def test_a_code_is_good_once_and_so_is_a_recovery_code(clerk: Person) -> None:
    device, codes = switched_on(clerk)
    assert factors.is_on(clerk)
    assert not factors.proves(clerk, code_of(device))  # the one that confirmed it, again
    TOTPDevice.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    assert factors.proves(clerk, code_of(device, 1))
    assert not factors.proves(clerk, code_of(device, 1))
    assert len(set(codes)) == 10
    assert factors.proves(clerk, codes[0].upper())
    assert not factors.proves(clerk, codes[0])
    assert factors.codes_left(clerk) == 9


def test_two_pages_at_once_leave_one_key_to_scan(clerk: Person) -> None:
    for _ in range(2):  # as two pages opened at one moment would have made them
        TOTPDevice.objects.create(user=clerk, confirmed=False, name="totp")
    shown = factors.begin(person=clerk, by=clerk)
    assert factors.begin(person=clerk, by=clerk) == shown
    assert factors.confirm(person=clerk, code=code_of(shown), by=clerk)


def test_guessing_codes_is_slowed(clerk: Person) -> None:
    device, _codes = switched_on(clerk)
    right = code_of(device, 1)
    assert not factors.proves(clerk, f"{(int(right) + 1) % 1_000_000:06d}")
    assert not factors.proves(clerk, right)  # right, but too soon after a wrong one


@pytest.mark.parametrize("act", [factors.switch_off, factors.renew_codes])
def test_guessing_codes_is_slowed_where_the_factor_is_changed(clerk: Person, act) -> None:  # type: ignore[no-untyped-def]
    """Who sits at a log-in left open gets no more tries than at the door."""
    device, _codes = switched_on(clerk)
    right = code_of(device, 1)
    with pytest.raises(factors.WrongCode):
        act(person=clerk, code=f"{(int(right) + 1) % 1_000_000:06d}", by=clerk)
    with pytest.raises(factors.WrongCode):
        act(person=clerk, code=right, by=clerk)
    assert factors.is_on(clerk)


def test_recovery_codes_are_not_kept_as_they_are(clerk: Person) -> None:
    _device, codes = switched_on(clerk)
    kept = set(StaticToken.objects.values_list("token", flat=True))
    assert not kept & {code.replace("-", "") for code in codes}


def test_a_lost_factor_is_removed_by_the_security_administrator(
    clerk: Person, three: dict[Role, Person]
) -> None:
    switched_on(clerk)
    with pytest.raises(Refusal):
        factors.remove(person=clerk, by=three[Role.SYSTEM])
    factors.remove(person=clerk, by=three[Role.SECURITY])
    clerk.refresh_from_db()
    assert not factors.is_on(clerk)
    assert clerk.notice == factors.REMOVED
    assert Event.objects.filter(verb="factor.removed", subject_id=str(clerk.pk)).exists()


def test_where_the_city_demands_it_it_cannot_be_switched_off(
    clerk: Person, three: dict[Role, Person], settings: LazySettings
) -> None:
    settings.SECURITY = policy.read({"second_factor": "administrators"})
    assert not factors.is_wanted(clerk)
    _device, codes = switched_on(three[Role.SYSTEM])
    with pytest.raises(Refusal, match="必须"):
        factors.switch_off(person=three[Role.SYSTEM], code=codes[0], by=three[Role.SYSTEM])
    settings.SECURITY = policy.read({"second_factor": "off"})
    assert not factors.is_on(three[Role.SYSTEM])


# 三员分立


def opened(by: Person, username: str = "wangfang") -> Person:
    return actions.open_account(username=username, name="王芳", phone="13812345678", by=by, now=NOW)[0]


def test_a_new_account_may_nothing_until_it_is_authorised(three: dict[Role, Person], clerk: Person) -> None:
    made = opened(three[Role.SYSTEM])
    assert made.role == Role.NONE
    assert not any(may(made, permission) for permission in Permission)
    assert list(people.without_role()) == [made]
    actions.grant(
        person=made, unit=clerk.unit, post="科员", role=Role.FILLER, by=three[Role.SECURITY], now=NOW
    )
    assert may(made, Permission.FILL, unit=clerk.unit_id)
    detail = Event.objects.filter(verb="rights.granted").latest("id").detail
    assert detail["old"]["role"] == "none"
    assert detail["new"] == {"unit": "甲县人民政府", "post": "科员", "role": "filler"}


def test_neither_does_the_other_s_part(three: dict[Role, Person], clerk: Person) -> None:
    system, security, auditor = three.values()
    for by in (security, auditor, clerk):
        with pytest.raises(Refusal, match="权限"):
            opened(by)
        with pytest.raises(Refusal, match="权限"):
            actions.reset_password(person=clerk, by=by, now=NOW)
        with pytest.raises(Refusal, match="权限"):
            actions.disable(person=clerk, by=by, now=NOW)
    for by in (system, auditor, clerk):
        with pytest.raises(Refusal, match="权限"):
            actions.grant(person=clerk, unit=None, post="", role=Role.LEADER, by=by, now=NOW)


def test_no_administrator_sees_business_data_and_none_is_two(three: dict[Role, Person]) -> None:
    business = {Permission.VIEW, Permission.EXPORT, Permission.REPORTS, Permission.IMPORT, Permission.FILL}
    powers = [{p for p in Permission if may(one, p)} for one in three.values()]
    assert not any(business & power for power in powers)
    for one, other in itertools.combinations(powers, 2):
        assert not one & other


def test_nobody_changes_his_own_account(three: dict[Role, Person]) -> None:
    system, security = three[Role.SYSTEM], three[Role.SECURITY]
    person(Role.SYSTEM, "second")
    person(Role.SECURITY, "third")
    with pytest.raises(Refusal, match="本人"):
        actions.disable(person=system, by=system, now=NOW)
    with pytest.raises(Refusal, match="本人"):
        actions.grant(person=security, unit=None, post="", role=Role.SYSTEM, by=security, now=NOW)


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS))
def test_the_last_administrator_of_a_kind_stays(role: Role, three: dict[Role, Person]) -> None:
    last, by = three[role], three[Role.SECURITY if role != Role.SECURITY else Role.SYSTEM]
    if role != Role.SECURITY:
        with pytest.raises(Refusal, match="最后一位"):
            actions.grant(person=last, unit=None, post="", role=Role.VIEWER, by=by, now=NOW)
    if role != Role.SYSTEM:
        with pytest.raises(Refusal, match="最后一位"):
            actions.disable(person=last, by=three[Role.SYSTEM], now=NOW)
        person(role, "second")
        actions.disable(person=last, by=three[Role.SYSTEM], now=NOW)
        assert not Person.objects.get(pk=last.pk).is_active


def test_the_system_administrator_cannot_become_another_by_a_new_password(three: dict[Role, Person]) -> None:
    with pytest.raises(Refusal, match="reset-password secadmin"):
        actions.reset_password(person=three[Role.SECURITY], by=three[Role.SYSTEM], now=NOW)
    assert actions.reset_at_the_machine(username="secadmin", now=NOW)


def test_who_comes_back_is_authorised_anew(three: dict[Role, Person], clerk: Person) -> None:
    actions.disable(person=clerk, by=three[Role.SYSTEM], now=NOW)
    actions.enable(person=clerk, by=three[Role.SYSTEM])
    assert Person.objects.get(pk=clerk.pk).role == Role.NONE


def test_enabling_is_no_way_to_take_a_role_away(three: dict[Role, Person]) -> None:
    with pytest.raises(Refusal, match="没有停用"):
        actions.enable(person=three[Role.SECURITY], by=three[Role.SYSTEM])
    assert Person.objects.get(username="secadmin").role == Role.SECURITY


def test_passwords_are_never_written_down(three: dict[Role, Person], clerk: Person) -> None:
    first = actions.reset_password(person=clerk, by=three[Role.SYSTEM], now=NOW)
    passwords.change(person=clerk, password=GOOD, by=clerk, now=NOW)
    told = str(list(Event.objects.values()))
    assert first not in told
    assert GOOD not in told
    assert "138" not in str(Event.objects.filter(verb="account.opened").values())


def test_stale_accounts_are_those_of_ninety_days(clerk: Person) -> None:
    Person.objects.filter(pk=clerk.pk).update(last_login=NOW)
    assert clerk not in people.stale(NOW + 90 * DAY)
    assert clerk in people.stale(NOW + 91 * DAY)


def test_a_unit_with_people_is_not_retired(three: dict[Role, Person], clerk: Person) -> None:
    system = three[Role.SYSTEM]
    assert clerk.unit is not None
    with pytest.raises(Refusal, match="1个在用账号"):
        actions.retire_unit(unit=clerk.unit, by=system)
    added = actions.add_unit(code="dsj", name="市大数据局", place="", by=system)
    actions.rename_unit(unit=added, name="市数据局", by=system)
    assert Event.objects.get(verb="unit.renamed").detail["old"] == {"name": "市大数据局"}
    actions.retire_unit(unit=added, by=system)
    with pytest.raises(Refusal, match="已撤销"):
        actions.grant(person=clerk, unit=added, post="", role=Role.FILLER, by=three[Role.SECURITY], now=NOW)


# 批量开户

HEAD = ["单位", "姓名", "用户名", "职务"]


def test_one_bad_cell_and_nobody_is_opened(three: dict[Role, Person], clerk: Person) -> None:
    sheet = batch.read(
        [["甲县各单位人员"], HEAD, ["甲县人民政府", "王芳", "wangfang", "填报人"],
         ["乙县", "=cmd|'/C calc'!A0", "WangFang", ""], [], ["甲县人民政府", "李四", "liming", ""]]
    )  # fmt: skip
    faults = {fault.cell: str(fault.why) for fault in sheet.faults}
    assert set(faults) == {"A4", "B4", "C4", "C6"}
    assert "第3行" in faults["C4"]
    assert "已经存在" in faults["C6"]
    before = Person.objects.count()
    with pytest.raises(Refusal):
        batch.open_all(lines=sheet.lines, by=three[Role.SYSTEM], now=NOW)
    assert Person.objects.count() == before


def test_sixty_units_of_three_posts_are_opened_at_once(three: dict[Role, Person]) -> None:
    Unit.objects.bulk_create(Unit(code=f"u{n}", name=f"第{n}单位") for n in range(60))
    posts = ("填报人", "审核人", "签发人")
    rows = [[f"第{n}单位", f"{post}某", f"u{n}.{k}", post] for n in range(60) for k, post in enumerate(posts)]
    done = batch.open_all(lines=batch.read([HEAD, *rows]).lines, by=three[Role.SYSTEM], now=NOW)
    assert len({one.first for one in done}) == 180
    made = Person.objects.get(username="u7.2")
    assert made.check_password(next(one.first for one in done if one.username == "u7.2"))
    assert (made.unit.name, made.post, made.role, made.must_change) == ("第7单位", "签发人", "none", True)  # type: ignore[union-attr]
    assert not may(made, Permission.SIGN, unit=made.unit_id)
