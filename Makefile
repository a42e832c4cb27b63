# The house's commands. Each sets up what it needs first: `make serve` and `make test` work from a bare Python 3.11+.
# Another interpreter: `make test PYTHON=python3.12`. Another port: `make serve ARGS="--port 8001"`.

PYTHON ?= python3
ARGS ?=
VENV := .venv
RUN := $(VENV)/bin/python
READY := $(VENV)/ready
NOTEBOOKS = $(wildcard notebooks/*.ipynb)
# Compiled once and kept, whatever the shell says: the tests start many processes, and each would compile all anew.
export PYTHONDONTWRITEBYTECODE =

.DEFAULT_GOAL := help
.PHONY: help setup serve test check format fit evaluate bench notebooks lock clean

help: ## list the commands
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)$$/make \1	\2/p' Makefile | expand -t 18

setup: $(READY) ## set up .venv, and nothing else

serve: $(READY) ## the service and its page on 127.0.0.1:8000
	$(VENV)/bin/rehabcode serve $(ARGS)

test: $(READY) ## tests and doctests, but those in a browser
	$(RUN) -m pytest -n auto --ignore=tests/browser $(ARGS)

check: $(READY) ## everything that must hold: format, lint, types, imports, tests, results, notebooks
	$(RUN) -m ruff format --check
	$(RUN) -m ruff check
	$(RUN) -m mypy
	$(VENV)/bin/lint-imports --no-cache --no-logo
	$(RUN) -m pip check
	$(RUN) -m pytest -n auto --ignore=tests/browser
	$(RUN) -m pytest -n auto --dist loadfile tests/browser
	$(RUN) -m rehabcode_training report --check
	$(if $(NOTEBOOKS),$(RUN) -m pytest --nbmake --no-header $(NOTEBOOKS))

format: $(READY) ## put the code in its format, and mend what the linter can
	$(RUN) -m ruff check --fix
	$(RUN) -m ruff format

fit: $(READY) ## fit the ranker from training/corpus and write its artifact
	$(RUN) -m rehabcode_training fit

evaluate: $(READY) ## measure by cross-validation and write training/RESULTS.md
	$(RUN) -m rehabcode_training evaluate
	$(RUN) -m rehabcode_training report

bench: $(READY) ## time suggest() against spaCy's blank tokenizer
	$(RUN) -m rehabcode_training bench $(ARGS)

notebooks: $(READY) ## run the notebooks and write their outputs
	$(if $(NOTEBOOKS),$(RUN) -m pytest --nbmake --overwrite --no-header $(NOTEBOOKS),@echo "notebooks/ holds no notebook yet")

COMPILE = $(RUN) -m uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --fork-strategy fewest \
	--generate-hashes --no-emit-index-url --no-emit-find-links --no-header

# Versions that still fit pyproject.toml are kept; `make lock ARGS=--upgrade` takes the newest.
# spark has no lock: whoever runs on a cluster takes the cluster's own Spark.
lock: $(READY) ## write locks/*.txt from pyproject.toml
	$(COMPILE) $(ARGS) --group dev --extra service --extra training --output-file locks/dev.txt
	$(COMPILE) $(ARGS) --extra service --output-file locks/service.txt

clean: ## remove .venv and all that tools have written
	rm -rf $(VENV) build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# What is installed points at this folder. A .venv that came along with a copy points at another: it is made anew.
FOR = $(shell cat $(READY) 2>/dev/null)
ifneq "$(FOR)" "$(CURDIR)"
.PHONY: $(READY)
endif

$(READY): pyproject.toml locks/dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "rehabcode needs Python 3.11 or newer; name one: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "$(PYTHON) cannot make a venv; on Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@if test -e $(READY) -a "$(FOR)" != "$(CURDIR)" || ! $(RUN) -m pip --version >/dev/null 2>&1; \
	  then $(PYTHON) -m venv --clear $(VENV); fi
	$(RUN) -m pip install --quiet --no-compile --require-hashes --requirement locks/dev.txt
	$(RUN) -m pip install --quiet --no-deps --no-build-isolation --editable .
	@printf '%s' "$(CURDIR)" > $(READY)
