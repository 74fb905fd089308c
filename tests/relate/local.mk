# SPDX-License-Identifier: MIT
check_PROGRAMS += tests/relate/test-relate tests/relate/test-order
tests_relate_test_relate_SOURCES = tests/relate/test-relate.c tests/relate/world.c tests/relate/world.h
tests_relate_test_relate_LDADD = $(KITH_LIBS)
tests_relate_test_order_SOURCES = tests/relate/test-order.c tests/relate/world.c tests/relate/world.h
tests_relate_test_order_LDADD = $(KITH_LIBS)
TESTS += tests/relate/test-relate tests/relate/test-order
check_PROGRAMS += tests/relate/test-claim
tests_relate_test_claim_SOURCES = tests/relate/test-claim.c tests/relate/world.c tests/relate/world.h
tests_relate_test_claim_CFLAGS = $(libkith_a_CFLAGS)
tests_relate_test_claim_LDADD = $(KITH_LIBS)
TESTS += tests/relate/test-claim
