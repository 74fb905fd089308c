# SPDX-License-Identifier: MIT
libkith_a_SOURCES += src/parse/internal.h src/parse/parse.c src/parse/fields.c src/parse/address.h src/parse/address.c \
	src/parse/address-name.c src/parse/author.c src/parse/date.c src/parse/charset.c src/parse/body.h src/parse/body.c src/parse/inline-files.c \
	src/parse/tree.c src/parse/leaves.c src/parse/part.c src/parse/parameter.c src/parse/transfer.c \
	src/parse/reports.c src/parse/tnef.c src/parse/rtf.c src/parse/cms.c src/parse/encoded-word.c \
	src/parse/charset-guess.c \
	src/parse/flowed.c src/parse/html.h src/parse/html.c src/parse/html-token.c \
	src/parse/html-entities.c src/parse/html-style.c src/parse/html-link.c src/parse/html-box.c \
	src/parse/html-table.c src/parse/html-text.c src/parse/lines.c \
	src/parse/quote.h src/parse/quote-marks.c \
	src/parse/header-block.c src/parse/attribution.c src/parse/heading.c src/parse/forward.c src/parse/quote.c src/parse/sign-off.h src/parse/sign-off.c src/parse/own-lines.c src/parse/armour.c \
	src/parse/banner.c src/parse/footer.c src/parse/phone.c src/parse/letterhead.c \
	src/parse/signature.c src/parse/kind.h src/parse/kind.c src/parse/kind-bounce.c \
	src/parse/kind-auto.c src/parse/bounce.h src/parse/bounce.c src/parse/bounce-status.c \
	src/parse/bounce-report.c src/parse/bounce-text.c src/parse/away.h src/parse/away.c src/parse/away-date.c src/parse/away-instead.c src/parse/invite.c src/parse/zone-names.h src/parse/zone-names.c src/parse/language.c src/parse/json.c \
	src/parse/main.c src/parse/words.c src/parse/words.h
nodist_libkith_a_SOURCES += src/parse/words-resource.c src/parse/words-resource.h
BUILT_SOURCES += src/parse/words-resource.c src/parse/words-resource.h
CLEANFILES += src/parse/words-resource.c src/parse/words-resource.h
PARSE_WORDS = src/parse/words.gresource.xml src/parse/words/away.txt src/parse/words/bounce.txt \
	src/parse/words/kind.txt src/parse/words/people.txt src/parse/words/language.txt src/parse/words/quote.txt src/parse/words/sign-off.txt
EXTRA_DIST += $(PARSE_WORDS)
PARSE_WORDS_RESOURCE = $(AM_V_GEN)$(MKDIR_P) src/parse && $(GLIB_COMPILE_RESOURCES) --internal \
	--c-name kith_parse_words --sourcedir=$(srcdir)/src/parse/words --target=$@

src/parse/words-resource.c: $(PARSE_WORDS)
	$(PARSE_WORDS_RESOURCE) --generate-source $(srcdir)/src/parse/words.gresource.xml
src/parse/words-resource.h: $(PARSE_WORDS)
	$(PARSE_WORDS_RESOURCE) --generate-header $(srcdir)/src/parse/words.gresource.xml
