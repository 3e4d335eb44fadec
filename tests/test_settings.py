"""What a city's own settings become."""

import os
import subprocess
import sys

import pytest

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
