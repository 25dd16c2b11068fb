# `make` alone prints the targets. Each does all its own set-up in .venv; the second call is quick.

.DEFAULT_GOAL := help
.PHONY: help demo test coverage proof bench lint clean

BIN := .venv/bin

help:
	@echo 'make demo    play a working day: employees write, owners answer, one is silent (ARGS=--keep leaves it running)'
	@echo 'make test    all quick tests, on real servers (Dovecot and PostgreSQL are unpacked into .venv where none is installed)'
	@echo 'make coverage  lines and branches that the quick tests go through, a line a room'
	@echo 'make proof   the long tests, all of these, each at most an hour and with its figures:'
	@echo '  make proof-kills     2,000 mails and 30 kills in the middle'
	@echo '  make proof-restarts  2,000 mails and 30 restarts in the middle'
	@echo '  make proof-points    300 kills, each at a chosen point of the work'
	@echo '  make proof-clocks    clocks that are turned by an hour and a year'
	@echo '  make proof-outage    three hours without a mail server, ten times as fast'
	@echo '  make proof-flow      half an hour of steady mail, slow servers, greylisting'
	@echo '  make proof-backlog   10,000 mails wait for one run'
	@echo '  make proof-rewrites  rules are rewritten a thousand times under load'
	@echo '  make proof-mutants   200,000 damaged mails'
	@echo '  make proof-cuts      every rules file of the example, cut at any sign'
	@echo '  make proof-loops     every pair of robots, with restarts in the middle'
	@echo '  make proof-lives     225 lives of confidential requests by chance, 10,000 companies with ladders and absences, 10,000 spellings'
	@echo '  make proof-vacation  two absent people answer us by real vacation programs'
	@echo '  make proof-wheel     an installed wheel and fresh checkouts'
	@echo '  make proof-disk      a small disk that fills up in the middle of everything'
	@echo '  make proof-stops     SIGTERM with all its grace, whatever the peers do'
	@echo '  make proof-memory    large mails, and less and less memory'
	@echo '  make proof-logins    access tokens that end, and what each provider says'
	@echo '  make proof-doctor    whatever a server may do wrong with a probe'
	@echo '  make proof-envelopes every story with each kind of envelope sender'
	@echo '  make proof-variants  every variation of every story'
	@echo '  make proof-promises  absences, covers, calendars, hooks and expected mail in more stories'
	@echo '  make proof-postgresql what PostgreSQL does before, between and after its failures'
	@echo '  make proof-daemons   several daemons on one database: 620 kills, 310 lost sessions, 20 that stand still, a server that falls'
	@echo '  make proof-failover  a standby takes over, with all commits and without the last'
	@echo '  make proof-patterns  every pattern of ours, asked about what it may repeat, in twelve ways'
	@echo '  make proof-servers   every story on Cyrus and on Courier'
	@echo '  make proof-look      every letter drawn by a browser, on a telephone and a desk, light and dark'
	@echo '  make proof-languages every branch of every letter, and a month of mail, in five languages'
	@echo 'make bench   measure the figures of docs/operations.md on this machine'
	@echo 'make lint    ruff, mypy and the import contracts'
	@echo 'make clean   remove .venv and every cache'

demo:
	@tools/set-up demo
	@$(BIN)/mailtracker demo $(ARGS)

test:
	@tools/set-up dev
	@$(BIN)/python tools/unpack-debian dovecot postgresql
	MAILTRACKER_REQUIRE_ALL=1 $(BIN)/pytest -n 4 --dist worksteal $(ARGS)

coverage:
	@tools/set-up dev
	@$(BIN)/python tools/unpack-debian dovecot postgresql
	@rm -f .coverage*
	@# It measures and judges nothing: what fails, fails in `make test`, without a tracer that slows it.
	-MAILTRACKER_REQUIRE_ALL=1 $(BIN)/coverage run -m pytest -n 4 --dist worksteal --timeout 600 -q $(ARGS)
	@$(BIN)/python tools/coverage-figures

PROOFS := kills points restarts clocks outage flow backlog rewrites mutants cuts loops lives vacation wheel disk stops memory logins doctor envelopes promises languages servers look variants postgresql daemons failover patterns

proof: $(addprefix proof-,$(PROOFS))

# Several hundred stories: side by side, as in `make test`.
proof-envelopes proof-servers proof-variants: ARGS += -n 4 --dist worksteal
proof-servers: SERVERS = dovecot cyrus courier
proof-vacation: SERVERS = dovecot cyrus exim vacation
proof-look: SERVERS = chromium
proof-postgresql: SERVERS = dovecot postgresql pgbouncer
proof-daemons: SERVERS = dovecot postgresql

$(addprefix proof-,$(PROOFS)): proof-%:
	@tools/set-up dev
	@$(BIN)/python tools/unpack-debian $(SERVERS)
	MAILTRACKER_REQUIRE_ALL=1 $(BIN)/pytest -m "proof(part='$*')" --timeout 1800 $(ARGS)

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
	rm -rf .venv .coverage* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist build
