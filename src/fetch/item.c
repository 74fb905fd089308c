/* SPDX-License-Identifier: MIT
 * item.c - one FETCH answer, as far as it is believed.
 * In: libetpan's lists. Out: KithItem. Next: src/fetch/imap-fetch.c
 */
#include "item.h"

#include <stdlib.h>

struct mailimap_fetch_type *kith_item_what_to_fetch(void)
{
	struct mailimap_fetch_type *type = mailimap_fetch_type_new_fetch_att_list_empty();

	mailimap_fetch_type_new_fetch_att_list_add(type, mailimap_fetch_att_new_uid());
	mailimap_fetch_type_new_fetch_att_list_add(type, mailimap_fetch_att_new_flags());
	mailimap_fetch_type_new_fetch_att_list_add(type, mailimap_fetch_att_new_internaldate());
	mailimap_fetch_type_new_fetch_att_list_add(type, mailimap_fetch_att_new_rfc822_size());
	mailimap_fetch_type_new_fetch_att_list_add(
		type, mailimap_fetch_att_new_body_peek_section_partial(
			      mailimap_section_new(NULL), 0, KITH_LIMIT_FIRST_FETCH_BYTES));
	return type;
}

static int64_t to_unix(const struct mailimap_date_time *date)
{
	int zone = abs(date->dt_zone);
	int offset_s = (zone / 100 * 60 + zone % 100) * 60 * (date->dt_zone < 0 ? -1 : 1);
	g_autoptr(GDateTime) moment =
		g_date_time_new_utc(date->dt_year, date->dt_month, date->dt_day, date->dt_hour,
				    date->dt_min, CLAMP(date->dt_sec, 0, 59));

	return moment != NULL ? g_date_time_to_unix(moment) - offset_s : 0;
}

static void read_static(KithItem *item, const struct mailimap_msg_att_static *value)
{
	if (value->att_type == MAILIMAP_MSG_ATT_UID) {
		item->uid = value->att_data.att_uid;
	} else if (value->att_type == MAILIMAP_MSG_ATT_RFC822_SIZE) {
		item->size_bytes = value->att_data.att_rfc822_size;
	} else if (value->att_type == MAILIMAP_MSG_ATT_INTERNALDATE &&
		   value->att_data.att_internal_date != NULL) {
		item->internal_at = to_unix(value->att_data.att_internal_date);
	} else if (value->att_type == MAILIMAP_MSG_ATT_BODY_SECTION &&
		   value->att_data.att_body_section->sec_body_part != NULL) {
		item->bytes = (const uint8_t *)value->att_data.att_body_section->sec_body_part;
		item->length = value->att_data.att_body_section->sec_length;
	}
}

void kith_item_read(KithItem *item, const struct mailimap_msg_att *answer)
{
	*item = (KithItem){0};
	for (clistiter *at = clist_begin(answer->att_list); at != NULL; at = clist_next(at)) {
		const struct mailimap_msg_att_item *entry = clist_content(at);

		if (entry->att_type == MAILIMAP_MSG_ATT_ITEM_STATIC)
			read_static(item, entry->att_data.att_static);
	}
}

bool kith_item_is_whole(const KithItem *item)
{
	return item->length < KITH_LIMIT_FIRST_FETCH_BYTES || item->size_bytes == item->length;
}

uint64_t kith_item_size(const KithItem *item)
{
	return kith_item_is_whole(item) ? item->length : MAX(item->size_bytes, item->length);
}
