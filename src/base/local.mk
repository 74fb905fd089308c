# SPDX-License-Identifier: MIT
libkith_a_SOURCES += src/base/clock.c src/base/error.c src/base/name.c \
	src/base/name-words.c src/base/name-words.h src/base/text.c src/base/wire.c
libkith_a_SOURCES += src/base/config.c src/base/config-check.c src/base/config-file.c src/base/config-file.h \
	src/base/config-table.c src/base/config-values.c src/base/config-values.h
