# Sekko. `make run` and `make test` are all that a newcomer needs; `make help` lists the rest.
.DEFAULT_GOAL := help
SHELL := /bin/sh
VENV := .venv
SEKKO := $(VENV)/bin/sekko
READY := $(VENV)/.ready
# Processes that share the files of tests, each with a node of its own; 0 for one, as a debugger needs.
WORKERS := 2
PYTEST := $(VENV)/bin/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder --durations 20

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) ## everything that the project needs, into .venv/; nothing when that is done

$(READY): requirements.lock pyproject.toml
	@docker/setup.sh $(VENV)
	@touch $@

run: setup ## a night through Airflow, over the bundled samples
	@[ -n "$$SEKKO_ELASTICSEARCH_URL" ] || $(SEKKO) node start
	@$(SEKKO) run --airflow

test: setup ## the whole suite, against a real node
	@$(PYTEST)

check: setup ## ruff, mypy, the stages' independence, and all tests
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(PYTEST)

up: setup ## Airflow with its UI on loopback, the 03:00 schedule live
	@[ -n "$$SEKKO_ELASTICSEARCH_URL" ] || $(SEKKO) node start
	@$(SEKKO) airflow up

down: ## stop that Airflow and the node
	@$(SEKKO) airflow down
	@$(SEKKO) node stop

bench: setup ## speed and memory, as ratios in one run; STOCK=python of a venv with the newest ginza
	@failed=0; \
	$(VENV)/bin/python benchmarks/enrich.py $(if $(STOCK),--stock $(STOCK)) || failed=1; \
	$(VENV)/bin/python benchmarks/load.py || failed=1; \
	$(VENV)/bin/python benchmarks/search.py || failed=1; \
	exit $$failed

env: ## .env with fresh passwords for docker-compose.yml
	@docker/env.sh

lock: setup ## resolve pyproject.toml again into requirements.lock
	$(VENV)/bin/uv pip compile --system-certs --quiet --universal --generate-hashes --python-version 3.11 \
	  --no-annotate --no-header --group dev pyproject.toml --output-file requirements.lock

.PHONY: help setup run test check up down bench env lock
