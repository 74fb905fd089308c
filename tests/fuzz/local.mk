# SPDX-License-Identifier: MIT
# With --enable-fuzzing each target is a libFuzzer program; without, it replays its corpus in `make check`.
# A target NAME is fuzz-NAME.c, a folder corpus/NAME, its name in the list and a line of what it is linked with.
# (A scanner of src/parse needs none of its own: it is a line of tests/parse/scanners.c.)
FUZZ_TARGETS = tests/fuzz/fuzz-door tests/fuzz/fuzz-names tests/fuzz/fuzz-parse tests/fuzz/fuzz-scanners \
	tests/fuzz/fuzz-slim tests/fuzz/fuzz-when tests/fuzz/fuzz-wire
tests_fuzz_fuzz_door_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_names_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_parse_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_scanners_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_slim_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_when_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_wire_LDADD = $(FUZZ_LIBS)

check_PROGRAMS += $(FUZZ_TARGETS)
check_LIBRARIES = tests/fuzz/libfuzz.a
tests_fuzz_libfuzz_a_SOURCES = tests/fuzz/fuzz.h tests/parse/scanners.c tests/parse/scanners.h
tests_fuzz_libfuzz_a_CFLAGS = $(libkith_a_CFLAGS)
if FUZZING
FUZZ_LIBS = tests/fuzz/libfuzz.a $(KITH_LIBS) $(FUZZ_MAIN)
else
tests_fuzz_libfuzz_a_SOURCES += tests/fuzz/replay.c
FUZZ_LIBS = tests/fuzz/libfuzz.a $(KITH_LIBS)
TESTS += tests/fuzz/replay.tap
endif
EXTRA_DIST += tests/fuzz/replay.tap tests/fuzz/corpus
