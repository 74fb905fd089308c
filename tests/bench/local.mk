# SPDX-License-Identifier: MIT
# How quick kith is beside what it stands on. Run by hand: a figure is no test.
EXTRA_PROGRAMS = tests/bench/bare-gmime
tests_bench_bare_gmime_SOURCES = tests/bench/bare-gmime.c
tests_bench_bare_gmime_CFLAGS = $(AM_CFLAGS) $(GMIME_CFLAGS)
tests_bench_bare_gmime_LDADD = $(GMIME_LIBS) $(GLIB_LIBS)
CLEANFILES += $(EXTRA_PROGRAMS)
EXTRA_DIST += tests/bench/invented.py tests/bench/parse.py

bench: kith tests/bench/bare-gmime
	$(AM_TESTS_ENVIRONMENT) $(srcdir)/tests/bench/parse.py $(KITH_BENCH_MBOXES)
.PHONY: bench
