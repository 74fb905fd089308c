# SPDX-License-Identifier: MIT
check_PROGRAMS += tests/send/test-token
tests_send_test_token_SOURCES = tests/send/test-token.c
tests_send_test_token_CFLAGS = $(libkith_a_CFLAGS)
tests_send_test_token_LDADD = $(KITH_LIBS)
TESTS += tests/send/test-token
