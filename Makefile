# Two commands do everything: `make book` and `make test`. CONTRIBUTING.md tells of the others.
PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/installed

.PHONY: book test check refresh lint lock clean

book: $(INSTALLED)
	$(BIN)/python -m scripts book

test: $(INSTALLED)
	$(BIN)/python -m pytest

check: $(INSTALLED)
	$(BIN)/python -m scripts check

refresh: $(INSTALLED)
	$(BIN)/python -m scripts refresh

lint: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

lock: $(INSTALLED)
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --upgrade --quiet --output-file requirements.txt

clean:
	rm -rf _build .venv .pytest_cache .ruff_cache

# The environment is made anew whenever the pins change.
$(INSTALLED): requirements.txt pyproject.toml
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $(INSTALLED)
