/* SPDX-License-Identifier: MIT
 * main.c - the parse process: bytes in, mail out, until the other side ends.
 * In: KITH_PARSE_SLIM. Out: KITH_PARSE_MAIL. Next: src/parse/parse.c
 */
#include <malloc.h>

#include "internal.h"

#define KEPT_BYTES (16 * 1024 * 1024)	/* of memory that was freed, for the next mail */

int kith_parse_main(int fd, void (*before_each)(void))
{
	(void)mallopt(M_TRIM_THRESHOLD, KEPT_BYTES);	/* else the heap shrinks and grows again with every mail */
	(void)mallopt(M_MMAP_THRESHOLD, KEPT_BYTES);
	for (;;) {
		g_autoptr(GError) error = NULL;
		uint8_t type;
		g_autoptr(GBytes) slim = kith_wire_receive(fd, &type, &error);

		if (slim == NULL)
			return error == NULL ? KITH_EXIT_DONE : KITH_EXIT_REFUSED;
		if (type != KITH_PARSE_SLIM)
			return KITH_EXIT_REFUSED;
		if (before_each != NULL)
			before_each();
		g_autoptr(KithMail) mail = kith_parse(slim);
		g_autoptr(GByteArray) payload = g_byte_array_new();
		kith_mail_write(mail, payload);
		if (!kith_wire_send(fd, KITH_PARSE_MAIL, payload, &error))
			return KITH_EXIT_REFUSED;
	}
}
