# A fresh machine has Python 3.11, make and pip; this file brings the rest into .venv and .cache.
#   make demo    three nodes on this machine, with a year of invented notices
#   make test    every check and every test, on SQLite and on PostgreSQL

PYTHON ?= $(shell command -v python3.11 || command -v python3)
# A worker often waits, for a browser or a node: one more than there are cores keeps all cores busy.
WORKERS ?= $(shell echo $$(($$(nproc) + 1)))
BIN := .venv/bin
# The files of a run stand in memory where there is room, so that no test waits for a disk, and go
# with it; its PostgreSQL, which is another user, must get there.
MEMORY := $(shell [ $$(df -k --output=avail /dev/shm 2>/dev/null | tail -1) -gt 6000000 ] 2>/dev/null \
	&& ! grep -q ' /dev/shm .*noexec' /proc/mounts && echo /dev/shm || echo $${TMPDIR:-/tmp})
FILES := run=$$(mktemp -d $(MEMORY)/run.XXXXXX) && trap 'rm -rf $$run' EXIT INT TERM && chmod 755 $$run && TMPDIR=$$run
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup --durations 25 --basetemp $$run/p
# What the tests start and drive, beyond Python; the fonts are what printing needs too.
SYSTEM := postgresql chromium golang-go golang-golang-x-mod-dev fonts-noto-cjk fonts-noto-core

# Every process starts from compiled code, whatever the shell says: half the time of each start.
unexport PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX := $(CURDIR)/.cache/pycache

.PHONY: demo test test-sqlite test-postgresql lint components system lock peers messages soak replay clean
.DELETE_ON_ERROR:

demo: .venv/run.stamp
	$(BIN)/kakehashi demo

# What reads only the text of the program goes on beside all that comes before the first tests, and
# beside them: programs are installed while code is compiled.
test:
	$(MAKE) -j 3 lint test-sqlite
	$(MAKE) test-postgresql

lint: .cache/catalogues.stamp
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --cache-dir .cache/importlinter

test-sqlite: components .cache/compiled.stamp
	@$(FILES) KAKEHASHI_TEST_DATABASE=sqlite $(PYTEST) tests

# On both databases: whatever asks or writes one. Once is enough, and left out here, for folders that
# have none (core, profiles, paper, codes, readers of other makes), for the rules of the house, which
# read the tree, for a browser, which sees the same pages, and for what is marked `once`.
test-postgresql: components .cache/compiled.stamp
	@$(FILES) KAKEHASHI_TEST_DATABASE=postgresql $(PYTEST) tests \
		$(addprefix --ignore tests/,core agreements house browser printing scanning independent web/parts)

# A long run over real nodes: kills, floods and lost answers, until nothing is lost or twice; and each
# property tried a thousand times.
soak: .venv/dev.stamp
	KAKEHASHI_SOAK=1 $(BIN)/python -m pytest -m "slow or hypothesis" tests

# Collects every marked text into the catalogues, then compiles them.
messages: .venv/dev.stamp
	$(BIN)/python catalogues.py extract
	$(BIN)/python catalogues.py compile

# Published lists, orders and a measure over three real nodes; DATA is the folder that has them.
DATA ?= ../shared/data
replay: .venv/dev.stamp
	$(BIN)/python -m benchmarks.replay --data $(DATA)

# Installs what the tests start, where something of it is missing and this user may.
components:
	@{ command -v chromium && command -v go && ls /usr/lib/postgresql/*/bin/postgres \
		&& ls -d /usr/share/gocode/src/golang.org/x/mod \
		&& ls /usr/share/fonts/*/noto/NotoSansCJK-Regular.ttc /usr/share/fonts/*/noto/NotoSansKhmer-Regular.ttf; } >/dev/null 2>&1 || $(MAKE) -s system || true

# Programs that the tests start; only where this user may install them.
system:
	@if [ "$$(id -u)" = 0 ]; then apt-get update -q && apt-get install -qy --no-install-recommends $(SYSTEM); \
	elif sudo -n true 2>/dev/null; then sudo apt-get update -q && sudo apt-get install -qy --no-install-recommends $(SYSTEM); \
	else echo "Not allowed to install programs here. Ask for: $(SYSTEM)"; fi

# Hashes and versions only: which index they come from is the business of the machine.
COMPILE := $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate \
	--no-emit-index-url --no-emit-find-links --no-header $(UPGRADE) pyproject.toml
lock: .venv/bin/uv
	$(COMPILE) --group build -o requirements.lock
	$(COMPILE) --group dev -c requirements.lock -o requirements-dev.lock
	$(subst pyproject.toml,,$(COMPILE)) --group peers -o requirements-peers.lock

# What benchmarks/names.py is measured against, in an environment of its own: nothing of it is part
# of the program. Its PyICU is built here, which takes a compiler and the headers of ICU.
peers: .venv/bin/uv
	@test -x .venv-peers/bin/python || $(PYTHON) -m venv .venv-peers
	@$(BIN)/uv pip sync -q --require-hashes --python .venv-peers/bin/python requirements-peers.lock

# The installer itself is installed by the hash that the lock knows.
.venv/bin/uv:
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@mkdir -p .cache
	@sed -n '/^uv==/,/[^\\]$$/p' requirements.lock > .cache/uv.txt
	$(BIN)/python -m pip install -q --require-hashes --no-deps -r .cache/uv.txt

# The developer's environment holds everything that the program runs with, and is left as it is.
.venv/run.stamp: requirements.lock pyproject.toml catalogues.py .venv/bin/uv
	@[ .venv/dev.stamp -nt requirements.lock ] || $(BIN)/uv pip sync -q --require-hashes requirements.lock
	@$(BIN)/uv pip install -q --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev.stamp: requirements.lock requirements-dev.lock pyproject.toml catalogues.py .venv/bin/uv
	@$(BIN)/uv pip sync -q --require-hashes requirements-dev.lock
	@$(BIN)/uv pip install -q --no-deps --no-build-isolation -e .
	@touch $@

.cache/catalogues.stamp: $(wildcard src/kakehashi/locale/*/LC_MESSAGES/django.po) .venv/dev.stamp
	$(BIN)/python catalogues.py compile
	@mkdir -p .cache && touch $@

# Compiled once, not by every worker at the same time; where a test cannot be read, the run says so.
.cache/compiled.stamp: | .cache/catalogues.stamp
	@$(BIN)/python -m pytest --collect-only -qq tests >/dev/null 2>&1 || true
	@touch $@

clean:
	rm -rf .cache .demo .hypothesis
