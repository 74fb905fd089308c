/* SPDX-License-Identifier: MIT
 * test-language.c - short mails of many languages; and texts that are none.
 * In: text. Out: a language, or no guess. Next: src/parse/language.c
 */
#include <string.h>

#include "src/parse/internal.h"

static const struct { const char *language, *text; } cases[] = {
	{"en", "Thank you for the quick answer. We will look at it and let you know by Friday."},
	{"en", "Could you please send me the new price list?"},
	{"en", "Hi Ben,\n\nthis is fine with us.\n"},
	{"de", "Vielen Dank für die schnelle Antwort. Wir sehen uns das an und melden uns bis Freitag."},
	{"de", "Können Sie mir bitte die neue Preisliste schicken?"},
	{"de", "Hallo Ben,\n\ndas passt für uns.\n"},
	{"fr", "Merci pour votre réponse rapide. Nous revenons vers vous avant vendredi."},
	{"fr", "Pouvez-vous m'envoyer la nouvelle liste de prix ?"},
	{"fr", "Bonjour Ben,\n\nc'est parfait pour nous.\n"},
	{"es", "Muchas gracias por su respuesta. Lo miramos y le decimos algo el viernes."},
	{"es", "¿Me puede enviar la nueva lista de precios, por favor?"},
	{"es", "Hola Ben:\n\nNos parece muy bien.\n"},
	{"it", "Grazie per la risposta. Ci guardiamo e vi facciamo sapere entro venerdì."},
	{"it", "Può mandarmi il nuovo listino prezzi, per favore?"},
	{"it", "Ciao Ben,\n\nper noi va bene, grazie.\n"},
	{"pt", "Obrigado pela resposta. Vamos analisar e damos notícias até sexta-feira, está bem?"},
	{"pt", "Você pode me enviar a nova lista de preços, por favor?"},
	{"pt", "Olá Ben,\n\npara nós está ótimo, obrigada.\n"},
	{"nl", "Bedankt voor het snelle antwoord. Wij kijken er naar en laten het voor vrijdag weten."},
	{"nl", "Kunt u mij de nieuwe prijslijst sturen? Alvast bedankt voor de moeite."},
	{"nl", "Beste Ben,\n\ndat is voor ons prima.\n"},
	{"pl", "Dziękuję za szybką odpowiedź. Sprawdzimy to i damy znać do piątku."},
	{"pl", "Czy może mi pan przesłać nowy cennik?"},
	{"pl", "Dzień dobry,\n\nnam to pasuje.\n"},
	{"sv", "Tack för det snabba svaret. Vi tittar på det och hör av oss senast på fredag."},
	{"sv", "Kan du skicka den nya prislistan till mig?"},
	{"sv", "Hej Ben,\n\ndet är bra för oss.\n"},
	{"da", "Tak for det hurtige svar. Vi kigger på det og vender tilbage til dig senest fredag, efter mødet."},
	{"da", "Vil du sende mig den nye prisliste? Vi mødes jo efter ferien, og jeg bliver glad."},
	{"da", "Hej Ben,\n\ndet er helt fint, tak skal du have. Hvad med dig?\n"},
	{"no", "Takk for det raske svaret. Vi ser på det og gir deg beskjed etter møtet på fredag."},
	{"no", "Kan du sende meg den nye prislisten? Jeg ser etter den nå."},
	{"no", "Hei Ben,\n\ndet er helt fint, takk. Hva med deg?\n"},
	{"fi", "Kiitos nopeasta vastauksesta. Katsomme asiaa ja palaamme siihen perjantaina, jos se sopii."},
	{"fi", "Voisitteko lähettää meille uuden hinnaston?"},
	{"fi", "Hei Ben,\n\ntämä sopii meille hyvin, kiitos.\n"},
	{"cs", "Děkujeme za rychlou odpověď. Podíváme se na to a ozveme se do pátku."},
	{"cs", "Můžete mi prosím poslat nový ceník?"},
	{"cs", "Dobrý den,\n\nje to v pořádku, děkuji.\n"},
	{"sk", "Ďakujeme za rýchlu odpoveď. Pozrieme sa na to a ozveme sa do piatka."},
	{"sk", "Môžete mi prosím poslať nový cenník?"},
	{"sk", "Dobrý deň,\n\nje to v poriadku, ďakujem.\n"},
	{"hu", "Köszönöm a gyors választ. Megnézzük, és péntekig jelentkezünk, ha az jó."},
	{"hu", "Kérem, küldje el az új árlistát, ha már van."},
	{"hu", "Kedves Ben,\n\nez így nagyon jó, köszönjük.\n"},
	{"ro", "Mulțumesc pentru răspunsul rapid. Ne uităm și vă spunem până vineri."},
	{"ro", "Vă rog să îmi trimiteți noua listă de prețuri."},
	{"ro", "Bună ziua,\n\neste în regulă pentru noi.\n"},
	{"tr", "Hızlı cevabınız için teşekkür ederiz. İnceleyip cuma gününe kadar size dönüş yaparız."},
	{"tr", "Yeni fiyat listesini bana gönderebilir misiniz lütfen? Çok teşekkürler."},
	{"tr", "Merhaba Ben,\n\nbizim için uygun, iyi günler.\n"},
	{"el", "Ευχαριστούμε για την άμεση απάντηση. Θα το δούμε και θα σας ενημερώσουμε."},
	{"el", "Μπορείτε να μου στείλετε τον νέο τιμοκατάλογο;"},
	{"el", "Καλημέρα Ben,\n\nγια εμάς είναι εντάξει.\n"},
	{"ru", "Спасибо за быстрый ответ. Мы посмотрим и сообщим вам до пятницы."},
	{"ru", "Можете ли вы прислать нам новый прайс-лист?"},
	{"ru", "Добрый день,\n\nнас это устраивает.\n"},
	{"uk", "Дякуємо за швидку відповідь. Ми подивимося і повідомимо вас до п'ятниці."},
	{"uk", "Чи можете ви надіслати нам новий прайс-лист?"},
	{"uk", "Добрий день,\n\nнас це влаштовує, дякую.\n"},
	{"bg", "Благодаря за бързия отговор. Ще го разгледаме и ще ви отговорим до петък."},
	{"ja", "ご返信ありがとうございます。確認して金曜日までにご連絡いたします。"},
	{"ja", "新しい価格表を送っていただけますか。"},
	{"ja", "お世話になっております。問題ありません。"},
	{"zh", "感谢您的快速回复。我们会在周五之前答复您。"},
	{"zh", "請把新的價格表寄給我。"},
	{"zh", "您好，我们没有问题。"},
	{"ko", "빠른 답변 감사합니다. 금요일까지 연락드리겠습니다."},
	{"ko", "새 가격표를 보내 주시겠습니까?"},
	{"ko", "안녕하세요, 저희는 괜찮습니다."},
	{"ar", "شكرا على ردكم السريع. سوف ننظر في هذا ونرد عليكم قبل الجمعة."},
	{"ar", "هل يمكن أن ترسل لي قائمة الأسعار الجديدة؟"},
	{"ar", "مرحبا، هذا مناسب لنا."},
	{"he", "תודה על התשובה המהירה. נבדוק ונחזור אליכם עד יום שישי."},
	{"he", "אפשר לשלוח לי את המחירון החדש?"},
	{"he", "שלום, זה בסדר מבחינתנו."},
	{"fa", "سلام، از پاسخ سریع شما ممنون. این را بررسی می‌کنیم."},
	{"hr", "Hvala na brzom odgovoru. Možemo li se čuti sutra, molim vas?"},
	{"th", "ขอบคุณสำหรับคำตอบที่รวดเร็ว"},
	/* no guess */
	{NULL, ""}, {NULL, "OK"}, {NULL, "+1"}, {NULL, "42, 43, 44"}, {NULL, "Ben Stone\nAcme\n"},
	{NULL, "https://x.example/the/and/you/your jane@x.example C:\\for\\you"},
	{NULL, "int main(void)\n{\n\tprintf(\"%d\\n\", is_the_and[3]);\n}\n"}, {NULL, "Lorem ipsum dolor"},
};

static void test_mails(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		const char *guess = kith_language_guess(cases[i].text);

		if (g_strcmp0(guess, cases[i].language) != 0) {
			g_test_message("\"%s\": got %s, wanted %s", cases[i].text, guess != NULL ? guess : "none",
				       cases[i].language != NULL ? cases[i].language : "none");
			g_test_fail();
		}
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/parse/language/short-mails-are-told-apart", test_mails);
	return g_test_run();
}
