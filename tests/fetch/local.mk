# SPDX-License-Identifier: MIT
check_PROGRAMS += tests/fetch/test-uid-set tests/fetch/test-slim tests/fetch/test-local tests/fetch/test-structure \
	tests/fetch/test-refusal tests/fetch/test-envelope tests/fetch/test-names tests/fetch/fetch-driver
tests_fetch_test_names_SOURCES = tests/fetch/test-names.c
tests_fetch_test_names_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)
tests_fetch_test_names_LDADD = $(KITH_LIBS)
tests_fetch_test_refusal_SOURCES = tests/fetch/test-refusal.c
tests_fetch_test_refusal_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)
tests_fetch_test_refusal_LDADD = $(KITH_LIBS)
tests_fetch_test_envelope_SOURCES = tests/fetch/test-envelope.c
tests_fetch_test_envelope_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)
tests_fetch_test_envelope_LDADD = $(KITH_LIBS)
tests_fetch_test_uid_set_SOURCES = tests/fetch/test-uid-set.c
tests_fetch_test_uid_set_LDADD = $(KITH_LIBS)
tests_fetch_test_slim_SOURCES = tests/fetch/test-slim.c
tests_fetch_test_slim_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)
tests_fetch_test_slim_LDADD = $(KITH_LIBS)
tests_fetch_test_local_SOURCES = tests/fetch/test-local.c
tests_fetch_test_local_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)
tests_fetch_test_local_LDADD = $(KITH_LIBS)
tests_fetch_test_structure_SOURCES = tests/fetch/test-structure.c
tests_fetch_test_structure_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)
tests_fetch_test_structure_LDADD = $(KITH_LIBS)
tests_fetch_fetch_driver_SOURCES = tests/fetch/fetch-driver.c
tests_fetch_fetch_driver_LDADD = $(KITH_LIBS)
TESTS += tests/fetch/test-names tests/fetch/t-folders.tap tests/fetch/test-uid-set tests/fetch/test-slim tests/fetch/test-local \
	tests/fetch/test-structure tests/fetch/test-refusal tests/fetch/test-envelope tests/fetch/t-server.tap tests/fetch/t-hostile.tap
EXTRA_DIST += tests/fetch/t-folders.tap tests/fetch/t-server.tap tests/fetch/t-hostile.tap
