/* SPDX-License-Identifier: MIT
 * test-linear.c - no scanner of src/parse takes more than linear time, whatever it is given again and again.
 *
 * Eight times the input may take GROWTH times the time: 8 is linear, 64 quadratic, and an allocator may make 30 of 8,
 * or more where the larger input leaves the caches. So twice as much again must confirm it: 2 is linear, 4 quadratic.
 * Only the time of this thread counts and no time as such, so that no busy machine makes it fail.
 */
#include <stdbool.h>
#include <string.h>
#include <time.h>

#include <glib.h>

#include "scanners.h"

#define SMALL_BYTES (24 * 1024)
#define LARGE_BYTES (8 * SMALL_BYTES)
#define GROWTH 32
#define GROWTH_AGAIN 3
#define TRIES 4
#define TOO_SHORT_NS 30000000	/* no quadratic scanner is that quick over LARGE_BYTES */
#ifdef __SANITIZE_ADDRESS__
#define IS_MEASURED FALSE	/* its allocator takes more time than the scanners, and keeps what was freed */
#else
#define IS_MEASURED TRUE
#endif

/* What a text is filled with, behind a beginning that leads into the scanner. */
static const struct { const char *start, *again; } fillings[] = {
	{ "", "(" }, { "", ")" }, { "", ">" }, { "", "\"" }, { "", " " }, { "", "<" }, { "", "\\" }, { "", ":" },
	{ "", "@" }, { "", "\t" }, { "", "\n" }, { "", "." }, { "", "-" }, { "", "1" }, { "", "a" }, { "", "_" },
	{ "", "*" }, { "", "[" }, { "", "\xc3\xa4" }, { "", "\xff" }, { "", "\xe3\x80\x80" }, { "", "A>" },
	{ "", "=?" }, { "", "=?a?q?" }, { "", " =?utf-8?q?=41?=" }, { "", "=?utf-8?b?4pyT?= " }, { "", "<a@b> " },
	{ "", "a@b.c, " }, { "", "g:;" }, { "", "a:" }, { "", "\"a\" <" }, { "", "<a" }, { "", "(a" }, { "", "&" },
	{ "", "&#65;" }, { "", "<b>" }, { "", "<div>" }, { "", "<table><tr><td>" }, { "", "<a href=x>" }, { "", "<!--" },
	{ "", "</b>" }, { "", "<li>a" }, { "", "<blockquote>" }, { "", "<style>" }, { "", "<a href='" },
	{ "", "-- \n" }, { "", "On " }, { "", "On a,\n" }, { "", ">>>> " }, { "", "> a\n" }, { "", "> a\nb\n" }, { "", "From: x\n" },
	{ "", "From: x\n\n" }, { "", "On Monday, Jan wrote:\n" }, { "", "On Mon, 2 Mar 2026, Jan <a@b.c>\n" },
	{ "", "Von: x\nGesendet: y\n" }, { "", "-----Original Message-----\n" }, { "", "a\n\n" }, { "", "a \n" },
	{ "", "Best regards,\nAda\n" }, { "", "+49 30 1234 " }, { "", "+49 30 1234\n" }, { "", "until " }, { "", "until 3 March " },
	{ "", "https://a.b/ " }, { "", "https:" }, { "", "www." }, { "", "wrote " }, { "", "begin 644 a\n" },
	{ "", "=ybegin " }, { "", "550 5.1.1 <a@b.c>\n" }, { "", "Final-Recipient: rfc822; a@b.c\n\n" }, { "", "5.1.1 " },
	{ "", "--b\n" }, { "", "\r" }, { "", "A: b\n c\n" }, { "Subject: ", "\n a" }, { "To: ", "a," }, { "Content-Type: ", ";a=b" },
	{ "BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "ATTENDEE:mailto:a@b.c\n" }, { "BEGIN:VCALENDAR\n", "BEGIN:VEVENT\nEND:VEVENT\n" },
	{ "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:", "a\n " }, { "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY;", "A=B;" },
	{ "multipart/mixed; boundary=b\n", "--b\n\n" }, { "multipart/mixed; boundary=b\n", "--b\nContent-Type: text/html\n\na\n" },
	{ "message/rfc822\n", "Content-Type: message/rfc822\n\n" }, { "text/html\n", "<b>" }, { "text/html\n", "<table><tr><td>" },
	{ "text/plain; format=flowed\n", "> a \n" }, { "application/ms-tnef\n", "\x78\x9f\x3e\x22" },
	{ "Content-Type: text/html\n\n", "<i><b>" }, { "From: a@b.c\n\n", "> a\nOn b\n" },
};

static gint64 thread_ns(void)
{
	struct timespec now;

	g_assert_cmpint(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now), ==, 0);
	return (gint64)now.tv_sec * 1000000000 + now.tv_nsec;
}

static char *fill(const char *start, const char *again, size_t length)
{
	GString *text = g_string_new(start);

	while (text->len < length)
		g_string_append(text, again);
	return g_string_free(text, FALSE);
}

/* The least of several; a first one that is short is enough. */
static gint64 measure(const Scanner *scanner, const char *text, unsigned tries)
{
	gint64 least = G_MAXINT64;

	for (unsigned i = 0; i < tries && least > TOO_SHORT_NS / 1000; i++) {
		gint64 before = thread_ns();

		scanner_run(scanner, text, strlen(text));
		least = MIN(least, thread_ns() - before);
	}
	return least;
}

/* Outside of the caches all the way, what is linear takes twice as long for twice as much. */
static bool is_confirmed(const Scanner *scanner, const char *start, const char *again, gint64 large_ns)
{
	g_autofree char *twice = fill(start, again, 2 * LARGE_BYTES);

	return measure(scanner, twice, TRIES) > GROWTH_AGAIN * large_ns;
}

static void test_scanner(gconstpointer data)
{
	const Scanner *scanner = data;

	for (size_t i = 0; i < G_N_ELEMENTS(fillings); i++) {
		g_autofree char *large = fill(fillings[i].start, fillings[i].again, LARGE_BYTES);
		gint64 once = measure(scanner, large, 1);

		if (!IS_MEASURED || once < TOO_SHORT_NS)
			continue;
		g_autofree char *small = fill(fillings[i].start, fillings[i].again, SMALL_BYTES);
		gint64 small_ns = measure(scanner, small, TRIES);
		gint64 large_ns = once < GROWTH * small_ns ? once : MIN(once, measure(scanner, large, TRIES));
		if (g_test_verbose())
			g_test_message("%-12s %s%s: %" G_GINT64_FORMAT " us, %.1f times", scanner->name, fillings[i].start,
				       fillings[i].again, large_ns / 1000, (double)large_ns / (double)small_ns);
		if (large_ns > TOO_SHORT_NS && large_ns > GROWTH * small_ns &&
		    is_confirmed(scanner, fillings[i].start, fillings[i].again, large_ns)) {
			g_test_message("%s%s again and again: %" G_GINT64_FORMAT " us for %d bytes, %" G_GINT64_FORMAT
				       " us for %d", fillings[i].start, fillings[i].again, small_ns / 1000, SMALL_BYTES,
				       large_ns / 1000, LARGE_BYTES);
			g_test_fail();
			return;
		}
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (size_t i = 0; i < scanner_count; i++) {
		g_autofree char *path = g_strconcat("/parse/linear/", scanners[i].name, NULL);

		g_test_add_data_func(path, &scanners[i], test_scanner);
	}
	return g_test_run();
}
