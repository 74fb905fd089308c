/* SPDX-License-Identifier: MIT
 * kind-words.c - the words by which machines give themselves away, language by language.
 * In: nothing. Out: tables. Next: src/parse/kind.c
 */
#include "kind-words.h"

#define TABLE(name, ...) \
	static const char *const name##_list[] = {__VA_ARGS__}; \
	const KithWords kith_##name = {name##_list, sizeof name##_list / sizeof *name##_list};

TABLE(bounce_subjects,
	"undeliver", "returned mail", "delivery status notification", "delivery failure", "failure notice",
	"mail delivery failed", "delivery failed", "delivery error", "mail delivery", "message delivery",
	"mail failure", "nondeliverable", "non-deliverable", "non remis", "non remise", "returned to sender",
	"return to sender", "delivery has failed", "delivery report", "delivery notification", "mail system error",
	"could not be delivered", "couldn't be delivered", "cannot be delivered", "not delivered", "rejected mail",
	"mail could not", "message could not", "delivery problem", "delivery status", "bounce", "user unknown",
	"unzustellbar", "nicht zugestellt", "zustellung fehlgeschlagen", "fehlgeschlagen",
	"échec de la remise", "non distribu", "mancato recapito", "mancata consegna", "impossibile recapitare",
	"no se puede entregar", "no entregado", "error de entrega", "devuelto", "não entregue", "falha na entrega",
	"onbestelbaar", "niet bezorgd", "kunde inte levereras", "nie dostarczono", "niedostarczon",
	"недоставлен", "配信不能", "配信エラー", "エラーメール", "退信", "系统退信", "message rejected", "blocked mail",
	"dsn:", "dsn :", "warning: message", "mail error", "delayed", "nicht zustellbar", "unable to deliver",
	"失败", "mail rejected", "postmaster notify", "service unavailable", "host unknown", "not accepted",
	"delivery error report", "unknown user")

TABLE(bounce_phrases,
	"could not be delivered", "couldn't be delivered", "cannot be delivered", "can't be delivered",
	"was not delivered", "not been delivered", "wasn't delivered", "unable to deliver", "undeliverable",
	"delivery failed", "delivery has failed", "delivery to the following", "failed to deliver", "not deliver",
	"permanent fatal errors", "permanent failure", "permanent error", "transient non-fatal errors", "transcript of session",
	"i wasn't able to deliver", "user unknown", "unknown user", "no such user", "mailbox unavailable",
	"mailbox not found", "mailbox full", "mailbox is full", "over quota", "quota exceeded", "does not exist",
	"unknown address", "unknown recipient", "unrouteable address", "unrouteable mail domain", "host unknown", "recipient unknown",
	"recipient rejected", "recipient address rejected", "message could not", "returned to sender",
	"delivery attempt", "delivery error", "delivery failure", "not listed in", "invalid recipient", "no such recipient",
	"is not known here", "rejected your message", "was rejected", "mail delivery", "unable to relay", "returned mail",
	"konnte nicht zugestellt", "nicht zugestellt werden", "zustellung", "n'a pas pu être", "non è stato possibile",
	"no se pudo entregar", "não foi possível", "não pôde ser", "kon niet worden bezorgd", "配信できません", "お届けできません", "宛先不明",
	"message was not", "message has not", "mail could not", "had delivery problems", "failed recipient",
	"not accept", "has been rejected", "has been blocked", "undelivered", "the following address", "nondelivery",
	"unknown local", "have failed", "delivery status", "temporarily", "retry", "no mailbox", "account disabled", "address not found")

TABLE(bounce_senders,
	"mailer-daemon", "mailerdaemon", "mailer_daemon", "mail-daemon", "mdaemon", "postmaster", "maildaemon", "mail.daemon",
	"mail-delivery-subsystem", "maildelivery", "autobounce", "bounce", "bounces", "root", "mailgate", "mail-gate",
	"microsoftexchange329e71ec88ae4615bbc36ab6ce41109e", "amailer-daemon", "smtpadm", "mail_gw", "no-reply-mailer")

TABLE(auto_reply_subjects,
	"automatic reply", "auto-reply", "autoreply", "auto reply", "auto-response", "auto response", "autoresponse",
	"autoresponder", "automated reply", "automatic response", "out of office autoreply",
	"out of office: automatic", "automatische antwort", "automatische abwesenheitsnotiz", "abwesenheitsnotiz",
	"abwesenheitsnachricht", "réponse automatique", "reponse automatique", "respuesta automática",
	"respuesta automatica", "risposta automatica", "resposta automática", "resposta automatica",
	"automatisch antwoord", "automatisch antwoordbericht", "automatiskt svar", "autosvar", "automatisk svar",
	"automaattinen vastaus", "odpowiedź automatyczna", "odpowiedz automatyczna", "automatická odpověď",
	"automatikus válasz", "автоответ", "自动回复", "自動回覆", "自動返信", "자동 응답", "[auto-reply]", "[autoreply]",
	"auto: ", "afwezigheidsassistent", "automatic out of office")

TABLE(away_subjects,
	"out of office", "out of the office", "ooo:", "away from my mail", "away from the office", "on vacation",
	"vacation reply", "vacation message", "on holiday", "annual leave", "abwesend", "nicht im büro", "im urlaub",
	"urlaub", "absence du bureau", "absent du bureau", "en congé", "message d'absence", "fuera de la oficina",
	"fuori sede", "fuori ufficio", "ausente", "ausência", "fora do escritório", "afwezig", "niet aanwezig",
	"frånvaro", "ikke på kontoret", "ikke til stede", "poza biurem", "nieobecn", "休暇", "不在", "away:", "vacation",
	"i am away", "i'm away", "parental leave", "maternity leave", "will be out", "unavailable")

TABLE(away_phrases,
	"automatic reply", "automated reply", "automatic response", "automated response", "auto-reply", "autoreply", "auto reply",
	"automatically generated", "automated message", "automatische antwort", "réponse automatique", "automatisch erstellt",
	"message automatique", "respuesta automática", "risposta automatica", "resposta automática", "automatisch gegenereerd",
	"this is an automatic", "this is an automated", "do not reply to this", "i am currently out of the office",
	"i'm currently out of the office", "i will be out of the office", "i am out of the office", "i'm out of the office",
	"i am away from", "i will be away", "i'm away from", "i am on vacation", "i'm on vacation", "i am on holiday",
	"i am on leave", "i am on annual leave", "with limited access to", "no access to email", "upon my return",
	"when i return", "ich bin ab", "ich bin bis", "ich bin vom", "ich bin derzeit nicht", "nicht im büro", "je suis absent", "je suis en cong",
	"je serai absent", "estoy fuera", "estaré fuera", "sono fuori", "sarò assente", "estou ausente", "estarei ausente",
	"ik ben afwezig", "ik ben niet aanwezig", "ik ben op vakantie", "jag är på semester", "jestem na urlopie", "your message has been received",
	"will respond when i", "will reply when i", "will get back to you when i", "vacation", "urgent matters", "urgent, please contact")

TABLE(robot_senders,
	"noreply", "no-reply", "no_reply", "no.reply", "donotreply", "do-not-reply", "do_not_reply", "nepasrepondre", "notification",
	"notifications", "notify", "newsletter", "alerts", "mailer", "bounce", "news@", "updates@", "nicht-antworten", "automated", "robot")

TABLE(original_marks,
	"--- below this line is a copy", "------ this is a copy of", "--- this is a copy of", "----- original message -----",
	"-----original message", "----- unsent message follows", "----- message header follows", "----- original message",
	"--- original message follows", "--- undelivered message follows", "----- returned message follows",
	"--- message header", "--- the header of the original", "received: from", "received: by", "return-path: <",
	"----- unsent message below", "--- message text follows", "original message headers", "---- original message",
	"the original message was", "----- message text", "original message headers:", "--- header of", "message headers follow",
	"--------message header", "the following is a copy of the message", "--- returned message", "*** original message",
	"unsent message follows", "original message follows", "undelivered message headers", "your original message", "content-type: text", "mime-version: 1.0",
	"begin original message", "----- headers", "text of your message", "included is a copy", "sent message below")

TABLE(until_words,
	"until", "till", "back on", "back in the office on", "return on", "returning on", "returning", "back at work on", "return to the office on",
	"through", "bis einschließlich", "bis zum", "bis", "zurück am", "ab dem", "wieder ab", "wieder am", "jusqu'au", "de retour le",
	"hasta el", "regreso el", "fino al", "até", "tot en met", "tot", "terug op", "till och med", "tillbaka den", "do dnia", "wracam")
