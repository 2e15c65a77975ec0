# The two commands that matter: `make app` and `make test`. Both need Python 3.11 or newer and make, nothing else.

PYTHON ?= python3
BIN := .venv/bin
# Where the tests find the packages that facts are checked against; `mlatlas check --fetch` puts them there once.
AUTHORITIES := MLATLAS_CACHE=$(CURDIR)/.venv/cache
FILES := pyproject.toml scripts/environment.sh

.PHONY: app test check build lint types contracts browser engines tests screenshots bench scaling lock wheel clean help

help: ## Show what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

app: .venv/.app ## Make the environment, build the store, start the app and print its address
	@$(BIN)/mlatlas app $(if $(PORT),--port $(PORT)) $(if $(HOST),--host $(HOST))

test: .venv/.dev lint types contracts check browser engines tests ## Run lint, types, contracts, data rules and all tests

lint: .venv/.dev ## Style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/.dev ## Types
	$(BIN)/mypy

contracts: .venv/.dev ## One direction of imports
	$(BIN)/lint-imports

check: .venv/.dev ## The rules of the curated data, and every check against an authority
	$(AUTHORITIES) $(BIN)/mlatlas check --fetch

browser: .venv/.dev
	$(BIN)/python scripts/get_chromium.py

engines: .venv/.dev
	$(BIN)/python scripts/get_virtuoso.py

tests: .venv/.dev browser engines check ## The tests alone
	$(AUTHORITIES) $(BIN)/pytest -n 2 --dist loadscope -q -rs

screenshots: .venv/.dev browser ## Take the pictures of docs/images anew
	$(AUTHORITIES) MLATLAS_SCREENSHOTS=docs/images $(BIN)/pytest -q -n 0 tests/browser/test_screenshots.py

bench: .venv/.dev ## Measure, side by side, into benchmarks/README.md
	$(BIN)/python benchmarks/run.py

scaling: .venv/.dev ## Measure how it grows with the store, into docs/scaling.md
	$(BIN)/python benchmarks/scaling.py

build: .venv/.app ## Build the store
	$(BIN)/mlatlas build

wheel: .venv/.dev ## Build the wheel into dist/
	$(BIN)/python -m hatchling build -t wheel

lock: .venv/.dev ## Pin the newest versions that pyproject.toml allows
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q --upgrade pyproject.toml --group build -o requirements.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q --upgrade pyproject.toml --group build --group dev -c requirements.lock -o requirements-dev.lock

.venv/.app: requirements.lock $(FILES)
	@sh scripts/environment.sh "$(PYTHON)" requirements.lock $@

.venv/.dev: requirements-dev.lock $(FILES)
	@sh scripts/environment.sh "$(PYTHON)" requirements-dev.lock $@

clean: ## Remove the environment and what tools left behind
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist .screenshots
