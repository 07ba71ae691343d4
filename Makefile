# run · test · check · docs: nothing else to learn. Each sets up all it needs on a machine with
# Python 3.11 or later, make and a package index.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready

.PHONY: help run test check bench docs vendor fonts browser

help:
	@echo "make run    启动法枢，载入示范省     start Fashu with a demo province"
	@echo "make test   运行全部测试             run every test, in a real browser too"
	@echo "make check  检查风格、类型与分层     lint, types, layers, migrations, documents"
	@echo "make bench  与同类程序并排测速        measure beside peers, on an installation of its own"
	@echo "make docs   重新生成参考文档         generate the reference documents"

run: $(READY)
	$(BIN)/fashu run --demo

test: $(READY) browser
	$(BIN)/pytest --numprocesses=auto

check: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -W ignore -m fashu manage makemigrations --check --dry-run
	$(BIN)/python docs/generate.py --check

bench: $(READY) .venv/bench
	$(BIN)/python -m bench

docs: $(READY)
	$(BIN)/python docs/generate.py

# The few front-end files that no Python package carries, taken from the npm packages that
# package-lock.json pins. Needed only to move to another version.
vendor: $(READY)
	npm ci --ignore-scripts
	$(BIN)/python -m fashu.web.vendor

# The typefaces of papers, taken from the fonts of a Debian machine; see fashu/kernel/documents/fonts.
fonts: $(READY)
	$(BIN)/python -m fashu.kernel.documents.vendor

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Fashu needs Python 3.11 or later; set PYTHON=... to name it." >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

# The peers of the measurements; nothing else needs them.
.venv/bench: requirements-bench.lock $(READY)
	$(BIN)/pip install --quiet --require-hashes --no-deps -r requirements-bench.lock
	@touch $@

# Browser tests need Chromium. Debian's root gets it here; elsewhere they are skipped aloud.
browser:
	@command -v chromium >/dev/null 2>&1 && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
		apt-get update -qq && apt-get install -y -qq chromium fonts-noto-cjk >/dev/null; \
	else \
		echo "No chromium on the PATH: the browser tests will be skipped."; \
	fi
