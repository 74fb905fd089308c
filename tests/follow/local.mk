# SPDX-License-Identifier: MIT
check_PROGRAMS += tests/follow/kith-when-tool tests/follow/test-engine
tests_follow_kith_when_tool_SOURCES = tests/follow/kith-when-tool.c
tests_follow_kith_when_tool_CFLAGS = $(libkith_a_CFLAGS)
tests_follow_kith_when_tool_LDADD = $(KITH_LIBS)
tests_follow_test_engine_SOURCES = tests/follow/test-engine.c tests/follow/world.c tests/follow/world.h
tests_follow_test_engine_CFLAGS = $(libkith_a_CFLAGS)
tests_follow_test_engine_LDADD = $(KITH_LIBS)
TESTS += tests/follow/test-engine
