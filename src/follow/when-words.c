/* SPDX-License-Identifier: MIT
 * when-words.c - the words of times in English, German, French, Spanish, Italian and Dutch.
 * In: a phrase, folded. Out: what it means. Next: src/follow/when-read.c
 *
 * Spellings stand without accents: the reader folds what people type the same way.
 */
#include "when-words.h"

#include <string.h>

static const WhenWord english[] = {
	{ WORD_NUMBER, 1, "a|an|one" }, { WORD_NUMBER, 2, "two|a couple of|a couple|couple of" },
	{ WORD_NUMBER, 3, "three" }, { WORD_NUMBER, 4, "four" }, { WORD_NUMBER, 5, "five" },
	{ WORD_NUMBER, 6, "six" }, { WORD_NUMBER, 7, "seven" }, { WORD_NUMBER, 8, "eight" },
	{ WORD_NUMBER, 9, "nine" }, { WORD_NUMBER, 10, "ten" }, { WORD_NUMBER, 11, "eleven" },
	{ WORD_NUMBER, 12, "twelve" },
	{ WORD_ORDINAL, 1, "first" }, { WORD_ORDINAL, 2, "second" }, { WORD_ORDINAL, 3, "third" },
	{ WORD_ORDINAL, 4, "fourth" }, { WORD_ORDINAL, 5, "fifth" }, { WORD_ORDINAL, -1, "last" },
	{ WORD_UNIT, WHEN_MINUTE, "min|mins|minute|minutes" }, { WORD_UNIT, WHEN_M, "m" },
	{ WORD_UNIT, WHEN_HOUR, "h|hr|hrs|hour|hours" }, { WORD_UNIT, WHEN_DAY, "d|day|days" },
	{ WORD_UNIT, WHEN_WORKDAY, "workday|workdays|work day|work days|working day|working days|"
		"business day|business days|weekday|weekdays|wd" },
	{ WORD_UNIT, WHEN_WEEK, "w|wk|wks|week|weeks" }, { WORD_UNIT, WHEN_MONTH, "mo|month|months" },
	{ WORD_UNIT, WHEN_YEAR, "y|yr|yrs|year|years" },
	{ WORD_WEEKDAY, 1, "mon|monday" }, { WORD_WEEKDAY, 2, "tue|tues|tuesday" },
	{ WORD_WEEKDAY, 3, "wed|weds|wednesday" }, { WORD_WEEKDAY, 4, "thu|thur|thurs|thursday" },
	{ WORD_WEEKDAY, 5, "fri|friday" }, { WORD_WEEKDAY, 6, "sat|saturday" }, { WORD_WEEKDAY, 7, "sun|sunday" },
	{ WORD_MONTH, 1, "jan|january" }, { WORD_MONTH, 2, "feb|february" }, { WORD_MONTH, 3, "mar|march" },
	{ WORD_MONTH, 4, "apr|april" }, { WORD_MONTH, 5, "may" }, { WORD_MONTH, 6, "jun|june" },
	{ WORD_MONTH, 7, "jul|july" }, { WORD_MONTH, 8, "aug|august" }, { WORD_MONTH, 9, "sep|sept|september" },
	{ WORD_MONTH, 10, "oct|october" }, { WORD_MONTH, 11, "nov|november" }, { WORD_MONTH, 12, "dec|december" },
	{ WORD_DAY, 0, "today" }, { WORD_DAY, 1, "tomorrow|tmrw|tmr" },
	{ WORD_DAY, 2, "day after tomorrow|the day after tomorrow" },
	{ WORD_PART, WHEN_MORNING, "morning|in the morning" }, { WORD_PART, WHEN_NOON, "noon|midday" },
	{ WORD_PART, WHEN_AFTERNOON, "afternoon|in the afternoon" },
	{ WORD_PART, WHEN_EVENING, "evening|in the evening" },
	{ WORD_PART, WHEN_NIGHT, "night|at night" }, { WORD_PART, WHEN_MIDNIGHT, "midnight" },
	{ WORD_DAY_PART, WHEN_NIGHT, "tonight" },
	{ WORD_HALF, 0, "am|a.m" }, { WORD_HALF, 12, "pm|p.m" }, { WORD_OCLOCK, 0, "o'clock|oclock" },
	{ WORD_THIS, 0, "this" }, { WORD_NEXT, 0, "next" }, { WORD_COMING, 0, "coming|upcoming" },
	{ WORD_EDGE, WHEN_END, "end|end of" }, { WORD_EDGE, WHEN_BEGINNING, "beginning|beginning of|start of" },
	{ WORD_EDGE_OF, WHEN_END * 10 + WHEN_MONTH, "eom" }, { WORD_EDGE_OF, WHEN_END * 10 + WHEN_WEEK, "eow" },
	{ WORD_EDGE_OF, WHEN_END * 10 + WHEN_DAY, "eod" }, { WORD_EDGE_OF, WHEN_END * 10 + WHEN_YEAR, "eoy" },
	{ WORD_WEEKEND, 0, "weekend" },
	{ WORD_EVERY, 0, "every|each" }, { WORD_EVERY_UNIT, WHEN_DAY, "daily" },
	{ WORD_EVERY_UNIT, WHEN_WEEK, "weekly" }, { WORD_EVERY_UNIT, WHEN_MONTH, "monthly" },
	{ WORD_UNTIL, 0, "until|till" },
	{ WORD_NO_REPLY, 0, "if no reply|if no answer|if no response|if there is no reply|unless answered" },
	{ WORD_IN, 0, "in|within|after" }, { WORD_AT, 0, "at|@" }, { WORD_FROM_NOW, 0, "from now|later|hence" },
	{ WORD_FILLER, 0, "the|on|of|by|and" },
};

static const WhenWord german[] = {
	{ WORD_NUMBER, 1, "ein|eine|einer|einem|einen|eins" }, { WORD_NUMBER, 2, "zwei" }, { WORD_NUMBER, 3, "drei" },
	{ WORD_NUMBER, 4, "vier" }, { WORD_NUMBER, 5, "funf|fuenf" }, { WORD_NUMBER, 6, "sechs" },
	{ WORD_NUMBER, 7, "sieben" }, { WORD_NUMBER, 8, "acht" }, { WORD_NUMBER, 9, "neun" },
	{ WORD_NUMBER, 10, "zehn" }, { WORD_NUMBER, 11, "elf" }, { WORD_NUMBER, 12, "zwolf|zwoelf" },
	{ WORD_ORDINAL, 1, "erster|erste|ersten" }, { WORD_ORDINAL, 2, "zweiter|zweite|zweiten" },
	{ WORD_ORDINAL, 3, "dritter|dritte|dritten" }, { WORD_ORDINAL, 4, "vierter|vierte|vierten" },
	{ WORD_ORDINAL, 5, "funfter|funfte|funften" }, { WORD_ORDINAL, -1, "letzter|letzte|letzten" },
	{ WORD_UNIT, WHEN_MINUTE, "min|minute|minuten" }, { WORD_UNIT, WHEN_M, "m" },
	{ WORD_UNIT, WHEN_HOUR, "h|std|stunde|stunden" }, { WORD_UNIT, WHEN_DAY, "d|t|tag|tage|tagen" },
	{ WORD_UNIT, WHEN_WORKDAY, "arbeitstag|arbeitstage|arbeitstagen|arbeitstags|werktag|werktage|werktagen" },
	{ WORD_UNIT, WHEN_WEEK, "w|wo|woche|wochen" }, { WORD_UNIT, WHEN_MONTH, "monat|monate|monaten|monats" },
	{ WORD_UNIT, WHEN_YEAR, "jahr|jahre|jahren|jahres" },
	{ WORD_WEEKDAY, 1, "mo|montag" }, { WORD_WEEKDAY, 2, "di|dienstag" }, { WORD_WEEKDAY, 3, "mi|mittwoch" },
	{ WORD_WEEKDAY, 4, "do|donnerstag" }, { WORD_WEEKDAY, 5, "fr|freitag" },
	{ WORD_WEEKDAY, 6, "sa|samstag|sonnabend" }, { WORD_WEEKDAY, 7, "so|sonntag" },
	{ WORD_MONTH, 1, "jan|januar|janner|jaenner" }, { WORD_MONTH, 2, "feb|februar" },
	{ WORD_MONTH, 3, "marz|maerz|mrz" }, { WORD_MONTH, 4, "apr|april" }, { WORD_MONTH, 5, "mai" },
	{ WORD_MONTH, 6, "jun|juni" }, { WORD_MONTH, 7, "jul|juli" }, { WORD_MONTH, 8, "aug|august" },
	{ WORD_MONTH, 9, "sep|sept|september" }, { WORD_MONTH, 10, "okt|oktober" },
	{ WORD_MONTH, 11, "nov|november" }, { WORD_MONTH, 12, "dez|dezember" },
	{ WORD_DAY, 0, "heute" }, { WORD_DAY_OR_MORNING, 1, "morgen" }, { WORD_DAY, 2, "ubermorgen|uebermorgen" },
	{ WORD_PART, WHEN_MORNING, "fruh|frueh|vormittag|vormittags|am vormittag|morgens|am morgen" },
	{ WORD_PART, WHEN_NOON, "mittag|mittags|am mittag" },
	{ WORD_PART, WHEN_AFTERNOON, "nachmittag|nachmittags|am nachmittag" },
	{ WORD_PART, WHEN_EVENING, "abend|abends|am abend" }, { WORD_PART, WHEN_NIGHT, "nacht|nachts" },
	{ WORD_PART, WHEN_MIDNIGHT, "mitternacht" }, { WORD_OCLOCK, 0, "uhr" },
	{ WORD_THIS, 0, "dieser|diese|dieses|diesen|diesem" },
	{ WORD_NEXT, 0, "nachster|nachste|nachsten|nachstem|nachstes|naechster|naechste|naechsten" },
	{ WORD_COMING, 0, "kommender|kommende|kommenden|kommendem|kommendes" },
	{ WORD_EDGE, WHEN_END, "ende" }, { WORD_EDGE, WHEN_BEGINNING, "anfang|beginn" },
	{ WORD_EDGE_OF, WHEN_END * 10 + WHEN_MONTH, "monatsende" },
	{ WORD_EDGE_OF, WHEN_END * 10 + WHEN_YEAR, "jahresende" }, { WORD_WEEKEND, 0, "wochenende" },
	{ WORD_EVERY, 0, "jeder|jede|jeden|jedes|alle" }, { WORD_EVERY_UNIT, WHEN_DAY, "taglich|taeglich" },
	{ WORD_EVERY_UNIT, WHEN_WEEK, "wochentlich|woechentlich" }, { WORD_EVERY_UNIT, WHEN_MONTH, "monatlich" },
	{ WORD_UNTIL, 0, "bis|bis zum" },
	{ WORD_NO_REPLY, 0, "wenn keine antwort|falls keine antwort|ohne antwort|wenn keine reaktion|"
		"falls keine reaktion" },
	{ WORD_IN, 0, "in|nach|binnen" }, { WORD_AT, 0, "um|gegen" }, { WORD_FROM_NOW, 0, "ab jetzt|spater|spaeter" },
	{ WORD_FILLER, 0, "der|die|das|des|dem|den|am|im|zum|und|von" },
};

static const WhenWord french[] = {
	{ WORD_NUMBER, 1, "un|une" }, { WORD_NUMBER, 2, "deux" }, { WORD_NUMBER, 3, "trois" },
	{ WORD_NUMBER, 4, "quatre" }, { WORD_NUMBER, 5, "cinq" }, { WORD_NUMBER, 6, "six" },
	{ WORD_NUMBER, 7, "sept" }, { WORD_NUMBER, 8, "huit" }, { WORD_NUMBER, 9, "neuf" },
	{ WORD_NUMBER, 10, "dix" }, { WORD_NUMBER, 15, "quinze" },
	{ WORD_ORDINAL, 1, "premier|premiere|1er" }, { WORD_ORDINAL, 2, "deuxieme|second" },
	{ WORD_ORDINAL, 3, "troisieme" }, { WORD_ORDINAL, -1, "dernier|derniere" },
	{ WORD_UNIT, WHEN_MINUTE, "min|minute|minutes" }, { WORD_UNIT, WHEN_M, "m" },
	{ WORD_UNIT, WHEN_HOUR, "h|heure|heures" }, { WORD_UNIT, WHEN_DAY, "d|j|jour|jours" },
	{ WORD_UNIT, WHEN_WORKDAY, "jour ouvre|jours ouvres|jour ouvrable|jours ouvrables" },
	{ WORD_UNIT, WHEN_WEEK, "w|semaine|semaines" }, { WORD_UNIT, WHEN_MONTH, "mois" },
	{ WORD_UNIT, WHEN_YEAR, "an|ans|annee|annees" },
	{ WORD_WEEKDAY, 1, "lun|lundi|lundis" }, { WORD_WEEKDAY, 2, "mar|mardi|mardis" },
	{ WORD_WEEKDAY, 3, "mer|mercredi|mercredis" },
	{ WORD_WEEKDAY, 4, "jeu|jeudi|jeudis" }, { WORD_WEEKDAY, 5, "ven|vendredi|vendredis" },
	{ WORD_WEEKDAY, 6, "sam|samedi|samedis" },
	{ WORD_WEEKDAY, 7, "dim|dimanche|dimanches" },
	{ WORD_MONTH, 1, "janv|janvier" }, { WORD_MONTH, 2, "fevr|fevrier" }, { WORD_MONTH, 3, "mars" },
	{ WORD_MONTH, 4, "avr|avril" }, { WORD_MONTH, 5, "mai" }, { WORD_MONTH, 6, "juin" },
	{ WORD_MONTH, 7, "juil|juillet" }, { WORD_MONTH, 8, "aout" }, { WORD_MONTH, 9, "septembre" },
	{ WORD_MONTH, 10, "oct|octobre" }, { WORD_MONTH, 11, "nov|novembre" }, { WORD_MONTH, 12, "dec|decembre" },
	{ WORD_DAY, 0, "aujourd'hui|aujourdhui" }, { WORD_DAY, 1, "demain" },
	{ WORD_DAY, 2, "apres-demain|apres demain" },
	{ WORD_PART, WHEN_MORNING, "matin|le matin|du matin" }, { WORD_PART, WHEN_NOON, "midi|a midi" },
	{ WORD_PART, WHEN_AFTERNOON, "apres-midi|apres midi|l'apres-midi|de l'apres-midi" },
	{ WORD_PART, WHEN_EVENING, "soir|le soir|du soir" }, { WORD_PART, WHEN_MIDNIGHT, "minuit|a minuit" },
	{ WORD_THIS, 0, "ce|cet|cette" }, { WORD_NEXT, 0, "prochain|prochaine" },
	{ WORD_EDGE, WHEN_END, "fin|fin de|la fin" }, { WORD_EDGE, WHEN_BEGINNING, "debut|debut de|le debut" },
	{ WORD_WEEKEND, 0, "week-end|weekend" },
	{ WORD_EVERY, 0, "chaque|tous les|toutes les" }, { WORD_UNTIL, 0, "jusqu'au|jusqu'a" },
	{ WORD_NO_REPLY, 0, "si pas de reponse|sans reponse|si aucune reponse" },
	{ WORD_IN, 0, "dans|en|d'ici" }, { WORD_AT, 0, "a" }, { WORD_FILLER, 0, "le|la|les|du|de|au|et|l" },
};

static const WhenWord spanish[] = {
	{ WORD_NUMBER, 1, "un|una|uno" }, { WORD_NUMBER, 2, "dos" }, { WORD_NUMBER, 3, "tres" },
	{ WORD_NUMBER, 4, "cuatro" }, { WORD_NUMBER, 5, "cinco" }, { WORD_NUMBER, 6, "seis" },
	{ WORD_NUMBER, 7, "siete" }, { WORD_NUMBER, 8, "ocho" }, { WORD_NUMBER, 9, "nueve" },
	{ WORD_NUMBER, 10, "diez" }, { WORD_NUMBER, 15, "quince" },
	{ WORD_ORDINAL, 1, "primer|primero|primera" }, { WORD_ORDINAL, 2, "segundo|segunda" },
	{ WORD_ORDINAL, 3, "tercer|tercero|tercera" }, { WORD_ORDINAL, -1, "ultimo|ultima" },
	{ WORD_UNIT, WHEN_MINUTE, "min|minuto|minutos" }, { WORD_UNIT, WHEN_M, "m" },
	{ WORD_UNIT, WHEN_HOUR, "h|hora|horas" }, { WORD_UNIT, WHEN_DAY, "d|dia|dias" },
	{ WORD_UNIT, WHEN_WORKDAY, "dia laborable|dias laborables|dia habil|dias habiles" },
	{ WORD_UNIT, WHEN_WEEK, "w|semana|semanas" }, { WORD_UNIT, WHEN_MONTH, "mes|meses" },
	{ WORD_UNIT, WHEN_YEAR, "ano|anos" },
	{ WORD_WEEKDAY, 1, "lun|lunes" }, { WORD_WEEKDAY, 2, "mar|martes" }, { WORD_WEEKDAY, 3, "mie|miercoles" },
	{ WORD_WEEKDAY, 4, "jue|jueves" }, { WORD_WEEKDAY, 5, "vie|viernes" }, { WORD_WEEKDAY, 6, "sab|sabado" },
	{ WORD_WEEKDAY, 7, "dom|domingo" },
	{ WORD_MONTH, 1, "ene|enero" }, { WORD_MONTH, 2, "feb|febrero" }, { WORD_MONTH, 3, "marzo" },
	{ WORD_MONTH, 4, "abr|abril" }, { WORD_MONTH, 5, "mayo" }, { WORD_MONTH, 6, "jun|junio" },
	{ WORD_MONTH, 7, "jul|julio" }, { WORD_MONTH, 8, "agosto" }, { WORD_MONTH, 9, "sept|septiembre|setiembre" },
	{ WORD_MONTH, 10, "oct|octubre" }, { WORD_MONTH, 11, "nov|noviembre" }, { WORD_MONTH, 12, "dic|diciembre" },
	{ WORD_DAY, 0, "hoy" }, { WORD_DAY, 1, "manana" }, { WORD_DAY, 2, "pasado manana" },
	{ WORD_PART, WHEN_MORNING, "por la manana|de la manana|en la manana" },
	{ WORD_PART, WHEN_NOON, "mediodia|al mediodia|a mediodia" },
	{ WORD_PART, WHEN_AFTERNOON, "por la tarde|de la tarde|tarde" },
	{ WORD_PART, WHEN_EVENING, "por la noche|de la noche|noche" },
	{ WORD_PART, WHEN_MIDNIGHT, "medianoche|a medianoche" },
	{ WORD_THIS, 0, "este|esta" }, { WORD_NEXT, 0, "proximo|proxima|que viene" },
	{ WORD_EDGE, WHEN_END, "fin de|fin del|final de|final del|a fin de|finales de|a finales de" },
	{ WORD_EDGE, WHEN_BEGINNING, "principio de|principios de|a principios de|inicio de" },
	{ WORD_WEEKEND, 0, "fin de semana" },
	{ WORD_EVERY, 0, "cada|todos los|todas las" }, { WORD_UNTIL, 0, "hasta|hasta el" },
	{ WORD_NO_REPLY, 0, "si no hay respuesta|sin respuesta|si no responde|si no contesta" },
	{ WORD_IN, 0, "en|dentro de" }, { WORD_AT, 0, "a las|a la" },
	{ WORD_FILLER, 0, "el|la|los|las|de|del|y|al" },
};

static const WhenWord italian[] = {
	{ WORD_NUMBER, 1, "un|una|uno|un'" }, { WORD_NUMBER, 2, "due" }, { WORD_NUMBER, 3, "tre" },
	{ WORD_NUMBER, 4, "quattro" }, { WORD_NUMBER, 5, "cinque" }, { WORD_NUMBER, 6, "sei" },
	{ WORD_NUMBER, 7, "sette" }, { WORD_NUMBER, 8, "otto" }, { WORD_NUMBER, 9, "nove" },
	{ WORD_NUMBER, 10, "dieci" },
	{ WORD_ORDINAL, 1, "primo|prima" }, { WORD_ORDINAL, 2, "secondo|seconda" },
	{ WORD_ORDINAL, 3, "terzo|terza" }, { WORD_ORDINAL, -1, "ultimo|ultima" },
	{ WORD_UNIT, WHEN_MINUTE, "min|minuto|minuti" }, { WORD_UNIT, WHEN_M, "m" },
	{ WORD_UNIT, WHEN_HOUR, "h|ora|ore" }, { WORD_UNIT, WHEN_DAY, "d|g|gg|giorno|giorni" },
	{ WORD_UNIT, WHEN_WORKDAY, "giorno lavorativo|giorni lavorativi" },
	{ WORD_UNIT, WHEN_WEEK, "w|settimana|settimane" }, { WORD_UNIT, WHEN_MONTH, "mese|mesi" },
	{ WORD_UNIT, WHEN_YEAR, "anno|anni" },
	{ WORD_WEEKDAY, 1, "lun|lunedi" }, { WORD_WEEKDAY, 2, "mar|martedi" }, { WORD_WEEKDAY, 3, "mer|mercoledi" },
	{ WORD_WEEKDAY, 4, "gio|giovedi" }, { WORD_WEEKDAY, 5, "ven|venerdi" }, { WORD_WEEKDAY, 6, "sab|sabato" },
	{ WORD_WEEKDAY, 7, "dom|domenica" },
	{ WORD_MONTH, 1, "gen|gennaio" }, { WORD_MONTH, 2, "feb|febbraio" }, { WORD_MONTH, 3, "marzo" },
	{ WORD_MONTH, 4, "apr|aprile" }, { WORD_MONTH, 5, "mag|maggio" }, { WORD_MONTH, 6, "giu|giugno" },
	{ WORD_MONTH, 7, "lug|luglio" }, { WORD_MONTH, 8, "agosto" }, { WORD_MONTH, 9, "set|sett|settembre" },
	{ WORD_MONTH, 10, "ott|ottobre" }, { WORD_MONTH, 11, "nov|novembre" }, { WORD_MONTH, 12, "dic|dicembre" },
	{ WORD_DAY, 0, "oggi" }, { WORD_DAY, 1, "domani" }, { WORD_DAY, 2, "dopodomani|dopo domani" },
	{ WORD_PART, WHEN_MORNING, "mattina|mattino|di mattina|del mattino" },
	{ WORD_PART, WHEN_NOON, "mezzogiorno|a mezzogiorno" },
	{ WORD_PART, WHEN_AFTERNOON, "pomeriggio|di pomeriggio|del pomeriggio|nel pomeriggio" },
	{ WORD_PART, WHEN_EVENING, "sera|di sera" }, { WORD_PART, WHEN_MIDNIGHT, "mezzanotte|a mezzanotte" },
	{ WORD_DAY_PART, WHEN_EVENING, "stasera" }, { WORD_DAY_PART, WHEN_MORNING, "stamattina|stamani" },
	{ WORD_DAY_PART, 10 + WHEN_MORNING, "domattina" },
	{ WORD_THIS, 0, "questo|questa" }, { WORD_NEXT, 0, "prossimo|prossima" },
	{ WORD_EDGE, WHEN_END, "fine|alla fine|a fine" },
	{ WORD_EDGE, WHEN_BEGINNING, "inizio|all'inizio|a inizio" },
	{ WORD_WEEKEND, 0, "weekend|fine settimana" },
	{ WORD_EVERY, 0, "ogni|tutti i" }, { WORD_UNTIL, 0, "fino al|fino a|entro|entro il" },
	{ WORD_NO_REPLY, 0, "se non risponde|senza risposta|se nessuna risposta" },
	{ WORD_IN, 0, "in|tra|fra" }, { WORD_AT, 0, "alle|alle ore|ore" },
	{ WORD_FILLER, 0, "il|lo|la|i|le|di|del|della|dell'|e|l" },
};

static const WhenWord dutch[] = {
	{ WORD_NUMBER, 1, "een" }, { WORD_NUMBER, 2, "twee" }, { WORD_NUMBER, 3, "drie" },
	{ WORD_NUMBER, 4, "vier" }, { WORD_NUMBER, 5, "vijf" }, { WORD_NUMBER, 6, "zes" },
	{ WORD_NUMBER, 7, "zeven" }, { WORD_NUMBER, 8, "acht" }, { WORD_NUMBER, 9, "negen" },
	{ WORD_NUMBER, 10, "tien" },
	{ WORD_ORDINAL, 1, "eerste" }, { WORD_ORDINAL, 2, "tweede" }, { WORD_ORDINAL, 3, "derde" },
	{ WORD_ORDINAL, -1, "laatste" },
	{ WORD_UNIT, WHEN_MINUTE, "min|minuut|minuten" }, { WORD_UNIT, WHEN_M, "m" },
	{ WORD_UNIT, WHEN_HOUR, "h|uren" }, { WORD_UNIT, WHEN_DAY, "d|dag|dagen" },
	{ WORD_UNIT, WHEN_WORKDAY, "werkdag|werkdagen" }, { WORD_UNIT, WHEN_WEEK, "w|week|weken" },
	{ WORD_UNIT, WHEN_MONTH, "maand|maanden" }, { WORD_UNIT, WHEN_YEAR, "jaar|jaren" },
	{ WORD_WEEKDAY, 1, "ma|maandag" }, { WORD_WEEKDAY, 2, "di|dinsdag" }, { WORD_WEEKDAY, 3, "wo|woensdag" },
	{ WORD_WEEKDAY, 4, "do|donderdag" }, { WORD_WEEKDAY, 5, "vr|vrijdag" }, { WORD_WEEKDAY, 6, "za|zaterdag" },
	{ WORD_WEEKDAY, 7, "zo|zondag" },
	{ WORD_MONTH, 1, "jan|januari" }, { WORD_MONTH, 2, "feb|februari" }, { WORD_MONTH, 3, "mrt|maart" },
	{ WORD_MONTH, 4, "apr|april" }, { WORD_MONTH, 5, "mei" }, { WORD_MONTH, 6, "jun|juni" },
	{ WORD_MONTH, 7, "jul|juli" }, { WORD_MONTH, 8, "aug|augustus" }, { WORD_MONTH, 9, "sep|sept|september" },
	{ WORD_MONTH, 10, "okt|oktober" }, { WORD_MONTH, 11, "nov|november" }, { WORD_MONTH, 12, "dec|december" },
	{ WORD_DAY, 0, "vandaag" }, { WORD_DAY, 1, "morgen" }, { WORD_DAY, 2, "overmorgen" },
	{ WORD_PART, WHEN_MORNING, "ochtend|'s ochtends|s ochtends|vroeg" },
	{ WORD_PART, WHEN_AFTERNOON, "middag|'s middags|s middags|namiddag" },
	{ WORD_PART, WHEN_EVENING, "avond|'s avonds|s avonds" }, { WORD_PART, WHEN_MIDNIGHT, "middernacht" },
	{ WORD_DAY_PART, WHEN_MORNING, "vanochtend|vanmorgen" }, { WORD_DAY_PART, WHEN_AFTERNOON, "vanmiddag" },
	{ WORD_DAY_PART, WHEN_EVENING, "vanavond" }, { WORD_DAY_PART, 10 + WHEN_MORNING, "morgenochtend|morgenvroeg" },
	{ WORD_DAY_PART, 10 + WHEN_AFTERNOON, "morgenmiddag" }, { WORD_DAY_PART, 10 + WHEN_EVENING, "morgenavond" },
	{ WORD_OCLOCK, 1, "uur" }, { WORD_THIS, 0, "deze|dit" }, { WORD_NEXT, 0, "volgende|volgend" },
	{ WORD_COMING, 0, "komende|aanstaande" },
	{ WORD_EDGE, WHEN_END, "einde|eind" }, { WORD_EDGE, WHEN_BEGINNING, "begin" },
	{ WORD_WEEKEND, 0, "weekend" },
	{ WORD_EVERY, 0, "elke|elk|iedere|ieder" }, { WORD_EVERY_UNIT, WHEN_DAY, "dagelijks" },
	{ WORD_EVERY_UNIT, WHEN_WEEK, "wekelijks" }, { WORD_EVERY_UNIT, WHEN_MONTH, "maandelijks" },
	{ WORD_UNTIL, 0, "tot" },
	{ WORD_NO_REPLY, 0, "als er geen antwoord is|als geen antwoord|zonder antwoord|als geen reactie" },
	{ WORD_IN, 0, "in|over|binnen" }, { WORD_AT, 0, "om" },
	{ WORD_FILLER, 0, "de|het|op|van|en" },
};

const WhenLanguage when_languages[WHEN_LANGUAGES] = {
	{ "en", english, G_N_ELEMENTS(english) },
	{ "de", german, G_N_ELEMENTS(german) },
	{ "fr", french, G_N_ELEMENTS(french) },
	{ "es", spanish, G_N_ELEMENTS(spanish) },
	{ "it", italian, G_N_ELEMENTS(italian) },
	{ "nl", dutch, G_N_ELEMENTS(dutch) },
};

static bool has_spelling(const char *spellings, const char *phrase, size_t length)
{
	for (const char *at = spellings; *at != '\0';) {
		size_t size = strcspn(at, "|");

		if (size == length && memcmp(at, phrase, length) == 0)
			return true;
		at += size + (at[size] == '|');
	}
	return false;
}

const WhenWord *when_word_find(const WhenLanguage *language, const char *phrase, size_t length)
{
	for (size_t i = 0; i < language->count; i++) {
		if (has_spelling(language->words[i].spellings, phrase, length))
			return &language->words[i];
	}
	return NULL;
}
