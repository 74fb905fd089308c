/* SPDX-License-Identifier: MIT
 * body.h - what the files that read a mail's body say to each other.
 * In: a tame mail. Out: text and attachments. Next: src/parse/body.c
 */
#pragma once

#include <gmime/gmime.h>

#include "internal.h"

/* Adds a defect once, as long as there is room for it. */
void kith_mail_defect(KithMail *mail, const char *defect);

/* --- charset.c, charset-guess.c */
/* Converts what can be converted; a byte that cannot becomes U+FFFD. NAME is a converter's. Linear. */
GString *kith_charset_convert(const char *bytes, size_t length, const char *name, size_t max, size_t *ret_wrong);
/* Whether CHARSET is known and every byte is a character of it. */
bool kith_charset_fits(const char *bytes, size_t length, const char *charset);
/* A converter's name for bytes that are no UTF-8; "WINDOWS-1252" when nothing speaks for another. */
const char *kith_charset_guess(const char *bytes, size_t length);

/* --- parameter.c */
/* The parameter NAME of a field's value, decoded, clean, one line; NULL when there is none. */
char *kith_parameter_read(const char *raw_field, const char *name, size_t max);

/* --- transfer.c */
/* Base64, padded, unpadded, several in a row, with garbage; OUT may be TEXT itself. Gives the count. */
gsize kith_base64_decode(const char *text, gsize length, guint8 *out);
/* Decodes in place as the label ENCODING (NULL: none) says, unless the bytes say certainly otherwise. */
void kith_transfer_decode(GByteArray *bytes, const char *encoding, bool is_text);

/* --- inline-files.c */
/* TEXT without the files that old mailers put into it (uuencode, yEnc); they become attachments. */
char *kith_inline_files_cut(const char *text, GPtrArray *attachments);

/* --- tnef.c: any bytes */
typedef struct {
	bool is_valid;		/* begins as a TNEF file does */
	char *message_class;	/* "IPM.Note"; NULL */
	char *text;		/* NULL when none, as the next three */
	char *html;
	char *rtf_html;		/* the HTML that the Rich Text was made from */
	char *rtf_text;
	GPtrArray *files;	/* KithAttachment * */
} KithTnef;

KithTnef *kith_tnef_read(const guint8 *bytes, gsize length);
void kith_tnef_free(KithTnef *tnef);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KithTnef, kith_tnef_free)

/* --- rtf.c: any bytes */
/* Rich Text as TNEF packs it; NULL when it is none. */
GByteArray *kith_rtf_decompress(const guint8 *bytes, gsize length);
/* The text of Rich Text, or (*ret_html) the HTML that it was made from. */
char *kith_rtf_text(const char *bytes, gsize length, bool *ret_html);

/* --- cms.c: any bytes */
/* The MIME entity inside of signed data; NULL when it is encrypted, or anything else. */
GByteArray *kith_cms_content(const guint8 *bytes, gsize length);

/* --- part.c: the head of a part */
typedef struct {
	char *type;		/* "text/plain", never NULL */
	char *type_field;	/* the whole field */
	char *charset;		/* NULL */
	char *name;		/* of the file, clean, without a path; NULL */
	char *encoding;		/* as written; NULL */
	bool is_attachment, is_inline, has_disposition, has_id;
} KithPartInfo;

void kith_part_info_read(KithPartInfo *info, GMimeObject *object);
void kith_part_info_clear(KithPartInfo *info);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KithPartInfo, kith_part_info_clear)
/* Another parameter of Content-Type, lower case; "" when there is none. */
char *kith_part_parameter(const KithPartInfo *info, const char *name);
/* Its bytes as they came. */
GByteArray *kith_part_bytes(GMimePart *part);
/* The charset that HTML says of itself; NULL. */
char *kith_html_charset(const char *bytes, size_t length);

/* --- leaves.c: pieces of text, and which of them are read */
typedef enum {
	KITH_LEAF_PLAIN,
	KITH_LEAF_RICH,		/* HTML and the like */
	KITH_LEAF_HEAD,		/* the lines that introduce an attached mail */
	KITH_LEAF_RESERVE,	/* read when the mail has no other text: a named file, winmail.dat */
	KITH_LEAF_MARGIN,	/* stands outside of all parts */
} KithLeafKind;

typedef struct {
	int parent, parent_branch;	/* the alternative around this one, -1 none */
	int chosen;			/* branch */
	size_t plain_words, rich_words;
	int plain_branch, rich_branch;	/* -1 none */
	bool is_excuse;			/* the plain text is about HTML */
} KithAlternative;

typedef struct {
	char *text;		/* clean */
	KithLeafKind kind;
	int alternative, branch;
	int forward;		/* index in mail->forwards, -1 the mail itself, -2 an attached mail too many */
	int group;		/* the multipart it stands in */
} KithLeaf;

typedef struct {
	GArray *leaves;		/* of KithLeaf */
	GArray *alternatives;	/* of KithAlternative */
	size_t text_bytes;
} KithLeaves;

void kith_leaves_init(KithLeaves *leaves);
void kith_leaves_clear(KithLeaves *leaves);
/* Opens an alternative inside of another's branch (-1 none); gives its index. */
int kith_leaves_alternative(KithLeaves *leaves, int parent, int parent_branch);
/* Adds LEAF; its text is taken. */
void kith_leaves_add(KithLeaves *leaves, KithLeaf leaf);
/* The mail's text; tells each forward of MAIL its stretch, and fills ATTACHED (of KithStretch). */
char *kith_leaves_join(KithLeaves *leaves, KithMail *mail, GArray *attached);

/* --- reports.c: parts that machines read */
bool kith_report_take(KithBody *body, const char *type, char *text);
bool kith_report_is_type(const char *type);
/* Says something of the mail that it comes with, also when it is inside of a mail that was passed on. */
bool kith_report_is_forwarded(const char *type);
/* A file that only reports have: RFC 7489 7.2.1.1, RFC 8460 3. */
bool kith_report_is_file(const char *name, const char *type);

/* --- tree.c */
/* Walks over the mail's parts: text into LEAVES, files into MAIL, reports into BODY. Gives how many there were. */
unsigned kith_tree_walk(GMimeMessage *message, KithMail *mail, KithBody *body, KithLeaves *leaves);
/* Bytes as GMime sees them; to be unreferenced. */
GMimeMessage *kith_tree_construct(GBytes *tame);
