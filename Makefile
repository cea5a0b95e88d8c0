# Every target makes what it needs: a virtual environment from the requirements, nothing outside this folder.
# `make run` and `make test` need Python 3.11 or newer with its venv module, and the package index; no more.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help run test bench lint screenshots drill chaos newcomer

help:
	@echo "make run          the site at http://127.0.0.1:8000 (PORT= and DATA_DIR= are heeded)"
	@echo "make test         every test, on SQLite; DATABASE_URL= and REDIS_URL= choose others"
	@echo "make lint         form, types, floors, templates, security, missing migrations"
	@echo "make bench        our figures (PEER_RESULTS=FILE beside others')"
	@echo "make drill        backup and restore, compared"
	@echo "make chaos        processes killed while reminders go out; ten minutes at most"
	@echo "make newcomer     the demo company filled and verified, the site started, each login tried; 15 minutes at most"
	@echo "make screenshots  the pictures of docs/pictures, from a running demo company"

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; choose one: make PYTHON=python3.12 run"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
		{ rm -rf $(VENV); echo "Python cannot make a virtual environment. On Debian: apt-get install python3-venv"; exit 1; }

$(VENV)/installed: requirements.txt | $(BIN)/python
	@echo "Installing what the site needs; a minute or two, once."
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt requirements.txt | $(BIN)/python
	@echo "Installing what the site and its tests need; a minute or two, once."
	@$(PIP) -r requirements-dev.txt
	@touch $@ $(VENV)/installed

run: $(VENV)/installed
	@exec $(BIN)/python -m governance.launcher

test: $(VENV)/installed-dev
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

bench: $(VENV)/installed-dev
	@$(BIN)/python -m benchmarks

drill: $(VENV)/installed
	@exec $(BIN)/python -m governance.launcher drill

chaos: $(VENV)/installed-dev
	@CHAOS=1 $(BIN)/python -m pytest -m chaos -p no:xdist --timeout 600 tests/chaos

newcomer: $(VENV)/installed-dev
	@NEWCOMER=1 $(BIN)/python -m pytest -m newcomer -n $(WORKERS) --dist loadfile tests/newcomer content/demonstration

screenshots: $(VENV)/installed-dev
	@$(BIN)/python -m tests.browser.pictures

# Each checker speaks, even where another has failed; two at once, the longest first.
LINTERS = "mypy ." "ruff check ." "ruff format --check ." "lint-imports" "djlint templates --lint --quiet" \
	"bandit -q -ll -r -c pyproject.toml governance accounts content interactions analytics" \
	"python manage.py makemigrations --check --dry-run"

lint: $(VENV)/installed-dev
	@printf '%s\n' $(LINTERS) | DEBUG=1 DATABASE_URL= DATA_DIR=$(VENV)/lint-data xargs -P 2 -I{} \
		sh -c 'said=$$($(BIN)/{} 2>&1); code=$$?; printf -- "--- %s\n%s\n" "{}" "$$said"; exit $$code'
