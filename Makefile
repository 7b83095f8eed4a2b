# Everything sets itself up: Python 3.11 or newer, git and make are enough.
PYTHON ?= $(firstword $(foreach name,python3.13 python3.12 python3.11 python3,$(shell $(name) -c 'import sys; sys.version_info < (3, 11) or print("$(name)")' 2>/dev/null)))
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

ORACLE := tests/oracle/build/oracle.cjs
DESCRIPTION := tests/rig/build/api.json
GRAPH := tests/rig/build/schema.graphql
REPLAYS := tests/rig/build/replays.json

.PHONY: demo test check corpus labels bench accept clean

demo: $(VENV)/.demo
	$(BIN)/python tests/demo.py

test: $(VENV)/.test $(ORACLE) $(DESCRIPTION) $(GRAPH) $(REPLAYS)
	$(BIN)/python -m pytest --numprocesses=2

check: $(VENV)/.check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m relaudit.docs --check
	$(BIN)/relaudit .
	$(BIN)/zizmor --offline --quiet .

corpus: $(VENV)/.test $(ORACLE)
	$(BIN)/python tests/seeds/rows.py "$$RELAUDIT_CORPUS"
	$(BIN)/python tests/seeds/simulated.py "$$RELAUDIT_CORPUS"
	$(BIN)/python tests/oracle/corpus.py "$$RELAUDIT_CORPUS"
	$(BIN)/python tests/oracle/shaken.py "$$RELAUDIT_CORPUS"
	$(BIN)/python tests/seeds/fixes.py "$$RELAUDIT_CORPUS"
	$(BIN)/python tests/action/public.py "$$RELAUDIT_CORPUS"

labels: $(VENV)/.demo
	$(BIN)/python tests/labels/judge.py "$$RELAUDIT_CORPUS"
	$(BIN)/python tests/labels/paths/judge.py tests/labels/paths "$$RELAUDIT_CORPUS"
	$(BIN)/python tests/labels/paths/judge.py tests/labels/paths/unopened "$$RELAUDIT_CORPUS"

bench: $(VENV)/.bench
	$(BIN)/python tests/bench.py

accept: $(VENV)/.demo
	$(BIN)/python -m relaudit.testing --accept
	$(BIN)/python -m relaudit.docs

# GitHub's own parser and evaluator, which tests hold ours to; without npm those tests are skipped.
$(ORACLE): tests/oracle/package-lock.json tests/oracle/oracle.mjs
	@if command -v npm > /dev/null; then cd tests/oracle && npm ci --silent && npm run --silent build; \
	else echo "npm is not installed: the tests against GitHub's own parser are skipped"; fi

# GitHub's own description of its API, which the made-up GitHub of the tests is held to.
$(DESCRIPTION): tests/rig/description.py $(VENV)/.test
	@$(BIN)/python $< || ! command -v npm > /dev/null

# GitHub's own schema of GraphQL, which answers queries in the tests.
$(GRAPH): tests/rig/graph.py $(VENV)/.test
	@$(BIN)/python $< || ! command -v npm > /dev/null

# What GitHub answered to others, which its readers are held to.
$(REPLAYS): tests/rig/replays.py tests/rig/recordings.py $(DESCRIPTION) constraints.txt $(VENV)/.test
	@$(BIN)/python $< || ! command -v npm > /dev/null

$(VENV)/.made: constraints.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.12"; exit 1; }
	$(PYTHON) -m venv --clear $(VENV)
	$(PIP) --upgrade pip
	@touch $@

$(VENV)/.demo: $(VENV)/.made pyproject.toml
	$(PIP) --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.demo
	$(PIP) --group test
	@touch $@

$(VENV)/.check: $(VENV)/.test
	$(PIP) --group check
	@touch $@

$(VENV)/.bench: $(VENV)/.demo
	$(PIP) --group bench
	@touch $@

clean:
	rm -rf $(VENV) tests/oracle/node_modules tests/oracle/build tests/rig/build
