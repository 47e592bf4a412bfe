# Two commands carry the day: `make run` and `make test`. Everything else helps with them.
PYTHON ?= python3
BIN := .venv/bin
HOST ?= 127.0.0.1
PORT ?= 8000
.DEFAULT_GOAL := help
.PHONY: help run test check coverage bench lock messages screenshot clean

help: ## what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 14

.venv/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Promo Planner needs Python 3.11 or later; 'make PYTHON=python3.12 run' names another one."; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "On Debian: apt install python3-venv"; exit 1; }

.venv/run.stamp: .venv/pyvenv.cfg requirements.txt
	@echo "Installing the pinned packages (a minute, the first time)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/test.stamp: .venv/run.stamp requirements-dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

locale/zh_Hans/LC_MESSAGES/django.mo: locale/zh_Hans/LC_MESSAGES/django.po .venv/run.stamp
	@$(BIN)/pybabel --quiet compile --domain django --directory locale

run: .venv/run.stamp locale/zh_Hans/LC_MESSAGES/django.mo ## set up what is missing, then web, worker and beat until Ctrl-C
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py demo --once
	@exec $(BIN)/python manage.py up --host $(HOST) --port $(PORT)

test: .venv/test.stamp locale/zh_Hans/LC_MESSAGES/django.mo ## everything that CI runs
	@bash scripts/test

check: .venv/test.stamp ## style, contracts and types only
	@bash scripts/check

coverage: .venv/test.stamp ## which lines and branches no test of the SQLite suite reaches
	@env -u DATABASE_URL $(BIN)/python -m pytest -q -n 2 --dist worksteal -m "not browser and not worker" --cov --cov-report=
	@$(BIN)/python -m coverage report --skip-covered --show-missing

bench: .venv/test.stamp ## the benchmarks: ratios against floors, in one run
	@bash scripts/with-services $(BIN)/python -m bench --write docs/performance.md

messages: .venv/test.stamp ## collect the texts to translate, and compile the catalogue
	@cd $(CURDIR) && $(BIN)/python manage.py makemessages --locale zh_Hans --no-location --no-wrap --ignore '.venv/*' --ignore 'var/*' --ignore 'tests/*' --ignore 'bench/*'
	@$(BIN)/pybabel --quiet compile --domain django --directory locale

screenshot: .venv/test.stamp locale/zh_Hans/LC_MESSAGES/django.mo ## the picture in README.md, from the demo shop
	@$(BIN)/python scripts/screenshot

# Extras stay in the files: pip asks for `coverage[toml]` apart from `coverage`, and would take the newest, which has no hash here.
lock: .venv/run.stamp ## compile pyproject.toml into the two requirements files
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-emit-index-url --no-emit-find-links --no-header pyproject.toml -o requirements.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-emit-index-url --no-emit-find-links --no-header --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt

clean: ## forget the virtual environment, not the data
	rm -rf .venv
