# SPDX-License-Identifier: MIT
libkith_a_SOURCES += src/parse/internal.h src/parse/parse.c src/parse/fields.c src/parse/address.c \
	src/parse/date.c src/parse/charset.c src/parse/body.h src/parse/body.c src/parse/inline-files.c \
	src/parse/flowed.c src/parse/html.c src/parse/lines.c src/parse/quote-words.h \
	src/parse/quote-words.c src/parse/quote.h src/parse/quote.c src/parse/sign-off.c \
	src/parse/signature.c src/parse/kind-words.h src/parse/kind-words.c src/parse/kind.c \
	src/parse/bounce.c src/parse/away.c src/parse/invite.c src/parse/language.c src/parse/json.c \
	src/parse/main.c
