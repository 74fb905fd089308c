# SPDX-License-Identifier: MIT
check_PROGRAMS += tests/parse/test-corpus
tests_parse_test_corpus_SOURCES = tests/parse/test-corpus.c
tests_parse_test_corpus_CFLAGS = $(libkith_a_CFLAGS)
tests_parse_test_corpus_LDADD = $(KITH_LIBS)
TESTS += tests/parse/test-corpus
EXTRA_DIST += tests/parse/corpus
