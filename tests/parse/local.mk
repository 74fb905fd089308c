# SPDX-License-Identifier: MIT
# A test NAME is NAME.c and a word in this list; one that reads headers of GMime has its line below.
PARSE_TESTS = tests/parse/test-address tests/parse/test-author tests/parse/test-away tests/parse/test-bounce \
	tests/parse/test-charset tests/parse/test-corpus tests/parse/test-date tests/parse/test-header-words \
	tests/parse/test-html tests/parse/test-invite tests/parse/test-kind tests/parse/test-language \
	tests/parse/test-linear tests/parse/test-quote tests/parse/test-sign-off tests/parse/test-signature \
	tests/parse/test-tnef tests/parse/test-transfer tests/parse/test-words
check_PROGRAMS += $(PARSE_TESTS)
TESTS += $(PARSE_TESTS)
EXTRA_DIST += tests/parse/corpus
tests_parse_test_linear_SOURCES = tests/parse/test-linear.c tests/parse/scanners.c tests/parse/scanners.h
tests_parse_test_charset_CFLAGS = $(libkith_a_CFLAGS)
tests_parse_test_corpus_CFLAGS = $(libkith_a_CFLAGS)
tests_parse_test_header_words_CFLAGS = $(libkith_a_CFLAGS)
tests_parse_test_html_CFLAGS = $(libkith_a_CFLAGS)
tests_parse_test_kind_CFLAGS = $(libkith_a_CFLAGS)
tests_parse_test_linear_CFLAGS = $(libkith_a_CFLAGS)
tests_parse_test_tnef_CFLAGS = $(libkith_a_CFLAGS)
tests_parse_test_transfer_CFLAGS = $(libkith_a_CFLAGS)

# Hostile mails and mutated ones: few and small in `make check`, all of them in `make check-hostile` (ten minutes).
HOSTILE_TESTS = tests/parse/hostile.tap tests/parse/mutated.tap
TESTS += $(HOSTILE_TESTS)
EXTRA_DIST += $(HOSTILE_TESTS) tests/parse/bombs.py
check-hostile:
	$(MAKE) $(AM_MAKEFLAGS) all
	KITH_HOSTILE=1 KITH_MUTATIONS=100000 $(MAKE) $(AM_MAKEFLAGS) check-TESTS TESTS='$(HOSTILE_TESTS)'
.PHONY: check-hostile
