/* SPDX-License-Identifier: MIT
 * test-order.c - shuffled orders, a rebuild, and the cost of a very long conversation.
 */
#include "config.h"

#include "world.h"

#include <string.h>

#define DAY 86400
#define START 1700000000
#define MAILS 30

/* An invented month: customers, colleagues, a list, an absence note, a bounce, ghosts, forgeries. */
static GPtrArray *month(void)
{
	static const char *const outside[] = {
		"jan@x.example", "kim@y.example", "lou@example.co.uk", "info@x.example", "max@gmail.com"
	};
	static const char *const names[] = { "Jan Berg", "Kim Sorel", "Lou Tan", "X Office", "Max Rell" };
	GPtrArray *mails = g_ptr_array_new_with_free_func((GDestroyNotify)kith_mail_free);

	for (int i = 0; i < MAILS; i++) {
		int who = i % 5, previous = i - 1 - i % 3;
		bool out = i % 3 == 1;
		g_autofree char *id = g_strdup_printf("m%d@x.example", i == 17 ? 12 : i);
		g_autofree char *references = i == 9 || i == 14 ? g_strdup("ghost@x.example m3@x.example") :
			previous >= 0 && i % 4 != 0 ? g_strdup_printf("m%d@x.example m%d@x.example", previous / 2, previous) : NULL;
		g_autofree char *text = g_strdup_printf("words number %d about chairs", i);
		KithMail *mail = world_mail(id, out ? "ada@ours.example" : outside[who],
					    out ? outside[who] : i % 2 == 0 ? "ada@ours.example ben@ours.example" : "ada@ours.example",
					    START + (i % 7) * DAY + i * 60, references, text);

		if (!out) {
			g_free(mail->author->name);
			mail->author->name = g_strdup_printf("%s%s", names[who], i % 4 == 3 ? " via Talk" : "");
		}
		if (i % 10 == 8) {
			mail->kind = KITH_KIND_LIST;
			g_ptr_array_add(mail->list_addresses, g_strdup("talk@w.example"));
		}
		if (i == 21) {
			mail->kind = KITH_KIND_AUTO_REPLY;
			mail->away_until = g_strdup("2023-12-01");
		}
		world_add(mail->cc, "Kim", i % 5 == 2 ? "kim@y.example" : "talk@w.example");
		g_ptr_array_add(mails, mail);
	}
	return mails;
}

static const KithPlace *place_of(const World *world, const KithMail *mail)
{
	const KithAddress *from = mail->from->pdata[0];

	return strcmp(from->address, "ada@ours.example") == 0 ? &world->sent : &world->inbox;
}

static void shuffle(int *order, int count, GRand *rand)
{
	for (int i = count - 1; i > 0; i--) {
		int j = g_rand_int_range(rand, 0, i + 1), kept = order[i];

		order[i] = order[j];
		order[j] = kept;
	}
}

static char *dump_in_order(GPtrArray *mails, const int *order)
{
	g_autoptr(World) world = world_new();

	for (guint i = 0; i < mails->len; i++) {
		const KithMail *mail = mails->pdata[order[i]];

		world_take(world, place_of(world, mail), mail);
		if (order[i] % 2 == 0)	/* a copy in a colleague's mailbox */
			world_take(world, &world->other_inbox, mail);
	}
	return world_dump(world);
}

static void any_order_gives_the_same(void)
{
	g_autoptr(GPtrArray) mails = month();
	g_autoptr(GRand) rand = g_rand_new_with_seed(4);
	g_autofree char *want = NULL;
	int order[MAILS];

	for (int i = 0; i < MAILS; i++)
		order[i] = i;
	want = dump_in_order(mails, order);
	for (int round = 0; round < 20; round++) {
		shuffle(order, MAILS, rand);
		g_autofree char *got = dump_in_order(mails, order);
		g_assert_cmpstr(got, ==, want);
	}
}

static void a_rebuild_gives_the_same(void)
{
	g_autoptr(GPtrArray) mails = month();
	g_autoptr(World) world = world_new();
	g_autoptr(GError) error = NULL;
	uint64_t count = 0;

	for (guint i = mails->len; i > 0; i--)
		world_take(world, place_of(world, mails->pdata[i - 1]), mails->pdata[i - 1]);
	g_autofree char *before = world_dump(world);
	g_autoptr(GPtrArray) aliases = kith_thread_aliases(world->store, NULL);
	for (int round = 0; round < 2; round++) {
		g_assert_true(kith_relate_rebuild(world->store, world->config, world_parse, NULL, WORLD_NOW, &count, &error));
		g_assert_no_error(error);
		g_assert_cmpint(count, ==, MAILS);
		g_autofree char *after = world_dump(world);
		g_assert_cmpstr(after, ==, before);
		g_autoptr(GPtrArray) kept = kith_thread_aliases(world->store, NULL);
		for (guint i = 0; i < aliases->len; i++)
			g_assert_true(g_ptr_array_find_with_equal_func(kept, aliases->pdata[i], g_str_equal, NULL));
	}
}

static KithMail *fail_to_parse(GBytes *slim KITH_UNUSED, void *context KITH_UNUSED, GError **error)
{
	g_set_error(error, KITH_ERROR, KITH_ERROR_TEMPORARY, "the parser is gone");
	return NULL;
}

static void a_rebuild_that_fails_changes_nothing(void)
{
	g_autoptr(GPtrArray) mails = month();
	g_autoptr(World) world = world_new();
	g_autoptr(GError) error = NULL;
	uint64_t count = 0;

	for (guint i = 0; i < mails->len; i++)
		world_take(world, place_of(world, mails->pdata[i]), mails->pdata[i]);
	g_autofree char *before = world_dump(world);
	g_assert_false(kith_relate_rebuild(world->store, world->config, fail_to_parse, NULL, WORLD_NOW, &count, &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_TEMPORARY);
	g_autofree char *after = world_dump(world);
	g_assert_cmpstr(after, ==, before);
}

/* --- a conversation of very many mails, each naming its last twenty */

#ifdef KITH_SANITIZERS	/* everything takes twenty times as long */
#define HALF 500
#else
#define HALF 5000
#endif

static KithRawMail raw_of(uint64_t uid, GBytes *slim)
{
	return (KithRawMail){ .uid = uid, .slim = slim, .status = KITH_SIGHTING_STORED };
}

static double relate_some(World *world, int from, int until)
{
	g_autoptr(GBytes) slim = g_bytes_new_static("x", 1);
	gint64 start = g_get_monotonic_time();
	g_autoptr(GError) error = NULL;

	g_assert_true(kith_store_begin(world->store, false, &error));
	for (int i = from; i < until; i++) {
		g_autofree char *id = g_strdup_printf("m%d@x.example", i);
		g_autoptr(KithMail) mail = world_mail(id, i % 2 == 0 ? "jan@x.example" : "ada@ours.example",
				i % 2 == 0 ? "ada@ours.example" : "jan@x.example", START + i, "m0@x.example", "one of many");
		KithRelated related;
		KithRawMail raw = raw_of((uint64_t)i + 1, slim);

		for (int back = MAX(1, i - 20); back < i; back++)
			g_ptr_array_add(mail->references, g_strdup_printf("m%d@x.example", back));
		g_assert_true(kith_relate_mail(world->store, world->config, &world->inbox, &raw, mail, WORLD_NOW, &related, &error));
		kith_related_clear(&related);
	}
	g_assert_true(kith_store_commit(world->store, &error));
	return (double)(g_get_monotonic_time() - start) / 1e6;
}

static void a_very_long_conversation_stays_linear(void)
{
	g_autoptr(World) world = world_new();
	uint64_t steps[2];

	for (int i = 0; i < 2; i++) {
		uint64_t before = kith_store_steps(world->store);
		double taken = relate_some(world, i * HALF, (i + 1) * HALF);

		steps[i] = kith_store_steps(world->store) - before;
		g_test_message("%d mails: %.2f s, %" G_GUINT64_FORMAT " steps", HALF, taken, steps[i]);
	}
	g_assert_cmpfloat((double)steps[1], <, 1.2 * (double)steps[0]);
	g_autofree char *line = world_lines(world, "[\"conversation\"");
	g_autofree char *count = g_strdup_printf(",%d]\n", 2 * HALF);
	g_assert_nonnull(strstr(line, count));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/relate/any-order-gives-the-same", any_order_gives_the_same);
	g_test_add_func("/relate/a-rebuild-gives-the-same", a_rebuild_gives_the_same);
	g_test_add_func("/relate/a-rebuild-that-fails-changes-nothing", a_rebuild_that_fails_changes_nothing);
	g_test_add_func("/relate/a-very-long-conversation-stays-linear", a_very_long_conversation_stays_linear);
	return g_test_run();
}
