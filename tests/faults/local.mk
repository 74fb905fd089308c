# SPDX-License-Identifier: MIT
# kithd against a real server behind a proxy that makes it a bad one. Of them `make check` runs fast.tap only.
FAULT_TESTS = tests/faults/changes.tap tests/faults/lines.tap tests/faults/stalls.tap \
	tests/faults/throttle.tap tests/faults/words.tap
TESTS += tests/faults/fast.tap
EXTRA_DIST += $(FAULT_TESTS) tests/faults/fast.tap tests/faults/faultproxy.py tests/faults/hasty.h \
	tests/faults/invariants.py tests/faults/scenario.py tests/faults/world.py

# The same program with other limits: what is given here comes before what the library has.
check_PROGRAMS += tests/faults/kithd-hasty
tests_faults_kithd_hasty_SOURCES = daemon/main.c src/fetch/imap-fetch.c src/fetch/session.c src/fetch/stream.c \
	src/fetch/tls.c
tests_faults_kithd_hasty_CFLAGS = $(libkith_a_CFLAGS) -include $(srcdir)/tests/faults/hasty.h
tests_faults_kithd_hasty_LDADD = $(KITH_LIBS)

# One after another: two makes at once would both write libkith.a.
check-faults:
	$(MAKE) $(AM_MAKEFLAGS) all
	$(MAKE) $(AM_MAKEFLAGS) tests/faults/kithd-hasty
	$(MAKE) $(AM_MAKEFLAGS) check-TESTS TESTS='$(FAULT_TESTS)'
.PHONY: check-faults
