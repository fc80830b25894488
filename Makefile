# `make demo` and `make test` need Python 3.11+ and make; everything else is installed into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test check fix iso3166 iso4217 iso639 ahead schemas docs completions bench fuzz mutants oracle clean

demo: $(VENV)/.runtime
	@$(BIN)/policykit diff telegram/privacy@2024-09-22 telegram/privacy@2024-09-23

test: $(VENV)/.dev
	@$(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/policykit validate policies

fix: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

iso3166: $(VENV)/.dev
	$(BIN)/python tests/regenerate_iso3166.py

iso4217: $(VENV)/.dev
	$(BIN)/python -m tests.regenerate_iso4217

iso639: $(VENV)/.dev
	$(BIN)/python -m tests.regenerate_iso639

ahead: $(VENV)/.dev
	$(BIN)/python -m tests.regenerate_ahead

schemas: $(VENV)/.dev
	$(BIN)/python -m tests.regenerate_schemas

docs: $(VENV)/.dev
	$(BIN)/python -m tests.regenerate_format
	$(BIN)/python -m tests.regenerate_semantics
	$(BIN)/policykit rules -o markdown:docs/rules.md

completions: $(VENV)/.dev
	$(BIN)/python -m tests.regenerate_completions

bench: $(VENV)/.dev
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,bench]'
	$(BIN)/python -m benchmarks

# A million pairs take about two hours on two cores; PAIRS and SOLVED say how many.
PAIRS ?= 1000000
SOLVED ?= 500
oracle: $(VENV)/.dev
	$(BIN)/python -m tests.worlds --pairs $(PAIRS)
	$(BIN)/python -m tests.z3_oracle --pairs $(SOLVED)

SECONDS ?= 300
fuzz: $(VENV)/.dev
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,fuzz]'
	$(BIN)/python -m tests.fuzz --seconds $(SECONDS)

# All take hours: MODULES="scenarios overlays/checks" SHARE=0.1 SEED=2 say which, how many, and which of them.
MODULES ?=
SHARE ?= 1
SEED ?= 1
WORKERS ?= $(shell nproc 2>/dev/null || echo 1)
mutants: $(VENV)/.dev
	$(BIN)/python -m tests.mutants --modules $(MODULES) --share $(SHARE) --seed $(SEED) --workers $(WORKERS)

clean:
	rm -rf $(VENV) .fuzz .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache

$(VENV)/.runtime: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "policykit needs Python 3.11 or newer; name one: make PYTHON=python3.12" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "policykit needs Python 3.11 or newer; name one: make PYTHON=python3.12" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/.runtime
