/* SPDX-License-Identifier: MIT
 * test-view.c - what a viewer sees: own mail whole, a colleague's as far as it is shared, and nothing beyond.
 */
#include "../relate/world.h"

#include "kith/view.h"
#include "tests/scratch.h"

#include <stdlib.h>
#include <string.h>

#define DAY 86400
#define START (WORLD_NOW - 20 * DAY)

/* Words that stand in one place only, so that where they turn up tells what was shown. */
#define TITLE "quintessence"
#define BODY "xylophone"
#define PERSON "jan@novak.example"
#define PERSON_NAME "Jan Novak"
#define ASKED "asked@novak.example"
#define ANSWERED "answered@ours.example"
#define LATER "later@novak.example"

static const char shared_configuration[] =
	"address = \"kith@ours.example\"\n"
	"database = \"/nowhere/kith.db\"\n"
	"domains = { \"ours.example\" }\n"
	"user ada {\n name = \"Ada Byron\"\n addresses = { \"ada@ours.example\" }\n share = %s\n}\n"
	"user ben {\n name = \"Ben Moor\"\n addresses = { \"ben@ours.example\" }\n share = none\n}\n"
	"account ada {\n users = { ada }\n source = \"maildir:/nowhere/ada\"\n}\n"
	"account ben {\n users = { ben }\n source = \"maildir:/nowhere/ben\"\n}\n";

static void share(World *world, const char *tier)
{
	g_autofree char *folder = scratch_folder();
	g_autofree char *file = g_build_filename(folder, "kith.conf", NULL);
	g_auto(GStrv) halves = g_strsplit(shared_configuration, "%s", 2);
	g_autofree char *text = g_strjoinv(tier, halves);
	g_autoptr(GError) error = NULL;

	g_assert_true(g_file_set_contents(file, text, -1, NULL));
	g_autoptr(KithConfig) config = kith_config_load(file, &error);
	g_assert_no_error(error);
	g_assert_true(kith_store_mirror_config(world->store, config, &error));
	g_assert_no_error(error);
}

static KithMail *mail(const char *id, const char *from, const char *to, int64_t at, const char *references,
		const char *subject, const char *text)
{
	KithMail *made = world_mail(id, from, to, at, references, text);

	g_free(made->subject);
	made->subject = g_strdup(subject);
	if (strcmp(from, PERSON) == 0) {
		g_free(made->author->name);
		made->author->name = g_strdup(PERSON_NAME);
	}
	return made;
}

/* Ada's mails with Jan, which ben never got, and one of ben's with somebody else. */
static World *filled(const char *tier)
{
	World *world = world_new();
	g_autoptr(KithMail) asked = mail(ASKED, PERSON, "ada@ours.example", START, NULL, TITLE, "We need a " BODY ".");
	g_autoptr(KithMail) answered = mail(ANSWERED, "ada@ours.example", PERSON, START + DAY, ASKED, "Re: " TITLE,
					    "The " BODY " comes tomorrow.");
	g_autoptr(KithMail) later = mail(LATER, PERSON, "ada@ours.example", START + 2 * DAY, ASKED " " ANSWERED,
					 "Re: " TITLE, "And a second " BODY "?");
	g_autoptr(KithMail) own = mail("own@kim.example", "kim@kim.example", "ben@ours.example", START, NULL, "Paper",
				       "Do you sell paper?");

	world_take(world, &world->inbox, asked);
	world_take(world, &world->sent, answered);
	world_take(world, &world->inbox, later);
	world_take(world, &world->other_inbox, own);
	share(world, tier);
	return world;
}

static KithViewer viewer_of(World *world, const char *user)
{
	static GTimeZone *utc;

	if (utc == NULL)
		utc = g_time_zone_new_utc();
	return (KithViewer){ .user_id = kith_store_find_user(world->store, user), .zone = utc, .now_at = WORLD_NOW };
}

static bool collect(json_t *object, void *context)
{
	char *text = json_dumps(object, JSON_COMPACT);

	g_string_append_printf(context, "%s\n", text);
	free(text);
	return true;
}

static void collect_one(json_t *object, GString *seen)
{
	if (object == NULL)
		return;
	(void)collect(object, seen);
	json_decref(object);
}

/* All that USER gets by asking for everything, also by the names of what is hidden. */
static char *everything(World *world, const char *user)
{
	static const char *const names[] = { PERSON, PERSON_NAME, "novak", "novak.example", "kim@kim.example" };
	static const char *const words[] = { TITLE, BODY, "novak", "from:novak", "with:jan", "org:novak", "to:ada",
					     "has:attachment", "after:2020-01-01", "in:INBOX" };
	static const char *const ids[] = { ASKED, ANSWERED, LATER, PERSON, "ada/INBOX/1", "ada/INBOX/3" };
	const KithViewer viewer = viewer_of(world, user);
	const KithTimelineFilter all = { 0 };
	KithStore *store = world->store;
	GString *seen = g_string_new(NULL);

	g_assert_true(kith_view_contacts(store, &viewer, NULL, collect, seen, NULL));
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		const KithConversationFilter with = { .contact = names[i], .messages = true };

		g_assert_true(kith_view_contacts(store, &viewer, names[i], collect, seen, NULL));
		collect_one(kith_view_contact(store, &viewer, names[i], collect, seen, NULL), seen);
		(void)kith_view_timeline(store, &viewer, names[i], &all, collect, seen, NULL);	/* may be unknown */
		(void)kith_view_conversations(store, &viewer, &with, collect, seen, NULL);
	}
	const KithConversationFilter conversations = { .messages = true };
	g_assert_true(kith_view_conversations(store, &viewer, &conversations, collect, seen, NULL));
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		g_assert_true(kith_view_search(store, &viewer, words[i], false, 50, collect, seen, NULL));
		g_assert_true(kith_view_search(store, &viewer, words[i], true, 50, collect, seen, NULL));
	}
	for (size_t i = 0; i < G_N_ELEMENTS(ids); i++)
		collect_one(kith_view_why(store, &viewer, ids[i], NULL), seen);
	g_assert_true(kith_view_due(store, &viewer, true, collect, seen, NULL));
	collect_one(kith_view_digest(store, &viewer, NULL), seen);
	return g_string_free(seen, FALSE);
}

static void assert_seen(const char *seen, const char *word, bool expected)
{
	if ((strstr(seen, word) != NULL) != expected)
		g_error("\"%s\" is %s:\n%s", word, expected ? "missing" : "seen", seen);
}

static void a_colleague_sees_what_is_shared(const void *data)
{
	const struct { const char *tier; bool exists, subject, text; } tiers[] = {
		{ "none", false, false, false }, { "meta", true, false, false },
		{ "subject", true, true, false }, { "full", true, true, true },
	};
	size_t i = GPOINTER_TO_SIZE(data);
	g_autoptr(World) world = filled(tiers[i].tier);
	g_autofree char *bens = everything(world, "ben");
	g_autofree char *adas = everything(world, "ada");

	assert_seen(bens, PERSON, tiers[i].exists);
	assert_seen(bens, ASKED, tiers[i].exists);
	assert_seen(bens, "\"ada\"", tiers[i].exists);
	assert_seen(bens, TITLE, tiers[i].subject);
	assert_seen(bens, BODY, tiers[i].text);
	assert_seen(bens, "kim@kim.example", true);
	assert_seen(adas, BODY, true);
	assert_seen(adas, "kim@kim.example", false);
}

/* A mail that both got is seen by each in full, whatever they share. */
static void a_mail_of_both_is_seen_by_both(void)
{
	g_autoptr(World) world = world_new();
	g_autoptr(KithMail) both = mail(ASKED, PERSON, "ada@ours.example ben@ours.example", START, NULL, TITLE, BODY);

	world_take(world, &world->inbox, both);
	world_take(world, &world->other_inbox, both);
	share(world, "none");
	g_autofree char *bens = everything(world, "ben");
	assert_seen(bens, BODY, true);
	assert_seen(bens, "\"ada\"", false);
}

static unsigned hits(World *world, const char *user, const char *query)
{
	const KithViewer viewer = viewer_of(world, user);
	g_autoptr(GError) error = NULL;
	g_autoptr(GString) seen = g_string_new(NULL);
	unsigned count = 0;

	g_assert_true(kith_view_search(world->store, &viewer, query, false, 50, collect, seen, &error));
	for (const char *p = seen->str; *p != '\0'; p++)
		count += *p == '\n';
	return count;
}

static void search_understands_fields(void)
{
	g_autoptr(World) world = filled("none");

	g_assert_cmpuint(hits(world, "ada", BODY), ==, 3);
	g_assert_cmpuint(hits(world, "ada", BODY " from:novak"), ==, 2);
	g_assert_cmpuint(hits(world, "ada", BODY " to:novak"), ==, 1);
	g_assert_cmpuint(hits(world, "ada", BODY " with:jan"), ==, 3);
	g_assert_cmpuint(hits(world, "ada", BODY " in:Sent"), ==, 1);
	g_assert_cmpuint(hits(world, "ada", "\"second " BODY "\""), ==, 1);
	g_assert_cmpuint(hits(world, "ada", BODY " nothing"), ==, 0);
	g_assert_cmpuint(hits(world, "ben", BODY), ==, 0);
}

/* Whatever is typed, the words are words: at worst it is called badly typed. */
static void no_query_breaks_the_search(void)
{
	static const char *const pieces[] = {
		"\"", "'", "(", ")", "*", "^", ":", "-", "+", "{", "}", " AND ", " OR ", " NOT ", " NEAR(", ",", ";", "%",
		"\\", "from:", "to:", "after:", "before:", "has:", "in:", "topic:", "org:", "2026-03-01", BODY, "\xc3\xa4",
		"\xf0\x9f\x98\x80", "--", "/*", "?1", "people", "subject", " ", "\t", "\n", "x",
	};
	g_autoptr(World) world = filled("subject");
	const KithViewer viewer = viewer_of(world, "ben");

	for (int i = 0; i < 1000; i++) {
		g_autoptr(GString) query = g_string_new(NULL), seen = g_string_new(NULL);
		g_autoptr(GError) error = NULL;

		for (int n = g_test_rand_int_range(1, 12); n > 0; n--)
			g_string_append(query, pieces[g_test_rand_int_range(0, G_N_ELEMENTS(pieces))]);
		if (!kith_view_search(world->store, &viewer, query->str, i % 2 == 0, 5, collect, seen, &error) &&
		    !g_error_matches(error, KITH_ERROR, KITH_ERROR_USAGE))
			g_error("\"%s\": %s", query->str, error->message);
		g_assert_null(strstr(seen->str, BODY));
	}
}

static void answers_are_the_first_of_the_other_side(void)
{
	g_autoptr(World) world = filled("none");
	const KithViewer viewer = viewer_of(world, "ada");
	const KithConversationFilter filter = { .messages = true };
	g_autoptr(GString) seen = g_string_new(NULL);

	g_assert_true(kith_view_conversations(world->store, &viewer, &filter, collect, seen, NULL));
	json_t *object = json_loads(seen->str, JSON_DISABLE_EOF_CHECK, NULL);
	json_t *messages = json_object_get(object, "messages");
	g_assert_cmpuint(json_array_size(messages), ==, 3);
	for (size_t i = 0; i < 3; i++) {
		const json_t *message = json_array_get(messages, i);
		const json_t *next = json_array_get(messages, i + 1);
		const json_t *answered = json_object_get(message, "answered_at");

		g_assert_true(next != NULL ? json_equal(answered, json_object_get(next, "at")) : json_is_null(answered));
	}
	json_decref(object);
}

static bool count_candidates(json_t *object, void *context)
{
	(void)object;	/* only how many */
	(*(unsigned *)context)++;
	return true;
}

static void a_contact_is_named_in_three_ways(void)
{
	g_autoptr(World) world = filled("none");
	const KithViewer ada = viewer_of(world, "ada"), ben = viewer_of(world, "ben");
	static const char *const names[] = { PERSON, "JAN@Novak.example", PERSON_NAME, "jan" };
	unsigned candidates = 0;
	g_autoptr(GError) error = NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		json_t *contact = kith_view_contact(world->store, &ada, names[i], count_candidates, &candidates, NULL);

		g_assert_nonnull(contact);
		g_assert_cmpint(json_integer_value(json_object_get(contact, "messages_in")), ==, 2);
		g_assert_cmpint(json_integer_value(json_object_get(contact, "messages_out")), ==, 1);
		g_assert_true(json_is_null(json_object_get(contact, "stage")));
		json_decref(contact);
	}
	g_assert_null(kith_view_contact(world->store, &ben, PERSON, count_candidates, &candidates, &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_NOT_FOUND);
	g_assert_cmpuint(candidates, ==, 0);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_data_func("/view/privacy/none", GSIZE_TO_POINTER(0), a_colleague_sees_what_is_shared);
	g_test_add_data_func("/view/privacy/meta", GSIZE_TO_POINTER(1), a_colleague_sees_what_is_shared);
	g_test_add_data_func("/view/privacy/subject", GSIZE_TO_POINTER(2), a_colleague_sees_what_is_shared);
	g_test_add_data_func("/view/privacy/full", GSIZE_TO_POINTER(3), a_colleague_sees_what_is_shared);
	g_test_add_func("/view/privacy/both", a_mail_of_both_is_seen_by_both);
	g_test_add_func("/view/search/fields", search_understands_fields);
	g_test_add_func("/view/search/hostile", no_query_breaks_the_search);
	g_test_add_func("/view/conversations/answers", answers_are_the_first_of_the_other_side);
	g_test_add_func("/view/contact/names", a_contact_is_named_in_three_ways);
	return g_test_run();
}
