# SPDX-License-Identifier: MIT
libkith_a_SOURCES += src/relate/author.c src/relate/claim.c src/relate/claim.h src/relate/identity.c src/relate/identity.h src/relate/keep.c src/relate/keep.h \
	src/relate/participants.c src/relate/participants.h src/relate/rebuild.c src/relate/relate.c \
	src/relate/take.h
