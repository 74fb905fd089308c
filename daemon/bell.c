/* SPDX-License-Identifier: MIT
 * bell.c - inotify on the folders of local sources.
 * In: what the kernel says happened there. Out: a ring for each account. Next: daemon/main.c
 *
 * A folder is watched before it is read, and an account rings after its folders were walked, so
 * that whatever is delivered into a folder just made is seen by the one or by the other.
 */
#include "bell.h"

#include <dirent.h>
#include <errno.h>
#include <glib-unix.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#define QUIET_US (300 * 1000)		/* nothing more happens: ring */
#define LONGEST_US (2 * G_USEC_PER_SEC)	/* something goes on happening: ring all the same */
#define EVENT_BYTES (64 * 1024)
#define READS_AT_ONCE 64		/* then the loop gets its turn */

/* What matters in a watched folder. */
typedef enum {
	PLACE_MAIL,	/* a Maildir's new or cur: every file */
	PLACE_MAILDIR,	/* its folders; of the files (indexes, logs) none */
	PLACE_FILES,	/* every file but what mail programs keep beside mail; and folders */
	PLACE_ONE,	/* one name: an mbox, or the way to a source that is not there */
} PlaceKind;

typedef struct {
	PlaceKind kind;
	char *name;	/* of PLACE_ONE */
} Place;

typedef struct {
	const KithAccount *account;
	GHashTable *places;	/* watch descriptor -> Place * */
	dev_t device;		/* of the path when it was walked last; both 0: not there */
	ino_t inode;
	bool must_walk;		/* folders came or went */
	bool is_lacking;	/* not all could be watched */
	int64_t first_us;	/* of what waits to be told; 0 nothing */
	int64_t due_us;
} Source;

struct KithBell {
	KithBellCalls calls;
	GPtrArray *sources;	/* Source * */
	GHashTable *said;	/* accounts of which it was said that they are not watched whole */
	int fd;			/* -1: no inotify */
	GSource *ear, *clock;
};

static void free_place(gpointer data)
{
	Place *place = data;

	g_free(place->name);
	g_free(place);
}

static void free_source(gpointer data)
{
	Source *source = data;

	g_hash_table_unref(source->places);
	g_free(source);
}

static void say_once(KithBell *bell, const KithAccount *account, const char *why)
{
	if (!g_hash_table_add(bell->said, (gpointer)account))
		return;
	const char *title = account != NULL ? account->title : "all";
	g_autofree char *text = g_strdup_printf("account %s: new mail is seen at the next poll, not at once: %s", title,
						why);
	bell->calls.say(account, text, bell->calls.context);
}

/* --- what is watched */

static bool is_watched_by_other(const KithBell *bell, const Source *source, gpointer watch)
{
	for (guint i = 0; i < bell->sources->len; i++) {
		const Source *other = bell->sources->pdata[i];

		if (other != source && g_hash_table_contains(other->places, watch))
			return true;
	}
	return false;
}

static void lack(KithBell *bell, Source *source, const char *why)
{
	source->is_lacking = true;
	say_once(bell, source->account, why);
}

/* False when PATH is not there (or no folder); what keeps it from being watched is said. */
static bool watch(KithBell *bell, Source *source, GHashTable *places, const char *path, PlaceKind kind,
		const char *name)
{
	/* IN_MASK_ADD: two accounts may want different things of one folder. */
	uint32_t wanted = IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CLOSE_WRITE | IN_DELETE_SELF |
			  IN_MOVE_SELF | IN_ONLYDIR | IN_EXCL_UNLINK | IN_MASK_ADD;

	if (kind == PLACE_FILES || kind == PLACE_ONE)
		wanted |= IN_MODIFY;	/* some programs keep their mbox open */
	if (g_hash_table_size(places) >= KITH_LIMIT_WATCHES) {
		lack(bell, source, "more folders than kith watches");
		return true;
	}
	int found = inotify_add_watch(bell->fd, path, wanted);
	if (found < 0 && (errno == ENOENT || errno == ENOTDIR))
		return false;
	if (found < 0) {
		const char *full = "this system allows no more watches (fs.inotify.max_user_watches)";

		lack(bell, source, errno == ENOSPC ? full : g_strerror(errno));
		return true;
	}
	Place *place = g_new0(Place, 1);
	*place = (Place) { .kind = kind, .name = g_strdup(name) };
	g_hash_table_insert(places, GINT_TO_POINTER(found), place);
	return true;
}

static bool is_there_as_folder(const char *path)
{
	struct stat about;

	return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

/* Watches for PATH itself in the nearest folder above it that is there. */
static void watch_way(KithBell *bell, Source *source, GHashTable *places, const char *path)
{
	g_autofree char *below = g_strdup(path);

	while (strcmp(below, "/") != 0) {
		g_autofree char *above = g_path_get_dirname(below);
		g_autofree char *name = g_path_get_basename(below);

		if (!watch(bell, source, places, above, PLACE_ONE, name)) {
			g_free(below);
			below = g_steal_pointer(&above);
			continue;
		}
		/* Made while we looked: the next walk sees it. */
		source->must_walk = is_there_as_folder(below);
		return;
	}
}

static bool has_folder(const char *path, const char *name)
{
	g_autofree char *full = g_build_filename(path, name, NULL);

	return is_there_as_folder(full);
}

static bool is_maildir(const char *path)
{
	return has_folder(path, "cur") && has_folder(path, "new");
}

/* Links are not followed: they could lead round in a circle. */
static bool is_folder(const char *path, const struct dirent *entry)
{
	struct stat about;

	return entry->d_type == DT_DIR ||
	       (entry->d_type == DT_UNKNOWN && lstat(path, &about) == 0 && S_ISDIR(about.st_mode));
}

/* Adds the folders in PATH that may hold mail. Hidden ones are other programs' own unless they are Maildirs. */
static void add_folders(GQueue *waiting, const char *path, bool of_maildirs)
{
	DIR *folder = opendir(path);
	bool is_one = of_maildirs && is_maildir(path);

	if (folder == NULL)
		return;
	for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
		const char *name = entry->d_name;
		g_autofree char *full = g_build_filename(path, name, NULL);

		if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || !is_folder(full, entry))
			continue;
		if (is_one && (strcmp(name, "cur") == 0 || strcmp(name, "new") == 0 || strcmp(name, "tmp") == 0))
			continue;
		if (name[0] != '.' || (of_maildirs && is_maildir(full)))
			g_queue_push_tail(waiting, g_steal_pointer(&full));
	}
	closedir(folder);
}

static void watch_maildir(KithBell *bell, Source *source, GHashTable *places, const char *path)
{
	static const char *const parts[] = { "new", "cur" };

	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
		g_autofree char *part = g_build_filename(path, parts[i], NULL);

		/* When it is not there, this folder is no Maildir, or its parent tells when it comes. */
		(void)watch(bell, source, places, part, PLACE_MAIL, NULL);
	}
}

static void watch_tree(KithBell *bell, Source *source, GHashTable *places)
{
	bool of_maildirs = source->account->source == KITH_SOURCE_MAILDIR;
	GQueue waiting = G_QUEUE_INIT;

	g_queue_push_tail(&waiting, g_strdup(source->account->path));
	while (!g_queue_is_empty(&waiting)) {
		g_autofree char *path = g_queue_pop_head(&waiting);

		if (!watch(bell, source, places, path, of_maildirs ? PLACE_MAILDIR : PLACE_FILES, NULL))
			continue;	/* removed meanwhile: its parent tells */
		if (of_maildirs)
			watch_maildir(bell, source, places, path);
		if (g_hash_table_size(places) < KITH_LIMIT_WATCHES)
			add_folders(&waiting, path, of_maildirs);
	}
}

/* Watches what is there now, and nothing else. */
static void walk(KithBell *bell, Source *source)
{
	GHashTable *places = g_hash_table_new_full(NULL, NULL, NULL, free_place);
	const char *path = source->account->path;
	GHashTableIter iter;
	gpointer old;
	struct stat about;
	bool is_there = stat(path, &about) == 0;

	source->must_walk = false;
	source->is_lacking = false;
	source->device = is_there ? about.st_dev : 0;
	source->inode = is_there ? about.st_ino : 0;
	if (is_there && S_ISDIR(about.st_mode))
		watch_tree(bell, source, places);
	else
		watch_way(bell, source, places, path);
	g_hash_table_iter_init(&iter, source->places);
	while (g_hash_table_iter_next(&iter, &old, NULL)) {
		if (!g_hash_table_contains(places, old) && !is_watched_by_other(bell, source, old))
			/* It may have gone with its folder. */
			(void)inotify_rm_watch(bell->fd, GPOINTER_TO_INT(old));
	}
	g_hash_table_unref(source->places);
	source->places = places;
}

/* --- ringing */

static void set_clock(KithBell *bell)
{
	int64_t first_us = -1;

	for (guint i = 0; i < bell->sources->len; i++) {
		const Source *source = bell->sources->pdata[i];

		if (source->first_us != 0 && (first_us < 0 || source->due_us < first_us))
			first_us = source->due_us;
	}
	g_source_set_ready_time(bell->clock, first_us);
}

static void note(Source *source, bool must_walk)
{
	int64_t now_us = g_get_monotonic_time();

	source->must_walk = source->must_walk || must_walk;
	if (source->first_us == 0)
		source->first_us = now_us;
	source->due_us = MIN(now_us + QUIET_US, source->first_us + LONGEST_US);
}

static gboolean on_clock(gpointer data)
{
	KithBell *bell = data;
	int64_t now_us = g_get_monotonic_time();

	for (guint i = 0; i < bell->sources->len; i++) {
		Source *source = bell->sources->pdata[i];

		if (source->first_us == 0 || source->due_us > now_us)
			continue;
		source->first_us = 0;
		if (source->must_walk)
			walk(bell, source);
		if (source->must_walk)	/* something was made during the walk */
			note(source, true);
		bell->calls.ring(source->account, bell->calls.context);
	}
	set_clock(bell);
	return G_SOURCE_CONTINUE;
}

static gboolean dispatch_clock(GSource *source KITH_UNUSED, GSourceFunc callback, gpointer data)
{
	return callback(data);
}

static GSourceFuncs clock_functions = { .dispatch = dispatch_clock };

/* --- what the kernel says */

/* What mail programs keep beside their mail, and write all the time. */
static bool is_beside(const char *name)
{
	static const char *const endings[] = { ".msf", ".lock", ".dat", ".tmp" };

	for (size_t i = 0; i < G_N_ELEMENTS(endings); i++) {
		if (g_str_has_suffix(name, endings[i]))
			return true;
	}
	return name[0] == '.';
}

static void hear_place(Source *source, const Place *place, const struct inotify_event *event)
{
	const char *name = event->len > 0 ? event->name : "";
	bool is_dir = (event->mask & IN_ISDIR) != 0;

	switch (place->kind) {
	case PLACE_MAIL:
		if (!is_dir && name[0] != '.')
			note(source, false);
		return;
	case PLACE_MAILDIR:
		if (is_dir && strcmp(name, "tmp") != 0)
			note(source, true);
		return;
	case PLACE_FILES:
		if (is_dir ? name[0] != '.' : !is_beside(name))
			note(source, is_dir);
		return;
	case PLACE_ONE:
		if (strcmp(name, place->name) == 0)
			note(source, true);
		return;
	}
}

static void hear(KithBell *bell, const struct inotify_event *event)
{
	gpointer watched = GINT_TO_POINTER(event->wd);
	bool is_lost = (event->mask & IN_Q_OVERFLOW) != 0;

	for (guint i = 0; i < bell->sources->len; i++) {
		Source *source = bell->sources->pdata[i];
		const Place *place = is_lost ? NULL : g_hash_table_lookup(source->places, watched);

		if (is_lost)
			note(source, true);	/* what happened was more than the kernel keeps */
		else if (place == NULL)
			continue;
		else if ((event->mask & IN_IGNORED) != 0)
			(void)g_hash_table_remove(source->places, watched);	/* it was looked up */
		else if ((event->mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT)) != 0)
			note(source, true);
		else
			hear_place(source, place, event);
	}
}

static gboolean on_events(gint fd, GIOCondition condition KITH_UNUSED, gpointer data)
{
	KithBell *bell = data;
	_Alignas(struct inotify_event) char events[EVENT_BYTES];

	for (int reads = 0; reads < READS_AT_ONCE; reads++) {
		ssize_t got = read(fd, events, sizeof events);

		if (got <= 0)
			break;
		for (ssize_t at = 0; at + (ssize_t)sizeof(struct inotify_event) <= got;) {
			const struct inotify_event *event = (const struct inotify_event *)(const void *)(events + at);

			hear(bell, event);
			at += (ssize_t)(sizeof *event + event->len);
		}
	}
	set_clock(bell);
	return G_SOURCE_CONTINUE;
}

/* --- life */

static bool is_local(const KithAccount *account)
{
	return account->path != NULL;
}

static void listen(KithBell *bell, GMainContext *loop)
{
	bell->clock = g_source_new(&clock_functions, sizeof(GSource));
	g_source_set_callback(bell->clock, on_clock, bell, NULL);
	(void)g_source_attach(bell->clock, loop);	/* the id is not needed: the source is kept */
	bell->ear = g_unix_fd_source_new(bell->fd, G_IO_IN);
	g_source_set_callback(bell->ear, G_SOURCE_FUNC(on_events), bell, NULL);
	(void)g_source_attach(bell->ear, loop);		/* as above */
	for (guint i = 0; i < bell->sources->len; i++)
		walk(bell, bell->sources->pdata[i]);
}

KithBell *kith_bell_new(const KithConfig *config, GMainContext *loop, const KithBellCalls *calls)
{
	KithBell *bell = g_new0(KithBell, 1);

	*bell = (KithBell) { .calls = *calls, .fd = -1 };
	bell->sources = g_ptr_array_new_with_free_func(free_source);
	bell->said = g_hash_table_new(NULL, NULL);
	for (guint i = 0; i < config->accounts->len; i++) {
		const KithAccount *account = config->accounts->pdata[i];

		if (!is_local(account))
			continue;
		Source *source = g_new0(Source, 1);
		source->account = account;
		source->places = g_hash_table_new_full(NULL, NULL, NULL, free_place);
		g_ptr_array_add(bell->sources, source);
	}
	if (bell->sources->len == 0)
		return bell;
	bell->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (bell->fd < 0)
		say_once(bell, NULL, errno == EMFILE ? "this system allows no more of its kind "
						       "(fs.inotify.max_user_instances)" : g_strerror(errno));
	else
		listen(bell, loop);
	return bell;
}

void kith_bell_free(KithBell *bell)
{
	if (bell == NULL)
		return;
	if (bell->fd >= 0) {
		g_source_destroy(bell->ear);
		g_source_unref(bell->ear);
		g_source_destroy(bell->clock);
		g_source_unref(bell->clock);
		close(bell->fd);
	}
	g_ptr_array_unref(bell->sources);
	g_hash_table_unref(bell->said);
	g_free(bell);
}

void kith_bell_refresh(KithBell *bell)
{
	for (guint i = 0; bell->fd >= 0 && i < bell->sources->len; i++) {
		Source *source = bell->sources->pdata[i];
		struct stat about;
		bool is_there = stat(source->account->path, &about) == 0;

		if (source->is_lacking || source->device != (is_there ? about.st_dev : 0) ||
		    source->inode != (is_there ? about.st_ino : 0))
			walk(bell, source);
	}
}

unsigned kith_bell_count(const KithBell *bell)
{
	unsigned count = 0;

	for (guint i = 0; i < bell->sources->len; i++)
		count += g_hash_table_size(((const Source *)bell->sources->pdata[i])->places);
	return count;
}
