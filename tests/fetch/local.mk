# SPDX-License-Identifier: MIT
check_PROGRAMS += tests/fetch/test-uid-set tests/fetch/test-slim tests/fetch/test-local
tests_fetch_test_uid_set_SOURCES = tests/fetch/test-uid-set.c
tests_fetch_test_uid_set_LDADD = $(KITH_LIBS)
tests_fetch_test_slim_SOURCES = tests/fetch/test-slim.c
tests_fetch_test_slim_LDADD = $(KITH_LIBS)
tests_fetch_test_local_SOURCES = tests/fetch/test-local.c
tests_fetch_test_local_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)
tests_fetch_test_local_LDADD = $(KITH_LIBS)
TESTS += tests/fetch/test-uid-set tests/fetch/test-slim tests/fetch/test-local
