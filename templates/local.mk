# SPDX-License-Identifier: MIT
nodist_libkith_a_SOURCES += templates/templates-resource.c templates/templates-resource.h
BUILT_SOURCES += templates/templates-resource.c templates/templates-resource.h
CLEANFILES += templates/templates-resource.c templates/templates-resource.h
TEMPLATE_FILES = templates/confirmation.txt templates/digest.txt templates/reminder.txt
EXTRA_DIST += templates/templates.gresource.xml $(TEMPLATE_FILES)
TEMPLATES_RESOURCE = $(AM_V_GEN)$(MKDIR_P) templates && $(GLIB_COMPILE_RESOURCES) --internal \
	--c-name kith_templates --sourcedir=$(srcdir)/templates --target=$@

templates/templates-resource.c: templates/templates.gresource.xml $(TEMPLATE_FILES)
	$(TEMPLATES_RESOURCE) --generate-source $(srcdir)/templates/templates.gresource.xml
templates/templates-resource.h: templates/templates.gresource.xml $(TEMPLATE_FILES)
	$(TEMPLATES_RESOURCE) --generate-header $(srcdir)/templates/templates.gresource.xml
