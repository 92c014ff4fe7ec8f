# Two commands do everything: `make run` and `make test`.

SHELL := /bin/bash
SWIFT ?= swift
EXPERIMENT ?= experiments/quickstart.yaml
BINARY = .build/release/lethe
SOURCES = Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources
# Kernels are tested where they run: at full optimisation, in debug builds too (Package.swift).

.PHONY: run build test test-slow sanitize bench bench-growth bench-gradients bench-modes bench-numerics bench-build packages \
	lint format method-pages clean help

help: ## List the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

packages: ## Install the system packages that are missing
	@./.ci/packages

run: build ## Build, run the quickstart experiment, print its report's path
	@$(BINARY) run $(EXPERIMENT)

build: packages ## Release build
	@$(SWIFT) build -c release --product lethe

test: packages ## Debug build and all fast tests; with LETHE_DATA also those on real data
	@./.ci/test

test-slow: packages ## What needs PyTorch and h5py, in a virtual environment of its own
	@./.ci/test-slow

sanitize: packages ## The kernels' tests under the address and the undefined-behaviour sanitizer
	@./.ci/sanitize

bench: bench-build ## Measure beside PyTorch; WORKLOADS="train-resnet18 …" for some, BENCH for options
	@.venv/bin/python Benchmarks/bench.py $(WORKLOADS) $(BENCH)

bench-growth: bench-build ## How step time grows with batch, width and threads, with the machine's limits
	@.venv/bin/python Benchmarks/growth.py $(BENCH)

bench-gradients: bench-build ## Rounding of our gradients and PyTorch's against float64
	@.venv/bin/python Benchmarks/gradients.py $(BENCH)

bench-modes: bench-build build ## Training curves of both compute modes; needs the files of `lethe data import`
	@.venv/bin/python Benchmarks/modes.py $(BENCH)

bench-numerics: packages ## The error tables of docs/numerics.md, measured here, as Markdown
	@$(SWIFT) build -c release --package-path Benchmarks 1>&2
	@Benchmarks/.build/release/lethe-bench numerics

bench-build: packages
	@./.ci/pytorch
	@$(SWIFT) build -c release --package-path Benchmarks

lint: ## Formatting, as CI wants it
	@swift format lint --strict --recursive --configuration .swift-format $(SOURCES)

method-pages: ## Write docs/methods into the program, after a page was changed
	@./.ci/method-pages

format:
	@swift format --in-place --recursive --configuration .swift-format $(SOURCES)

clean:
	rm -rf .build .build-sanitized
