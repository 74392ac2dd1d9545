DEMO = .venv/bin/subsidycalc evaluate examples/mass-spectrometer-maker.yaml \
	--assume examples/assumptions-other-places.yaml
BENCH = .venv-bench/bin/python -m benchmarks
PYTHON ?= python3
UV_VERSION = 0.13.9

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.PHONY: demo test test-long lint format bench lock clean

# -qq: errors alone are shown.
PIP = -m pip --no-input --disable-pip-version-check -qq

demo: .venv/.ready
	@$(DEMO)

test: .venv/.ready
	@HYPOTHESIS_PROFILE=fast .venv/bin/pytest -q $(ARGS)

test-long: .venv/.ready
	@HYPOTHESIS_PROFILE=long .venv/bin/pytest -q $(ARGS)

lint: .venv/.ready
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports --no-logo
	.venv/bin/python -m pip --disable-pip-version-check check

format: .venv/.ready
	.venv/bin/ruff check --fix
	.venv/bin/ruff format

bench: .venv-bench/.ready
	@$(BENCH) $(ARGS)

# `make lock` keeps every version that still fits; `make lock UPGRADE=--upgrade` takes the newest.
# What people run is held to the versions that are tested, and the peers are measured beside the same ones.
COMPILE = .venv-lock/bin/uv --no-config pip compile pyproject.toml --quiet $(UPGRADE) \
	--universal --python-version 3.11 --generate-hashes --no-header

lock:
	@$(check_python)
	@$(PYTHON) -m venv .venv-lock
	@.venv-lock/bin/python $(PIP) install uv==$(UV_VERSION)
	@$(COMPILE) --extra dev -o requirements/dev.txt >/dev/null
	@$(COMPILE) -c requirements/dev.txt -o requirements/run.txt >/dev/null
	@$(COMPILE) --extra dev --extra bench -c requirements/dev.txt -o requirements/bench.txt >/dev/null

clean:
	rm -rf .venv .venv-bench .venv-lock build dist .hypothesis
	rm -rf .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

define check_python
command -v $(PYTHON) >/dev/null || { \
  echo '找不到 $(PYTHON)，请运行： / $(PYTHON) was not found; run:  sudo apt install python3' >&2; exit 1; }; \
$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
  echo "需要 Python 3.11 或更高版本，$(PYTHON) 是 / Python 3.11 or newer is needed; $(PYTHON) is" \
    "$$($(PYTHON) --version 2>&1)" >&2; \
  echo '可另行指定： / To name another one:  make PYTHON=python3.11 …' >&2; exit 1; }; \
$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
  echo '缺少 Python 的 venv 模块，请运行： / The venv module of Python is missing; run:  sudo apt install python3-venv' >&2; exit 1; }
endef

# A changed lock makes the environment anew, so that nothing dropped from it lingers.
.venv/.locked: requirements/dev.txt
.venv-bench/.locked: requirements/bench.txt
.venv/.locked .venv-bench/.locked:
	@$(check_python)
	@echo '正在准备 $(@D)（仅首次） / Setting up $(@D) (once) …' >&2
	@$(PYTHON) -m venv --clear $(@D)
	@$(@D)/bin/python $(PIP) install --require-hashes -r $<
	@touch $@

.venv/.ready: .venv/.locked pyproject.toml
.venv-bench/.ready: .venv-bench/.locked pyproject.toml
.venv/.ready .venv-bench/.ready:
	@$(@D)/bin/python $(PIP) install --no-deps --no-build-isolation -e .
	@touch $@
