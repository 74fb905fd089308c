/* SPDX-License-Identifier: MIT
 * answer.c - the answer process: one question, a read-only database, out.
 * In: a question from core. Out: the answer on the asker's stdout. Next: src/cli/answer.c
 */
#include "answer.h"

#include <stdio.h>

static bool take_question(int fd, char **ret_config_path, KithDoorRequest **ret_request, GError **error)
{
	uint8_t type = 0;
	g_autoptr(GBytes) payload = kith_wire_receive(fd, &type, error);

	if (payload == NULL)
		return false;
	gsize size;
	const uint8_t *bytes = g_bytes_get_data(payload, &size);
	KithReader in = { .at = bytes, .end = bytes + size };
	g_autofree char *config_path = kith_wire_get_string(&in);
	KithDoorRequest *request = kith_door_request_read(&in, error);
	if (request == NULL)
		return false;
	*ret_config_path = g_steal_pointer(&config_path);
	*ret_request = request;
	return type == KITH_DOOR_ASK;
}

int kith_answer_main(int fd)
{
	g_autofree char *config_path = NULL;
	g_autoptr(KithDoorRequest) request = NULL;
	g_autoptr(GByteArray) payload = g_byte_array_new();
	g_autoptr(GError) error = NULL;
	char nothing[] = "";

	if (!take_question(fd, &config_path, &request, &error))
		return KITH_EXIT_REFUSED;
	KithDoorAnswer answer = { .exit = kith_cli_answer(config_path, request), .text = nothing };
	if (fflush(stdout) != 0)
		answer.exit = KITH_EXIT_REFUSED;	/* the asker's pipe is closed or its disk full */
	kith_door_answer_write(&answer, payload);
	return kith_wire_send(fd, KITH_DOOR_DONE, payload, &error) ? 0 : KITH_EXIT_REFUSED;
}
