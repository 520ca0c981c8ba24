# `make demo` and `make test` each set everything up in .venv on a machine that has python3, make and a package index.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SHARED := $(wildcard ../shared)

.PHONY: help demo test check unit bench clean

help:
	@echo "make demo    three example meetings become notes in examples/vault"
	@echo "make test    every check: style, types, layers, tests"
	@echo "make bench   the figures of docs/figures.md (ONLY=formats|clean|speaker|items|speed for a part)"

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "acta needs Python 3.11 or newer (PYTHON=/path/to/python3.11 make …)" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

demo: $(READY)
	@$(BIN)/python examples/demo.py

test: check unit

check: $(READY)
	$(BIN)/ruff check src tests bench examples
	$(BIN)/ruff format --check src tests bench examples
	$(BIN)/mypy
	$(BIN)/lint-imports

unit: $(READY)
	$(BIN)/pytest -n auto

bench: $(READY)
	$(BIN)/python bench/run.py $(ONLY)

clean:
	rm -rf $(VENV) examples/vault .bench .mypy_cache .ruff_cache .pytest_cache .hypothesis
