# SPDX-License-Identifier: MIT
check_PROGRAMS += tests/send/test-token
tests_send_test_token_SOURCES = tests/send/test-token.c
tests_send_test_token_CFLAGS = $(libkith_a_CFLAGS)
tests_send_test_token_LDADD = $(KITH_LIBS)
TESTS += tests/send/test-token
check_PROGRAMS += tests/send/test-template
tests_send_test_template_SOURCES = tests/send/test-template.c
tests_send_test_template_CFLAGS = $(libkith_a_CFLAGS)
tests_send_test_template_LDADD = $(KITH_LIBS)
TESTS += tests/send/test-template
check_PROGRAMS += tests/send/test-outbox
tests_send_test_outbox_SOURCES = tests/send/test-outbox.c tests/follow/world.c tests/follow/world.h
tests_send_test_outbox_CFLAGS = $(libkith_a_CFLAGS)
tests_send_test_outbox_LDADD = $(KITH_LIBS)
TESTS += tests/send/test-outbox
