# make run    start the app           make bench     time the engine
# make test   check style, run tests  make evaluate  score the packaged published cases
# make clean  remove everything that the other targets made
#
# The first target to need it makes .venv; it is set up again only when a requirements file changes.
# PYTHON=/path/to/python chooses the interpreter; ARGS="..." is handed on to the command.

VENV := .venv
PY := $(VENV)/bin/python
RUN_READY := $(VENV)/.ready-to-run
TEST_READY := $(VENV)/.ready-to-test
PIP_INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check --requirement

# An interpreter counts when it runs: a name on PATH may be a shim of a version that is not installed.
CANDIDATES := $(or $(PYTHON),python3.13 python3.12 python3.11 python3)
IS_NEW_ENOUGH := -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1

.PHONY: help run test bench evaluate clean
.DEFAULT_GOAL := help

help:
	@sed -n '/^# make/s/^# //p' $(firstword $(MAKEFILE_LIST))

run: $(RUN_READY)
	$(PY) -m streamlit run app.py $(ARGS)

test: $(TEST_READY)
	$(PY) -m ruff check .
	$(PY) -m pytest --numprocesses=auto --maxprocesses=4 --dist=loadfile $(ARGS)

bench: $(TEST_READY)
	$(PY) -m tests.bench $(ARGS)

evaluate: $(RUN_READY)
	$(PY) -m calcinosis evaluate calcinosis/cases/published.jsonl $(ARGS)

clean:
	rm -rf $(VENV) .pytest_cache .ruff_cache .hypothesis build *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUN_READY): requirements.txt
	@$(PY) $(IS_NEW_ENOUGH) && $(PY) -m pip --version >/dev/null 2>&1 || { \
	  for candidate in $(CANDIDATES); do \
	    if "$$candidate" $(IS_NEW_ENOUGH); then python="$$candidate"; break; fi; \
	  done; \
	  if [ -z "$$python" ]; then \
	    echo "Python 3.11 or newer is needed; tried: $(CANDIDATES)." >&2; \
	    echo "Install one, or name it: make PYTHON=/path/to/python3" >&2; exit 1; \
	  fi; \
	  echo "Making $(VENV) with $$("$$python" --version)"; \
	  "$$python" -m venv --clear $(VENV) || { \
	    rm -rf $(VENV); \
	    echo "$$python cannot make a virtual environment (on Debian: apt-get install python3-venv)." >&2; exit 1; \
	  }; \
	}
	$(PIP_INSTALL) requirements.txt
	@touch $@

$(TEST_READY): requirements-dev.txt $(RUN_READY)
	$(PIP_INSTALL) requirements-dev.txt
	@touch $@
