# Everything a person needs to type. `make` alone prints this list.

export DEMO ?= 1
# Python's and the front end's packages are fetched side by side.
MAKEFLAGS += --jobs=2
SIZE ?= small
PY := .venv/bin/python
# Node from PATH when it is new enough, else from the wheel that .ci/node puts into .venv.
FRONTEND := $(shell find static/src templates -type f 2>/dev/null) static/build.mjs package.json

.DEFAULT_GOAL := help
.PHONY: help run test check bench shots lock format clean
.DELETE_ON_ERROR:

help:
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /make \1\t/' | expand -t 14

run: .venv/.installed static/dist/manifest.json ## install what is missing, then serve on http://127.0.0.1:5000 (PORT=, DEMO=0)
	@exec $(PY) wsgi.py

test: .venv/.installed-dev static/dist/manifest.json ## run every test: SQLite, PostgreSQL, Redis, front end, browser
	@.ci/test $(ARGS)

check: .venv/.installed-dev node_modules/.installed ## formatters, linters, types, layers, templates, licences; no test
	@.ci/check

bench: .venv/.installed-dev static/dist/manifest.json ## measure against the floors; SIZE=small or SIZE=full
	@$(PY) -m tests.bench --size $(SIZE)

shots: .venv/.installed-dev static/dist/manifest.json ## take the README's screenshots
	@$(PY) -m tests.shots

lock: .venv/.installed-dev ## write the locked requirements anew from the .in files
	@.ci/lock

format: .venv/.installed-dev node_modules/.installed ## let the formatters have their way
	@.venv/bin/ruff check --fix --quiet . || true
	@.venv/bin/ruff format --quiet .
	@.ci/node npm run --silent format

clean: ## forget what was installed and built; instance/ with its data stays
	rm -rf .venv node_modules static/dist static/dist-tests

# Each stamp is newer than what it was made from, so a second start does nothing.
.venv/.made:
	@.ci/venv
	@touch $@

.venv/.installed: .venv/.made requirements.txt
	@echo "Installing Python packages (once)…"
	@.ci/pip -r requirements.txt
	@touch $@

.venv/.installed-dev: .venv/.installed requirements-dev.txt
	@echo "Installing what tests and linters need (once)…"
	@.ci/pip -r requirements-dev.txt
	@touch $@

node_modules/.installed: .venv/.made package-lock.json
	@echo "Installing front-end packages (once)…"
	@.ci/node npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

static/dist/manifest.json: node_modules/.installed $(FRONTEND)
	@.ci/node npm run --silent build
	@touch $@
