/* SPDX-License-Identifier: MIT
 * test-outbox.c - each mail once: what is sent, tried again, looked up, proved, and never handed out.
 * In: src/send/outbox.c. Out: TAP. Next: src/send/outbox.c
 */
#include <string.h>

#include "kith/send.h"
#include "../follow/world.h"

#define DAY_S 86400

static void write_one(World *world)
{
	g_autoptr(GError) error = NULL;

	g_assert_true(kith_store_begin(world->store, true, &error));
	kith_outbox_confirmation(world->store, world->config, world_user(world, "ada"), "q1@customer.example", "Offer",
				 "Done.", NULL, world->now_at, &error);
	g_assert_no_error(error);
	g_assert_true(kith_store_commit(world->store, &error));
}

static World *world_with_one(void)
{
	World *world = world_new();

	write_one(world);
	return world;
}

static void assert_state(const World *world, const char *state)
{
	g_autofree char *now = world_value(world, "SELECT group_concat(state) FROM outgoing");

	g_assert_cmpstr(now, ==, state);
}

/* What is to be sent AFTER_S seconds from the start; NULL: nothing. */
static GBytes *next(const World *world, int64_t after_s, int64_t *ret_id)
{
	g_autoptr(GError) error = NULL;
	KithOutgoing outgoing = { 0 };
	bool found;

	g_assert_true(kith_outbox_next(world->store, world->config, world->now_at + after_s, &found, &outgoing,
				       &error));
	g_assert_no_error(error);
	if (!found)
		return NULL;
	g_assert_cmpstr(outgoing.recipient, ==, "ada@example.com");
	*ret_id = outgoing.outgoing_id;
	GBytes *bytes = g_bytes_ref(outgoing.bytes);
	kith_outgoing_clear(&outgoing);
	return bytes;
}

static void result(const World *world, int64_t id, KithSendOutcome outcome, int64_t after_s)
{
	g_autoptr(GError) error = NULL;

	g_assert_true(kith_outbox_result(world->store, id, outcome, "451 later", world->now_at + after_s, &error));
	g_assert_no_error(error);
}

static void an_occasion_is_written_once_and_sent_once(void)
{
	g_autoptr(World) world = world_with_one();
	int64_t id;

	write_one(world);
	assert_state(world, "queued");
	g_autoptr(GBytes) bytes = next(world, 0, &id);
	g_assert_nonnull(bytes);
	assert_state(world, "sending");
	g_assert_null(next(world, DAY_S, &id));
	result(world, id, KITH_SEND_DONE, 1);
	assert_state(world, "sent");
	g_assert_null(next(world, DAY_S, &id));
}

static void later_waits_longer_and_longer_and_gives_up(void)
{
	static const int64_t pauses[] = { 60, 300, 1800, 7200, 7200 };
	g_autoptr(World) world = world_with_one();
	int64_t id, at = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(pauses); i++) {
		g_autoptr(GBytes) bytes = next(world, at, &id);

		g_assert_nonnull(bytes);
		result(world, id, KITH_SEND_LATER, at);
		assert_state(world, "queued");
		g_assert_null(next(world, at + pauses[i] - 1, &id));
		at += pauses[i];
	}
	g_autoptr(GBytes) last = next(world, 3 * DAY_S + 1, &id);
	g_assert_nonnull(last);
	result(world, id, KITH_SEND_LATER, 3 * DAY_S + 1);
	assert_state(world, "failed");
}

static void refused_is_failed(void)
{
	g_autoptr(World) world = world_with_one();
	int64_t id;
	g_autoptr(GBytes) bytes = next(world, 0, &id);

	result(world, id, KITH_SEND_REFUSED, 1);
	assert_state(world, "failed");
	g_assert_null(next(world, DAY_S, &id));
}

static void sync_accounts(const World *world, int64_t after_s)
{
	for (int64_t account = 1; account <= 3; account++)
		g_assert_true(kith_account_synced(world->store, account, NULL, world->now_at + after_s, NULL));
}

static void uncertain_is_looked_up_before_it_is_repeated(void)
{
	g_autoptr(World) world = world_with_one();
	int64_t id, again;

	sync_accounts(world, -60);
	g_autoptr(GBytes) first = next(world, 0, &id);
	result(world, id, KITH_SEND_UNCERTAIN, 0);
	assert_state(world, "uncertain");
	g_assert_null(next(world, 14 * 60, &again));
	g_assert_null(next(world, 20 * 60, &again));
	sync_accounts(world, 21 * 60);
	g_autoptr(GBytes) second = next(world, 22 * 60, &again);
	g_assert_nonnull(second);
	g_assert_cmpint(again, ==, id);
	g_assert_true(g_bytes_equal(first, second));
}

static void what_was_being_sent_is_uncertain_after_a_start(void)
{
	g_autoptr(World) world = world_with_one();
	int64_t id;
	g_autoptr(GBytes) bytes = next(world, 0, &id);

	g_assert_true(kith_outbox_recover(world->store, world->now_at, NULL));
	assert_state(world, "uncertain");
}

static void only_a_signed_id_proves(void)
{
	g_autoptr(World) world = world_with_one();
	int64_t id;
	g_autoptr(GBytes) bytes = next(world, 0, &id);
	g_autofree char *text = g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
	const char *from = strstr(text, "\nX-Kith-Id: ");
	bool ours;

	g_assert_nonnull(from);
	from += strlen("\nX-Kith-Id: ");
	g_autofree char *right = g_strndup(from, strcspn(from, "\r\n"));
	g_autofree char *forged = g_strdup(right);
	forged[strlen(forged) - 1] = forged[strlen(forged) - 1] == 'a' ? 'b' : 'a';
	KithMail mail = { .kith_id = forged };
	g_assert_true(kith_outbox_prove(world->store, &mail, world->now_at, &ours, NULL));
	g_assert_false(ours);
	assert_state(world, "sending");
	mail.kith_id = right;
	g_assert_true(kith_outbox_prove(world->store, &mail, world->now_at, &ours, NULL));
	g_assert_true(ours);
	assert_state(world, "proved");
}

static void nobody_but_a_user_gets_mail(void)
{
	g_autoptr(World) world = world_with_one();
	int64_t id;

	world_do(world, "UPDATE outgoing SET recipient = 'eve@example.net'");
	g_assert_null(next(world, 0, &id));
	assert_state(world, "failed");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/outbox/once", an_occasion_is_written_once_and_sent_once);
	g_test_add_func("/outbox/later", later_waits_longer_and_longer_and_gives_up);
	g_test_add_func("/outbox/refused", refused_is_failed);
	g_test_add_func("/outbox/uncertain", uncertain_is_looked_up_before_it_is_repeated);
	g_test_add_func("/outbox/recover", what_was_being_sent_is_uncertain_after_a_start);
	g_test_add_func("/outbox/prove", only_a_signed_id_proves);
	g_test_add_func("/outbox/recipient", nobody_but_a_user_gets_mail);
	return g_test_run();
}
