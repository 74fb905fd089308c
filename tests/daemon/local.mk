# SPDX-License-Identifier: MIT
check_PROGRAMS += tests/daemon/test-pipe tests/daemon/test-jail tests/daemon/test-door tests/daemon/test-parser \
	tests/daemon/test-core tests/daemon/test-bell
tests_daemon_test_bell_SOURCES = tests/daemon/test-bell.c
tests_daemon_test_bell_LDADD = $(KITH_LIBS)
tests_daemon_test_pipe_SOURCES = tests/daemon/test-pipe.c
tests_daemon_test_pipe_LDADD = $(KITH_LIBS)
tests_daemon_test_jail_SOURCES = tests/daemon/test-jail.c
tests_daemon_test_jail_LDADD = $(KITH_LIBS)
tests_daemon_test_door_SOURCES = tests/daemon/test-door.c
tests_daemon_test_door_CFLAGS = $(libkith_a_CFLAGS)
tests_daemon_test_door_LDADD = $(KITH_LIBS)
tests_daemon_test_parser_SOURCES = tests/daemon/test-parser.c
tests_daemon_test_parser_LDADD = $(KITH_LIBS)
tests_daemon_test_core_SOURCES = tests/daemon/test-core.c
tests_daemon_test_core_CFLAGS = $(libkith_a_CFLAGS)
tests_daemon_test_core_LDADD = $(KITH_LIBS)
TESTS += tests/daemon/test-pipe tests/daemon/test-jail tests/daemon/test-door tests/daemon/test-parser \
	tests/daemon/test-core tests/daemon/test-bell
check_PROGRAMS += tests/daemon/test-patience
tests_daemon_test_patience_SOURCES = tests/daemon/test-patience.c
tests_daemon_test_patience_LDADD = $(KITH_LIBS)
TESTS += tests/daemon/test-patience
check_PROGRAMS += tests/daemon/test-folder
tests_daemon_test_folder_SOURCES = tests/daemon/test-folder.c
tests_daemon_test_folder_LDADD = $(KITH_LIBS)
TESTS += tests/daemon/test-folder
