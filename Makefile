PYTHON ?= python3
PORTAL := $(PYTHON) -m portal.local.bootstrap

.PHONY: help run test bench check lock screenshots
help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /make \1	/p' Makefile
run: ## install what is missing, start the portal, stop it with Ctrl-C (PORT, DATA_DIR, HOST)
	@$(PORTAL) run
test: ## run every test, or some: make test ARGS="-k signing tests/portal"
	@$(PORTAL) test $(ARGS)
bench: ## measure pages and documents, write docs/performance.md
	@$(PORTAL) bench
check: ## run every linter
	@$(PORTAL) check
lock: ## compile the requirement locks anew: make lock ARGS=--upgrade
	@$(PORTAL) lock $(ARGS)
screenshots: ## the README's pictures, from the demo that runs at PORT
	@.venv/bin/python -m tests.journeys.screenshots http://localhost:$(or $(PORT),8000)
