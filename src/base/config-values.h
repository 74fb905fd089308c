/* SPDX-License-Identifier: MIT
 * config-values.h - one value of kith.conf at a time: spans, work hours, servers.
 * In: text. Out: a value, or false. What was expected is said by the option's type. Next: src/base/config-check.c
 */
#pragma once

#include "kith/config.h"

/* "20 MB", "500 KiB", "4096"; with IS_RATE also "500 KB/s". At most 10^18. */
bool kith_size_parse(const char *text, bool is_rate, uint64_t *ret_bytes);
/* "2024-01-31": its first moment, UTC. */
bool kith_day_parse(const char *text, GDateTime **ret_day);
bool kith_work_hours_parse(const char *text, KithWorkHours *ret_hours);
/* "08:00": minutes after midnight. */
bool kith_clock_parse(const char *text, uint16_t *ret_minutes);
/* "Mon": Monday 0. */
bool kith_weekday_parse(const char *text, uint8_t *ret_day);
/* The place of TEXT among the words of "one | two | three". */
bool kith_word_parse(const char *text, const char *type, guint *ret_index);

/* "imaps://host:993": SCHEME, host without brackets, port or 0. */
typedef struct {
	char *scheme, *host;
	uint16_t port;
} KithServer;
bool kith_server_parse(const char *text, KithServer *ret_server);
void kith_server_clear(KithServer *server);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KithServer, kith_server_clear)

/* This machine: localhost, 127.0.0.0/8, ::1. */
bool kith_host_is_loopback(const char *host);
