"""The settings that tests run on: a throw-away city folder, and quick password hashing."""

import os
import tempfile

_HOME = tempfile.mkdtemp(prefix="diaodu-tests-")
os.makedirs(os.path.join(_HOME, "data"))
os.environ.setdefault("DIAODU_HOME", _HOME)
os.environ.setdefault("DIAODU_SECRET_KEY", "only-for-tests-" + "x" * 40)

from diaodu.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
