# SPDX-License-Identifier: MIT
libkith_a_SOURCES += src/base/clock.c src/base/error.c src/base/text.c src/base/wire.c
