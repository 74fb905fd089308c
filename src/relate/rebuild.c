/* SPDX-License-Identifier: MIT
 * rebuild.c - the derived tables again, from the slim mails, the sightings and what was told.
 * In: slim mails. Out: the same rows as before, or better ones after an upgrade. Next: src/follow/
 */
#include "take.h"

static bool rebuild_one(KithStore *store, const KithConfig *config, const KithSlimName *name, KithParseOne parse,
		void *context, GError **error)
{
	g_autoptr(GBytes) slim = kith_slim_get(store, name->mail, error);
	g_autoptr(KithMail) mail = slim != NULL ? parse(slim, context, error) : NULL;
	KithMailRow row;
	bool has_new;

	return mail != NULL && kith_take_mail(store, config, name->mail, mail, name->arrived_at, 0, &row, error) &&
	       kith_mail_set_users(store, name->mail, &has_new, error);
}

static bool restore_aliases(KithStore *store, const GPtrArray *aliases, GError **error)
{
	for (guint i = 0; i < aliases->len; i++) {
		if (!kith_thread_restore_alias(store, aliases->pdata[i], error))
			return false;
	}
	return true;
}

static bool rebuild_all(KithStore *store, const KithConfig *config, KithParseOne parse, void *context,
		uint64_t *ret_count, GError **error)
{
	g_autoptr(GPtrArray) names = kith_slim_names(store, error);
	g_autoptr(GPtrArray) aliases = names != NULL ? kith_thread_aliases(store, error) : NULL;

	if (aliases == NULL || !kith_mail_clear_all(store, error) || !kith_people_clear(store, error))
		return false;
	for (guint i = 0; i < names->len; i++) {
		const KithSlimName *name = names->pdata[i];

		if (!rebuild_one(store, config, name, parse, context, error)) {
			g_prefix_error(error, "mail %s: ", name->mail);
			return false;
		}
	}
	*ret_count = names->len;
	return restore_aliases(store, aliases, error) && kith_people_finish(store, error) &&
	       kith_store_drop_setting(store, "rebuild-wanted", error);
}

bool kith_relate_rebuild(KithStore *store, const KithConfig *config, KithParseOne parse, void *context,
		int64_t now_at KITH_UNUSED, uint64_t *ret_count, GError **error)
{
	uint64_t count;

	if (!kith_store_begin(store, false, error))
		return false;
	if (!rebuild_all(store, config, parse, context, &count, error)) {
		kith_store_rollback(store);
		return false;
	}
	if (!kith_store_commit(store, error))
		return false;
	*ret_count = count;
	return true;
}
