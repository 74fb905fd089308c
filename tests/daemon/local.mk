# SPDX-License-Identifier: MIT
check_PROGRAMS += tests/daemon/test-pipe tests/daemon/test-jail
tests_daemon_test_pipe_SOURCES = tests/daemon/test-pipe.c
tests_daemon_test_pipe_LDADD = $(KITH_LIBS)
tests_daemon_test_jail_SOURCES = tests/daemon/test-jail.c
tests_daemon_test_jail_LDADD = $(KITH_LIBS)
TESTS += tests/daemon/test-pipe tests/daemon/test-jail
