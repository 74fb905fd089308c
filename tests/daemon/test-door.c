/* SPDX-License-Identifier: MIT
 * test-door.c - requests survive the socket, nonsense does not; who may speak for whom.
 */

#include "daemon/door.h"
#include "daemon/porter.h"
#include "tests/scratch.h"

static KithDoorRequest *read_bytes(const GByteArray *bytes, GError **error)
{
	KithReader in = { .at = bytes->data, .end = bytes->data + bytes->len };

	return kith_door_request_read(&in, error);
}

static GByteArray *write_request(int64_t now_at, guint words)
{
	char user[] = "ada";
	GByteArray *out = g_byte_array_new();
	KithDoorRequest request = {
		.user = user, .words = g_ptr_array_new(), .is_json = true, .columns = 80, .now_at = now_at,
	};

	for (guint i = 0; i < words; i++)
		g_ptr_array_add(request.words, (gpointer)"due");
	kith_door_request_write(&request, out);
	g_ptr_array_unref(request.words);
	return out;
}

static void test_request(void)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GByteArray) bytes = write_request(1772445600, 2);
	g_autoptr(KithDoorRequest) request = read_bytes(bytes, &error);

	g_assert_no_error(error);
	g_assert_cmpstr(request->user, ==, "ada");
	g_assert_cmpuint(request->words->len, ==, 2);
	g_assert_cmpstr(request->words->pdata[1], ==, "due");
	g_assert_true(request->is_json);
	g_assert_cmpuint(request->columns, ==, 80);
	g_assert_cmpint(request->now_at, ==, 1772445600);
}

static void test_nonsense(void)
{
	g_autoptr(GByteArray) early = write_request(-1, 1);
	g_autoptr(GByteArray) late = write_request(INT64_MAX, 1);
	g_autoptr(GByteArray) many = write_request(0, KITH_DOOR_WORDS + 1);
	g_autoptr(GByteArray) whole = write_request(0, 3);

	g_assert_null(read_bytes(early, NULL));
	g_assert_null(read_bytes(late, NULL));
	g_assert_null(read_bytes(many, NULL));
	for (guint length = whole->len; length > 0; length--) {
		g_autoptr(GByteArray) cut = g_byte_array_new();

		g_byte_array_append(cut, whole->data, length - 1);
		g_assert_null(read_bytes(cut, NULL));
	}
}

static void test_path(void)
{
	char path[108];
	g_autofree char *long_name = g_strnfill(120, 'x');
	g_autoptr(GError) error = NULL;

	g_assert_true(kith_door_path("/var/lib/kith/kith.db", path, &error));
	g_assert_cmpstr(path, ==, "/var/lib/kith/kith.db.sock");
	g_assert_false(kith_door_path(long_name, path, &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_CONFIG);
}

static void test_nobody(void)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *folder = scratch_folder();
	g_autofree char *database = g_build_filename(folder, "kith.db", NULL);
	KithDoorRequest request = { .words = g_ptr_array_new() };
	bool nobody = false;

	g_assert_null(kith_door_call(database, KITH_DOOR_TELL, &request, NULL, &nobody, &error));
	g_assert_no_error(error);
	g_assert_true(nobody);
	g_assert_cmpint(g_rmdir(folder), ==, 0);
	g_ptr_array_unref(request.words);
}

static void test_who(void)
{
	char ada_title[] = "ada", bob_title[] = "bob", bob_login[] = "robert", path[] = "kith.conf";
	KithUser ada = { .title = ada_title };
	KithUser bob = { .title = bob_title, .unix_user = bob_login };
	KithConfig config = { .path = path, .users = g_ptr_array_new() };
	const KithUser *user = NULL;
	bool is_operator = false;
	g_autoptr(GError) error = NULL;

	g_ptr_array_add(config.users, &ada);
	g_ptr_array_add(config.users, &bob);
	g_assert_true(kith_porter_who(&config, 1000, 1000, "kith", "ada", &is_operator, &user, &error));
	g_assert_true(user == &ada && is_operator);
	g_assert_true(kith_porter_who(&config, 0, 1000, "root", NULL, &is_operator, &user, &error));
	g_assert_true(user == NULL && is_operator);
	g_assert_true(kith_porter_who(&config, 1001, 1000, "robert", NULL, &is_operator, &user, &error));
	g_assert_true(user == &bob && !is_operator);
	g_assert_true(kith_porter_who(&config, 1001, 1000, "robert", "bob", &is_operator, &user, &error));
	g_assert_no_error(error);
	g_assert_false(kith_porter_who(&config, 1001, 1000, "robert", "ada", &is_operator, &user, &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_DENIED);
	g_clear_error(&error);
	g_assert_false(kith_porter_who(&config, 1002, 1000, "mallory", NULL, &is_operator, &user, &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_DENIED);
	g_clear_error(&error);
	g_assert_false(kith_porter_who(&config, 1002, 1000, "mallory", "nobody", &is_operator, &user, &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_DENIED);
	g_ptr_array_unref(config.users);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/door/a-request-survives-the-socket", test_request);
	g_test_add_func("/door/what-is-cut-or-absurd-is-refused", test_nonsense);
	g_test_add_func("/door/a-path-too-long-for-a-socket-is-said-so", test_path);
	g_test_add_func("/door/nobody-listening-is-no-error", test_nobody);
	g_test_add_func("/door/another-login-speaks-for-its-own-user-only", test_who);
	return g_test_run();
}
