/* SPDX-License-Identifier: MIT
 * own-lines.c - the author's own lines among the marked ones.
 * In: marked lines. Out: places and marks. Next: src/parse/sign-off.c
 */
#include <string.h>

#include "sign-off.h"

bool kith_own_at(const KithMarked *marked, guint i)
{
	return marked->zones[i] == KITH_ZONE_NEW && !kith_line_is_blank(kith_line_at(marked, i));
}

guint kith_own_next(const KithMarked *marked, guint i, guint end)
{
	while (i < end && !kith_own_at(marked, i))
		i++;
	return i;
}

guint kith_own_paragraph_end(const KithMarked *marked, guint i, guint end)
{
	while (i < end && kith_own_at(marked, i))
		i++;
	return i;
}

void kith_own_mark(KithMarked *marked, guint from, guint until, KithZoneKind zone, const char *rule)
{
	for (guint i = from; i < until; i++) {
		if (marked->zones[i] == KITH_ZONE_NEW)
			kith_mark(marked, i, i + 1, zone, rule);
	}
}

guint kith_own_divider_above(const KithMarked *marked, guint i)
{
	for (guint up = i; up > 0 && i - up < 2; up--) {
		const char *line = kith_line_at(marked, up - 1);

		if (marked->zones[up - 1] != KITH_ZONE_NEW)
			break;
		if (kith_line_is_divider(line) || strcmp(line, "--") == 0 || strcmp(line, "-- ") == 0)
			return up - 1;
		if (!kith_line_is_blank(line))
			break;
	}
	return i;
}

const char *kith_line_bare(const char *line)
{
	for (;;) {
		line += strspn(line, " \t*_<>-[(\"'|#=~");
		if (g_str_has_prefix(line, "\u00a0"))
			line += strlen("\u00a0");
		else if (g_str_has_prefix(line, "\u26a0"))	/* a warning sign, often with a variation mark */
			line += strlen("\u26a0");
		else if (g_str_has_prefix(line, "\ufe0f"))
			line += strlen("\ufe0f");
		else
			return line;
	}
}
