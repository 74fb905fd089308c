/* SPDX-License-Identifier: MIT
 * kith-when-tool.c - how times are understood, as JSON, without the rest of kith:
 * --now TIME when --json --stdin --zone ZONE, as `kith when` takes them.
 */
#include <jansson.h>
#include <string.h>

#include "kith/follow.h"

static const char *value_of(int argc, char **argv, const char *name, const char *fallback)
{
	for (int i = 1; i + 1 < argc; i++) {
		if (strcmp(argv[i], name) == 0)
			return argv[i + 1];
	}
	return fallback;
}

int main(int argc, char **argv)
{
	const KithWorkHours hours = { .days = 0x1f, .from_min = 9 * 60, .until_min = 17 * 60 + 30 };
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(value_of(argc, argv, "--zone", "UTC"));
	int64_t now_at = 0;
	char line[1024];

	if (zone == NULL || !kith_time_parse(value_of(argc, argv, "--now", ""), &now_at, NULL))
		return 2;
	while (fgets(line, sizeof line, stdin) != NULL) {
		g_autoptr(GError) error = NULL;
		KithWhen when = { 0 };

		line[strcspn(line, "\n")] = '\0';
		bool ok = kith_when_parse(line, now_at, zone, &hours, &when, &error);
		g_autofree char *at = ok ? kith_time_format(when.at, zone) : NULL;
		g_autofree char *valid = g_utf8_make_valid(line, -1);
		json_t *object = json_pack("{s:s, s:s?, s:b, s:s?}", "expression", valid, "at", at,
					   "date_only", when.date_only, "reason", ok ? NULL : error->message);
		char *text = json_dumps(object, JSON_COMPACT);

		puts(text);
		free(text);
		json_decref(object);
		kith_when_clear(&when);
	}
	return 0;
}
