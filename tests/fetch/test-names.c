/* SPDX-License-Identifier: MIT
 * test-names.c - what folders are called, and which of them an account reads.
 */
#include <string.h>

#include "src/fetch/choice.h"
#include "src/fetch/names.h"

static void names_tell_roles(void)
{
	static const struct { const char *name; char delimiter; KithFolderRole role; } table[] = {
		{"Sent Items", '/', KITH_FOLDER_SENT}, {"GESENDETE ELEMENTE", '/', KITH_FOLDER_SENT},
		{"INBOX.Envoyés", '.', KITH_FOLDER_SENT}, {"Elementos enviados", '/', KITH_FOLDER_SENT},
		{"Posta inviata", '/', KITH_FOLDER_SENT}, {"Verzonden items", '/', KITH_FOLDER_SENT},
		{"Itens enviados", '/', KITH_FOLDER_SENT}, {"Skickat", '/', KITH_FOLDER_SENT},
		{"Sendt post", '/', KITH_FOLDER_SENT}, {"Lähetetyt", '/', KITH_FOLDER_SENT},
		{"Elementy wysłane", '/', KITH_FOLDER_SENT}, {"Odeslaná pošta", '/', KITH_FOLDER_SENT},
		{"Elküldött", '/', KITH_FOLDER_SENT}, {"ОТПРАВЛЕННЫЕ", '/', KITH_FOLDER_SENT},
		{"送信済みアイテム", '/', KITH_FOLDER_SENT}, {"已发送", '/', KITH_FOLDER_SENT},
		{"Entwürfe", '/', KITH_FOLDER_DRAFTS}, {"Entwu\u0308rfe", '/', KITH_FOLDER_DRAFTS},
		{"Sent.mbox", '/', KITH_FOLDER_SENT}, {"Papierkorb", '/', KITH_FOLDER_TRASH},
		{"Courrier indésirable", '/', KITH_FOLDER_JUNK}, {"Postausgang", '/', KITH_FOLDER_ASIDE},
		{"Archief", '/', KITH_FOLDER_ARCHIVE}, {"Customers", '/', KITH_FOLDER_OTHER},
		{"Sent by Ada", '/', KITH_FOLDER_OTHER}, {"Spam Ltd", '/', KITH_FOLDER_OTHER},
		{"Customers.Trash", '/', KITH_FOLDER_OTHER}, {"", '/', KITH_FOLDER_OTHER},
		{"/", '/', KITH_FOLDER_OTHER},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
		if (kith_folder_role_by_name(table[i].name, table[i].delimiter) != table[i].role)
			g_error("%s: role %d", table[i].name,
				(int)kith_folder_role_by_name(table[i].name, table[i].delimiter));
	}
	g_assert_cmpint(kith_folder_role_by_attribute("\\Sent"), ==, KITH_FOLDER_SENT);
	g_assert_cmpint(kith_folder_role_by_attribute("AllMail"), ==, KITH_FOLDER_ALL);
	g_assert_cmpint(kith_folder_role_by_attribute("Flagged"), ==, KITH_FOLDER_ASIDE);
	g_assert_cmpint(kith_folder_role_by_attribute("HasChildren"), ==, KITH_FOLDER_OTHER);
}

static void modified_utf7_both_ways(void)
{
	static const struct { const char *raw, *name; } table[] = {
		{"INBOX", "INBOX"}, {"Entw&APw-rfe", "Entwürfe"}, {"R&-D", "R&D"},
		{"&U,BTFw-", "台北"}, {"&2D3cZw-", "👧"}, {"a \"b\" \\ c*%", "a \"b\" \\ c*%"},
	};
	/* What is no modified UTF-7 is shown as it is, without controls; never a crash. */
	static const char *const broken[] = {"&", "&A", "&APw", "a&&b", "&AAA-x", "\xff\xfe", "&====-", "&2D0-"};

	for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
		g_autofree char *name = kith_folder_name_decode(table[i].raw);
		g_autofree char *raw = kith_folder_name_encode(table[i].name);

		g_assert_cmpstr(name, ==, table[i].name);
		g_assert_cmpstr(raw, ==, table[i].raw);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(broken); i++) {
		g_autofree char *name = kith_folder_name_decode(broken[i]);

		g_assert_true(g_utf8_validate(name, -1, NULL));
	}
}

static KithFolderCandidate folder(const char *name, KithFolderRole role)
{
	return (KithFolderCandidate){.name = name, .delimiter = '/', .role = role};
}

static bool takes(const char *patterns, const KithFolderCandidate *candidate)
{
	g_auto(GStrv) words = patterns != NULL ? g_strsplit(patterns, ",", -1) : NULL;
	g_autoptr(GPtrArray) list = words != NULL ? g_ptr_array_new() : NULL;

	for (char **word = words; word != NULL && *word != NULL; word++)
		g_ptr_array_add(list, *word);
	return kith_choice_takes(list, candidate);
}

static void patterns_take(void)
{
	static const struct { const char *patterns, *name; KithFolderRole role; bool taken; } table[] = {
		{NULL, "INBOX", KITH_FOLDER_INBOX, true}, {NULL, "Customers", KITH_FOLDER_OTHER, true},
		{NULL, "Trash", KITH_FOLDER_TRASH, false}, {NULL, "Spam", KITH_FOLDER_JUNK, false},
		{NULL, "Drafts", KITH_FOLDER_DRAFTS, false}, {NULL, "Outbox", KITH_FOLDER_ASIDE, false},
		{"auto,!News*", "News/Daily", KITH_FOLDER_OTHER, false}, {"auto,!News*", "Work", KITH_FOLDER_OTHER, true},
		{"!Private", "Private", KITH_FOLDER_OTHER, false}, {"!Private", "Sent", KITH_FOLDER_SENT, true},
		{"!Private", "Trash", KITH_FOLDER_TRASH, false},
		{"inbox", "INBOX", KITH_FOLDER_INBOX, true}, {"inbox", "Inbox2", KITH_FOLDER_OTHER, false},
		{"Work/%", "Work/A", KITH_FOLDER_OTHER, true}, {"Work/%", "Work/A/B", KITH_FOLDER_OTHER, false},
		{"Work/*", "Work/A/B", KITH_FOLDER_OTHER, true}, {"Work/*", "Work", KITH_FOLDER_OTHER, false},
		{"*", "Work", KITH_FOLDER_OTHER, true}, {"*", "Trash", KITH_FOLDER_TRASH, false},
		{"Trash", "Trash", KITH_FOLDER_TRASH, true}, {"work", "Work", KITH_FOLDER_OTHER, false},
		{"*/B", "A/B", KITH_FOLDER_OTHER, true}, {"%/%/C", "A/B/C", KITH_FOLDER_OTHER, true},
		{"%/C", "A/B/C", KITH_FOLDER_OTHER, false}, {"a*b*c", "aXbYbZc", KITH_FOLDER_OTHER, true},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
		const KithFolderCandidate candidate = folder(table[i].name, table[i].role);

		if (takes(table[i].patterns, &candidate) != table[i].taken)
			g_error("\"%s\" and \"%s\"", table[i].patterns, table[i].name);
	}
	KithFolderCandidate dotted = {.name = "INBOX.Work.A", .prefix = "INBOX.", .delimiter = '.'};
	g_assert_true(takes("Work/A", &dotted));
	g_assert_true(takes("INBOX.Work.%", &dotted));
	KithFolderCandidate shared = {.name = "shared/Team", .delimiter = '/', .is_foreign = true};
	g_assert_false(takes(NULL, &shared));
	g_assert_false(takes("*", &shared));
	g_assert_true(takes("shared/*", &shared));
	g_assert_true(takes("shared/Team", &shared));
	KithFolderCandidate view = {.name = "All", .role = KITH_FOLDER_ALL, .is_view = true};
	g_assert_false(takes(NULL, &view));
	g_assert_true(takes("All", &view));
}

static void roles_are_settled(void)
{
	KithFolderCandidate few[] = {folder("Tasks", KITH_FOLDER_ASIDE), folder("Trash", KITH_FOLDER_TRASH),
				     folder("Trash/Old", KITH_FOLDER_OTHER), folder("Sent", KITH_FOLDER_SENT),
				     folder("Sent/2024", KITH_FOLDER_OTHER), folder("Trashy", KITH_FOLDER_OTHER)};
	KithFolderCandidate exchange[] = {folder("Tasks", KITH_FOLDER_ASIDE), folder("Calendar", KITH_FOLDER_ASIDE),
					  folder("Contacts", KITH_FOLDER_ASIDE), folder("Calendar/Team", KITH_FOLDER_OTHER)};

	kith_choice_settle_roles(few, G_N_ELEMENTS(few));
	g_assert_cmpint(few[0].role, ==, KITH_FOLDER_OTHER);
	g_assert_cmpint(few[2].role, ==, KITH_FOLDER_TRASH);
	g_assert_cmpint(few[4].role, ==, KITH_FOLDER_SENT);
	g_assert_cmpint(few[5].role, ==, KITH_FOLDER_OTHER);
	kith_choice_settle_roles(exchange, G_N_ELEMENTS(exchange));
	g_assert_cmpint(exchange[0].role, ==, KITH_FOLDER_ASIDE);
	g_assert_cmpint(exchange[3].role, ==, KITH_FOLDER_ASIDE);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/names/tell-roles", names_tell_roles);
	g_test_add_func("/names/modified-utf7-both-ways", modified_utf7_both_ways);
	g_test_add_func("/choice/patterns-take", patterns_take);
	g_test_add_func("/choice/roles-are-settled", roles_are_settled);
	return g_test_run();
}
