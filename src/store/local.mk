# SPDX-License-Identifier: MIT
libkith_a_SOURCES += src/store/internal.h src/store/follow.c src/store/follow-read.c src/store/lock.c src/store/lock.h src/store/migrate.c src/store/migrate.h \
	src/store/mirror.c src/store/sql.c src/store/store.c
libkith_a_SOURCES += src/store/account.c src/store/ledger.c src/store/mail.c src/store/nature.c src/store/people.c src/store/people.h src/store/slim.c \
	src/store/thread.c src/store/dump.c src/store/entries.c src/store/entry-text.h src/store/entry-text.c
nodist_libkith_a_SOURCES += src/store/schema-resource.c src/store/schema-resource.h
BUILT_SOURCES += src/store/schema-resource.c src/store/schema-resource.h
CLEANFILES += src/store/schema-resource.c src/store/schema-resource.h
SCHEMA_FILES = src/store/schema/0001.sql src/store/schema/0002.sql src/store/schema/0003.sql
EXTRA_DIST += src/store/schema.gresource.xml $(SCHEMA_FILES)
SCHEMA_RESOURCE = $(AM_V_GEN)$(MKDIR_P) src/store && $(GLIB_COMPILE_RESOURCES) --internal \
	--c-name kith_schema --sourcedir=$(srcdir)/src/store/schema --target=$@

src/store/schema-resource.c: src/store/schema.gresource.xml $(SCHEMA_FILES)
	$(SCHEMA_RESOURCE) --generate-source $(srcdir)/src/store/schema.gresource.xml
src/store/schema-resource.h: src/store/schema.gresource.xml $(SCHEMA_FILES)
	$(SCHEMA_RESOURCE) --generate-header $(srcdir)/src/store/schema.gresource.xml
libkith_a_SOURCES += src/store/outbox.c src/store/read-digest.c src/store/read-accounts.c src/store/read-due.c src/store/read-ledger.c src/store/read-mail.c src/store/read-people.c src/store/read-search.c src/store/tier.h
libkith_a_SOURCES += src/store/read-health.c
