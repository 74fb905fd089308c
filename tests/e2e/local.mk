# SPDX-License-Identifier: MIT
# Stories: real kith, kithd, Dovecot and SMTP, in a house of their own each (house.py).
E2E_TESTS = tests/e2e/demo.tap tests/e2e/mailbox.tap tests/e2e/privacy.tap tests/e2e/reminders.tap tests/e2e/setup.tap
E2E_STORIES = \
	tests/e2e/t001-all-once.tap \
	tests/e2e/t002-mailbox-untouched.tap \
	tests/e2e/t003-one-mail-two-users.tap \
	tests/e2e/t004-stolen-message-id.tap \
	tests/e2e/t005-any-order.tap \
	tests/e2e/t006-broken-accounts.tap \
	tests/e2e/t007-one-reminder.tap \
	tests/e2e/t008-answer-obeyed.tap \
	tests/e2e/t009-forged-command.tap \
	tests/e2e/t010-hold-sends-nothing.tap \
	tests/e2e/t011-what-ends-waiting.tap \
	tests/e2e/t012-private-word.tap \
	tests/e2e/t013-digest-once-a-week.tap \
	tests/e2e/t014-new-uidvalidity.tap \
	tests/e2e/t015-hostile-mails.tap \
	tests/e2e/t016-killed.tap \
	tests/e2e/t017-starttls.tap \
	tests/e2e/t018-big-mail.tap \
	tests/e2e/t019-same-from-anywhere.tap \
	tests/e2e/t020-running-daemon.tap \
	tests/e2e/t021-why.tap \
	tests/e2e/t022-smtp-troubles.tap \
	tests/e2e/t023-rebuild.tap \
	tests/e2e/t024-not-well.tap \
	tests/e2e/t025-time-is-an-argument.tap \
	tests/e2e/t026-sent-from-a-phone.tap \
	tests/e2e/t028-patience.tap \
	tests/e2e/t029-new-uidvalidity-again.tap \
	tests/e2e/t030-several-connections.tap
E2E_STORIES += tests/e2e/t027-delivered-into-files.tap tests/e2e/t027-mbsync.tap tests/e2e/t031-folders-come-and-go.tap \
	tests/e2e/t032-forwarded-to-kith.tap
TESTS += $(E2E_TESTS) $(E2E_STORIES)
EXTRA_DIST += $(E2E_TESTS) $(E2E_STORIES) tests/e2e/house.py demo/demo.py demo/month.py docs/demo.txt docs/invariants.md
