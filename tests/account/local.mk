# SPDX-License-Identifier: MIT
check_PROGRAMS += tests/account/test-secret
tests_account_test_secret_SOURCES = tests/account/test-secret.c
tests_account_test_secret_LDADD = $(KITH_LIBS)
TESTS += tests/account/test-secret
