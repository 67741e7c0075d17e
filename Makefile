# Everything is done by deploy/, in Python; `make help` lists it.
PYTHON ?= python3
.DEFAULT_GOAL := help
.PHONY: help serve test check audit demo shots bench fonts lock catalogues clean
# `make serve PORT=8001` reaches the program because make exports what is set on its command line.

serve: ## Set up what is missing and start: http://localhost:8000/ar/ and /fr/ (PORT=8001 for another port)
test: ## Every check, the suite on SQLite and on PostgreSQL, the browser journeys
check: ## The fast checks: format, lint, types, floors, templates, catalogues, migrations, licences
audit: ## The long checks: every page in every mode, big batches
demo: ## Replace the demo data by fresh ones, dated around today
shots: ## Pictures of every page in each language and width, into shots/
bench: ## Measure speed and cost against the goals, into bench-results/
fonts: ## Cut the web fonts to the letters we use
lock: ## Choose the newest versions and write the lock files
catalogues: ## Bring the translations up to date with the source
clean: ## Remove caches, compiled catalogues and pictures; never the data

serve test check audit demo shots bench fonts lock catalogues clean:
	@$(PYTHON) -m deploy $@

help: ## This list
	@grep -E '^[a-z]+: ##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+): ## /\1\t/' | sort | expand -t 14
