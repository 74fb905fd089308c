# SPDX-License-Identifier: MIT
libkith_a_SOURCES += src/follow/asks.c src/follow/asks.h src/follow/command.c src/follow/command.h \
	src/follow/command-mail.c src/follow/due.c src/follow/engine.c src/follow/rhythm.c src/follow/rhythm.h src/follow/span.c \
	src/follow/state.c src/follow/when.c src/follow/when.h src/follow/when-atoms.c src/follow/when-atoms.h \
	src/follow/when-date.c src/follow/when-date.h src/follow/when-read.c src/follow/when-words.c \
	src/follow/when-words.h src/follow/when-zone.c
