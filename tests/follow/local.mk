# SPDX-License-Identifier: MIT
check_PROGRAMS += tests/follow/kith-when-tool
tests_follow_kith_when_tool_SOURCES = tests/follow/kith-when-tool.c
tests_follow_kith_when_tool_CFLAGS = $(libkith_a_CFLAGS)
tests_follow_kith_when_tool_LDADD = $(KITH_LIBS)
