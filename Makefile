# make demo   read the samples into a ledger, show what is next, write pages
# make test   style, types, layers, tests
# make lock   pin every dependency anew
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := .demo
AS_OF := 2017-07-08
PIP_COMPILE := $(BIN)/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe --no-header \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host

.PHONY: demo test lint lock clean
.DELETE_ON_ERROR:

demo: $(VENV)/.installed
	@mkdir -p $(DEMO)
	@$(BIN)/aftertalks add samples/ --db $(DEMO)/ledger.db
	@echo
	@$(BIN)/aftertalks next --as-of $(AS_OF) --db $(DEMO)/ledger.db --format table
	@$(BIN)/aftertalks brief --as-of $(AS_OF) --db $(DEMO)/ledger.db --out $(DEMO)/brief.html
	@$(BIN)/aftertalks read samples/2017-07-07_commentary_after-hamburg.txt --out $(DEMO)/reading.html
	@echo "one text with every statement marked: $(DEMO)/reading.html"
	@echo
	@echo "Open $(DEMO)/brief.html in a browser. Then try:"
	@echo "  $(BIN)/aftertalks serve --db $(DEMO)/ledger.db"
	@echo "  $(BIN)/aftertalks search truce --kind agreement --db $(DEMO)/ledger.db"
	@echo "  $(BIN)/aftertalks next --as-of 2017-07-20 --db $(DEMO)/ledger.db"

test: $(VENV)/.installed-dev
	$(MAKE) --no-print-directory lint
	$(BIN)/pytest -n 2 --dist loadfile

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check src tests
	$(BIN)/mypy
	$(BIN)/lint-imports

lock: $(VENV)/.installed-dev
	$(PIP_COMPILE) --output-file requirements.lock pyproject.toml
	$(PIP_COMPILE) --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Aftertalks needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1 || echo missing)." >&2; \
		echo "Name another: make PYTHON=/path/to/python3.11 demo" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { \
		echo "Python cannot make a virtual environment; on Debian: apt-get install python3-venv" >&2; \
		rm -rf $(VENV); exit 1; }

$(VENV)/.installed: $(VENV)/bin/python requirements.lock pyproject.toml
	@echo "Installing into $(VENV) (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	@touch $@

clean:
	rm -rf $(DEMO) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

# make kills   kill an add at fifty random points and look at what is left
.PHONY: kills
kills: $(VENV)/.installed-dev
	$(BIN)/python bench/kills.py 50

# make accuracy EVAL=DIR   every measured figure beside its floor
EVAL ?= ../shared/eval
.PHONY: accuracy
accuracy: $(VENV)/.installed-dev
	$(BIN)/python bench/accuracy.py $(EVAL)

# make bench TEXTS=DIR   benches beside peers: docs/benchmarks.md with its charts; make capacity TEXTS=DIR: docs/capacity.md
TEXTS ?= samples
.PHONY: bench capacity
bench: $(VENV)/.installed-dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'textacy>=0.13' || echo "textacy: left out" >&2
	$(BIN)/python bench/run.py $(TEXTS)

capacity: $(VENV)/.installed-dev
	$(BIN)/python bench/capacity.py $(TEXTS) --write docs/capacity.md

# make fuzz SECONDS=600     every reader against inputs that coverage leads to new paths; tells how many were tried
# make patterns             every regular expression against pumped strings
SECONDS ?= 600
# make hostile              texts made to break it, each read by a real process with limits; half an hour
# make hostile ADD=1        each also added into a ledger, which is then asked; hours
.PHONY: fuzz patterns hostile
fuzz: $(VENV)/.installed-dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "atheris>=2.3"
	$(BIN)/python fuzz/run.py --seconds $(SECONDS)

patterns: $(VENV)/.installed-dev
	$(BIN)/python fuzz/patterns.py

hostile: $(VENV)/.installed-dev
	$(BIN)/python fuzz/hostile.py $(if $(ADD),--add)

# make instructions          one reading's instructions, counted by valgrind, beside the recorded number
# make instructions RECORD=1 record it anew
.PHONY: instructions
instructions: $(VENV)/.installed-dev
	@command -v valgrind >/dev/null || { echo "valgrind is not installed; on Debian: apt-get install valgrind" >&2; exit 1; }
	$(BIN)/python bench/instructions.py $(if $(RECORD),--record)

# make load SECONDS=600     readers and writers against a real server on this machine
# make sbom                 every part with version and licence, as CycloneDX
# make audit                known holes in the locked packages; needs the network
.PHONY: load sbom audit
load: $(VENV)/.installed-dev
	$(BIN)/python bench/load.py --seconds $(SECONDS)

sbom: $(VENV)/.installed
	$(BIN)/python scripts/sbom.py > sbom.json

audit: $(VENV)/.installed-dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check "pip-audit>=2.7"
	$(BIN)/pip-audit --require-hashes --disable-pip -r requirements.lock
