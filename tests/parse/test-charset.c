/* SPDX-License-Identifier: MIT
 * test-charset.c - bytes become the text that was meant, whatever the label says.
 * In: bytes and labels. Out: UTF-8. Next: src/parse/charset.c, charset-guess.c
 */
#include <string.h>

#include <glib.h>

#include "src/parse/body.h"

/* Sentences as people write them; their bytes come without a label. */
static const struct { const char *charset, *text; } guessed[] = {
	{"WINDOWS-1252", "Für Rückfragen stehe ich gern zur Verfügung. Schöne Grüße, Jürgen"},
	{"WINDOWS-1252", "Jürgen Groß"},
	{"WINDOWS-1252", "Voilà, je vous envoie le devis dès que possible. À bientôt, Hélène"},
	{"WINDOWS-1252", "Mañana le envío la información sobre el envío. ¿Está bien así?"},
	{"WINDOWS-1252", "A reunião está marcada para amanhã às dez. Atenção à mudança de endereço."},
	{"WINDOWS-1252", "Hej, vi får återkomma på måndag. Vänliga hälsningar, Åsa"},
	{"WINDOWS-1252", "Vi sender prøven på fredag. Hilsen Søren Nygård, Ærø"},
	{"WINDOWS-1252", "It’s “fine” – we’ll pay 20 € then"},
	{"WINDOWS-1250", "Proszę o przesłanie oferty. Dziękuję za odpowiedź, pozdrawiam, Łukasz Wójcik"},
	{"WINDOWS-1250", "Děkuji za zprávu, můžete prosím přijít ve čtvrtek? Příloha je v pořádku."},
	{"WINDOWS-1250", "Köszönöm a levelét, a jövő héten küldöm az árajánlatot. Üdvözlettel, Gergő"},
	{"WINDOWS-1254", "Teşekkür ederiz, teklifinizi aldık. Görüşmek üzere, İyi çalışmalar, Ayşe Yıldız"},
	{"WINDOWS-1251", "Добрый день! Отправляем вам договор и счёт. С уважением, Ольга Петрова"},
	{"WINDOWS-1251", "Доброго дня! Надсилаємо рахунок, чекаємо на відповідь."},
	{"KOI8-R", "Добрый день! Отправляем вам договор и счёт. С уважением, Ольга Петрова"},
	{"IBM866", "Добрый день! Отправляем вам договор и счёт. С уважением, Ольга Петрова"},
	{"WINDOWS-1253", "Καλημέρα σας, σας στέλνω την προσφορά που ζητήσατε. Με εκτίμηση, Γιώργος"},
	{"WINDOWS-1255", "שלום רב, מצורפת הצעת המחיר שביקשתם. בברכה, יוסי"},
	{"EUC-JP", "お世話になっております。見積書をお送りしますので、ご確認ください。"},
	{"CP932", "お世話になっております。見積書をお送りしますので、ご確認ください。"},
	{"ISO-2022-JP", "お世話になっております。見積書をお送りします。"},
	{"GB18030", "您好，请查收附件中的报价单，有问题随时联系我们。谢谢！"},
	{"BIG5", "您好，請查收附件中的報價單，有問題隨時聯絡我們。謝謝！"},
	{"EUC-KR", "안녕하세요. 요청하신 견적서를 첨부하여 보내드립니다. 감사합니다."},
};

static void test_guess(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(guessed); i++) {
		gsize length;
		g_autofree char *bytes = g_convert(guessed[i].text, -1, guessed[i].charset, "UTF-8", NULL, &length, NULL);

		g_assert_nonnull(bytes);
		g_autofree char *text = kith_charset_text(bytes, length, NULL, 4096);
		g_assert_cmpstr(text, ==, guessed[i].text);
	}
}

static const struct { const char *charset, *bytes, *text; } labelled[] = {
	{"utf-8", "caf\xe9 and \xe2\x82\xac, \xe2\x82\xac, \xc3\xbc, \xc3\xbc, \xc3\xbc", "café and €, €, ü, ü, ü"},
	{"utf-8", "Gr\xfc\xdf" "e aus K\xf6ln", "Grüße aus Köln"},
	{"iso-8859-1", "\x93quoted\x94 \x80 5", "“quoted” € 5"},
	{"us-ascii", "na\xefve", "naïve"},
	{"gb2312", "\xe9\x46\x20\xd6\xec\xe9\x46\xbb\xf9", "镕 朱镕基"},
	{"iso-8859-1", "Z\xc3\xbcrich", "Zürich"},
	{"X-SJIS", "\x93\xfa\x96\x7b", "日本"},
	{"\"Windows-1251\"", "\xcf\xf0\xe8\xe2\xe5\xf2", "Привет"},
	{"cp-1252", "\x80", "€"},
	{"ISO8859_15", "\xa4", "€"},
	{"csKOI8R", "\xf0\xd2\xc9\xd7\xc5\xd4", "Привет"},
	{"ks_c_5601-1987", "\xc7\xd1\xb1\xdb", "한글"},
	{"no-such-charset", "\xd6sterreich", "Österreich"},
	{"gbk", "\xd2\xbb\xd0\xa9", "一些"},	/* happens to be UTF-8 as well */
	{"utf-7", "Hi Mom -+Jjo--!", "Hi Mom -☺-!"},
	{"utf-16", "plain after all", "plain after all"},
	{"utf-8", "M\xc3\x83\xc2\xbcller", "Müller"},
	{"utf-8", "Th\xc3\x83\xc2\xa9r\xc3\x83\xc2\xa8se", "Thérèse"},
	{"utf-8", "it\xc3\xa2\xe2\x82\xac\xe2\x84\xa2s \xc3\xa2\xe2\x82\xac\xc5\x93ok\xc3\xa2\xe2\x82\xac\xc2\x9d", "it’s “ok”"},
	{"utf-8", "The word M\xc3\x83\xc2\xbcller should be M\xc3\xbcller", "The word MÃ¼ller should be Müller"},
	{"utf-8", "CAF\xc3\x89\xc2\xbb and so on", "CAFÉ» and so on"},
	{"utf-8", "IRM\xc3\x83O", "IRMÃO"},
	{"utf-8", "\xef\xbb\xbfwith a mark", "with a mark"},
};

static void test_labels(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(labelled); i++) {
		g_autofree char *text = kith_charset_text(labelled[i].bytes, strlen(labelled[i].bytes),
							  labelled[i].charset, 4096);

		g_assert_cmpstr(text, ==, labelled[i].text);
	}
}

static void test_wide(void)
{
	static const struct { const char *charset, *label; bool mark; } cases[] = {
		{"UTF-16LE", "utf-16", false}, {"UTF-16BE", "utf-16", false}, {"UTF-16LE", "utf-16", true},
		{"UTF-16LE", NULL, true}, {"UTF-16BE", NULL, false}, {"UTF-16LE", "iso-8859-1", false},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		const char *meant = "Der Preis ist 20 €";
		g_autofree char *marked = g_strconcat(cases[i].mark ? "\uFEFF" : "", meant, NULL);
		gsize length;
		g_autofree char *bytes = g_convert(marked, -1, cases[i].charset, "UTF-8", NULL, &length, NULL);
		g_autofree char *text = kith_charset_text(bytes, length, cases[i].label, 4096);

		g_assert_cmpstr(text, ==, meant);
	}
}

/* Whatever comes in, what goes out is UTF-8 without NUL. */
static void test_any_bytes(void)
{
	static const char *const labels[] = {NULL, "utf-8", "utf-16", "utf-7", "gb18030", "iso-2022-jp", "big5", "koi8-r"};
	guint32 random = 1;

	for (unsigned round = 0; round < 200; round++) {
		char bytes[200];

		for (size_t i = 0; i < sizeof bytes; i++) {
			random = random * 1664525 + 1013904223;
			bytes[i] = (char)(random >> 24);
		}
		for (size_t i = 0; i < G_N_ELEMENTS(labels); i++) {
			g_autofree char *text = kith_charset_text(bytes, sizeof bytes, labels[i], 300);

			g_assert_true(g_utf8_validate(text, -1, NULL));
			g_assert_cmpuint(strlen(text), <=, 300);
		}
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	kith_charset_init();
	g_test_add_func("/parse/charset/guessed-by-language", test_guess);
	g_test_add_func("/parse/charset/labels-are-hints", test_labels);
	g_test_add_func("/parse/charset/sixteen-bits", test_wide);
	g_test_add_func("/parse/charset/any-bytes-become-utf-8", test_any_bytes);
	return g_test_run();
}
