# SPDX-License-Identifier: MIT
libkith_a_SOURCES += src/cli/answer.c src/cli/door.c src/cli/door.h src/cli/engine.c src/cli/engine.h \
	src/cli/import.c src/cli/sync.c
