/* SPDX-License-Identifier: MIT
 * quote-words.c - how mail programs and people introduce what is not theirs, by language.
 * In: nothing. Out: tables. Next: src/parse/quote.c
 */
#include "quote-words.h"

const KithAttribution kith_attributions[] = {
	{"On ", "wrote"}, {"At ", "wrote"}, {"In message", "wrote"}, {"In article", "wrote"}, {"On ", "writes"}, {"On ", "said"},
	{"Am ", "schrieb"}, {"Am ", "geschrieben"}, {"Le ", "a écrit"}, {"Le ", "écrit"}, {"El ", "escribió"},
	{"Il ", "ha scritto"}, {"Il giorno ", "scritto"}, {"Em ", "escreveu"}, {"A ", "escreveu"}, {"Op ", "schreef"},
	{"Op ", "geschreven"}, {"Den ", "skrev"}, {"W dniu ", "napisał"}, {"Dnia ", "napisał"}, {"Pada ", "menulis"},
	{"Dne ", "napsal"}, {"On ", "a écrit"},
};
const size_t kith_attribution_count = sizeof kith_attributions / sizeof *kith_attributions;

const KithLabel kith_labels[] = {
	{"from", LABEL_FROM}, {"von", LABEL_FROM}, {"de", LABEL_FROM}, {"da", LABEL_FROM}, {"van", LABEL_FROM},
	{"från", LABEL_FROM}, {"fra", LABEL_FROM}, {"od", LABEL_FROM}, {"expéditeur", LABEL_FROM}, {"mittente", LABEL_FROM},
	{"отправитель", LABEL_FROM}, {"от", LABEL_FROM}, {"发件人", LABEL_FROM}, {"差出人", LABEL_FROM},
	{"sent", LABEL_DATE}, {"date", LABEL_DATE}, {"gesendet", LABEL_DATE}, {"datum", LABEL_DATE}, {"envoyé", LABEL_DATE},
	{"date d'envoi", LABEL_DATE}, {"enviado", LABEL_DATE}, {"enviado el", LABEL_DATE}, {"enviada em", LABEL_DATE}, {"fecha", LABEL_DATE},
	{"inviato", LABEL_DATE}, {"data", LABEL_DATE}, {"verzonden", LABEL_DATE}, {"skickat", LABEL_DATE}, {"sendt", LABEL_DATE},
	{"wysłano", LABEL_DATE}, {"дата", LABEL_DATE}, {"发送时间", LABEL_DATE}, {"送信日時", LABEL_DATE}, {"sent by", LABEL_OTHER},
	{"to", LABEL_TO}, {"an", LABEL_TO}, {"à", LABEL_TO}, {"para", LABEL_TO}, {"a", LABEL_TO}, {"aan", LABEL_TO}, {"till", LABEL_TO},
	{"til", LABEL_TO}, {"do", LABEL_TO}, {"destinataire", LABEL_TO}, {"кому", LABEL_TO}, {"收件人", LABEL_TO}, {"宛先", LABEL_TO},
	{"cc", LABEL_CC}, {"bcc", LABEL_CC}, {"kopie", LABEL_CC}, {"copie à", LABEL_CC}, {"kopia", LABEL_CC}, {"抄送", LABEL_CC},
	{"subject", LABEL_SUBJECT}, {"re", LABEL_SUBJECT}, {"betreff", LABEL_SUBJECT}, {"objet", LABEL_SUBJECT}, {"asunto", LABEL_SUBJECT},
	{"oggetto", LABEL_SUBJECT}, {"assunto", LABEL_SUBJECT}, {"onderwerp", LABEL_SUBJECT}, {"ämne", LABEL_SUBJECT},
	{"emne", LABEL_SUBJECT}, {"temat", LABEL_SUBJECT}, {"тема", LABEL_SUBJECT}, {"主题", LABEL_SUBJECT}, {"件名", LABEL_SUBJECT},
	{"reply-to", LABEL_OTHER}, {"importance", LABEL_OTHER}, {"attachments", LABEL_OTHER}, {"organization", LABEL_OTHER},
	{"newsgroups", LABEL_OTHER}, {"message-id", LABEL_OTHER}, {"wichtigkeit", LABEL_OTHER}, {"anlagen", LABEL_OTHER},
	{"x-mailer", LABEL_OTHER}, {"sensitivity", LABEL_OTHER}, {"priority", LABEL_OTHER},
};
const size_t kith_label_count = sizeof kith_labels / sizeof *kith_labels;

#define TABLE(name, ...) \
	static const char *const name##_list[] = {__VA_ARGS__}; \
	const KithWords kith_##name = {name##_list, sizeof name##_list / sizeof *name##_list};

TABLE(original_words, "original message", "original appointment", "ursprüngliche nachricht", "originalnachricht",
	"ursprünglicher termin", "message d'origine", "message original", "mensaje original", "messaggio originale",
	"mensagem original", "oorspronkelijk bericht", "ursprungligt meddelande", "oprindelig meddelelse", "opprinnelig melding",
	"original besked", "wiadomość oryginalna", "oryginalna wiadomość", "původní zpráva", "исходное сообщение",
	"reply message", "reply separator", "original-nachricht", "原始邮件", "元のメッセージ", "original mail", "original email")
TABLE(forward_words, "forwarded message", "forwarded by", "begin forwarded message", "weitergeleitete nachricht",
	"anfang der weitergeleiteten", "message transféré", "message transmis", "début du message", "mensaje reenviado", "inicio del mensaje",
	"messaggio inoltrato", "inizio messaggio inoltrato", "mensagem encaminhada", "doorgestuurd bericht", "begin doorgestuurd bericht",
	"vidarebefordrat meddelande", "videresendt", "przekazana wiadomość", "пересылаемое сообщение", "转发邮件", "転送", "end of forwarded")
TABLE(mobile_starts, "sent from my ", "sent from mail for windows", "sent from outlook", "sent from yahoo", "sent from android", "sent from samsung",
	"sent from proton", "sent with proton", "get outlook for ", "sent via ", "sent using ", "sent on the go", "sent wirelessly", "sent from a mobile", "sent from mobile",
	"von meinem iphone gesendet", "von meinem ipad gesendet", "gesendet von ", "von meinem", "diese nachricht wurde von meinem", "envoyé de mon ", "envoyé depuis ",
	"envoyé à partir de ", "enviado desde ", "inviato da ", "inviato dal ", "enviado do meu ", "enviado de ", "verzonden vanaf ", "verstuurd vanaf ",
	"verstuurd van", "skickat från ", "sendt fra ", "wysłano z ", "отправлено с ", "iphoneから送信", "发自我的", "sent from windows", "hol dir outlook")
TABLE(disclaimer_words, "this e-mail is the property of", "this email is the property of", "confidentiality notice", "this e-mail and any", "this email and any", "this message and any",
	"this e-mail (", "this email (", "this message (", "this e-mail message", "this e-mail is intended", "this email is intended", "this message is intended", "this message contains", "this e-mail contains",
	"this email contains", "this e-mail may contain", "this email may contain", "this message may contain", "this communication", "this electronic m", "this transmission",
	"the information contained in", "the information in this", "the information transmitted", "the contents of this e", "the content of this e", "the preceding e-mail", "if you are not the intended",
	"if you have received this", "disclaimer:", "legal notice", "important notice", "please consider the environment", "please note that this e-mail",
	"privileged and confidential", "privileged/confidential", "this is a confidential", "unless expressly stated", "internet communications are not", "any views or opinions",
	"diese e-mail enthält", "diese e-mail und", "diese nachricht enthält", "der inhalt dieser e-mail", "ce message et", "ce courriel et", "este mensaje", "este correo", "questo messaggio",
	"esta mensagem", "dit bericht", "deze e-mail", "the views expressed", "this mail and any", "notice:", "confidential:", "this e-mail, and any", "this email, and any", "no virus found in this", "checked by avg",
	"this e-mail transmission", "this message is for the", "this message is for named", "statement of confidentiality", "avast", "virus-free. ", "virenfrei.")
TABLE(footer_words, "mailing list", "to unsubscribe", "unsubscribe from this", "unsubscribe:", "you received this message because", "you are subscribed to", "for additional commands, e-mail",
	"yahoo! groups", "get your free", "do you yahoo", "do you have a yahoo", "get free email", "sign up for", "http://mail.yahoo", "join the world", "msn photos", "send and receive hotmail", "chat with friends online", "listinfo/", "list archives", "um sich abzumelden", "pour se désabonner",
	"to post to this group", "to view this discussion", "powered by listserv", "this sf.net email", "sponsored by", "reply to this email directly", "you are receiving this because", "view it on github", "this message was sent automatically",
	"upgrade to", "protect your pc", "express yourself", "tired of spam", "discover yahoo", "start your day with", "help stop spam", "get more from", "mail has the best spam")
TABLE(signoff_words, "regards", "best regards", "kind regards", "warm regards", "with regards", "best wishes", "best", "all the best", "thanks", "thank you",
	"many thanks", "thanks again", "thx", "cheers", "sincerely", "yours sincerely", "yours", "yours truly", "respectfully", "br", "rgds", "thanks and regards", "thanks & regards",
	"take care", "love", "ciao", "later", "mit freundlichen grüßen", "mit freundlichen grüssen", "freundliche grüße", "viele grüße", "beste grüße", "liebe grüße",
	"mfg", "vg", "lg", "gruß", "grüße", "schöne grüße", "herzliche grüße", "danke", "cordialement", "bien cordialement", "salutations", "merci", "bonne journée", "bien à vous", "saludos",
	"un saludo", "saludos cordiales", "atentamente", "gracias", "cordiali saluti", "distinti saluti", "saluti", "grazie", "atenciosamente", "abraços", "cumprimentos",
	"obrigado", "obrigada", "met vriendelijke groet", "vriendelijke groeten", "groeten", "groet", "mvg", "med vänliga hälsningar", "vänliga hälsningar", "mvh",
	"hälsningar", "med venlig hilsen", "vennlig hilsen", "z poważaniem", "pozdrawiam", "s pozdravem", "с уважением", "terveisin", "üdvözlettel", "thanks in advance", "have a great day", "have a nice day", "with best regards", "very truly yours", "best rgds", "thank you very much", "thanks much")
TABLE(title_words, "manager", "director", "president", "vice president", "vp", "ceo", "cto", "cfo", "coo", "cio", "chief", "officer", "engineer", "developer", "analyst", "consultant",
	"counsel", "attorney", "lawyer", "partner", "associate", "assistant", "coordinator", "specialist", "representative", "executive", "administrator", "architect", "designer", "scientist",
	"professor", "lecturer", "researcher", "head of", "lead", "founder", "co-founder", "owner", "sales", "accountant", "supervisor", "secretary", "treasurer", "trader", "scheduler", "advisor",
	"adviser", "broker", "editor", "journalist", "agent", "technician", "programmer", "student", "fellow", "chairman", "chair", "geschäftsführer", "geschäftsführerin", "leiter", "leiterin", "vertrieb",
	"entwickler", "referent", "prokurist", "directeur", "directrice", "responsable", "gerente", "ingeniero", "ingénieur", "consulente", "responsabile", "projectleider", "adviseur", "projektledare", "säljare", "account manager",
	"paralegal", "clerk", "buyer", "strategist", "evangelist", "maintainer", "admin", "controller", "auditor", "economist", "physicist", "geologist", "writer", "intern", "principal", "superintendent", "operator", "mgr", "general counsel", "marketing")
TABLE(organization_words, "inc", "inc.", "llc", "ltd", "ltd.", "limited", "corp", "corp.", "corporation", "company", "co.", "gmbh", "ag", "kg", "plc", "llp", "l.l.p.", "l.l.c.", "lp", "l.p.", "s.a.", "sa", "s.r.l.", "srl", "s.p.a.", "spa", "bv", "b.v.",
	"nv", "n.v.", "ab", "a/s", "as", "oy", "sarl", "sas", "e.v.", "group", "holdings", "university", "universität", "université", "college", "institute", "school", "laboratory", "laboratories", "bank", "partners", "associates",
	"solutions", "systems", "technologies", "technology", "software", "consulting", "services", "energy", "foundation", "association", "agency", "networks", "international", "industries", "enterprises", "capital", "ventures", "labs", "studio", "werke", "verlag", "north america", "america", "commission", "hospital", "department of", "resources", "trading", "power", "pipeline", "communications", "media", "financial", "insurance", "securities", "research", "engineering", "global", "worldwide", "council", "center", "centre", "trust")
