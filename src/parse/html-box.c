/* SPDX-License-Identifier: MIT
 * html-box.c - what mail programs mean by a box: a quotation, a signature, a quoted header.
 * In: tags. Out: HtmlBox. Next: src/parse/html.c
 *
 * A blockquote is a quotation unless all it does is indent: the indent button of Gmail, Outlook and
 * others writes one with a margin. Other elements are known by the names that programs give them.
 */
#include <string.h>

#include "html.h"

/* Part of a blockquote's class or id. Gmail, Apple Mail, Thunderbird, Proton, Mailbird, Airmail, Front, Missive,
 * Tuta, Zoho, NetEase, Fastmail. */
static const char *const quote_names[] = {
	"quote", "cite", "_bq", "-bq", "history_container", "zmail", "isreplycontent", "qt", "replied",
};

/* The whole of a signature's id or class ends so: gmail_signature, moz-signature, AppleMailSignature,
 * ms-outlook-mobile-signature, Signature, protonmail_signature_block, ydp1a2bsignature (Yahoo), bloop_sign (Airmail),
 * signature_block-user ... */
static const char *const signature_ends[] = {"signature", "signature_block", "bloop_sign", "sh-signature"};

static bool contains_word(HtmlSlice value, const char *const *words, size_t count)
{
	g_autofree char *text = g_strndup(value.text != NULL ? value.text : "", MIN(value.length, 200));

	for (size_t i = 0; i < count; i++) {
		if (kith_find_nocase(text, words[i]) != NULL)
			return true;
	}
	return false;
}

static bool is_quoting_blockquote(const HtmlToken *tag, const HtmlStyle *style, bool below_attribution)
{
	const HtmlSlice *attributes = tag->attributes;

	if (attributes[HTML_CITE].text != NULL || kith_html_equals(attributes[HTML_TYPE], "cite") ||
	    kith_html_equals(attributes[HTML_ITEMTYPE], "https://schemas.microsoft.com/QuotedText") ||
	    contains_word(attributes[HTML_CLASS], quote_names, G_N_ELEMENTS(quote_names)) ||
	    contains_word(attributes[HTML_ID], quote_names, G_N_ELEMENTS(quote_names)))
		return true;
	return style->line_left || !style->indented || below_attribution;
}

static bool ends_like_signature(const char *name, size_t length)
{
	for (size_t i = 0; i < G_N_ELEMENTS(signature_ends); i++) {
		size_t end = strlen(signature_ends[i]);

		if (length >= end && g_ascii_strncasecmp(name + length - end, signature_ends[i], end) == 0)
			return true;
	}
	return false;
}

static bool has_signature_name(HtmlSlice names)
{
	for (size_t i = 0; i < names.length;) {
		size_t end = i;

		while (end < names.length && !g_ascii_isspace(names.text[end]))
			end++;
		if (ends_like_signature(names.text + i, end - i))
			return true;
		i = end + 1;
	}
	return false;
}

/* "sig12345678": Fastmail */
static bool is_numbered_signature(HtmlSlice id)
{
	size_t digits = 0;

	if (id.length < 5 || g_ascii_strncasecmp(id.text, "sig", 3) != 0)
		return false;
	while (3 + digits < id.length && g_ascii_isdigit(id.text[3 + digits]))
		digits++;
	return digits > 1 && 3 + digits == id.length;
}

static bool is_signature(const HtmlToken *tag)
{
	const HtmlSlice *attributes = tag->attributes;

	return has_signature_name(attributes[HTML_CLASS]) || has_signature_name(attributes[HTML_ID]) ||
	       kith_html_equals(attributes[HTML_NAME], "messageSignatureSection") ||	/* Spark */
	       kith_html_equals(attributes[HTML_MARKER], "__SIG_POST__") ||		/* Zimbra */
	       kith_html_equals(attributes[HTML_MARKER], "__SIG_PRE__") ||
	       attributes[HTML_SIGNATURE_WIDGET].text != NULL ||			/* Mail.ru */
	       is_numbered_signature(attributes[HTML_ID]);
}

/* "border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm" (Word), divRplyFwdMsg (on the web). */
static bool is_heading(const HtmlToken *tag, const HtmlStyle *style)
{
	HtmlSlice raw = tag->attributes[HTML_STYLE];

	if (kith_html_equals(tag->attributes[HTML_ID], "divRplyFwdMsg") ||
	    kith_html_equals(tag->attributes[HTML_ID], "mail-editor-reference-message-container"))
		return true;
	if (!style->line_above || raw.length > 200)
		return false;
	g_autofree char *text = g_ascii_strdown(raw.text, (gssize)raw.length);
	return (strstr(text, "#e1e1e1") != NULL || strstr(text, "#b5c4df") != NULL) && strstr(text, "padding") != NULL;
}

HtmlBox kith_html_box(const HtmlToken *tag, const HtmlStyle *style, bool below_attribution)
{
	const HtmlSlice *attributes = tag->attributes;

	if (strcmp(tag->name, "blockquote") == 0)
		return is_quoting_blockquote(tag, style, below_attribution) ? BOX_QUOTE : BOX_NONE;
	if (strcmp(tag->name, "body") == 0 || strcmp(tag->name, "html") == 0)
		return BOX_NONE;
	if (is_signature(tag))
		return BOX_SIGNATURE;
	if (strcmp(tag->name, "div") != 0)
		return BOX_NONE;
	static const char *const yahoo[] = {"yahoo_quoted"};
	if (contains_word(attributes[HTML_CLASS], yahoo, 1) || contains_word(attributes[HTML_ID], yahoo, 1))
		return BOX_HEADED_QUOTE;
	if (kith_html_equals(attributes[HTML_NAME], "quoted-content"))	/* GMX, Web.de, mail.com */
		return BOX_QUOTE;
	/* Outlook, when it was told to draw a line beside the original message */
	static const char *const outlook_line[] = {"solid blue 1.5pt"};
	if (style->line_left && contains_word(attributes[HTML_STYLE], outlook_line, G_N_ELEMENTS(outlook_line)))
		return BOX_QUOTE;
	return is_heading(tag, style) ? BOX_HEADING : BOX_NONE;
}
