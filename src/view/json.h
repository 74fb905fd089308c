/* SPDX-License-Identifier: MIT
 * json.h - small helpers for objects: a field that is unknown is null, never left out.
 */
#pragma once

#include "kith/view.h"

/* TEXT, or null. */
json_t *kith_json_text(const char *text);
/* RFC 3339 in the viewer's zone; null for 0. */
json_t *kith_json_time(const KithViewer *viewer, int64_t at);
/* A number; null for 0. */
json_t *kith_json_number_or_null(int64_t value);
json_t *kith_json_texts(const GPtrArray *texts);

/* How a row of a contact becomes its object (people.c). */
json_t *kith_json_contact(KithStore *store, const KithViewer *viewer, const KithContactRow *row, GError **error);
/* How a row of a follow-up becomes its object (due.c). */
json_t *kith_json_due(KithStore *store, const KithViewer *viewer, const KithDueRow *row);
/* The one contact that TEXT means: contact_id, or 0 with NOT_FOUND after telling CANDIDATES. */
int64_t kith_view_find_contact(KithStore *store, const KithViewer *viewer, const char *text, KithViewEach candidates,
		void *context, GError **error);
/* "3 days", "2 hours": how long between two moments. */
char *kith_view_span(int64_t from_at, int64_t until_at);
