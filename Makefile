# The commands of this repository. `make demo` and `make test` install what is missing and say what they install.

SWIFT ?= swift
CONFIGURATION ?= release
PREFIX ?= /usr/local

.DEFAULT_GOAL := help
.PHONY: help demo test test-mlflow chaos mutants schemathesis bench format lint docs manual install

help: ## Shows this list.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: ## Installs what the other commands need, where it is missing.
	@.ci/install

demo: install ## Shows the whole idea on a private Redis: a model's life from registration to metric improved.
	$(SWIFT) build --product eventbus
	@.build/debug/eventbus demo

test: install ## Runs every test against real Redis servers of its own.
	$(SWIFT) build --build-tests
	@.ci/test

test-mlflow: install ## Goes from a registration in a real MLflow to the popped list item. By hand: installs about 850 MB.
	$(SWIFT) build --product eventbus
	@.ci/test-mlflow

chaos: install ## Breaks everything around the bus for two minutes, and asks a ledger whether anything was lost.
	$(SWIFT) build --product EventBusChaos
	@.build/debug/EventBusChaos run $(ARGUMENTS)

mutants: install ## Breaks the product on purpose, again and again; the ledger must notice each time. By hand.
	@.ci/mutants $(ARGUMENTS)

schemathesis: install ## Holds the gateway to its OpenAPI document: two minutes of requests, good and bad (DURATION in seconds).
	$(SWIFT) build --product eventbus
	@.ci/schemathesis

bench: install ## Prints the table of ratios; fails while a row is below its target.
	$(SWIFT) build -c $(CONFIGURATION) --product eventbus
	$(SWIFT) run -c $(CONFIGURATION) EventBusBenchmark $(ARGUMENTS)

format: ## Formats the sources.
	@.ci/format

lint: ## Checks the format of the sources.
	@.ci/format --check

manual: ## Installs the man page and the shell completions below PREFIX (/usr/local).
	$(SWIFT) build --product eventbus
	@.ci/manual .build/debug/eventbus $(DESTDIR)$(PREFIX)/share

docs: ## Builds the API documentation into .build/documentation.
	$(SWIFT) package --allow-writing-to-directory .build/documentation generate-documentation \
		--target EventBus --target RedisEventBus --target ConfiguredEventBus --enable-experimental-combined-documentation \
		--output-path .build/documentation
