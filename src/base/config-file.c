/* SPDX-License-Identifier: MIT
 * config-file.c - reads the form of kith.conf with libConfuse; what the values mean is checked later.
 * In: a file. Out: sections of settings with their lines. Next: src/base/config-check.c
 *
 * libConfuse alone would stop at the first wrong value, expand ${HOME} and take the last of
 * a repeated option in silence. So every value is read as text, and noted as it passes by.
 */
#include <confuse.h>
#include <string.h>

#include "config-file.h"

/* Set after the last line: libConfuse takes a section without its } as whole. */
static const char end_mark[] = "kith-end-of-file";

static void setting_free(KithSetting *setting)
{
	g_ptr_array_unref(setting->values);
	g_free(setting);
}

static void section_free(KithSection *section)
{
	g_free(section->kind);
	g_free(section->title);
	g_hash_table_unref(section->settings);
	g_free(section);
}

static void mistake_free(KithMistake *mistake)
{
	g_free(mistake->text);
	g_free(mistake);
}

void kith_config_file_free(KithConfigFile *file)
{
	if (file == NULL)
		return;
	g_free(file->path);
	g_ptr_array_unref(file->sections);
	g_ptr_array_unref(file->mistakes);
	g_free(file);
}

void kith_mistake(KithConfigFile *file, guint line, const char *format, ...)
{
	KithMistake *mistake = g_new0(KithMistake, 1);
	va_list arguments;

	va_start(arguments, format);
	mistake->text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	mistake->line = line;
	g_ptr_array_add(file->mistakes, mistake);
}

/* Levenshtein's distance; words longer than a name can be are far. */
static size_t distance(const char *a, const char *b)
{
	size_t row[64];
	size_t length = strlen(b);

	if (length >= G_N_ELEMENTS(row))
		return length;
	for (size_t j = 0; j <= length; j++)
		row[j] = j;
	for (size_t i = 1; a[i - 1] != '\0'; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= length; j++) {
			size_t changed = diagonal + (a[i - 1] != b[j - 1]);

			diagonal = row[j];
			row[j] = MIN(changed, 1 + MIN(row[j], row[j - 1]));
		}
	}
	return row[length];
}

const char *kith_config_nearest(const char *word, const char *const *candidates, size_t count)
{
	const char *best = NULL;
	size_t best_distance = 1 + MIN(3, strlen(word) / 2);

	for (size_t i = 0; i < count; i++) {
		size_t far = distance(word, candidates[i]);

		if (far < best_distance) {
			best = candidates[i];
			best_distance = far;
		}
	}
	return best;
}

/* --- libConfuse */

/* Its callbacks carry no pointer of ours. */
static _Thread_local struct {
	KithConfigFile *file;
	GHashTable *sections;	/* cfg_t * -> KithSection *, borrowed */
} reading;

static KithSection *section_of(cfg_t *cfg, bool is_top)
{
	KithSection *section = g_hash_table_lookup(reading.sections, cfg);

	if (section != NULL)
		return section;
	section = g_new0(KithSection, 1);
	section->kind = g_strdup(is_top ? "" : cfg_name(cfg));
	section->title = g_strdup(is_top ? NULL : cfg_title(cfg));
	section->settings = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)setting_free);
	g_ptr_array_add(reading.file->sections, section);
	g_hash_table_insert(reading.sections, cfg, section);
	return section;
}

/* Called for every value, each of a list, with the line at hand. */
static int note_value(cfg_t *cfg, cfg_opt_t *opt, const char *value, void *result)
{
	KithSection *section = section_of(cfg, false);
	KithSetting *setting = g_hash_table_lookup(section->settings, opt->name);

	*(const char **)result = value;
	if (setting == NULL) {
		setting = g_new0(KithSetting, 1);
		setting->line = (guint)cfg->line;
		setting->values = g_ptr_array_new_with_free_func(g_free);
		g_hash_table_insert(section->settings, g_strdup(opt->name), setting);
	} else if (opt->nvalues == 1) {
		/* A list that goes on has more than one value here; this one begins again. */
		kith_mistake(reading.file, (guint)cfg->line, "%s stands here again; first in line %u",
					 opt->name, setting->line);
		return 0;
	}
	g_ptr_array_add(setting->values, g_strdup(value));
	return 0;
}

static size_t names_of_section(const char *kind, const char **ret_names)
{
	size_t count = 0;

	for (const KithOption *option = kith_config_options; option->name != NULL; option++) {
		if (g_strcmp0(option->section, *kind != '\0' ? kind : NULL) == 0)
			ret_names[count++] = option->name;
		else if (*kind == '\0' && option->section != NULL &&
			 (count == 0 || strcmp(ret_names[count - 1], option->section) != 0))
			ret_names[count++] = option->section;
	}
	return count;
}

/* Words of kith's plan that this version does not know yet: better said so than "unknown". */
static bool is_planned(const char *name)
{
	static const char *const planned[] = { "stage", "topic", "goal", "oauth2", "keep", "inbox", "cadence" };

	for (size_t i = 0; i < G_N_ELEMENTS(planned); i++) {
		if (strcmp(name, planned[i]) == 0)
			return true;
	}
	return false;
}

static void note_unknown(cfg_t *cfg, const char *name)
{
	const char *names[64] = { NULL };
	bool is_top = g_hash_table_lookup(reading.sections, cfg) == reading.file->sections->pdata[0];
	size_t count = names_of_section(is_top ? "" : cfg_name(cfg), names);
	const char *nearest = kith_config_nearest(name, names, count);
	g_autofree char *where = is_top ? g_strdup("") : g_strdup_printf(" in section %s", cfg_name(cfg));
	g_autofree char *known = g_strjoinv(", ", (char **)names);

	if (strcmp(name, end_mark) == 0)
		kith_mistake(reading.file, (guint)cfg->line, "section %s has no end: a } is missing", cfg_name(cfg));
	else if (is_planned(name))
		kith_mistake(reading.file, (guint)cfg->line, "%s%s: not in this version of kith", name, where);
	else if (nearest != NULL)
		kith_mistake(reading.file, (guint)cfg->line, "unknown name %s%s; did you mean %s?", name, where,
					 nearest);
	else
		kith_mistake(reading.file, (guint)cfg->line, "unknown name %s%s; known are %s", name, where,
					 known);
}

G_GNUC_PRINTF(2, 0)
static void note_error(cfg_t *cfg, const char *format, va_list arguments)
{
	static const char unknown[] = "no such option '";
	static const char duplicate[] = "found duplicate title '";
	g_autofree char *text = g_strdup_vprintf(format, arguments);

	if (g_str_has_prefix(text, unknown) && g_str_has_suffix(text, "'")) {
		g_autofree char *name = g_strndup(text + strlen(unknown), strlen(text) - strlen(unknown) - 1);

		note_unknown(cfg, name);
	} else if (g_str_has_prefix(text, duplicate)) {
		kith_mistake(reading.file, (guint)cfg->line, "%s stands here again; names of sections are unique",
			     text + strlen(duplicate) - 1);
	} else if (strcmp(text, "premature end of file") == 0) {
		kith_mistake(reading.file, (guint)cfg->line, "the file ends too early: a \" or } is missing");
	} else {
		kith_mistake(reading.file, (guint)cfg->line, "%s", text);
	}
}

/* The options of one section in libConfuse's form; "" is the top level, with the sections. */
static cfg_opt_t *options_of(const char *kind, GPtrArray *tables)
{
	GArray *table = g_array_new(TRUE, TRUE, sizeof(cfg_opt_t));
	const char *names[64];
	size_t count = names_of_section(kind, names);

	for (size_t i = 0; i < count; i++) {
		const KithOption *option = kith_config_options;
		cfg_opt_t opt = { .name = names[i], .type = CFGT_STR, .flags = CFGF_NODEFAULT, .parsecb = note_value };

		while (g_strcmp0(option->name, names[i]) != 0 ||
		       g_strcmp0(option->section, *kind != '\0' ? kind : NULL) != 0) {
			if ((++option)->name == NULL)
				break;
		}
		if (option->name == NULL) {
			bool titled = strcmp(names[i], "user") == 0 || strcmp(names[i], "account") == 0;

			opt = (cfg_opt_t){ .name = names[i], .type = CFGT_SEC, .subopts = options_of(names[i], tables),
					   .flags = CFGF_MULTI | (titled ? CFGF_TITLE | CFGF_NO_TITLE_DUPES : 0) };
		} else if (g_str_has_prefix(option->type, "list of ")) {
			opt.flags |= CFGF_LIST;
		}
		g_array_append_val(table, opt);
	}
	if (*kind == '\0') {
		cfg_opt_t mark = { .name = end_mark, .type = CFGT_STR, .flags = CFGF_NODEFAULT };

		g_array_append_val(table, mark);
	}
	cfg_opt_t *options = (cfg_opt_t *)g_array_free(table, FALSE);
	g_ptr_array_add(tables, options);
	return options;
}

/* Also sections without any setting, and the line where each ends. */
static void note_sections(cfg_t *top)
{
	for (const KithOption *option = kith_config_options; option->name != NULL; option++) {
		if (option->section == NULL || (option > kith_config_options &&
						g_strcmp0(option[-1].section, option->section) == 0))
			continue;
		for (guint i = 0; i < cfg_size(top, option->section); i++) {
			cfg_t *cfg = cfg_getnsec(top, option->section, i);

			section_of(cfg, false)->line = (guint)cfg->line;
		}
	}
}

static void read_text(KithConfigFile *file, const char *text)
{
	g_autoptr(GPtrArray) tables = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GHashTable) sections = g_hash_table_new(NULL, NULL);
	cfg_t *cfg = cfg_init(options_of("", tables), CFGF_NONE);

	reading.file = file;
	reading.sections = sections;
	section_of(cfg, true);
	cfg_set_error_function(cfg, note_error);
	file->is_whole = cfg_parse_buf(cfg, text) == CFG_SUCCESS;
	note_sections(cfg);
	cfg_free(cfg);
	reading.file = NULL;
	reading.sections = NULL;
}

/* --- what libConfuse must not see */

static guint line_of(const char *text, const char *at)
{
	guint line = 1;

	for (const char *p = text; p < at; p++)
		line += *p == '\n';
	return line;
}

/* `${` outside of # comments; true when there was none. */
static bool has_no_expansion(KithConfigFile *file, const char *text)
{
	bool clean = true;

	for (const char *p = strstr(text, "${"); p != NULL; p = strstr(p + 2, "${")) {
		const char *start = p;

		while (start > text && start[-1] != '\n')
			start--;
		while (*start == ' ' || *start == '\t')
			start++;
		if (*start == '#')
			continue;
		kith_mistake(file, line_of(text, p),
					 "\"${\" is refused: kith.conf knows no variables; write the value");
		clean = false;
	}
	return clean;
}

static bool is_readable_text(KithConfigFile *file, const char *text, size_t length)
{
	const char *wrong;

	if (g_utf8_validate_len(text, length, &wrong))
		return has_no_expansion(file, text);
	kith_mistake(file, line_of(text, wrong), "not UTF-8 text; save the file as UTF-8");
	return false;
}

KithConfigFile *kith_config_file_read(const char *path, GError **error)
{
	g_autofree char *text = NULL;
	g_autoptr(GError) why = NULL;
	gsize length;

	if (!g_file_get_contents(path, &text, &length, &why)) {
		bool is_missing = g_error_matches(why, G_FILE_ERROR, G_FILE_ERROR_NOENT);

		g_set_error(error, KITH_ERROR, is_missing ? KITH_ERROR_NOT_FOUND : KITH_ERROR_CONFIG,
			    "%s: cannot be read: %s", path, why->message);
		return NULL;
	}
	if (length > KITH_LIMIT_CONFIG_BYTES) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_CONFIG, "%s: longer than %d bytes, no kith.conf", path,
			    KITH_LIMIT_CONFIG_BYTES);
		return NULL;
	}
	KithConfigFile *file = g_new0(KithConfigFile, 1);
	file->path = g_strdup(path);
	file->sections = g_ptr_array_new_with_free_func((GDestroyNotify)section_free);
	file->mistakes = g_ptr_array_new_with_free_func((GDestroyNotify)mistake_free);
	if (is_readable_text(file, text, length)) {
		const char *line_end = g_str_has_suffix(text, "\n") ? "" : "\n";
		g_autofree char *closed = g_strconcat(text, line_end, end_mark, " = 1\n", NULL);

		read_text(file, closed);
	}
	return file;
}
