# `make demo` and `make test` each set everything up in .venv on a machine that has python3, make and a package index.
# Another Python: make demo PYTHON=/path/to/python3.12 (after `make clean`, when there is a .venv already).
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help demo test check unit bench bench-llm clean

help:
	@echo "make demo    three example meetings become notes in examples/vault"
	@echo "make test    every check: style, types, layers, tests"
	@echo "make bench   the figures of docs/figures.md (ONLY=formats|conformance|clean|score|speed for a part)"
	@echo "make bench-llm  a language model beside the embedded engine (ENGINE=a service of yours; else the recorded answers)"
	@echo "make clean   remove what these made, .venv too"

# The mark is written last: an installation that was cut short is made again.
$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "acta needs Python 3.11 or newer; name one: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { rm -rf $(VENV) && $(PYTHON) -m venv $(VENV); } || \
	  { rm -rf $(VENV); echo "python3 -m venv does not work here; Debian and Ubuntu have it in the package python3-venv" >&2; exit 1; }
	@echo "setting up $(VENV) (once; a minute or so)"
	@$(BIN)/python -c 'import pip, sys; sys.exit(int(pip.__version__.split(".")[0]) < 22)' || \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=22'
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

bench-llm: $(READY)
	$(BIN)/python bench/llm.py $(ENGINE)

clean:
	rm -rf $(VENV) examples/vault .bench .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
