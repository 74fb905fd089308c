# SPDX-License-Identifier: MIT
libkith_a_SOURCES += src/view/conversations.c src/view/digest.c src/view/due.c src/view/json.c src/view/json.h src/view/own-mail.c \
	src/view/people.c src/view/reminder.c src/view/search.c src/view/status.c src/view/timeline.c src/view/why.c
