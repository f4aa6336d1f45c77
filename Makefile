# make run    sets everything up in .venv and runs the main job on the made-up newsroom in examples/
# make test   sets everything up and passes all tests
# make lint   style and types
PYTHON ?= python3.11
BIN := .venv/bin
OUT ?= out

.PHONY: run test lint clean
.DEFAULT_GOAL := run

.venv/.ready: setup.py pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "wiretrace needs Python 3.11: install it, or name another with make PYTHON=…"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dask,test,lint]'
	@touch $@

run: .venv/.ready
	@rm -rf $(OUT)
	$(BIN)/wiretrace ingest examples/newsroom --output $(OUT)
	@echo
	@$(BIN)/wiretrace stories $(OUT) --least 2

test: .venv/.ready
	$(BIN)/python -m pytest

lint: .venv/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy pipelines transforms benchmarks

clean:
	rm -rf .venv $(OUT) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
