# SPDX-License-Identifier: MIT
# With --enable-fuzzing each target is a libFuzzer program; without, it replays its corpus in `make check`.
check_PROGRAMS += tests/fuzz/fuzz-door tests/fuzz/fuzz-wire tests/fuzz/fuzz-slim
tests_fuzz_fuzz_door_SOURCES = tests/fuzz/fuzz-door.c tests/fuzz/fuzz.h
tests_fuzz_fuzz_wire_SOURCES = tests/fuzz/fuzz-wire.c tests/fuzz/fuzz.h
tests_fuzz_fuzz_wire_CFLAGS = $(libkith_a_CFLAGS)
tests_fuzz_fuzz_slim_SOURCES = tests/fuzz/fuzz-slim.c tests/fuzz/fuzz.h
tests_fuzz_fuzz_slim_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)
tests_fuzz_fuzz_slim_LDADD = $(KITH_LIBS)
tests_fuzz_fuzz_door_LDADD = $(KITH_LIBS)
tests_fuzz_fuzz_wire_LDADD = $(KITH_LIBS)
if FUZZING
tests_fuzz_fuzz_slim_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_door_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
tests_fuzz_fuzz_wire_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
else
tests_fuzz_fuzz_slim_SOURCES += tests/fuzz/replay.c
tests_fuzz_fuzz_door_SOURCES += tests/fuzz/replay.c
tests_fuzz_fuzz_wire_SOURCES += tests/fuzz/replay.c
TESTS += tests/fuzz/replay-door.tap tests/fuzz/replay-wire.tap tests/fuzz/replay-slim.tap
endif
EXTRA_DIST += tests/fuzz/replay-slim.tap tests/fuzz/corpus/slim/answer tests/fuzz/corpus/slim/mail \
	tests/fuzz/corpus/slim/mbox tests/fuzz/replay-door.tap tests/fuzz/replay-wire.tap \
	tests/fuzz/corpus/door/answer tests/fuzz/corpus/door/request \
	tests/fuzz/corpus/wire/folder tests/fuzz/corpus/wire/job tests/fuzz/corpus/wire/mail \
	tests/fuzz/corpus/wire/raw tests/fuzz/corpus/wire/result tests/fuzz/corpus/wire/send-result \
	tests/fuzz/corpus/wire/uids

check_PROGRAMS += tests/fuzz/fuzz-when
tests_fuzz_fuzz_when_SOURCES = tests/fuzz/fuzz-when.c tests/fuzz/fuzz.h
tests_fuzz_fuzz_when_LDADD = $(KITH_LIBS)
if FUZZING
tests_fuzz_fuzz_when_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
else
tests_fuzz_fuzz_when_SOURCES += tests/fuzz/replay.c
TESTS += tests/fuzz/replay-when.tap
endif
EXTRA_DIST += tests/fuzz/replay-when.tap tests/fuzz/corpus/when/span tests/fuzz/corpus/when/weekday \
	tests/fuzz/corpus/when/every tests/fuzz/corpus/when/german tests/fuzz/corpus/when/iso \
	tests/fuzz/corpus/when/mixed

check_PROGRAMS += tests/fuzz/fuzz-parse
tests_fuzz_fuzz_parse_SOURCES = tests/fuzz/fuzz-parse.c tests/fuzz/fuzz.h
tests_fuzz_fuzz_parse_CFLAGS = $(libkith_a_CFLAGS)
tests_fuzz_fuzz_parse_LDADD = $(KITH_LIBS)
if FUZZING
tests_fuzz_fuzz_parse_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
else
tests_fuzz_fuzz_parse_SOURCES += tests/fuzz/replay.c
TESTS += tests/fuzz/replay-parse.tap
endif
EXTRA_DIST += tests/fuzz/replay-parse.tap tests/fuzz/corpus/parse/groups tests/fuzz/corpus/parse/encoded-words \
	tests/fuzz/corpus/parse/interleaved

check_PROGRAMS += tests/fuzz/fuzz-names
tests_fuzz_fuzz_names_SOURCES = tests/fuzz/fuzz-names.c tests/fuzz/fuzz.h
tests_fuzz_fuzz_names_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)
tests_fuzz_fuzz_names_LDADD = $(KITH_LIBS)
if FUZZING
tests_fuzz_fuzz_names_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
else
tests_fuzz_fuzz_names_SOURCES += tests/fuzz/replay.c
TESTS += tests/fuzz/replay-names.tap
endif
EXTRA_DIST += tests/fuzz/replay-names.tap tests/fuzz/corpus/names/utf7 tests/fuzz/corpus/names/pairs \
	tests/fuzz/corpus/names/utf8
