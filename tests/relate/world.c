/* SPDX-License-Identifier: MIT
 * world.c - a store with a small team, and mails built in code, for the tests of relate.
 */
#include "world.h"

#include <string.h>

#include "tests/scratch.h"

static const char configuration[] =
	"address = \"kith@ours.example\"\n"
	"database = \"/nowhere/kith.db\"\n"
	"domains = { \"ours.example\" }\n"
	"user ada {\n name = \"Ada Byron\"\n addresses = { \"ada@ours.example\" }\n}\n"
	"user ben {\n name = \"Ben Moor\"\n addresses = { \"ben@ours.example\" }\n}\n"
	"account ada {\n users = { ada }\n source = \"maildir:/nowhere/ada\"\n}\n"
	"account ben {\n users = { ben }\n source = \"maildir:/nowhere/ben\"\n}\n"
	"account sales {\n users = { ada, ben }\n source = \"maildir:/nowhere/sales\"\n}\n";

static KithPlace open_folder(KithStore *store, const char *account, const char *name, KithFolderRole role)
{
	KithPlace place = { .account_id = kith_store_find_account(store, account), .role = role };
	g_autoptr(GError) error = NULL;

	g_assert_cmpint(place.account_id, !=, 0);
	g_assert_true(kith_store_begin(store, false, &error));
	g_assert_true(kith_ledger_open_folder(store, place.account_id, name, name, 1, role, 0, &place.folder_id, &error));
	g_assert_true(kith_store_commit(store, &error));
	return place;
}

World *world_new(void)
{
	World *world = g_new0(World, 1);
	g_autofree char *folder = scratch_folder();
	g_autofree char *file = g_build_filename(folder, "kith.conf", NULL);
	g_autofree char *database = g_build_filename(folder, "kith.db", NULL);
	g_autoptr(GError) error = NULL;

	g_assert_true(g_file_set_contents(file, configuration, -1, NULL));
	world->config = kith_config_load(file, &error);
	g_assert_no_error(error);
	world->store = kith_store_open(database, KITH_STORE_WRITE, &error);
	g_assert_no_error(error);
	g_assert_true(kith_store_mirror_config(world->store, world->config, &error));
	world->inbox = open_folder(world->store, "ada", "INBOX", KITH_FOLDER_INBOX);
	world->sent = open_folder(world->store, "ada", "Sent", KITH_FOLDER_SENT);
	world->other_inbox = open_folder(world->store, "ben", "INBOX", KITH_FOLDER_INBOX);
	world->shared_inbox = open_folder(world->store, "sales", "INBOX", KITH_FOLDER_INBOX);
	world->next_uid = 1;
	return world;
}

void world_free(World *world)
{
	kith_store_close(world->store);
	kith_config_free(world->config);
	g_free(world);
}

void world_add(GPtrArray *addresses, const char *name, const char *address)
{
	g_ptr_array_add(addresses, kith_address_new(name, address));
}

static void replace_text(char **where, const char *text)
{
	g_free(*where);
	*where = g_strdup(text);
}

static void add_words(GPtrArray *list, const char *words, bool addresses)
{
	g_auto(GStrv) each = g_strsplit(words != NULL ? words : "", " ", -1);

	for (char **word = each; *word != NULL; word++) {
		if (**word == '\0')
			continue;
		if (addresses)
			world_add(list, NULL, *word);
		else
			g_ptr_array_add(list, g_strdup(*word));
	}
}

KithMail *world_mail(const char *id, const char *from, const char *to, int64_t date_at, const char *references,
		const char *text)
{
	KithMail *mail = kith_mail_new();

	mail->message_id = g_strdup(id);
	mail->date_at = date_at;
	mail->author = kith_address_new(NULL, from);
	world_add(mail->from, NULL, from);
	add_words(mail->to, to, true);
	add_words(mail->references, references, false);
	replace_text(&mail->subject, "Re: An offer");
	replace_text(&mail->text, text);
	replace_text(&mail->new_text, text);
	replace_text(&mail->kind_reason, "nothing says otherwise");
	return mail;
}

static GBytes *slim_of(const KithMail *mail)
{
	GByteArray *out = g_byte_array_new();

	kith_mail_write(mail, out);
	return g_byte_array_free_to_bytes(out);
}

KithMail *world_parse(GBytes *slim, void *context KITH_UNUSED, GError **error)
{
	gsize size;
	const uint8_t *data = g_bytes_get_data(slim, &size);
	KithReader in = { .at = data, .end = data + size };

	return kith_mail_read(&in, error);
}

KithRelated world_relate(World *world, const KithPlace *place, const KithMail *mail)
{
	g_autoptr(GBytes) slim = slim_of(mail);
	const KithRawMail raw = {
		.uid = world->next_uid++,
		.internal_at = 0,
		.size_bytes = 1000,
		.slim = slim,
		.status = KITH_SIGHTING_STORED,
	};
	g_autoptr(GError) error = NULL;
	KithRelated related = { 0 };

	g_assert_true(kith_store_begin(world->store, false, &error));
	bool ok = kith_relate_mail(world->store, world->config, place, &raw, mail, WORLD_NOW, &related, &error);
	g_assert_no_error(error);
	g_assert_true(ok);
	g_assert_true(kith_store_commit(world->store, &error));
	return related;
}

void world_take(World *world, const KithPlace *place, const KithMail *mail)
{
	KithRelated related = world_relate(world, place, mail);

	kith_related_clear(&related);
}

char *world_dump(World *world)
{
	g_autoptr(GError) error = NULL;
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	g_assert_true(kith_store_dump(world->store, out, &error));
	g_assert_no_error(error);
	g_assert_cmpint(fclose(out), ==, 0);
	char *copy = g_strdup(text);
	free(text);
	return copy;
}

char *world_lines(World *world, const char *start)
{
	g_autofree char *dump = world_dump(world);
	g_auto(GStrv) lines = g_strsplit(dump, "\n", -1);
	GString *out = g_string_new(NULL);

	for (char **line = lines; *line != NULL; line++) {
		if (g_str_has_prefix(*line, start))
			g_string_append_printf(out, "%s\n", *line);
	}
	return g_string_free(out, FALSE);
}

/* The last field of a mail's line is its conversation. */
static char *conversation_of(World *world, const char *message_id)
{
	g_autofree char *mails = world_lines(world, "[\"mail\",");
	g_auto(GStrv) lines = g_strsplit(mails, "\n", -1);
	g_autofree char *field = g_strdup_printf(",\"%s\",", message_id);

	for (char **line = lines; *line != NULL; line++) {
		g_auto(GStrv) fields = g_strsplit(*line, ",", 4);

		if (g_strv_length(fields) == 4 && strstr(*line, field) == *line + strlen(fields[0]) + 1 + strlen(fields[1]))
			return g_strdup(strrchr(*line, ',') + 1);
	}
	g_assert_not_reached();
}

bool world_together(World *world, const char *first_id, const char *second_id)
{
	g_autofree char *first = conversation_of(world, first_id);
	g_autofree char *second = conversation_of(world, second_id);

	return strcmp(first, second) == 0;
}
