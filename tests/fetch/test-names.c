/* SPDX-License-Identifier: MIT
 * test-names.c - what folders are called, how servers spell it, and which are meant.
 */
#include <string.h>

#include "src/fetch/choice.h"
#include "src/fetch/names.h"

/* --- what a name tells */

/* One of each role for every language of folder-names.txt, as programs show them. */
static const struct {
	const char *language, *sent, *drafts, *junk, *trash, *archive;
} languages[] = {
	{"en", "Sent Items", "Drafts", "Junk E-mail", "Deleted Items", "Archive"},
	{"de", "Gesendete Elemente", "Entwürfe", "Junk-E-Mail", "Gelöschte Elemente", "Archiv"},
	{"fr", "Éléments envoyés", "Brouillons", "Courrier indésirable", "Éléments supprimés", "Archives"},
	{"es", "Elementos enviados", "Borradores", "Correo no deseado", "Elementos eliminados", "Archivo"},
	{"it", "Posta inviata", "Bozze", "Posta indesiderata", "Posta eliminata", "Archivio"},
	{"nl", "Verzonden items", "Concepten", "Ongewenste e-mail", "Verwijderde items", "Archief"},
	{"pt", "Itens Enviados", "Rascunhos", "Lixo Eletrônico", "Itens Excluídos", "Arquivo"},
	{"sv", "Skickat", "Utkast", "Skräppost", "Borttaget", "Arkiv"},
	{"da", "Sendt post", "Kladder", "Uønsket mail", "Slettet post", "Arkiv"},
	{"nb", "Sendte elementer", "Utkast", "Søppelpost", "Slettede elementer", "Arkiv"},
	{"fi", "Lähetetyt", "Luonnokset", "Roskaposti", "Poistetut", "Arkisto"},
	{"pl", "Elementy wysłane", "Wersje robocze", "Wiadomości-śmieci", "Elementy usunięte", "Archiwum"},
	{"cs", "Odeslaná pošta", "Koncepty", "Nevyžádaná pošta", "Odstraněná pošta", "Archiv"},
	{"sk", "Odoslaná pošta", "Koncepty", "Nevyžiadaná pošta", "Odstránená pošta", "Archív"},
	{"hu", "Elküldött elemek", "Piszkozatok", "Levélszemét", "Törölt elemek", "Archívum"},
	{"ro", "Elemente trimise", "Schițe", "E-mail nedorit", "Elemente șterse", "Arhivă"},
	{"hr", "Poslano", "Skice", "Neželjena pošta", "Izbrisano", "Arhiva"},
	{"tr", "Gönderilmiş Öğeler", "Taslaklar", "Önemsiz E-posta", "Silinmiş Öğeler", "Arşiv"},
	{"ru", "Отправленные", "Черновики", "Спам", "Удаленные", "Архив"},
	{"uk", "Надіслані", "Чернетки", "Спам", "Видалені", "Архів"},
	{"el", "Απεσταλμένα", "Πρόχειρα", "Ανεπιθύμητη αλληλογραφία", "Διαγραμμένα", "Αρχείο"},
	{"ja", "送信済みアイテム", "下書き", "迷惑メール", "削除済みアイテム", "アーカイブ"},
	{"zh", "已发送邮件", "草稿", "垃圾邮件", "已删除邮件", "存档"},
	{"ko", "보낸 편지함", "임시 보관함", "정크 메일", "지운 편지함", "보관"},
};

static void a_name_tells(const char *language, const char *name, KithFolderRole role)
{
	g_autofree char *below = g_strconcat("INBOX.", name, NULL);
	g_autofree char *apart = g_utf8_normalize(name, -1, G_NORMALIZE_DEFAULT);
	g_autofree char *loud = g_utf8_strup(name, -1);

	g_test_message("%s: %s", language, name);
	g_assert_cmpint(kith_folder_role_by_name(name, '/'), ==, role);
	g_assert_cmpint(kith_folder_role_by_name(below, '.'), ==, role);
	g_assert_cmpint(kith_folder_role_by_name(apart, '/'), ==, role);
	g_assert_cmpint(kith_folder_role_by_name(loud, '/'), ==, role);
}

static void every_language_is_known(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(languages); i++) {
		a_name_tells(languages[i].language, languages[i].sent, KITH_FOLDER_SENT);
		a_name_tells(languages[i].language, languages[i].drafts, KITH_FOLDER_DRAFTS);
		a_name_tells(languages[i].language, languages[i].junk, KITH_FOLDER_JUNK);
		a_name_tells(languages[i].language, languages[i].trash, KITH_FOLDER_TRASH);
		a_name_tells(languages[i].language, languages[i].archive, KITH_FOLDER_ARCHIVE);
	}
}

static void other_names_tell_nothing(void)
{
	static const char *const names[] = {
		"", "Sentinel", "Presents", "Customers", "Junkyard Ltd", "Sent/2019", "Archive/2020", "Trash Removal Co",
		"Draft Beer", "/", "Sent ", "\t", "Sent by Ada", "Customers.Trash", "Spam Ltd",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		g_assert_cmpint(kith_folder_role_by_name(names[i], '/'), ==, KITH_FOLDER_OTHER);
	g_assert_cmpint(kith_folder_role_by_name("Sent.mbox", '/'), ==, KITH_FOLDER_SENT);
	g_assert_cmpint(kith_folder_role_by_name("Postausgang", '/'), ==, KITH_FOLDER_ASIDE);
}

/* The data file has no line that the reader would pass over, and no name with two meanings. */
static void the_table_is_whole(void)
{
	g_autofree char *path = g_test_build_filename(G_TEST_DIST, "..", "src", "fetch", "folder-names.txt", NULL);
	g_autofree char *text = NULL;
	g_autoptr(GHashTable) words = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
	static const struct { const char *word; KithFolderRole role; } roles[] = {
		{"inbox", KITH_FOLDER_INBOX}, {"sent", KITH_FOLDER_SENT}, {"archive", KITH_FOLDER_ARCHIVE},
		{"all", KITH_FOLDER_ALL}, {"drafts", KITH_FOLDER_DRAFTS}, {"junk", KITH_FOLDER_JUNK},
		{"trash", KITH_FOLDER_TRASH}, {"aside", KITH_FOLDER_ASIDE}, {"office", KITH_FOLDER_ASIDE},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(roles); i++)
		g_hash_table_insert(words, (gpointer)roles[i].word, GINT_TO_POINTER(roles[i].role + 1));
	g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
	g_assert_true(g_utf8_validate(text, -1, NULL));
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line != NULL; line++) {
		if (**line == '#' || **line == '\0')
			continue;
		g_test_message("%s", *line);
		char *tab = strchr(*line, '\t');
		g_assert_nonnull(tab);
		*tab = '\0';
		int role = GPOINTER_TO_INT(g_hash_table_lookup(words, *line)) - 1;
		g_assert_cmpint(role, >=, 0);
		g_assert_cmpint(kith_folder_role_by_name(tab + 1, '\0'), ==, role);
		g_assert_cmpstr(tab + 1, ==, g_strstrip(tab + 1));
		(void)g_hash_table_add(names, tab + 1);	/* how many there are is all that counts */
	}
	g_assert_cmpuint(g_hash_table_size(names), >, 300);
}

static void attributes_tell(void)
{
	static const struct { const char *attribute; KithFolderRole role; } rows[] = {
		{"\\Sent", KITH_FOLDER_SENT}, {"SENT", KITH_FOLDER_SENT}, {"\\All", KITH_FOLDER_ALL},
		{"\\AllMail", KITH_FOLDER_ALL}, {"\\Archive", KITH_FOLDER_ARCHIVE}, {"\\Drafts", KITH_FOLDER_DRAFTS},
		{"\\Junk", KITH_FOLDER_JUNK}, {"\\Spam", KITH_FOLDER_JUNK}, {"\\Trash", KITH_FOLDER_TRASH},
		{"\\Flagged", KITH_FOLDER_ASIDE}, {"\\Starred", KITH_FOLDER_ASIDE}, {"\\Important", KITH_FOLDER_ASIDE},
		{"\\HasNoChildren", KITH_FOLDER_OTHER}, {"", KITH_FOLDER_OTHER}, {"\\", KITH_FOLDER_OTHER},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		g_assert_cmpint(kith_folder_role_by_attribute(rows[i].attribute), ==, rows[i].role);
}

/* --- modified UTF-7 */

static void names_go_both_ways(void)
{
	static const struct { const char *raw, *name; } rows[] = {
		{"INBOX", "INBOX"}, {"a&-b", "a&b"}, {"&-", "&"}, {"&-&-", "&&"}, {"", ""},
		{"Entw&APw-rfe", "Entwürfe"}, {"&U,BTFw-", "台北"}, {"~peter/mail/&U,BTFw-/&ZeVnLIqe-", "~peter/mail/台北/日本語"},
		{"&2D3eAA-", "😀"}, {"x&2D3eAA-y&AOQ-", "x😀yä"}, {"a \"quoted\" \\ name", "a \"quoted\" \\ name"},
		{"100%*", "100%*"}, {" blanks ", " blanks "},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *decoded = kith_folder_name_decode(rows[i].raw);
		g_autofree char *encoded = kith_folder_name_encode(rows[i].name);

		g_assert_cmpstr(decoded, ==, rows[i].name);
		g_assert_cmpstr(encoded, ==, rows[i].raw);
	}
}

/* What is no modified UTF-7 is taken as it stands, as far as it is text: a server that
 * speaks UTF-8 unasked is understood too. */
static void broken_names_stay_readable(void)
{
	static const struct { const char *raw, *name; } rows[] = {
		{"Entwürfe", "Entwürfe"}, {"R&D", "R&D"}, {"a&", "a&"}, {"&AP", "&AP"}, {"&AP*-", "&AP*-"},
		{"Q&A &APw-", "Q&A &APw-"},
	};
	static const char *const bytes[] = {"\xff", "a\xc3", "&AP\x01\xff", "&\x80-", "\xed\xa0\x80", "&AAA-", "&2D0-"};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *decoded = kith_folder_name_decode(rows[i].raw);

		g_assert_cmpstr(decoded, ==, rows[i].name);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(bytes); i++) {
		g_autofree char *decoded = kith_folder_name_decode(bytes[i]);

		g_assert_true(g_utf8_validate(decoded, -1, NULL));
	}
}

static void long_names_are_cut(void)
{
	g_autofree char *raw = g_strnfill(KITH_LIMIT_FOLDER_NAME_BYTES * 3, 'x');
	g_autofree char *decoded = kith_folder_name_decode(raw);

	g_assert_cmpuint(strlen(decoded), ==, KITH_LIMIT_FOLDER_NAME_BYTES);
}

/* --- which are meant */

static bool takes(const char *patterns, const KithFolderCandidate *candidate)
{
	g_auto(GStrv) list = patterns != NULL ? g_strsplit(patterns, "|", -1) : NULL;
	g_autoptr(GPtrArray) array = list != NULL ? g_ptr_array_new() : NULL;

	for (char **pattern = list; pattern != NULL && *pattern != NULL; pattern++)
		g_ptr_array_add(array, *pattern);
	return kith_choice_takes(array, candidate);
}

static void patterns_take(void)
{
	static const struct { const char *patterns, *name; bool expected; } rows[] = {
		{NULL, "Customers", true}, {"auto", "Customers", true}, {"!Customers", "Customers", false},
		{"!Customers", "Others", true}, {"auto|!News*", "Newsletters", false}, {"auto|!News*", "Customers", true},
		{"Customers", "Customers", true}, {"Customers", "customers", false}, {"Customers", "Customers/Acme", false},
		{"Customers/*", "Customers/Acme/2020", true}, {"Customers/%", "Customers/Acme", true},
		{"Customers/%", "Customers/Acme/2020", false}, {"*2020", "Customers/Acme/2020", true},
		{"%2020", "Customers/Acme/2020", false}, {"*/%/2020", "Customers/Acme/2020", true},
		{"C%/A%", "Customers/Acme", true}, {"*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false},
		{"*", "anything/at all", true}, {"%", "anything/at all", false}, {"*|!*/old", "x/old", false},
		{"!*", "x", false}, {"a%*c", "ab/c", true}, {"*%", "ab/c", true}, {"%*", "", true},
		{"100%", "100%", true}, {"Kunden/Käufer", "Kunden/Ka\xcc\x88ufer", true},
		{"Kunden/Ka\xcc\x88ufer", "Kunden/Käufer", true}, {"?", "ab", false}, {"[a]", "a", false},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		KithFolderCandidate candidate = {.name = rows[i].name, .delimiter = '/'};

		g_test_message("%s: %s", rows[i].patterns, rows[i].name);
		g_assert_cmpint(takes(rows[i].patterns, &candidate), ==, rows[i].expected);
	}
}

static void what_is_hidden_must_be_named(void)
{
	static const KithFolderRole hidden[] = {KITH_FOLDER_DRAFTS, KITH_FOLDER_JUNK, KITH_FOLDER_TRASH, KITH_FOLDER_ASIDE};

	for (size_t i = 0; i < G_N_ELEMENTS(hidden); i++) {
		KithFolderCandidate candidate = {.name = "Away", .delimiter = '/', .role = hidden[i]};

		g_assert_false(takes(NULL, &candidate));
		g_assert_false(takes("auto", &candidate));
		g_assert_false(takes("*", &candidate));
		g_assert_true(takes("Away", &candidate));
		g_assert_true(takes("auto|Away", &candidate));
	}
	KithFolderCandidate view = {.name = "All", .delimiter = '/', .role = KITH_FOLDER_ALL, .is_view = true};
	g_assert_false(takes(NULL, &view));
	g_assert_true(takes("All", &view));
	KithFolderCandidate foreign = {.name = "Shared/Team", .delimiter = '/', .is_foreign = true};
	g_assert_false(takes(NULL, &foreign));
	g_assert_false(takes("*", &foreign));
	g_assert_true(takes("Shared/*", &foreign));
	g_assert_true(takes("Shared/Team", &foreign));
}

static void inbox_and_prefix_may_be_written_as_people_do(void)
{
	KithFolderCandidate inbox = {.name = "INBOX", .delimiter = '.', .role = KITH_FOLDER_INBOX};
	KithFolderCandidate below = {.name = "INBOX.Customers.Acme", .prefix = "INBOX.", .delimiter = '.'};

	g_assert_true(takes("inbox", &inbox));
	g_assert_false(takes("!Inbox", &inbox));
	g_assert_true(takes("INBOX.Customers.Acme", &below));
	g_assert_true(takes("Customers.Acme", &below));
	g_assert_true(takes("Customers/Acme", &below));
	g_assert_true(takes("Customers.%", &below));
	g_assert_false(takes("Acme", &below));
}

static void what_lies_below_shares_its_fate(void)
{
	KithFolderCandidate all[] = {
		{.name = "Trash/2019/May", .delimiter = '/'}, {.name = "Trash/2019", .delimiter = '/'},
		{.name = "Trash", .delimiter = '/', .role = KITH_FOLDER_TRASH}, {.name = "Trashy", .delimiter = '/'},
		{.name = "Sent/2019", .delimiter = '/'}, {.name = "Sent", .delimiter = '/', .role = KITH_FOLDER_SENT},
		{.name = "Trash/Sent", .delimiter = '/', .role = KITH_FOLDER_SENT},
	};
	static const KithFolderRole expected[] = {KITH_FOLDER_TRASH, KITH_FOLDER_TRASH, KITH_FOLDER_TRASH, KITH_FOLDER_OTHER,
						  KITH_FOLDER_SENT, KITH_FOLDER_SENT, KITH_FOLDER_TRASH};

	kith_choice_settle_roles(all, G_N_ELEMENTS(all));
	for (size_t i = 0; i < G_N_ELEMENTS(all); i++)
		g_assert_cmpint(all[i].role, ==, expected[i]);
}

static void office_lists_count_together(void)
{
	KithFolderCandidate one[] = {{.name = "Contacts", .delimiter = '/', .role = KITH_FOLDER_ASIDE}};
	KithFolderCandidate many[] = {
		{.name = "Calendar/Team", .delimiter = '/'},
		{.name = "Calendar", .delimiter = '/', .role = KITH_FOLDER_ASIDE},
		{.name = "Contacts", .delimiter = '/', .role = KITH_FOLDER_ASIDE},
		{.name = "Tasks", .delimiter = '/', .role = KITH_FOLDER_ASIDE},
	};

	kith_choice_settle_roles(one, 1);
	g_assert_cmpint(one[0].role, ==, KITH_FOLDER_OTHER);
	kith_choice_settle_roles(many, G_N_ELEMENTS(many));
	for (size_t i = 0; i < G_N_ELEMENTS(many); i++)
		g_assert_cmpint(many[i].role, ==, KITH_FOLDER_ASIDE);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/names/every-language-is-known", every_language_is_known);
	g_test_add_func("/names/other-names-tell-nothing", other_names_tell_nothing);
	g_test_add_func("/names/the-table-is-whole", the_table_is_whole);
	g_test_add_func("/names/attributes-tell", attributes_tell);
	g_test_add_func("/utf7/names-go-both-ways", names_go_both_ways);
	g_test_add_func("/utf7/broken-names-stay-readable", broken_names_stay_readable);
	g_test_add_func("/utf7/long-names-are-cut", long_names_are_cut);
	g_test_add_func("/choice/patterns-take", patterns_take);
	g_test_add_func("/choice/what-is-hidden-must-be-named", what_is_hidden_must_be_named);
	g_test_add_func("/choice/inbox-and-prefix-may-be-written-as-people-do", inbox_and_prefix_may_be_written_as_people_do);
	g_test_add_func("/choice/what-lies-below-shares-its-fate", what_lies_below_shares_its_fate);
	g_test_add_func("/choice/office-lists-count-together", office_lists_count_together);
	return g_test_run();
}
