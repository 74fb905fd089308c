# SPDX-License-Identifier: MIT
libkith_a_SOURCES += src/fetch/uid-set.c src/fetch/wire.c src/fetch/part-head.c src/fetch/slim.c \
	src/fetch/slim.h src/fetch/names.c src/fetch/names.h src/fetch/channel.c src/fetch/channel.h \
	src/fetch/mbox.c src/fetch/local.h src/fetch/local.c src/fetch/local-folders.c
