# SPDX-License-Identifier: MIT
check_PROGRAMS += tests/view/test-view
tests_view_test_view_SOURCES = tests/view/test-view.c tests/relate/world.c tests/relate/world.h
tests_view_test_view_LDADD = $(KITH_LIBS)
TESTS += tests/view/test-view
