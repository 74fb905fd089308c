# SPDX-License-Identifier: MIT
libkith_a_SOURCES += daemon/core.c daemon/core.h daemon/fetcher.c daemon/fetcher.h daemon/jail.c daemon/jail.h \
	daemon/parser.c daemon/parser.h daemon/pipe.c daemon/pipe.h daemon/pool.c daemon/pool.h \
	daemon/postman.c daemon/postman.h daemon/process.c daemon/process.h daemon/watch.c daemon/watch.h
