# SPDX-License-Identifier: MIT
EXTRA_DIST += tests/scratch.h
include $(srcdir)/tests/base/local.mk
include $(srcdir)/tests/store/local.mk
include $(srcdir)/tests/account/local.mk
include $(srcdir)/tests/fetch/local.mk
include $(srcdir)/tests/parse/local.mk
include $(srcdir)/tests/relate/local.mk
include $(srcdir)/tests/follow/local.mk
include $(srcdir)/tests/view/local.mk
include $(srcdir)/tests/send/local.mk
include $(srcdir)/tests/cli/local.mk
include $(srcdir)/tests/daemon/local.mk
include $(srcdir)/tests/fuzz/local.mk
include $(srcdir)/tests/bench/local.mk
include $(srcdir)/tests/lint/local.mk
include $(srcdir)/tests/e2e/local.mk
include $(srcdir)/tests/scale/local.mk
include $(srcdir)/tests/faults/local.mk
include $(srcdir)/tests/crash/local.mk
