# SPDX-License-Identifier: MIT
# Big and poor servers. `make check` runs the small ones. `make check-scale` runs all of it: a mail of 1 GB, a mailbox
# of 200,000 mails, every combination of hidden capabilities; a quarter of an hour and 5 GB below $TMPDIR.
SCALE_TESTS = tests/scale/big-mail.tap tests/scale/second-server.tap tests/fetch/t-capabilities.tap
SCALE_WISHED = tests/scale/big-mailbox.tap
TESTS += $(SCALE_TESTS)
EXTRA_DIST += $(SCALE_TESTS) $(SCALE_WISHED) tests/scale/proxy.py tests/scale/watch.py tests/scale/world.py \
	tests/scale/servers.py tests/scale/unpack-servers.sh

check-scale:
	$(MAKE) $(AM_MAKEFLAGS) all
	KITH_SCALE=1 $(MAKE) $(AM_MAKEFLAGS) check-TESTS TESTS='$(SCALE_TESTS) $(SCALE_WISHED)'
.PHONY: check-scale
