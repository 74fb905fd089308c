# SPDX-License-Identifier: MIT
libkith_a_SOURCES += \
	src/fetch/uid-set.c src/fetch/wire.c src/fetch/main.c src/fetch/channel.c src/fetch/channel.h \
	src/fetch/names.c src/fetch/names.h src/fetch/choice.c src/fetch/choice.h src/fetch/gmail.c src/fetch/gmail.h \
	src/fetch/slim.c src/fetch/part-head.c src/fetch/slim.h \
	src/fetch/local.c src/fetch/local-folders.c src/fetch/local-id.c src/fetch/local-list.c src/fetch/local-walk.c \
	src/fetch/mbox.c src/fetch/local.h \
	src/fetch/stream.c src/fetch/tls.c src/fetch/stream.h src/fetch/stream-internal.h \
	src/fetch/session.c src/fetch/raw.c src/fetch/session.h src/fetch/refusal.c src/fetch/refusal.h \
	src/fetch/folders.c src/fetch/folders.h src/fetch/listing.c src/fetch/listing.h \
	src/fetch/imap.c src/fetch/imap-folder.c src/fetch/imap-fetch.c src/fetch/changes.c src/fetch/since.c src/fetch/imap.h \
	src/fetch/item.c src/fetch/item.h src/fetch/envelope.c src/fetch/envelope.h \
	src/fetch/sections.c src/fetch/structure.c src/fetch/structure.h src/fetch/tokens.c src/fetch/tokens.h
nodist_libkith_a_SOURCES += src/fetch/folder-names-resource.c src/fetch/folder-names-resource.h
BUILT_SOURCES += src/fetch/folder-names-resource.c src/fetch/folder-names-resource.h
CLEANFILES += src/fetch/folder-names-resource.c src/fetch/folder-names-resource.h
FOLDER_NAMES = src/fetch/folder-names.gresource.xml src/fetch/folder-names.txt
EXTRA_DIST += $(FOLDER_NAMES)
FOLDER_NAMES_RESOURCE = $(AM_V_GEN)$(MKDIR_P) src/fetch && $(GLIB_COMPILE_RESOURCES) --internal \
	--c-name kith_folder_names --sourcedir=$(srcdir)/src/fetch --target=$@

src/fetch/folder-names-resource.c: $(FOLDER_NAMES)
	$(FOLDER_NAMES_RESOURCE) --generate-source $(srcdir)/src/fetch/folder-names.gresource.xml
src/fetch/folder-names-resource.h: $(FOLDER_NAMES)
	$(FOLDER_NAMES_RESOURCE) --generate-header $(srcdir)/src/fetch/folder-names.gresource.xml
