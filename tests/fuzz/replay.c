/* SPDX-License-Identifier: MIT
 * replay.c - a fuzz target's corpus as a test.
 *
 * usage: TARGET FOLDER. Every file of FOLDER, each of its prefixes and each single changed byte
 * (of files up to 4 KB) must leave the target standing.
 */
#include <stdio.h>
#include <string.h>

#include <glib.h>

#include "fuzz.h"

#define SMALL_BYTES 4096

static unsigned long runs;

static void run(const uint8_t *bytes, size_t length)
{
	g_autofree uint8_t *exact = g_memdup2(bytes, length);	/* so that sanitizers see one byte too far */

	(void)LLVMFuzzerTestOneInput(exact, length);	/* says nothing by its contract */
	runs++;
}

static void run_file(const uint8_t *bytes, size_t length)
{
	run(bytes, length);
	if (length > SMALL_BYTES)
		return;
	for (size_t i = 0; i < length; i++) {
		g_autofree uint8_t *changed = g_memdup2(bytes, length);

		run(bytes, i);
		changed[i] ^= 0xff;
		run(changed, length);
		changed[i] = 0x7f;
		run(changed, length);
	}
}

int main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GDir) folder = argc == 2 ? g_dir_open(argv[1], 0, &error) : NULL;
	const char *name;

	if (folder == NULL) {
		fprintf(stderr, "usage: %s FOLDER: %s\n", argv[0], error != NULL ? error->message : "");
		return 2;
	}
	while ((name = g_dir_read_name(folder)) != NULL) {
		g_autofree char *path = g_build_filename(argv[1], name, NULL);
		g_autofree char *bytes = NULL;
		gsize length;

		if (!g_file_get_contents(path, &bytes, &length, &error)) {
			fprintf(stderr, "%s\n", error->message);
			return 1;
		}
		run_file((const uint8_t *)bytes, length);
	}
	printf("%lu runs\n", runs);
	return runs > 0 ? 0 : 1;
}
