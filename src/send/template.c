/* SPDX-License-Identifier: MIT
 * template.c - Mustache, as its specification 1.1 says; no logic, no code, values inserted once.
 * In: a template, an object of view. Out: text. Next: src/send/compose.c
 *
 * A value never becomes template: what is inserted is not read again. Names are looked up in the innermost
 * section that has them. A tag that is no interpolation and stands alone on its line takes the line with it.
 */
#include <string.h>

#include "kith/send.h"

#define DEPTH_LIMIT 20		/* sections and partials in each other */
#define TEMPLATE_LIMIT (256 * 1024)
#define DELIMITER_LIMIT 16

typedef struct Scope {
	const json_t *value;
	const struct Scope *outer;
} Scope;

typedef struct {
	char kind;		/* '\0' variable, '{' '&' raw, '#', '^', '/', '>', '!', '=' */
	char *name;
	const char *start;	/* of what it replaces: with the line's blanks when it stands alone */
	const char *end;
	char *indent;		/* of a partial that stands alone */
} Tag;

typedef struct {
	const char *text;	/* whole template, for line numbers */
	const char *at;
	const char *end;
	char open[DELIMITER_LIMIT + 1], close[DELIMITER_LIMIT + 1];
	bool html;
	KithTemplatePartial partial;
	void *context;
	unsigned depth;
} Reader;

static bool fail(const Reader *reader, const char *at, const char *problem, GError **error)
{
	unsigned line = 1;

	for (const char *p = reader->text; p < at; p++)
		line += *p == '\n';
	g_set_error(error, KITH_ERROR, KITH_ERROR_INVALID, "template, line %u: %s", line, problem);
	return false;
}

static void tag_clear(Tag *tag)
{
	g_clear_pointer(&tag->name, g_free);
	g_clear_pointer(&tag->indent, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Tag, tag_clear)

/* --- reading tags */

/* Whether START..END has its line to itself; then what it replaces is the whole line. */
static void take_line(const Reader *reader, Tag *tag)
{
	const char *before = tag->start, *after = tag->end;

	while (before > reader->text && (before[-1] == ' ' || before[-1] == '\t'))
		before--;
	while (after < reader->end && (*after == ' ' || *after == '\t'))
		after++;
	if (before > reader->text && before[-1] != '\n')
		return;
	if (after < reader->end && *after == '\r' && after + 1 < reader->end && after[1] == '\n')
		after++;
	if (after < reader->end && *after != '\n')
		return;
	tag->indent = g_strndup(before, (gsize)(tag->start - before));
	tag->start = before;
	tag->end = after < reader->end ? after + 1 : after;
}

static bool set_delimiters(Reader *reader, const Tag *tag, GError **error)
{
	g_auto(GStrv) words = g_strsplit_set(tag->name, " \t\n", -1);
	const char *open = words[0], *close = NULL;

	for (char **word = words; *word != NULL; word++) {
		if (**word != '\0')
			close = *word;
	}
	if (open == NULL || close == NULL || open == close || *open == '\0' || strlen(open) > DELIMITER_LIMIT ||
	    strlen(close) > DELIMITER_LIMIT)
		return fail(reader, tag->start, "{{=OPEN CLOSE=}} wants two delimiters", error);
	(void)g_strlcpy(reader->open, open, sizeof reader->open);
	(void)g_strlcpy(reader->close, close, sizeof reader->close);
	return true;
}

/* The next tag from reader->at; *ret_found false: none is left. */
static bool next_tag(Reader *reader, Tag *tag, bool *ret_found, GError **error)
{
	const char *start = g_strstr_len(reader->at, reader->end - reader->at, reader->open);

	*ret_found = start != NULL;
	if (start == NULL)
		return true;
	const char *inside = start + strlen(reader->open);
	char kind = inside < reader->end && *inside != '\0' && strchr("{&#^/>!=", *inside) != NULL ? *inside : '\0';
	g_autofree char *close = kind == '{' ? g_strconcat("}", reader->close, NULL)
			       : kind == '=' ? g_strconcat("=", reader->close, NULL) : g_strdup(reader->close);

	inside += kind != '\0';
	const char *stop = g_strstr_len(inside, reader->end - inside, close);
	if (stop == NULL)
		return fail(reader, start, "a tag is not closed", error);
	tag->kind = kind;
	tag->name = g_strstrip(g_strndup(inside, (gsize)(stop - inside)));
	tag->start = start;
	tag->end = stop + strlen(close);
	if (kind != '\0' && kind != '{' && kind != '&')
		take_line(reader, tag);
	if (*tag->name == '\0' && kind != '!')
		return fail(reader, start, "a tag has no name", error);
	return kind != '=' || set_delimiters(reader, tag, error);
}

/* --- looking names up */

static const json_t *look_up(const Scope *scope, const char *name)
{
	if (strcmp(name, ".") == 0)
		return scope->value;
	g_auto(GStrv) steps = g_strsplit(name, ".", -1);
	const json_t *value = NULL;

	for (; scope != NULL && value == NULL; scope = scope->outer)
		value = json_object_get(scope->value, steps[0]);
	for (char **step = steps + 1; value != NULL && steps[0] != NULL && *step != NULL; step++)
		value = json_object_get(value, *step);
	return value;
}

static bool is_empty(const json_t *value)
{
	return value == NULL || json_is_null(value) || json_is_false(value) ||
	       (json_is_array(value) && json_array_size(value) == 0) ||
	       (json_is_string(value) && *json_string_value(value) == '\0');
}

static void insert(const json_t *value, bool escape, GString *out)
{
	g_autofree char *text = NULL;

	if (json_is_string(value))
		text = g_strdup(json_string_value(value));
	else if (json_is_integer(value))
		text = g_strdup_printf("%lld", (long long)json_integer_value(value));
	else if (json_is_real(value))
		text = g_strdup_printf("%g", json_real_value(value));
	else if (json_is_true(value) || json_is_false(value))
		text = g_strdup(json_is_true(value) ? "true" : "false");
	if (text == NULL)
		return;
	if (!escape) {
		g_string_append(out, text);
		return;
	}
	g_autofree char *escaped = g_markup_escape_text(text, -1);
	g_string_append(out, escaped);
}

/* --- rendering */

/* Renders from reader->at until the {{/UNTIL}} (NULL: the end). SCOPE NULL: only reads on. */
static bool render(Reader *reader, const Scope *scope, const char *until, GString *out, GError **error);

/* A section's body, from where the reader stands, once per item; afterwards the reader stands behind it. */
static bool render_section(Reader *reader, const Scope *scope, const Tag *tag, GString *out, GError **error)
{
	const json_t *value = scope != NULL ? look_up(scope, tag->name) : NULL;
	const Reader body = *reader;

	if (scope == NULL || is_empty(value) != (tag->kind == '^'))
		return render(reader, NULL, tag->name, out, error);
	size_t count = tag->kind == '#' && json_is_array(value) ? json_array_size(value) : 1;
	for (size_t i = 0; i < count; i++) {
		const Scope inner = {
			.value = tag->kind == '^' ? scope->value : json_is_array(value) ?
				json_array_get(value, i) : value,
			.outer = scope,
		};

		*reader = body;
		if (!render(reader, &inner, tag->name, out, error))
			return false;
	}
	return true;
}

/* TEXT with INDENT before each of its lines. */
static char *indented(const char *text, const char *indent)
{
	GString *out = g_string_new(NULL);

	for (const char *p = text; *p != '\0'; ) {
		const char *end = strchr(p, '\n');
		size_t length = end != NULL ? (size_t)(end - p) + 1 : strlen(p);

		g_string_append(out, indent);
		g_string_append_len(out, p, (gssize)length);
		p += length;
	}
	return g_string_free(out, FALSE);
}

static bool render_partial(Reader *reader, const Scope *scope, const Tag *tag, GString *out, GError **error)
{
	const char *text = scope != NULL && reader->partial != NULL ?
		reader->partial(tag->name, reader->context) : NULL;

	if (text == NULL)
		return true;
	g_autofree char *whole = indented(text, tag->indent != NULL ? tag->indent : "");
	Reader inner = {
		.text = whole, .at = whole, .end = whole + strlen(whole), .open = "{{", .close = "}}",
		.html = reader->html, .partial = reader->partial, .context = reader->context,
		.depth = reader->depth + 1,
	};
	return render(&inner, scope, NULL, out, error);
}

static bool render_tag(Reader *reader, const Scope *scope, const Tag *tag, GString *out, GError **error)
{
	switch (tag->kind) {
	case '!':
	case '=':
		return true;
	case '>':
		return render_partial(reader, scope, tag, out, error);
	case '#':
	case '^':
		return render_section(reader, scope, tag, out, error);
	}
	if (scope != NULL)
		insert(look_up(scope, tag->name), reader->html && tag->kind == '\0', out);
	return true;
}

static bool render(Reader *reader, const Scope *scope, const char *until, GString *out, GError **error)
{
	if (++reader->depth > DEPTH_LIMIT)
		return fail(reader, reader->at, "sections or partials are nested too deeply", error);
	for (;;) {
		g_auto(Tag) tag = { 0 };
		bool found;

		if (!next_tag(reader, &tag, &found, error))
			return false;
		const char *stop = found ? tag.start : reader->end;
		if (scope != NULL && stop > reader->at)
			g_string_append_len(out, reader->at, stop - reader->at);
		if (!found)
			break;
		reader->at = tag.end;
		if (tag.kind == '/') {
			reader->depth--;
			return (until != NULL && strcmp(until, tag.name) == 0) ||
			       fail(reader, tag.start, "a section is closed that is not the open one", error);
		}
		if (!render_tag(reader, scope, &tag, out, error))
			return false;
	}
	reader->depth--;
	return until == NULL || fail(reader, reader->end, "a section is not closed", error);
}

char *kith_template_render(const char *template, const json_t *data, bool html, KithTemplatePartial partial,
		void *context, GError **error)
{
	g_autoptr(GString) out = g_string_new(NULL);
	const Scope scope = { .value = data };
	Reader reader = {
		.text = template, .at = template, .end = template + strlen(template), .open = "{{", .close = "}}",
		.html = html, .partial = partial, .context = context,
	};

	if (strlen(template) > TEMPLATE_LIMIT) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_LIMIT, "a template may have %d bytes", TEMPLATE_LIMIT);
		return NULL;
	}
	if (!render(&reader, &scope, NULL, out, error))
		return NULL;
	return g_string_free(g_steal_pointer(&out), FALSE);
}
