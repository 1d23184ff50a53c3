# Everything a developer runs. `make help` lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
STAMP := $(VENV)/.installed
JOBS ?= 2
PYTEST_ARGS ?=

# The crate that links against Python is tested through pytest.
RUST_TESTS := --workspace --exclude numen-python

.DEFAULT_GOAL := help
.PHONY: help env build wheel demo test test-rust test-python test-checks lint bench bench-hot bench-memory bench-accuracy bench-ml valgrind clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(STAMP): requirements-dev.txt
	test -x $(PY) || $(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --disable-pip-version-check -q -r requirements-dev.txt
	touch $@

env: $(STAMP) ## make .venv with the pinned development tools

build: $(STAMP) ## compile the core, optimised, and install the package editable into .venv
	VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/maturin develop -q --release

wheel: $(STAMP) ## build the release wheel into dist/
	$(BIN)/maturin build --release --interpreter $(PY) --out dist

demo: $(STAMP) ## build and install the wheel, then run the tour and the network that reads digits with it
	rm -rf dist && $(MAKE) wheel
	$(PY) -m pip install --disable-pip-version-check -q --force-reinstall --no-deps dist/*.whl
	$(PY) -m numen examples/tour.py
	@printf '\n== A network that reads digits (examples/digits.py)\n'
	$(PY) examples/digits.py

test: build test-rust test-python lint test-checks ## everything: Rust, Python, doctests, lint, and the checks named by NUMEN_CHECKS

test-rust: $(STAMP) ## the unit tests of the crates
	cargo test -q $(RUST_TESTS)

test-python: $(STAMP) ## pytest and the doctests of the package
	$(PY) -m pytest -q $(PYTEST_ARGS) tests
	$(PY) -m pytest -q --doctest-modules $(PYTEST_ARGS) python/numen

lint: $(STAMP) ## formatting, clippy, ruff, the layers, the length of files
	cargo fmt --all --check
	cargo clippy -q --workspace --all-targets -- -D warnings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(PY) tools/check_layers.py
	$(PY) tools/check_sources.py

test-checks: $(STAMP) ## the checks in the folder NUMEN_CHECKS: seeds, and NumPy's suite against the list of what passes
ifneq ($(and $(NUMEN_CHECKS),$(wildcard $(NUMEN_CHECKS)/.)),)
	$(PY) tools/check_seeds.py --checks $(NUMEN_CHECKS) -- --no-numpy
	$(PY) tools/check_seeds.py --checks $(NUMEN_CHECKS) -- --runner
	$(PY) tools/check_suite.py --checks $(NUMEN_CHECKS) --jobs $(JOBS)
else
	@echo "NUMEN_CHECKS names no folder: the seeds and NumPy's suite are left out"
endif

bench: build ## ratios against NumPy, interleaved in one process
	$(PY) bench/bench.py
	$(PY) bench/neighbours.py

bench-hot: build ## the budgets of the hot path beside a C extension that does the same
	$(PY) bench/bench_hot.py

bench-memory: build ## bytes asked for by element-wise, reduction and indexing calls
	$(PY) bench/bench_memory.py

bench-accuracy: build ## residuals of the factorizations of hard matrices beside NumPy's
	$(PY) bench/accuracy.py

bench-ml: build ## the learning layer beside scikit-learn: ratios, a network, memory
	$(PY) bench/ml.py

valgrind: build ## memcheck on the tests of indexing, ufuncs and objects (about ten minutes)
	$(PY) tools/check_memory.py tests/test_indexing.py tests/test_ufuncs.py tests/test_ufunc_subclasses.py tests/test_objects.py

clean: ## remove build outputs and the environment
	rm -rf target dist $(VENV) bench/build .pytest_cache .hypothesis .ruff_cache
	find python tests -name __pycache__ -type d -prune -exec rm -rf {} +
	rm -f python/numen/_core*.so
