/* SPDX-License-Identifier: MIT
 * config.c - `kith config`: every option with type, default and meaning.
 * In: the option table. Out: a list. Next: src/base/config-options.c
 */
#include "commands.h"

int kith_command_config(KithCli *cli, int argc, char **argv)
{
	static const KithColumn columns[] = {
		{ "SECTION", "section", KITH_COLUMN_TEXT, false },
		{ "OPTION", "option", KITH_COLUMN_TEXT, false },
		{ "TYPE", "type", KITH_COLUMN_TEXT, true },
		{ "DEFAULT", "default", KITH_COLUMN_TEXT, true },
		{ "MEANING", "meaning", KITH_COLUMN_TEXT, true },
		{ NULL, NULL, KITH_COLUMN_TEXT, false }
	};
	KithPrinter *printer;

	if (argc > 1)
		return kith_cli_usage(argv[0], "it takes no arguments");
	printer = kith_printer_new(cli, columns);
	for (const KithOption *option = kith_config_options; option->name != NULL; option++) {
		const char *fallback = option->fallback != NULL ? option->fallback : "required";
		json_t *object = json_pack("{s:s?, s:s, s:s, s:s, s:s}", "section", option->section, "option",
					   option->name, "type", option->type, "default", fallback, "meaning",
					   option->meaning);

		(void)kith_printer_add(object, printer);
		json_decref(object);
	}
	(void)kith_printer_end(printer);
	return KITH_EXIT_DONE;
}
