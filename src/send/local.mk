# SPDX-License-Identifier: MIT
libkith_a_SOURCES += src/send/compose.c src/send/outbox.c src/send/smtp.c src/send/template.c \
	src/send/template-load.c src/send/token.c src/send/wire.c
