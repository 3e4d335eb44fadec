# Two commands: `make demo` and `make test`. uv is brought along when it is missing.
UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)
RUN := $(UV) run --no-sync

.PHONY: setup demo test check bench

.tools/bin/uv:
	python3 -m venv .tools && .tools/bin/pip install --quiet uv

setup: $(if $(findstring .tools,$(UV)),.tools/bin/uv)
	$(UV) sync --locked

demo: setup
	$(RUN) diaodu demo

test: setup
	$(RUN) python -m tests

check: setup
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) mypy
	$(RUN) lint-imports

bench: setup
	$(RUN) python -m bench
