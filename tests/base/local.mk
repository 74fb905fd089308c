# SPDX-License-Identifier: MIT
check_PROGRAMS += tests/base/test-clock tests/base/test-text tests/base/test-wire
tests_base_test_clock_SOURCES = tests/base/test-clock.c
tests_base_test_clock_LDADD = $(KITH_LIBS)
tests_base_test_text_SOURCES = tests/base/test-text.c
tests_base_test_text_LDADD = $(KITH_LIBS)
tests_base_test_wire_SOURCES = tests/base/test-wire.c
tests_base_test_wire_LDADD = $(KITH_LIBS)
TESTS += tests/base/test-clock tests/base/test-text tests/base/test-wire

check_PROGRAMS += tests/base/test-config
tests_base_test_config_SOURCES = tests/base/test-config.c
tests_base_test_config_LDADD = $(KITH_LIBS)
TESTS += tests/base/test-config

check_PROGRAMS += tests/base/test-name
tests_base_test_name_SOURCES = tests/base/test-name.c
tests_base_test_name_LDADD = $(KITH_LIBS)
TESTS += tests/base/test-name
