# `make book` and `make test` set up all they need in .venv; `make` alone lists the targets.

PYTHON ?= python3
WORKERS ?= 2
N ?= 200
SEED ?= 1

.DEFAULT_GOAL := help

# What is imported from .venv is compiled once, not by each of some hundred processes.
unexport PYTHONDONTWRITEBYTECODE
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help book pdf test check lint setup format nbstrip economies mutants lock clean distclean

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
NPM := $(shell command -v npm 2>/dev/null)
NOTEBOOKS := index.ipynb chapters/*.ipynb docs/*.ipynb

help:  ## list these targets
	@sed -n 's/^\([a-z][a-z-]*\):.*  ## \(.*\)/make \1	\2/p' Makefile | expand -t 18

book: .venv/.book  ## set up what the book needs and build it; the last line is its first page
	@$(BIN)/reportlib build

pdf: .venv/.book  ## print the book as one PDF; the last line is its path
	@$(BIN)/reportlib pdf

test: setup  ## set up what the tests need and run them (WORKERS=2 at a time)
	@$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadfile

check: lint test  ## everything that must pass before a commit: lint, then test

lint: .venv/.test  ## format, style, types, data and chapters, without the tests
	@echo "ruff format --check" && $(BIN)/ruff format --check --quiet .
	@echo "ruff check" && $(BIN)/ruff check --quiet .
	@echo "mypy" && $(BIN)/mypy --no-error-summary
	@echo "reportlib check" && $(BIN)/reportlib check

setup: .venv/.test $(if $(NPM),node_modules/.stamp)  ## set up what developers need, JupyterLab included
	$(if $(NPM),,@echo "npm was not found: tests that need axe-core or html-validate cannot run")

format: .venv/.test  ## format the code and mend what can be mended by itself
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

nbstrip: .venv/.test  ## remove outputs from the chapters
	@$(BIN)/nbstripout --keep-id $(NOTEBOOKS)

economies: .venv/.book  ## run every chapter for all economies (WORKERS=2 at a time)
	@$(BIN)/python tools/every_economy.py --jobs $(WORKERS)

mutants: .venv/.test  ## break the code in N=200 places; name the breaks no test notices (SEED=1)
	@$(BIN)/python tools/mutants.py --sample $(N) --seed $(SEED) --jobs $(WORKERS)

lock: .venv/.test  ## write both lock files anew; UPGRADE=1 takes the newest versions
	@$(COMPILE) --group dev --output-file requirements-dev.lock
	@$(COMPILE) --constraint requirements-dev.lock --output-file requirements.lock

clean:  ## remove what was built, and caches
	rm -rf _build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .jupyter_cache
	find src tests tools -name __pycache__ -prune -exec rm -rf {} +

distclean: clean  ## remove the environment as well
	rm -rf .venv node_modules

# The second lock is held to the versions of the first, so that one .venv serves both.
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --custom-compile-command 'make lock' $(if $(UPGRADE),--upgrade) \
	--group build pyproject.toml

# Stamps, so that a second call installs nothing and a changed lock does. A lock is whole, so
# pip resolves nothing: it would ask for the hash of a package named again with an extra. Nor
# does it compile: Python does so with what is imported, which is a small part.

.venv/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "$(PYTHON) is not Python 3.11 or newer. Name one: make PYTHON=python3.12 ..." >&2; \
		exit 1; }
	@echo "Making .venv with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv .venv || { \
		echo "$(PYTHON) has no venv; Debian and Ubuntu have it in the package python3-venv." >&2; \
		exit 1; }
	@touch $@

.venv/.book: requirements.lock pyproject.toml | .venv/.created
	@echo "Installing the packages of requirements.lock into .venv"
	@$(PIP) install --require-hashes --no-deps --no-compile --requirement requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

# requirements-dev.lock holds all of requirements.lock, so the book's stamp is due as well.
.venv/.test: requirements-dev.lock requirements.lock pyproject.toml | .venv/.created
	@echo "Installing the packages of requirements-dev.lock into .venv"
	@$(PIP) install --require-hashes --no-deps --no-compile --requirement requirements-dev.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch .venv/.book $@

node_modules/.stamp: package-lock.json package.json
	@echo "Installing axe-core and html-validate into node_modules"
	@$(NPM) ci --no-audit --no-fund --loglevel=error
	@touch $@
