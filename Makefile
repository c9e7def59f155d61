# Everything happens in .venv; `make setup` makes it ready and is part of every other target.

BIN := .venv/bin
READY := .venv/.ready
# Files go in their own order: otherwise those with few and long tests come last, when nobody shares the work any more.
TESTS := $(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder
LOCK := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-emit-index-url \
	--no-config --custom-compile-command "make lock" pyproject.toml

# What was compiled once is not compiled again by each process that a test or a demonstration starts.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup demo test check format lint types imports screens statements lock bench bench-office bench-sync bench-typing bench-window simulate chaos cluster cluster-stop npos proofs matrix scans sweep kills clean

help:
	@echo "make setup    system and Python packages into place (Debian, Ubuntu)"
	@echo "make demo     a group server, two terminals, virtual devices and real baskets, in one go"
	@echo "make test     the tests; make test ARGS='-k refund' for some of them"
	@echo "make check    format, lint, types, import contracts and the tests: what must hold before a commit"
	@echo "make format   rewrites what the linter can put right by itself"
	@echo "make translations  new texts of the windows into resources/translations; compiles them and resources/*/*.toml"
	@echo "make statements  what the terminal asks its database, compiled into terminal/store/statements.json"
	@echo "make screens  every screen as a picture, into build/screens"
	@echo "make bench    the figures that must stay within their bounds"
	@echo "make simulate the whole system under invented faults; SEEDS=2000 histories, from SEED=1 on"
	@echo "make chaos    real processes that are killed and stopped, on bad lines, full disks and wrong clocks (ARGS='--seed 1')"
	@echo "make bench-office  the office's lists on a million members and ledger rows (six minutes)"
	@echo "make bench-window  keys, start, memory and the day page of the till's window on a million members (five minutes)"
	@echo "make bench-typing  a million typed fields in front of the scanner's wedge: none may pass for a scan"
	@echo "make bench-sync  sync and the group server under load, beside their references (half an hour; ARGS=--small)"
	@echo "make cluster  three PostgreSQL nodes under Patroni and etcd; prints their URL. make cluster-stop ends them"
	@echo "make npos     an independent decoder of printer bytes into build/npos, for one more test (needs node)"
	@echo "make proofs   10,000 random receipts and names, a million inputs of noise at the devices (SEED=1)"
	@echo "make matrix   every fault of a receipt printer, before, during and after a receipt, on every line (ARGS=hung)"
	@echo "make kills    till, sync and server killed 54 times at random instants while they sell (three minutes)"
	@echo "make sweep    every screen in every language, size and look: nothing cut off, faint or out of reach (six minutes)"
	@echo "make scans    real key events from an X server into every widget of every screen, at every pace (ten minutes)"
	@echo "make lock     new versions and hashes into requirements.txt and requirements-dev.txt"
	@echo "make clean    removes what make made, .venv excepted"

setup: $(READY)

$(READY): pyproject.toml requirements-dev.txt .setup/setup.sh
	@.setup/setup.sh
	@touch $@

demo: setup
	@$(BIN)/stillpoint demo $(ARGS)

test: setup
	@$(TESTS) $(ARGS)

check: lint types imports
	@$(TESTS)

lint: setup
	@$(BIN)/ruff format --check
	@$(BIN)/ruff check

types: setup
	@$(BIN)/mypy

imports: setup
	@$(BIN)/lint-imports --cache-dir build/imports

format: setup
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

translations: setup
	@$(BIN)/python -m resources.compiled
	@for language in resources/translations/*.ts; do \
		$(BIN)/pyside6-lupdate $$(find ui -name '*.py' | sort) -locations none -no-obsolete -ts "$$language" && \
		$(BIN)/pyside6-lrelease "$$language" -qm "$${language%.ts}.qm" || exit 1; \
	done

statements: setup
	@$(BIN)/python -m terminal.store.sql

screens: setup
	@$(BIN)/python -m ui.qt.screens build/screens

bench: setup
	@$(BIN)/python -m tests.benchmarks
	@$(BIN)/python -m tests.benchmarks.day_page

bench-office: setup
	@$(BIN)/python -m tests.benchmarks.office $(ARGS)

bench-window: setup
	@$(BIN)/python -m tests.benchmarks.window $(ARGS)

bench-typing: setup
	@$(BIN)/python -m tests.benchmarks.typed_fields $(ARGS)

bench-sync: setup
	@$(BIN)/python -m tests.benchmarks.sync $(ARGS)

cluster: setup
	@$(BIN)/python -m tests.chaos.cluster start

cluster-stop: setup
	@$(BIN)/python -m tests.chaos.cluster stop

SEEDS ?= 200
SEED ?= 1

simulate: setup
	@$(BIN)/python -m tests.simulation --seeds $(SEEDS) --seed $(SEED)

# Proxies, killed processes, disks of their own and libfaketime; a cluster too unless ARGS=--no-cluster.
chaos: setup
	@$(BIN)/python -m tests.chaos $(ARGS)

npos:
	@npm install --silent --ignore-scripts --no-save --no-audit --no-fund --prefix build/npos npos@0.1.19

proofs: setup
	@$(BIN)/python -m tests.devices.proofs $(SEED)

matrix: setup
	@$(BIN)/python -m tests.devices.matrix $(ARGS)

kills: setup
	@KILLS=54 $(BIN)/pytest -q -n0 tests/journeys/test_kills.py $(ARGS)

sweep: setup
	@SCREENS=every $(BIN)/pytest -q -n 3 tests/ui/test_layout.py tests/ui/test_contrast.py tests/ui/test_every_screen.py \
		tests/ui/test_scans_everywhere.py $(ARGS)

scans: setup
	@SCANS=every $(BIN)/pytest -q -n0 -s tests/journeys/test_scans_on_a_display.py $(ARGS)

# The addresses of package indexes stay out of the lock files: where packages come from is each machine's own setting.
lock: setup
	@$(LOCK) $(ARGS) --output-file requirements.txt
	@$(LOCK) $(ARGS) --extra dev --constraint requirements.txt --output-file requirements-dev.txt

clean:
	@rm -rf build dist *.egg-info
