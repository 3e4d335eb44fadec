"""A throw-away city folder for every run of the tests."""

import os
import tempfile

_HOME = tempfile.mkdtemp(prefix="diaodu-tests-")
os.environ.setdefault("DIAODU_HOME", _HOME)
os.environ.setdefault("DIAODU_SECRET_KEY", "only-for-tests-" + "x" * 40)
