/* SPDX-License-Identifier: MIT
 * config-table.c - every option of kith.conf in one table.
 * In: nothing. Out: what the reader, `kith config` and kith.conf(5) go by. Next: src/base/config-file.c
 *
 * Options of one section stand together. A type "a | b" is the list of words allowed.
 */
#include "kith/config.h"

const KithOption kith_config_options[] = {
	{ NULL, "address", "address", NULL,
	  "kith's own address: its mails come from here, commands go here" },
	{ NULL, "database", "absolute path", "",
	  "the store; without it $XDG_DATA_HOME/kith/kith.db, or kith/kith.db below the state directory of the "
	  "system (/var/lib) when the configuration is the system's" },
	{ NULL, "timezone", "time zone", "UTC", "time zone of the team, as \"Europe/Berlin\"" },
	{ NULL, "domains", "list of domains", "", "our own: who writes from there is a colleague, never a contact" },
	{ NULL, "sending", "on | hold", "hold", "whether mails to users really go out" },
	{ NULL, "history", "span", "10 workdays", "how far back an account's first sync opens follow-ups" },
	{ NULL, "templates", "absolute path", "", "folder with templates of your own; what is not there is kith's" },

	{ "user", "name", "text", NULL, "full name" },
	{ "user", "addresses", "list of addresses", NULL, "all addresses of this user; kith writes to the first" },
	{ "user", "timezone", "time zone", "", "time zone of this user; without it the team's" },
	{ "user", "work-hours", "work hours", "Mon-Fri 09:00-17:30", "when reminders may come, and what a workday is" },
	{ "user", "role", "rep | lead | product", "rep", "a rep has customers, a lead a team, product the topics" },
	{ "user", "team", "text", "", "name of the team this user belongs to" },
	{ "user", "share", "none | meta | subject | full", "meta", "how much of this user's mail colleagues may see" },
	{ "user", "unix-user", "text", "", "login name on this machine: whoever runs kith under it sees as this user" },

	{ "account", "users", "list of user names", NULL, "whose mailbox this is; several: a shared mailbox" },
	{ "account", "source", "source", NULL,
	  "imaps://HOST[:PORT]; imap://HOST[:PORT] with STARTTLS required; maildir:/PATH of a Maildir or a folder of "
	  "Maildirs; mbox:/PATH of an mbox or a folder of them; eml:/PATH of a folder of mail files" },
	{ "account", "login", "text", "", "name for the server; needed for IMAP" },
	{ "account", "password-command", "text", "", "shell command that prints the password in its first line" },
	{ "account", "password-file", "absolute path", "", "file with the password, readable by its owner only" },
	{ "account", "credential", "text", "", "name of a systemd credential (LoadCredential=) with the password" },
	{ "account", "folders", "list of folder names", "auto",
	  "auto: INBOX, Sent and every folder that holds conversations; or the folders to read, also with * and %, "
	  "and with ! before those to leave out" },
	{ "account", "since", "span or date", "",
	  "older mails are not read, as \"2 years\" or \"2024-01-01\"; without it all are" },
	{ "account", "largest", "size", "", "of larger mails only the header is read, as \"20 MB\"" },
	{ "account", "bandwidth", "size a second", "", "most that is read from the server, as \"500 KB/s\"" },
	{ "account", "connections", "number from 1 to 3", "3", "most connections at once while the first sync runs" },
	{ "account", "tls-ca", "absolute path", "", "PEM file of the CA to trust instead of the system's" },
	{ "account", "sending", "on | hold", "", "whether mails about this account go out; without it as at the top" },

	{ "smtp", "server", "server", NULL, "smtps://HOST[:PORT]; smtp://HOST[:PORT] with STARTTLS required" },
	{ "smtp", "login", "text", "", "name for the server" },
	{ "smtp", "password-command", "text", "", "shell command that prints the password in its first line" },
	{ "smtp", "password-file", "absolute path", "", "file with the password, readable by its owner only" },
	{ "smtp", "credential", "text", "", "name of a systemd credential (LoadCredential=) with the password" },
	{ "smtp", "tls-ca", "absolute path", "", "PEM file of the CA to trust instead of the system's" },

	{ "commands", "read", "sent | off", "sent", "where words for kith are taken from: the user's own Sent folder" },

	{ "follow-up", "you-owe-after", "span", "1 workday", "how long a customer may wait for an answer" },
	{ "follow-up", "waiting-after", "span or rhythm", "rhythm",
	  "how long to wait for a customer's answer; rhythm: as long as this person usually takes, "
	  "3 workdays while that is not known" },
	{ "follow-up", "per-day", "number from 1 to 100", "7", "most reminders a user gets in one day" },

	{ "digest", "day", "day of the week", "Mon", "day on which the weekly digest goes out" },
	{ "digest", "at", "time of day", "08:00", "when it goes out, in the user's time zone" },
	{ NULL, NULL, NULL, NULL, NULL },
};
