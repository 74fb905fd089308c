/* SPDX-License-Identifier: MIT
 * when-read.c - words and numbers of a time -> its pieces.
 * In: an expression, a language. Out: pieces; false for anything not wholly understood.
 * Next: src/follow/when.c
 *
 * Every token must find its place and every place is filled once: what is left over, or
 * said twice, makes the whole expression unknown. So nothing is guessed from half a sentence.
 */
#include <string.h>

#include "when-atoms.h"

/* --- atoms -> tokens of one language */

typedef struct {
	AtomType type;
	WordClass class;	/* of ATOM_WORD */
	int value;		/* of ATOM_WORD */
	const Atom *atom;	/* of the others */
} Token;

typedef struct {
	Token list[WHEN_MAX_ATOMS + 1];
	guint count, at;
	bool any_filler, ends_in_filler;
	bool has_in, after_at;
	WhenPieces *pieces;
} Reader;

static const WhenWord *longest_phrase(const WhenAtoms *atoms, guint from, const WhenLanguage *language,
		guint *ret_words)
{
	GString *phrase = g_string_new(NULL);
	const WhenWord *found = NULL;

	for (guint n = 0; n < WHEN_PHRASE_WORDS && from + n < atoms->count; n++) {
		const Atom *atom = &atoms->list[from + n];

		if (atom->type != ATOM_WORD)
			break;
		if (n > 0)
			g_string_append_c(phrase, ' ');
		g_string_append_len(phrase, atom->text, (gssize)atom->length);
		const WhenWord *word = when_word_find(language, phrase->str, phrase->len);

		if (word != NULL) {
			found = word;
			*ret_words = n + 1;
		}
	}
	g_string_free(phrase, true);
	return found;
}

static bool tokenize(const WhenAtoms *atoms, const WhenLanguage *language, Reader *reader, guint *ret_read)
{
	for (guint i = 0; i < atoms->count;) {
		const Atom *atom = &atoms->list[i];
		guint words = 1;

		*ret_read = i;
		if (atom->type != ATOM_WORD) {
			reader->list[reader->count++] = (Token){ .type = atom->type, .atom = atom };
			i++;
			continue;
		}
		const WhenWord *word = longest_phrase(atoms, i, language, &words);

		if (word == NULL)
			return false;
		i += words;
		reader->ends_in_filler = word->class == WORD_FILLER && i == atoms->count;
		if (word->class == WORD_FILLER)
			reader->any_filler = true;
		else
			reader->list[reader->count++] = (Token){ ATOM_WORD, word->class, word->value, NULL };
	}
	*ret_read = atoms->count;
	return true;
}

static const Token *peek(const Reader *reader, guint ahead)
{
	return reader->at + ahead < reader->count ? &reader->list[reader->at + ahead] : NULL;
}

static bool is_word(const Token *token, WordClass class)
{
	return token != NULL && token->type == ATOM_WORD && token->class == class;
}

static int year_of(const Token *token)
{
	return token != NULL && token->type == ATOM_NUMBER && token->atom->digits == 4 ? token->atom->a : 0;
}

/* 1, 2, ... of "5th", "5.", "first"; -1 last; 0 when TOKEN is none. */
static int ordinal_of(const Token *token)
{
	if (token == NULL)
		return 0;
	if (token->type == ATOM_ORDINAL)
		return token->atom->a;
	return is_word(token, WORD_ORDINAL) ? token->value : 0;
}

static bool has_date(const WhenPieces *p)
{
	return p->weekday != 0 || p->day != 0 || p->day_offset >= 0;
}

static bool set_time(Reader *reader, int hour, int minute, bool is_doubtful)
{
	WhenPieces *p = reader->pieces;

	if (p->time_min >= 0 || p->bare_hour >= 0 || hour > 23 || minute > 59)
		return false;
	p->time_min = hour * 60 + minute;
	p->is_time_doubtful = is_doubtful;
	return true;
}

/* HOUR of "9 am" or "9:30 pm"; the token behind it is consumed. */
static bool set_half_time(Reader *reader, int hour, int minute, const Token *half)
{
	if (hour < 1 || hour > 12)
		return false;
	reader->at++;
	return set_time(reader, hour % 12 + half->value, minute, false);
}

static bool add_span(Reader *reader, int count, WhenUnit unit)
{
	WhenPieces *p = reader->pieces;
	int *slot = NULL;

	if (count < 1 || count > 999)
		return false;
	switch (unit) {
	case WHEN_MINUTE:
		slot = &p->minutes;
		break;
	case WHEN_HOUR:
		slot = &p->hours;
		break;
	case WHEN_DAY:
		slot = &p->days;
		break;
	case WHEN_WORKDAY:
		slot = &p->workdays;
		break;
	case WHEN_WEEK:
		slot = &p->weeks;
		break;
	case WHEN_MONTH:
		slot = &p->months;
		break;
	case WHEN_YEAR:
		slot = &p->years;
		break;
	case WHEN_M:
		if (p->hours == 0)
			p->doubt = "\"m\" may be minutes or months: write min or months";
		slot = &p->minutes;
		break;
	}
	if (slot == NULL || *slot != 0)
		return false;
	*slot = count;
	p->has_span = true;
	return true;
}

static bool set_month_day(Reader *reader, int month, int day)
{
	WhenPieces *p = reader->pieces;

	if (p->month != 0 || p->day != 0 || p->year != 0)
		return false;
	p->month = month;
	p->day = day;
	int year = year_of(peek(reader, 0));
	if (year != 0) {
		p->year = year;
		reader->at++;
	}
	return true;
}

static bool set_weekday(Reader *reader, int weekday, int ordinal, WhenWhich which)
{
	WhenPieces *p = reader->pieces;

	if (p->weekday != 0)
		return false;
	p->weekday = weekday;
	p->weekday_ordinal = ordinal;
	p->weekday_which = which;
	return true;
}

static bool set_unit(Reader *reader, WhenUnit unit, WhenWhich which)
{
	WhenPieces *p = reader->pieces;

	if (p->unit != 0 || unit == WHEN_MINUTE || unit == WHEN_HOUR || unit == WHEN_M)
		return false;
	p->unit = unit;
	p->unit_which = which;
	return true;
}

/* "3 days", "9 am", "9 uhr", "5 may", "at 15", "2017" after "beginning of". */
static bool read_a_number(Reader *reader, int number)
{
	const Token *here = peek(reader, 0), *next = peek(reader, 1), *after = peek(reader, 2);
	WhenPieces *p = reader->pieces;
	int year = year_of(here);

	reader->at++;
	if (is_word(next, WORD_HALF))
		return set_half_time(reader, number, 0, next);
	if (is_word(next, WORD_OCLOCK)) {
		bool is_span = next->value == 1 && reader->has_in;

		reader->at++;
		if (is_span)
			return add_span(reader, number, WHEN_HOUR);
		if (after != NULL && after->type == ATOM_NUMBER && after->atom->digits == 2 &&
		    peek(reader, 1) == NULL) {
			reader->at++;
			return set_time(reader, number, after->atom->a, number < 7);
		}
		return set_time(reader, number, 0, number < 7);
	}
	if (is_word(next, WORD_UNIT)) {
		reader->at++;
		if (next->value == WHEN_HOUR && !reader->has_in && (reader->after_at || has_date(p)) && !p->has_span)
			return set_time(reader, number, 0, number < 7);
		if (next->value == WHEN_HOUR && !reader->has_in && !p->is_every && number >= 7 && number <= 23 &&
		    reader->count == 2)
			p->doubt = "a time of day or a number of hours? Write 15:00 or in 15h";
		return !reader->after_at && add_span(reader, number, (WhenUnit)next->value);
	}
	if (is_word(next, WORD_MONTH) && here->type == ATOM_NUMBER && here->atom->digits <= 2) {
		reader->at++;
		return number >= 1 && set_month_day(reader, next->value, number);
	}
	if (reader->after_at && number <= 24 && p->bare_hour < 0 && p->time_min < 0) {
		p->bare_hour = number;
		return number < 24;
	}
	if (year != 0 && p->edge != WHEN_NO_EDGE && p->year == 0 && p->unit == 0) {
		p->year = year;
		return true;
	}
	return false;
}

static bool read_an_ordinal(Reader *reader, int ordinal)
{
	const Token *next = peek(reader, 1), *after = peek(reader, 2);
	WhenPieces *p = reader->pieces;

	reader->at++;
	if (is_word(next, WORD_WEEKDAY)) {
		reader->at++;
		return ordinal <= 5 && ordinal != 0 && set_weekday(reader, next->value, ordinal, WHEN_PLAIN);
	}
	if (is_word(next, WORD_UNIT) && next->value == WHEN_DAY && is_word(after, WORD_MONTH)) {
		reader->at += 2;
		return ordinal > 0 && set_month_day(reader, after->value, ordinal);
	}
	if (is_word(next, WORD_MONTH)) {
		reader->at++;
		return ordinal > 0 && set_month_day(reader, next->value, ordinal);
	}
	if (p->day != 0 || p->month != 0 || ordinal <= 0 ||
	    (!reader->any_filler && peek(reader, 0) == NULL && reader->count == 1 && reader->list[0].type == ATOM_WORD))
		return false;
	p->day = ordinal;
	return true;
}

/* "march", "march 3", "march 3rd 2027", "march 2027". */
static bool read_a_month(Reader *reader, int month)
{
	const Token *next = peek(reader, 1), *after = peek(reader, 2);
	int day = ordinal_of(next);

	reader->at++;
	if (day == 0 && next != NULL && next->type == ATOM_NUMBER && next->atom->digits <= 2 &&
	    !is_word(after, WORD_HALF) && !is_word(after, WORD_UNIT) && !is_word(after, WORD_OCLOCK)) {
		day = next->atom->a;
		if (day == 0)
			return false;
	}
	if (day < 0)
		return false;
	if (day > 0)
		reader->at++;
	return set_month_day(reader, month, day);
}

/* "this", "coming" or "next", before or behind what it is about. */
static bool read_a_which(Reader *reader, WhenWhich which)
{
	const Token *next = peek(reader, 1);
	WhenPieces *p = reader->pieces;

	reader->at++;
	if (next != NULL && next->type == ATOM_WORD &&
	    (next->class == WORD_WEEKDAY || next->class == WORD_UNIT || next->class == WORD_WEEKEND ||
	     (next->class == WORD_PART && which == WHEN_THIS))) {
		reader->at++;
		if (next->class == WORD_WEEKDAY)
			return set_weekday(reader, next->value, 0, which);
		if (next->class == WORD_UNIT)
			return set_unit(reader, (WhenUnit)next->value, which);
		if (next->class == WORD_PART) {
			p->part_today = true;
			p->part = (WhenPart)next->value;
			return true;
		}
		p->weekend = true;
		p->weekend_which = which;
		return true;
	}
	if (p->unit != 0 && p->unit_which == WHEN_PLAIN) {
		p->unit_which = which;
		return true;
	}
	if (p->weekday != 0 && p->weekday_which == WHEN_PLAIN && p->weekday_ordinal == 0) {
		p->weekday_which = which;
		return true;
	}
	if (p->weekend && p->weekend_which == WHEN_PLAIN) {
		p->weekend_which = which;
		return true;
	}
	return false;
}

static bool set_part(Reader *reader, WhenPart part)
{
	if (reader->pieces->part != WHEN_NO_PART)
		return false;
	reader->pieces->part = part;
	return true;
}

static bool set_day_offset(Reader *reader, int days)
{
	if (reader->pieces->day_offset >= 0)
		return false;
	reader->pieces->day_offset = days;
	return true;
}

static bool read_a_unit(Reader *reader, WhenUnit unit)
{
	WhenPieces *p = reader->pieces;

	reader->at++;
	if (p->is_every && !p->has_span && p->weekday_ordinal == 0)
		return add_span(reader, 1, unit);
	/* "la semaine prochaine": the word that says which comes behind. */
	if (is_word(peek(reader, 0), WORD_NEXT) || is_word(peek(reader, 0), WORD_COMING) || p->edge != WHEN_NO_EDGE ||
	    p->weekday_ordinal != 0)
		return set_unit(reader, unit, WHEN_PLAIN);
	return false;
}

/* WORDs that stand for themselves; false for what only makes sense beside another. */
static bool read_a_plain_word(Reader *reader, const Token *token)
{
	WhenPieces *p = reader->pieces;
	bool is_first = reader->at == 0, was_at = reader->after_at;

	reader->at++;
	reader->after_at = false;
	switch (token->class) {
	case WORD_WEEKDAY:
		return set_weekday(reader, token->value, 0, WHEN_PLAIN);
	case WORD_DAY_OR_MORNING:
		return has_date(p) ? set_part(reader, WHEN_MORNING) : set_day_offset(reader, token->value);
	case WORD_DAY:
		return set_day_offset(reader, token->value);
	case WORD_PART:
		return set_part(reader, (WhenPart)token->value);
	case WORD_DAY_PART:
		return set_day_offset(reader, token->value / 10) && set_part(reader, (WhenPart)(token->value % 10));
	case WORD_EDGE:
		if (p->edge != WHEN_NO_EDGE || p->month != 0 || p->unit != 0)
			return false;
		p->edge = (WhenEdge)token->value;
		return true;
	case WORD_EDGE_OF:
		if (p->edge != WHEN_NO_EDGE)
			return false;
		p->edge = (WhenEdge)(token->value / 10);
		return set_unit(reader, (WhenUnit)(token->value % 10), WHEN_PLAIN);
	case WORD_WEEKEND:
		if (p->weekend)
			return false;
		p->weekend = true;
		return true;
	case WORD_EVERY:
	case WORD_EVERY_UNIT:
		if (!is_first)
			return false;
		p->is_every = true;
		return token->class == WORD_EVERY || add_span(reader, 1, (WhenUnit)token->value);
	case WORD_UNTIL:
		p->is_until = true;
		return is_first;
	case WORD_NO_REPLY:
		if (!is_first && reader->at != reader->count)
			return false;
		p->no_reply = true;
		return true;
	case WORD_IN:
		reader->has_in = true;
		return !was_at && reader->at < reader->count;
	case WORD_AT:
		reader->after_at = true;
		return !was_at && reader->at < reader->count;
	case WORD_FROM_NOW:
		return p->has_span;
	case WORD_NUMBER:
	case WORD_ORDINAL:
	case WORD_UNIT:
	case WORD_MONTH:
	case WORD_HALF:
	case WORD_OCLOCK:
	case WORD_THIS:
	case WORD_NEXT:
	case WORD_COMING:
	case WORD_FILLER:
		break;
	}
	return false;
}

static bool read_a_word(Reader *reader, const Token *token)
{
	if (token->class == WORD_NUMBER)
		return read_a_number(reader, token->value);
	if (token->class == WORD_ORDINAL)
		return read_an_ordinal(reader, token->value);
	if (token->class == WORD_MONTH)
		return read_a_month(reader, token->value);
	if (token->class == WORD_UNIT)
		return read_a_unit(reader, (WhenUnit)token->value);
	if (token->class == WORD_THIS)
		return read_a_which(reader, WHEN_THIS);
	if (token->class == WORD_COMING)
		return read_a_which(reader, WHEN_COMING);
	if (token->class == WORD_NEXT)
		return read_a_which(reader, WHEN_NEXT);
	return read_a_plain_word(reader, token);
}

static bool read_a_clock(Reader *reader, const Atom *atom)
{
	const Token *next = peek(reader, 1);

	reader->at++;
	if (is_word(next, WORD_HALF))
		return set_half_time(reader, atom->a, atom->b, next);
	if (is_word(next, WORD_OCLOCK))
		reader->at++;
	else if (atom->type == ATOM_DOTTED && !reader->after_at)
		return false;
	else if (atom->type == ATOM_H_CLOCK && !reader->after_at && !has_date(reader->pieces))
		return false;
	return set_time(reader, atom->a, atom->b, atom->a < 7 && atom->digits == 1);
}

/* 15/2 and 2/15 have one reading; 3/4 has two. */
static bool read_slashes(Reader *reader, const Atom *atom)
{
	WhenPieces *p = reader->pieces;
	bool month_first = atom->b <= 12 && atom->c > 12;

	reader->at++;
	if (p->day != 0 || p->month != 0 || atom->b == 0 || atom->c == 0)
		return false;
	p->year = atom->a;
	p->month = month_first ? atom->b : atom->c;
	p->day = month_first ? atom->c : atom->b;
	if (p->month <= 12 && p->day <= 12 && p->month != p->day)
		p->doubt = "day and month could be either way round: write the month as a word";
	return true;
}

static bool read_a_date(Reader *reader, const Atom *atom)
{
	WhenPieces *p = reader->pieces;

	reader->at++;
	if (p->day != 0 || p->month != 0 || p->year != 0 || atom->b == 0 || atom->c == 0)
		return false;
	p->year = atom->a;
	p->month = atom->b;
	p->day = atom->c;
	return true;
}

static bool read_one(Reader *reader)
{
	const Token *token = peek(reader, 0);
	bool was_at = reader->after_at;
	bool ok = false;

	switch (token->type) {
	case ATOM_WORD:
		ok = read_a_word(reader, token);
		if (token->class == WORD_AT)
			return ok;
		break;
	case ATOM_NUMBER:
		ok = read_a_number(reader, token->atom->a);
		break;
	case ATOM_ORDINAL:
		ok = read_an_ordinal(reader, token->atom->a);
		break;
	case ATOM_CLOCK:
	case ATOM_DOTTED:
	case ATOM_H_CLOCK:
		ok = read_a_clock(reader, token->atom);
		break;
	case ATOM_DATE:
		ok = read_a_date(reader, token->atom);
		break;
	case ATOM_SLASH:
		ok = read_slashes(reader, token->atom);
		break;
	}
	/* "at" must have had its time: "at friday" says something else. */
	if (was_at && reader->pieces->time_min < 0 && reader->pieces->bare_hour < 0 &&
	    reader->pieces->part == WHEN_NO_PART && reader->pieces->edge == WHEN_NO_EDGE)
		return false;
	reader->after_at = false;
	return ok;
}

static const char *show_word(WhenAtoms *atoms, guint index)
{
	const Atom *atom = &atoms->list[index];

	g_free(atoms->shown);
	atoms->shown = g_strndup(atom->text, atom->length);
	return atoms->shown;
}

bool when_read(WhenAtoms *atoms, const WhenLanguage *language, WhenPieces *ret_pieces,
		const char **ret_unknown, guint *ret_read)
{
	WhenPieces pieces = { .day_offset = -1, .time_min = -1, .bare_hour = -1 };
	Reader reader = { .pieces = &pieces };

	*ret_unknown = NULL;
	if (!tokenize(atoms, language, &reader, ret_read)) {
		*ret_unknown = show_word(atoms, *ret_read);
		return false;
	}
	if (reader.ends_in_filler)	/* "3:18 am" is no German */
		return false;
	while (reader.at < reader.count) {
		if (!read_one(&reader))
			return false;
	}
	*ret_pieces = pieces;
	return true;
}
