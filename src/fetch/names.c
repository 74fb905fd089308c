/* SPDX-License-Identifier: MIT
 * names.c - which folder is Sent when the server does not say, and modified UTF-7.
 * In: a folder's name. Out: its role, its other spelling. Next: src/fetch/folders.c
 */
#include <string.h>
#include <unicode/ucnv.h>

#include "names.h"

/* What mail programs and providers call these folders; compared without case. */
static const struct {
	const char *name;
	KithFolderRole role;
} names[] = {
	{"inbox", KITH_FOLDER_INBOX}, {"posteingang", KITH_FOLDER_INBOX},
	{"boîte de réception", KITH_FOLDER_INBOX}, {"bandeja de entrada", KITH_FOLDER_INBOX},
	{"posta in arrivo", KITH_FOLDER_INBOX}, {"postvak in", KITH_FOLDER_INBOX},

	{"sent", KITH_FOLDER_SENT}, {"sent items", KITH_FOLDER_SENT}, {"sent mail", KITH_FOLDER_SENT},
	{"sent-mail", KITH_FOLDER_SENT}, {"sent messages", KITH_FOLDER_SENT}, {"sentitems", KITH_FOLDER_SENT},
	{"sentmail", KITH_FOLDER_SENT}, {"outbox sent", KITH_FOLDER_SENT},
	{"gesendet", KITH_FOLDER_SENT}, {"gesendete objekte", KITH_FOLDER_SENT},
	{"gesendete elemente", KITH_FOLDER_SENT}, {"gesendete nachrichten", KITH_FOLDER_SENT},
	{"gesendete e-mails", KITH_FOLDER_SENT}, {"postausgang", KITH_FOLDER_SENT},
	{"envoyés", KITH_FOLDER_SENT}, {"messages envoyés", KITH_FOLDER_SENT},
	{"éléments envoyés", KITH_FOLDER_SENT}, {"courrier envoyé", KITH_FOLDER_SENT},
	{"objets envoyés", KITH_FOLDER_SENT},
	{"enviados", KITH_FOLDER_SENT}, {"elementos enviados", KITH_FOLDER_SENT},
	{"mensajes enviados", KITH_FOLDER_SENT}, {"correo enviado", KITH_FOLDER_SENT},
	{"itens enviados", KITH_FOLDER_SENT}, {"mensagens enviadas", KITH_FOLDER_SENT},
	{"e-mails enviados", KITH_FOLDER_SENT}, {"enviadas", KITH_FOLDER_SENT},
	{"inviati", KITH_FOLDER_SENT}, {"posta inviata", KITH_FOLDER_SENT},
	{"inviata", KITH_FOLDER_SENT}, {"elementi inviati", KITH_FOLDER_SENT},
	{"verzonden", KITH_FOLDER_SENT}, {"verzonden items", KITH_FOLDER_SENT},
	{"verzonden berichten", KITH_FOLDER_SENT}, {"skickat", KITH_FOLDER_SENT},
	{"skickade", KITH_FOLDER_SENT}, {"sendt", KITH_FOLDER_SENT}, {"sendte elementer", KITH_FOLDER_SENT},
	{"sendte", KITH_FOLDER_SENT}, {"sendt post", KITH_FOLDER_SENT}, {"lähetetyt", KITH_FOLDER_SENT},
	{"wysłane", KITH_FOLDER_SENT}, {"elementy wysłane", KITH_FOLDER_SENT},
	{"odeslané", KITH_FOLDER_SENT}, {"odeslaná pošta", KITH_FOLDER_SENT},
	{"odoslané", KITH_FOLDER_SENT}, {"elküldött", KITH_FOLDER_SENT},
	{"elküldött elemek", KITH_FOLDER_SENT}, {"trimise", KITH_FOLDER_SENT},
	{"poslano", KITH_FOLDER_SENT}, {"gönderilmiş öğeler", KITH_FOLDER_SENT},
	{"gönderilenler", KITH_FOLDER_SENT}, {"gönderilmiş postalar", KITH_FOLDER_SENT},
	{"отправленные", KITH_FOLDER_SENT}, {"надіслані", KITH_FOLDER_SENT},
	{"απεσταλμένα", KITH_FOLDER_SENT}, {"送信済み", KITH_FOLDER_SENT},
	{"送信済みメール", KITH_FOLDER_SENT}, {"送信済みアイテム", KITH_FOLDER_SENT},
	{"已发送", KITH_FOLDER_SENT}, {"已发送邮件", KITH_FOLDER_SENT}, {"寄件備份", KITH_FOLDER_SENT},
	{"보낸편지함", KITH_FOLDER_SENT},

	{"archive", KITH_FOLDER_ARCHIVE}, {"archives", KITH_FOLDER_ARCHIVE}, {"archiv", KITH_FOLDER_ARCHIVE},
	{"archivo", KITH_FOLDER_ARCHIVE}, {"archivio", KITH_FOLDER_ARCHIVE}, {"archief", KITH_FOLDER_ARCHIVE},
	{"all mail", KITH_FOLDER_ALL}, {"alle nachrichten", KITH_FOLDER_ALL},
	{"tous les messages", KITH_FOLDER_ALL}, {"todos", KITH_FOLDER_ALL},
	{"drafts", KITH_FOLDER_DRAFTS}, {"draft", KITH_FOLDER_DRAFTS}, {"entwürfe", KITH_FOLDER_DRAFTS},
	{"brouillons", KITH_FOLDER_DRAFTS}, {"borradores", KITH_FOLDER_DRAFTS}, {"bozze", KITH_FOLDER_DRAFTS},
	{"rascunhos", KITH_FOLDER_DRAFTS}, {"concepten", KITH_FOLDER_DRAFTS},
	{"junk", KITH_FOLDER_JUNK}, {"spam", KITH_FOLDER_JUNK}, {"junk e-mail", KITH_FOLDER_JUNK},
	{"junk mail", KITH_FOLDER_JUNK}, {"junk-e-mail", KITH_FOLDER_JUNK}, {"bulk mail", KITH_FOLDER_JUNK},
	{"courrier indésirable", KITH_FOLDER_JUNK}, {"correo no deseado", KITH_FOLDER_JUNK},
	{"posta indesiderata", KITH_FOLDER_JUNK}, {"ongewenste e-mail", KITH_FOLDER_JUNK},
	{"trash", KITH_FOLDER_TRASH}, {"deleted items", KITH_FOLDER_TRASH},
	{"deleted messages", KITH_FOLDER_TRASH}, {"papierkorb", KITH_FOLDER_TRASH},
	{"gelöschte elemente", KITH_FOLDER_TRASH}, {"gelöschte objekte", KITH_FOLDER_TRASH},
	{"corbeille", KITH_FOLDER_TRASH}, {"éléments supprimés", KITH_FOLDER_TRASH},
	{"papelera", KITH_FOLDER_TRASH}, {"cestino", KITH_FOLDER_TRASH}, {"lixeira", KITH_FOLDER_TRASH},
	{"prullenbak", KITH_FOLDER_TRASH}, {"verwijderde items", KITH_FOLDER_TRASH},
};

static const struct {
	const char *attribute;
	KithFolderRole role;
} attributes[] = {
	{"Sent", KITH_FOLDER_SENT}, {"Archive", KITH_FOLDER_ARCHIVE}, {"All", KITH_FOLDER_ALL},
	{"AllMail", KITH_FOLDER_ALL}, {"Drafts", KITH_FOLDER_DRAFTS}, {"Junk", KITH_FOLDER_JUNK},
	{"Spam", KITH_FOLDER_JUNK}, {"Trash", KITH_FOLDER_TRASH}, {"Inbox", KITH_FOLDER_INBOX},
};

/* For comparing: composed, without case. */
static char *fold(const char *name, size_t length)
{
	g_autofree char *composed = g_utf8_normalize(name, (gssize)length, G_NORMALIZE_DEFAULT_COMPOSE);

	return g_utf8_casefold(composed != NULL ? composed : "", -1);
}

KithFolderRole kith_folder_role_by_name(const char *name, char delimiter)
{
	const char *cut = delimiter != '\0' ? strrchr(name, delimiter) : NULL;
	const char *last = cut != NULL ? cut + 1 : name;
	size_t length = strlen(last);

	if (length > 5 && g_ascii_strcasecmp(last + length - 5, ".mbox") == 0)
		length -= 5;
	g_autofree char *wanted = fold(last, length);
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *folded = fold(names[i].name, strlen(names[i].name));

		if (strcmp(folded, wanted) == 0)
			return names[i].role;
	}
	return KITH_FOLDER_OTHER;
}

KithFolderRole kith_folder_role_by_attribute(const char *attribute)
{
	if (*attribute == '\\')
		attribute++;
	for (size_t i = 0; i < G_N_ELEMENTS(attributes); i++)
		if (g_ascii_strcasecmp(attribute, attributes[i].attribute) == 0)
			return attributes[i].role;
	return KITH_FOLDER_OTHER;
}

static UConverter *open_converter(void)
{
	UErrorCode status = U_ZERO_ERROR;
	UConverter *converter = ucnv_open("IMAP-mailbox-name", &status);

	if (U_FAILURE(status))
		return NULL;
	ucnv_setToUCallBack(converter, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
	ucnv_setFromUCallBack(converter, UCNV_FROM_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
	return converter;
}

char *kith_folder_name_decode(const char *raw_name)
{
	size_t length = strlen(raw_name), size = length * 4 + 1;
	g_autofree char *decoded = g_malloc(size);
	UErrorCode status = U_ZERO_ERROR;
	UConverter *converter = open_converter();
	g_autofree char *valid = NULL;

	if (converter != NULL) {
		int32_t got = ucnv_toAlgorithmic(UCNV_UTF8, converter, decoded, (int32_t)size,
						 raw_name, (int32_t)length, &status);
		ucnv_close(converter);
		if (U_SUCCESS(status))
			valid = kith_text_valid(decoded, (size_t)got, KITH_LIMIT_FOLDER_NAME_BYTES);
	}
	if (valid == NULL)
		valid = kith_text_valid(raw_name, length, KITH_LIMIT_FOLDER_NAME_BYTES);
	return kith_text_clean(valid, false);
}

char *kith_folder_name_encode(const char *name)
{
	size_t length = strlen(name), size = length * 8 + 16;
	g_autofree char *encoded = g_malloc(size);
	UErrorCode status = U_ZERO_ERROR;
	UConverter *converter = open_converter();

	if (converter == NULL)
		return NULL;
	int32_t got = ucnv_fromAlgorithmic(converter, UCNV_UTF8, encoded, (int32_t)size,
					   name, (int32_t)length, &status);
	ucnv_close(converter);
	return U_SUCCESS(status) ? g_strndup(encoded, (size_t)got) : NULL;
}
