# SPDX-License-Identifier: MIT
libkith_a_SOURCES += daemon/pipe.c daemon/pipe.h daemon/jail.c daemon/jail.h daemon/parser.c daemon/parser.h \
	daemon/process.c daemon/process.h
