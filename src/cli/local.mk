# SPDX-License-Identifier: MIT
# The commands are in the library: an answer process of kithd runs the same ones.
libkith_a_SOURCES += src/cli/answer.c src/cli/ask.c src/cli/cli.h src/cli/commands.h src/cli/config.c \
	src/cli/digest.c src/cli/doctor.c src/cli/door.c src/cli/door.h src/cli/engine.c src/cli/engine.h src/cli/explain.c src/cli/export.c \
	src/cli/import.c src/cli/init.c src/cli/parse.c src/cli/print.c src/cli/setup.c src/cli/status.c src/cli/sync.c \
	src/cli/table.c src/cli/tell.c src/cli/when.c
bin_PROGRAMS += kith
kith_SOURCES = src/cli/main.c
kith_CFLAGS = $(libkith_a_CFLAGS)
kith_LDADD = $(KITH_LIBS)
