# `make` alone prints the targets. Each does all its own set-up in .venv; the second call is quick.

.DEFAULT_GOAL := help
.PHONY: help demo test proof bench lint clean

BIN := .venv/bin

help:
	@echo 'make demo    play a working day: employees write, owners answer, one is silent (ARGS=--keep leaves it running)'
	@echo 'make test    all quick tests, on real servers (a private Dovecot is unpacked into .venv where none is installed)'
	@echo 'make proof   the long tests: kills, restarts, large backlogs, an installed wheel'
	@echo 'make bench   measure the figures of docs/operations.md on this machine'
	@echo 'make lint    ruff, mypy and the import contracts'
	@echo 'make clean   remove .venv and every cache'

demo:
	@tools/set-up demo
	@$(BIN)/mailtracker demo $(ARGS)

test:
	@tools/set-up dev
	@$(BIN)/python tools/unpack-debian
	MAILTRACKER_REQUIRE_ALL=1 $(BIN)/pytest -n 2 --dist loadscope $(ARGS)

proof:
	@tools/set-up dev
	@$(BIN)/python tools/unpack-debian
	MAILTRACKER_REQUIRE_ALL=1 $(BIN)/pytest -m proof --timeout 1800 $(ARGS)

bench:
	@tools/set-up dev
	@$(BIN)/python tools/unpack-debian
	@for script in benchmarks/*.py; do $(BIN)/python "$$script" $(ARGS) || exit 1; done

lint:
	@tools/set-up dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist build
