# SPDX-License-Identifier: MIT
check_PROGRAMS += tests/parse/test-corpus
tests_parse_test_corpus_SOURCES = tests/parse/test-corpus.c
tests_parse_test_corpus_CFLAGS = $(libkith_a_CFLAGS)
tests_parse_test_corpus_LDADD = $(KITH_LIBS)
TESTS += tests/parse/test-corpus
EXTRA_DIST += tests/parse/corpus

check_PROGRAMS += tests/parse/test-words
tests_parse_test_words_SOURCES = tests/parse/test-words.c
tests_parse_test_words_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)
tests_parse_test_words_LDADD = $(KITH_LIBS)
TESTS += tests/parse/test-words

check_PROGRAMS += tests/parse/test-linear
tests_parse_test_linear_SOURCES = tests/parse/test-linear.c tests/parse/scanners.c tests/parse/scanners.h
tests_parse_test_linear_CFLAGS = $(libkith_a_CFLAGS)
tests_parse_test_linear_LDADD = $(KITH_LIBS)
TESTS += tests/parse/test-linear

check_PROGRAMS += tests/parse/test-address
tests_parse_test_address_SOURCES = tests/parse/test-address.c
tests_parse_test_address_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)
tests_parse_test_address_LDADD = $(KITH_LIBS)
TESTS += tests/parse/test-address

check_PROGRAMS += tests/parse/test-author
tests_parse_test_author_SOURCES = tests/parse/test-author.c
tests_parse_test_author_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)
tests_parse_test_author_LDADD = $(KITH_LIBS)
TESTS += tests/parse/test-author

check_PROGRAMS += tests/parse/test-html
tests_parse_test_html_SOURCES = tests/parse/test-html.c
tests_parse_test_html_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)
tests_parse_test_html_CFLAGS = $(libkith_a_CFLAGS)
tests_parse_test_html_LDADD = $(KITH_LIBS)
TESTS += tests/parse/test-html

# Hostile mails and mutated ones: few and small in `make check`, all of them in `make check-hostile` (ten minutes).
HOSTILE_TESTS = tests/parse/hostile.tap tests/parse/mutated.tap
TESTS += $(HOSTILE_TESTS)
EXTRA_DIST += $(HOSTILE_TESTS) tests/parse/bombs.py
check-hostile:
	$(MAKE) $(AM_MAKEFLAGS) all
	KITH_HOSTILE=1 KITH_MUTATIONS=100000 $(MAKE) $(AM_MAKEFLAGS) check-TESTS TESTS='$(HOSTILE_TESTS)'
.PHONY: check-hostile

check_PROGRAMS += tests/parse/test-bounce
tests_parse_test_bounce_SOURCES = tests/parse/test-bounce.c
tests_parse_test_bounce_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)
tests_parse_test_bounce_LDADD = $(KITH_LIBS)
TESTS += tests/parse/test-bounce

check_PROGRAMS += tests/parse/test-away
tests_parse_test_away_SOURCES = tests/parse/test-away.c
tests_parse_test_away_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)
tests_parse_test_away_LDADD = $(KITH_LIBS)
TESTS += tests/parse/test-away

check_PROGRAMS += tests/parse/test-invite
tests_parse_test_invite_SOURCES = tests/parse/test-invite.c
tests_parse_test_invite_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)
tests_parse_test_invite_LDADD = $(KITH_LIBS)
TESTS += tests/parse/test-invite

check_PROGRAMS += tests/parse/test-charset
tests_parse_test_charset_SOURCES = tests/parse/test-charset.c
tests_parse_test_charset_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)
tests_parse_test_charset_CFLAGS = $(libkith_a_CFLAGS)
tests_parse_test_charset_LDADD = $(KITH_LIBS)
TESTS += tests/parse/test-charset

check_PROGRAMS += tests/parse/test-header-words
tests_parse_test_header_words_SOURCES = tests/parse/test-header-words.c
tests_parse_test_header_words_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)
tests_parse_test_header_words_CFLAGS = $(libkith_a_CFLAGS)
tests_parse_test_header_words_LDADD = $(KITH_LIBS)
TESTS += tests/parse/test-header-words

check_PROGRAMS += tests/parse/test-transfer
tests_parse_test_transfer_SOURCES = tests/parse/test-transfer.c
tests_parse_test_transfer_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)
tests_parse_test_transfer_CFLAGS = $(libkith_a_CFLAGS)
tests_parse_test_transfer_LDADD = $(KITH_LIBS)
TESTS += tests/parse/test-transfer

check_PROGRAMS += tests/parse/test-tnef
tests_parse_test_tnef_SOURCES = tests/parse/test-tnef.c
tests_parse_test_tnef_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)
tests_parse_test_tnef_CFLAGS = $(libkith_a_CFLAGS)
tests_parse_test_tnef_LDADD = $(KITH_LIBS)
TESTS += tests/parse/test-tnef

check_PROGRAMS += tests/parse/test-kind
tests_parse_test_kind_SOURCES = tests/parse/test-kind.c
tests_parse_test_kind_CFLAGS = $(libkith_a_CFLAGS)
tests_parse_test_kind_LDADD = $(KITH_LIBS)
TESTS += tests/parse/test-kind

check_PROGRAMS += tests/parse/test-sign-off
tests_parse_test_sign_off_SOURCES = tests/parse/test-sign-off.c
tests_parse_test_sign_off_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)
tests_parse_test_sign_off_LDADD = $(KITH_LIBS)
TESTS += tests/parse/test-sign-off

check_PROGRAMS += tests/parse/test-signature
tests_parse_test_signature_SOURCES = tests/parse/test-signature.c
tests_parse_test_signature_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)
tests_parse_test_signature_LDADD = $(KITH_LIBS)
TESTS += tests/parse/test-signature

check_PROGRAMS += tests/parse/test-date
tests_parse_test_date_SOURCES = tests/parse/test-date.c
tests_parse_test_date_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)
tests_parse_test_date_LDADD = $(KITH_LIBS)
TESTS += tests/parse/test-date

check_PROGRAMS += tests/parse/test-language
tests_parse_test_language_SOURCES = tests/parse/test-language.c
tests_parse_test_language_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)
tests_parse_test_language_LDADD = $(KITH_LIBS)
TESTS += tests/parse/test-language

check_PROGRAMS += tests/parse/test-quote
tests_parse_test_quote_SOURCES = tests/parse/test-quote.c
tests_parse_test_quote_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)
tests_parse_test_quote_LDADD = $(KITH_LIBS)
TESTS += tests/parse/test-quote
