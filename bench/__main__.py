"""Run what is asked, or everything: `python -m bench [import|analysis|month|ask|board|reporting|kills] …`."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from pathlib import Path

from bench import analysis, ask, board, importing, kills, month, reporting

BENCHES = {
    "import": importing.run, "analysis": analysis.run, "month": month.run, "ask": ask.run, "board": board.run,
    "reporting": reporting.run, "kills": kills.run,
}  # fmt: skip


def main() -> int:
    """All benches share one temporary folder, and the invented city in it."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("which", nargs="*", choices=[[], *BENCHES], help="which; all when none is named")
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory(prefix="diaodu-bench-") as folder:
        for name in options.which or BENCHES:
            print(f"\n{name}", flush=True)
            BENCHES[name](Path(folder), options.repeats)
    return 0


if __name__ == "__main__":
    sys.exit(main())
