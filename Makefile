# Two commands do everything: `make book` and `make test`. CONTRIBUTING.md tells of the others.
PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/installed
LAB := .venv/lab
# A person's own setting for pip has no place in an environment of its own.
unexport PIP_USER
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

.PHONY: book test test-all lab archive fuzz mutants code-mutants check refresh lint lock clean bench

book: $(INSTALLED)
	$(BIN)/python -m scripts book

test: $(INSTALLED)
	$(BIN)/python -m scripts test

# What may take a night as well: invented studies by the thousand, every mutant, kills, full disks.
test-all: $(INSTALLED)
	$(BIN)/python -m scripts test --all

# Thousands of invented studies, others each time; `make test-all` tries the same each time.
fuzz: $(INSTALLED)
	FUZZING=new $(BIN)/python -m pytest tests/study/test_fuzz_files.py tests/study/test_fuzz_legal.py tests/study/test_fuzz_spoiled.py

# The chapters in JupyterLab, in the environment of the book, to be read, run and changed.
lab: $(LAB)/installed
	$(LAB)/bin/jupyter lab --LabApp.default_url=/lab/tree/chapters

check: $(INSTALLED)
	$(BIN)/python -m scripts check

# Everything that a deposit needs in one file, _build/archive.zip.
archive: $(INSTALLED)
	$(BIN)/python -m scripts archive

refresh: $(INSTALLED)
	$(BIN)/python -m scripts refresh

# Two minutes: each datum changed once; the result is kept in data/mutation_report.csv.
mutants: $(INSTALLED)
	@if [ -d tests/edition ]; then $(BIN)/python -m tests.edition.mutation; else echo "No printed values to try changes against."; fi

# Minutes for each room: the code changed in small ways, and whether the tests of the room notice.
# Only what has changed since the record tests/edition/code_mutants.csv is tried again.
code-mutants: $(INSTALLED)
	@if [ -d tests/edition ]; then $(BIN)/python -m tests.edition.code_record; else echo "The code is tried where the framework is made."; fi

# An hour or so: how fast the book is made, against the plain way, and how that grows.
bench: $(INSTALLED)
	@if [ -d benchmarks ]; then $(BIN)/python -m benchmarks.run; else echo "The benchmarks stay with the framework."; fi

lint: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache

lock: $(INSTALLED)
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --upgrade --quiet --custom-compile-command "make lock" --output-file requirements.txt
	echo 'jupyterlab >=4.2,<5' | $(BIN)/uv pip compile - --constraint requirements.txt --universal --python-version 3.11 --generate-hashes --upgrade --quiet --custom-compile-command "make lock" --output-file requirements-lab.txt

clean:
	rm -rf _build .venv .pytest_cache .ruff_cache

# The environment is made anew whenever the pins change. uv installs in seconds what takes pip a
# minute, with the same hashes; pip installs uv, and all the rest where there is no uv.
$(INSTALLED): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("This needs Python 3.11 or later; $(PYTHON) is " + sys.version.split()[0] + ". Try: make PYTHON=python3.13")'
	$(PYTHON) -m venv --clear .venv
	@sed -n '/^uv==/,/[^\\]$$/p' requirements.txt > .venv/uv.txt
	$(PIP) install --require-hashes --only-binary :all: --requirement .venv/uv.txt && \
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes --requirement requirements.txt || \
	$(PIP) install --require-hashes --requirement requirements.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $(INSTALLED)

# JupyterLab comes with its first use, in a folder of its own, so that the environment of the book
# stays as it is tested; the chapters run in that environment all the same.
$(LAB)/installed: $(INSTALLED) requirements-lab.txt
	$(BIN)/python -m venv --clear $(LAB)
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(LAB)/bin/python --require-hashes --requirement requirements-lab.txt || \
	$(LAB)/bin/python -m pip --quiet --disable-pip-version-check install --require-hashes --requirement requirements-lab.txt
	$(BIN)/python -m ipykernel install --prefix $(LAB) >/dev/null
	mkdir -p $(LAB)/share/jupyter/lab/settings
	echo '{"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": false}}' > $(LAB)/share/jupyter/lab/settings/overrides.json
	touch $@
