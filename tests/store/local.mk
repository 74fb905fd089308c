# SPDX-License-Identifier: MIT
check_PROGRAMS += tests/store/test-store
tests_store_test_store_SOURCES = tests/store/test-store.c
tests_store_test_store_CFLAGS = $(AM_CFLAGS) $(SQLITE_CFLAGS)
tests_store_test_store_LDADD = $(KITH_LIBS)
TESTS += tests/store/test-store
