# The one door. `make help` lists what stands behind it.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PY := .venv/bin/python
MANGNON := .venv/bin/mangnon
export MANGNON_DATA ?= $(CURDIR)/var

.PHONY: help setup run test check bench soak sbom docs pictures clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

setup: .venv/ready build/look ## install what the platform needs into this folder

.venv/ready: requirements/dev.txt pyproject.toml setup.py src/mangnon/gateway/engine/_hot.c \
		$(wildcard src/mangnon/gateway/engine/native/*.h)
	@bash bin/venv

build/look: frontend/package-lock.json src/mangnon/studio/data/pictures.csv src/mangnon/studio/data/people.csv \
		$(shell find frontend -type f -not -path '*/node_modules/*') | .venv/ready
	@bash bin/look

run: setup ## run the whole platform with demo data on http://127.0.0.1:8000
	@MANGNON_DEMO=1 exec $(MANGNON) up

test: setup ## every test, on SQLite and, where it can be had, on PostgreSQL
	@bash bin/test

check: setup ## format, lint, types, import contracts, migrations, docs
	@bash bin/check

bench: setup ## every published figure, one JSON line each
	@bash bin/bench

soak: setup ## every promise that takes long, hours (SECONDS=…, INPUTS=…, REPORTS=… smaller; ONLY="races guesses"; RESUME=1)
	@bash bin/soak $(or $(SECONDS),3600) $(or $(INPUTS),1000000) $(or $(REPORTS),20000)

sbom: setup ## what the platform is made of, as CycloneDX JSON in build/sbom.json
	@$(MANGNON) sbom --out build/sbom.json

docs: setup ## write the generated pages of the documentation
	@bash bin/docs

pictures: setup ## take the pictures of the documentation anew
	@$(PY) docs/pictures/take.py

clean: ## remove what setup made (keeps var, the data)
	rm -rf .venv build frontend/node_modules
