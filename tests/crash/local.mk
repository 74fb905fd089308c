# SPDX-License-Identifier: MIT
# What kills, breaks and takes away: `make check` runs a short selection, `make check-crash` all of it.
CRASH_TESTS = tests/crash/killed.tap tests/crash/commits.tap tests/crash/disasters.tap tests/crash/recreated.tap \
	tests/crash/old-schema.tap
TESTS += $(CRASH_TESTS)
EXTRA_DIST += $(CRASH_TESTS) tests/crash/ground.py tests/store/schema-1.sql

# Preloaded into kithd, so it is a library, and of no sanitizer.
check_PROGRAMS += tests/crash/faults.so
tests_crash_faults_so_SOURCES = tests/crash/faults.c
tests_crash_faults_so_CFLAGS = -Wall -Wextra -fPIC
tests_crash_faults_so_LDFLAGS = -shared
tests_crash_faults_so_LDADD = -ldl

# One after another: two makes at once would both write libkith.a.
check-crash:
	$(MAKE) $(AM_MAKEFLAGS) all
	$(MAKE) $(AM_MAKEFLAGS) tests/crash/faults.so
	KITH_CRASH_KILLS=200 KITH_CRASH_STEP=8 KITH_CRASH_MAILS=5000 \
		$(MAKE) $(AM_MAKEFLAGS) check-TESTS TESTS='$(CRASH_TESTS)'
.PHONY: check-crash
