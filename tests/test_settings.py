"""What a city's own settings become."""

import os
import re
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from diaodu.bureau.directory import policy
from diaodu.bureau.notices import mail
from diaodu.config import marker, secret, settings
from diaodu.economy.errors import Refusal

ASK = "from diaodu.config import settings; print(settings.CSRF_TRUSTED_ORIGINS)"


@pytest.mark.parametrize(
    ("said", "origins"),
    [
        ("hosts: [dd.example.gov.cn]", []),
        ("https: true\nhosts: [dd.example.gov.cn, .example.cn]", ["https://dd.example.gov.cn", "https://*.example.cn"]),
        ("https: true\ntrusted_origins: ['https://dd:8443']", ["https://dd:8443"]),
    ],
)  # fmt: skip
def test_behind_https_forms_are_taken_from_the_citys_own_hosts(tmp_path, said, origins):
    (tmp_path / "diaodu.yaml").write_text(f"name: 某市\n{said}\n", "utf-8")
    environment = {**os.environ, "DIAODU_HOME": str(tmp_path)}
    ran = subprocess.run([sys.executable, "-c", ASK], env=environment, capture_output=True, text=True)
    assert ran.stdout.strip() == str(origins), ran.stderr


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ("", "缺失或太短"),
        ("kort", "缺失或太短"),
        ("only-for-tests-" + "x" * 40, "公开过"),
        ("django-insecure-" + secrets.token_urlsafe(40), "公开过"),
        ("Example-" + secrets.token_urlsafe(40), "公开过"),
        ("a" * 60, "容易猜到"),
        ("abcdefghij" * 6, "容易猜到"),
        ("abcdefghijklmnopqrstuvwxyz0123456789", "容易猜到"),
    ],
)
def test_a_missing_short_or_known_secret_is_refused(given: str, word: str) -> None:
    with pytest.raises(Refusal, match=word):
        secret.check(given)


@pytest.mark.parametrize("made", [secrets.token_urlsafe(64), secrets.token_hex(32)])
def test_a_random_secret_is_taken(made: str) -> None:
    secret.check(made)


def serve(folder, key: str) -> subprocess.CompletedProcess[str]:
    (folder / "data").mkdir()
    (folder / "diaodu.yaml").write_text("name: 某市\n", "utf-8")
    environment = {**os.environ, "DIAODU_HOME": str(folder), "DIAODU_SECRET_KEY": key}
    command = [sys.executable, "-m", "diaodu", "serve", "--port", "1", "--no-loop"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)


def test_serve_does_not_start_with_the_secret_of_the_tests(tmp_path) -> None:
    ran = serve(tmp_path, "only-for-tests-" + "x" * 40)
    assert ran.returncode == 2
    assert "伪造登录" in ran.stderr


def test_a_misspelt_security_setting_is_told_and_nothing_starts(tmp_path) -> None:
    (tmp_path / "diaodu.yaml").write_text("name: 某市\nsecurity:\n  faliures: 5\n", "utf-8")
    environment = {**os.environ, "DIAODU_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "diaodu", "load-definitions"]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 2
    assert "faliures" in ran.stderr


def test_checked_for_deployment_behind_https(tmp_path) -> None:
    (tmp_path / "diaodu.yaml").write_text("name: 某市\nhttps: true\nhosts: [dd.gov.cn]\n", "utf-8")
    environment = {
        **os.environ, "DIAODU_HOME": str(tmp_path), "DIAODU_SECRET_KEY": secrets.token_urlsafe(64),
        "DJANGO_SETTINGS_MODULE": "diaodu.config.settings",
    }  # fmt: skip
    command = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize(
    ("said", "kept"), [("", "FULL"), ("sqlite_sync: normal", "NORMAL"), ("sqlite_sync: no", "FULL")]
)
def test_what_was_acknowledged_outlives_a_power_cut_unless_a_city_chooses_otherwise(tmp_path, said, kept):
    (tmp_path / "diaodu.yaml").write_text(f"name: 某市\n{said}\n", "utf-8")
    ask = "from diaodu.config import settings; print(settings.SQLITE_SYNC)"
    environment = {**os.environ, "DIAODU_HOME": str(tmp_path)}
    ran = subprocess.run([sys.executable, "-c", ask], env=environment, capture_output=True, text=True)
    assert ran.stdout.strip() == kept, ran.stderr


def uncommented(content: str) -> dict:
    """The settings file with every example in force (全部启用)."""
    return yaml.safe_load(re.sub(r"^# ( *[a-z_]+:)", r"\1", content, flags=re.MULTILINE))


def read_by_the_code() -> set[str]:
    """The names that the code asks a city's settings for (程序所读)."""
    source = Path(settings.__file__).parents[1]
    asked = re.compile(r"""\b(?:CITY|city)(?:\.get\(|\[)"(\w+)\"""")
    return {name for file in source.rglob("*.py") for name in asked.findall(file.read_text("utf-8"))}


def test_every_setting_that_the_code_reads_stands_in_the_file_and_no_other() -> None:
    examples = uncommented(marker.text(name="某市", hosts=marker.HOSTS))
    assert set(examples) == read_by_the_code()
    assert set(examples["security"]) == set(policy.Policy._fields)


def test_the_file_is_in_force_as_it_stands_and_with_every_example(tmp_path) -> None:
    made = marker.text(name="栖川市: #1", hosts=marker.HOSTS)
    assert marker.read(made) == {"name": "栖川市: #1", "hosts": ["127.0.0.1", "localhost"]}
    examples = uncommented(made)
    assert policy.read(examples["security"]) == policy.Policy()  # the examples are the defaults
    assert mail.Server.of(examples["smtp"]).port == 587
    (tmp_path / "diaodu.yaml").write_text(
        yaml.safe_dump(examples | {"database": ""}, allow_unicode=True), "utf-8"
    )
    environment = {**os.environ, "DIAODU_HOME": str(tmp_path)}
    ask = "from diaodu.config import settings; print(settings.TIME_ZONE, settings.UPLOAD_LIMIT_BYTES)"
    ran = subprocess.run([sys.executable, "-c", ask], env=environment, capture_output=True, text=True)
    assert ran.stdout.strip() == f"Asia/Shanghai {30 << 20}", ran.stderr


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("name: 某市\ncontakt: 张三", "没有“contakt”这一项.*contact"),
        ("name: 某市\nsmtp: {host: [", "第2行"),
        ("- 某市", "逐项写"),
    ],
)
def test_a_setting_that_is_not_understood_is_refused(content: str, word: str) -> None:
    with pytest.raises(Refusal, match=word):
        marker.read(content)
