# SPDX-License-Identifier: MIT
TESTS += tests/lint/layers.tap tests/lint/style.tap
TESTS += tests/lint/commands.tap
EXTRA_DIST += tests/lint/layers.tap tests/lint/style.tap
EXTRA_DIST += tests/lint/commands.tap
check_PROGRAMS += tests/lint/test-options
tests_lint_test_options_SOURCES = tests/lint/test-options.c
tests_lint_test_options_LDADD = $(KITH_LIBS)
TESTS += tests/lint/test-options
TESTS += tests/corpora.tap
EXTRA_DIST += tests/corpora.tap
