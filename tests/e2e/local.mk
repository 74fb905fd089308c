# SPDX-License-Identifier: MIT
# Stories: real kith, kithd, Dovecot and SMTP, in a house of their own each (house.py).
E2E_TESTS = tests/e2e/demo.tap tests/e2e/mailbox.tap tests/e2e/privacy.tap tests/e2e/reminders.tap tests/e2e/setup.tap
TESTS += $(E2E_TESTS)
EXTRA_DIST += $(E2E_TESTS) tests/e2e/house.py demo/demo.py demo/month.py docs/demo.txt
