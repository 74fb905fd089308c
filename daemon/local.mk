# SPDX-License-Identifier: MIT
libkith_a_SOURCES += daemon/answer.c daemon/answer.h daemon/bell.c daemon/bell.h daemon/core.c daemon/core.h daemon/door.c daemon/door.h \
	daemon/fetcher.c daemon/fetcher.h daemon/folder.c daemon/folder.h daemon/job.c daemon/job.h \
	daemon/patience.c daemon/patience.h daemon/progress.c daemon/progress.h daemon/jail.c daemon/jail.h daemon/parser.c daemon/parser.h \
	daemon/pipe.c daemon/pipe.h daemon/pool.c daemon/pool.h daemon/porter.c daemon/porter.h \
	daemon/postman.c daemon/postman.h daemon/process.c daemon/process.h daemon/roles.c daemon/roles.h \
	daemon/watch.c daemon/watch.h

sbin_PROGRAMS += kithd
kithd_SOURCES = daemon/main.c
kithd_CFLAGS = $(libkith_a_CFLAGS)
kithd_LDADD = $(KITH_LIBS)

unitdir = $(prefix)/lib/systemd/system
nodist_unit_DATA = data/kith.service
EXTRA_DIST += data/kith.service.in
CLEANFILES += data/kith.service

data/kith.service: data/kith.service.in Makefile
	$(AM_V_GEN)$(MKDIR_P) data && sed -e 's#@sbindir@#$(sbindir)#; s#@sysconfdir@#$(sysconfdir)#' \
		$(srcdir)/data/kith.service.in > $@
