# SPDX-License-Identifier: MIT
check_PROGRAMS += tests/store/test-store
tests_store_test_store_SOURCES = tests/store/test-store.c
tests_store_test_store_CFLAGS = $(AM_CFLAGS) $(SQLITE_CFLAGS)
tests_store_test_store_LDADD = $(KITH_LIBS)
TESTS += tests/store/test-store
check_PROGRAMS += tests/store/test-ledger
tests_store_test_ledger_SOURCES = tests/store/test-ledger.c
tests_store_test_ledger_CFLAGS = $(AM_CFLAGS) $(SQLITE_CFLAGS)
tests_store_test_ledger_LDADD = $(KITH_LIBS)
TESTS += tests/store/test-ledger

check_PROGRAMS += tests/store/test-entry-text
tests_store_test_entry_text_SOURCES = tests/store/test-entry-text.c
tests_store_test_entry_text_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)
tests_store_test_entry_text_LDADD = $(KITH_LIBS)
TESTS += tests/store/test-entry-text
