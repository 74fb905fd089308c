/* SPDX-License-Identifier: MIT
 * test-html.c - HTML to the text that a reader sees, as the mail programs write it.
 */
#include <string.h>
#include <time.h>

#include "src/parse/internal.h"

typedef struct {
	const char *what, *html, *text;
} Case;

static void check(const Case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		g_autofree char *text = kith_html_text(cases[i].html, strlen(cases[i].html));

		if (strcmp(text, cases[i].text) != 0)
			g_test_fail_printf("%s: came:\n%s--- wanted:\n%s", cases[i].what, text, cases[i].text);
	}
}

static void test_lines(void)
{
	static const Case cases[] = {
		{"nothing", "", ""},
		{"only blanks", " <p>&nbsp;</p> <div><br></div>", ""},
		{"blanks and line ends are one blank", "a\n  b\t<b>c</b>", "a b c\n"},
		{"paragraphs", "<p>a</p><p>b</p>", "a\n\nb\n"},
		{"boxes are lines", "<div>a</div><div>b<div>c</div></div>", "a\nb\nc\n"},
		{"line breaks", "a<br>b<br><br>c<br/>", "a\nb\n\nc\n"},
		{"an empty box with a break", "<div>a</div><div><br></div><div>b</div>", "a\n\nb\n"},
		{"Word's paragraphs", "<p class=MsoNormal>a<o:p></o:p></p><p class=MsoNormal>b</p>", "a\nb\n"},
		{"Word's empty line", "<p class=MsoNormal>a</p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>b</p>",
		 "a\n\nb\n"},
		{"headings", "<h1>A</h1>b<h3>C</h3>d", "A\n\nb\n\nC\n\nd\n"},
		{"a rule", "a<hr>b<hr><hr>c", "a\n________________________________\nb\n________________________________\nc\n"},
		{"pre", "<pre>a\n  b\n\n\tc</pre>d", "a\n  b\n\n\tc\n\nd\n"},
		{"white-space", "<div style='white-space: pre-wrap'>a\n b<span style='white-space:normal'>\nc</span></div>",
		 "a\n b c\n"},
		{"ends that are left out", "<p>a<p>b<ul><li>c<li>d</ul><table><tr><td>e<tr><td>f</table>",
		 "a\n\nb\n\n- c\n- d\ne\nf\n"},
		{"ends of what is not open", "a</div></td></b></table>b<td><div>c</td></tr></div>d", "ab\nc\nd\n"},
		{"text behind the body", "<html><body>a</body></html><p>b", "a\n\nb\n"},
		{"a list's footer in a document of its own", "<body><p>a</body></html><html><body>b", "a\n\nb\n"},
	};

	check(cases, G_N_ELEMENTS(cases));
}

static void test_characters(void)
{
	static const Case cases[] = {
		{"named", "&auml;&euro;&hellip;&lt;&NotEqualTilde;&check;", "\u00e4\u20ac\u2026<\u2242\u0338\u2713\n"},
		{"numbers", "&#228;&#xE4;&#X20ac;&#228", "\u00e4\u00e4\u20ac\u00e4\n"},
		{"Windows numbers", "&#128;&#147;x&#148;&#150;&#133;", "\u20ac\u201cx\u201d\u2013\u2026\n"},
		{"no characters", "a&#0;b&#55555;c&#99999999999;d&#27;e&#129;", "a\ufffdb\ufffdc\ufffdde\n"},
		{"without semicolon", "&copy2026 &ltb &eacutet&eacute", "\u00a92026 <b \u00e9t\u00e9\n"},
		{"no entities", "a & b &c; &; &# &#x; AT&T &bogus; R&D", "a & b &c; &; &# &#x; AT&T &bogus; R&D\n"},
		{"written twice", "&amp;nbsp;&amp;lt;", "&nbsp;&lt;\n"},
		{"signs that begin no tag", "a<b> 1 < 2 <3 <", "a 1 < 2 <3 <\n"},
		{"an address without escapes", "Jane <jane@example.com>, <https://example.com/x>",
		 "Jane <jane@example.com>, <https://example.com/x>\n"},
		{"Chinese and Persian", "<p>\u7530\u4e2d\u3000\u592a\u90ce</p>\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
		 "\u7530\u4e2d \u592a\u90ce\n\n\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645\n"},
		{"a face of several parts", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f468\u200d\U0001f469\u200d\U0001f467\n"},
		{"soft hyphens and marks of the byte order", "Donau\u00addampf\ufeff&shy;schiff\u200b", "Donaudampfschiff\n"},
	};

	check(cases, G_N_ELEMENTS(cases));
}

static void test_lists(void)
{
	static const Case cases[] = {
		{"bullets", "a<ul><li>b</li><li><p>c</p></li></ul>d", "a\n- b\n- c\nd\n"},
		{"nested", "<ul><li>a<ul><li>b<ol><li>c</ol></ul><li>d</ul>", "- a\n  - b\n    1. c\n- d\n"},
		{"numbers", "<ol start=9><li>a<li>b<li value=20>c<li>d</ol>", "9. a\n10. b\n20. c\n21. d\n"},
		{"letters and Roman numbers", "<ol type=a start=3><li>x<li>y</ol><ol type=I><li>x<li>y<li>z<li>w</ol>",
		 "c. x\nd. y\nI. x\nII. y\nIII. z\nIV. w\n"},
		{"an empty item", "<ul><li></li><li>a</ul>", "- a\n"},
		{"definitions", "<dl><dt>a<dd>b<dt>c<dd>d</dl>", "a\n  b\nc\n  d\n"},
		{"Word's bullets", "<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'>"
		 "<![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>\u00b7<span style='font:7.0pt "
		 "\"Times New Roman\"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>One</p>"
		 "<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>o<span>&nbsp; "
		 "</span></span>Two</p>"
		 "<p class=MsoListParagraph style='mso-list:l0 level1 lfo2'><span style='mso-list:Ignore'>3.<span>&nbsp; "
		 "</span></span>Three</p>",
		 "- One\n  - Two\n3. Three\n"},
		{"Word's bullet in pre", "<pre>x\n<span style='mso-list:Ignore'>\u00a7  </span>a</pre>", "x\n- a\n"},
	};

	check(cases, G_N_ELEMENTS(cases));
}

static void test_tables(void)
{
	static const Case cases[] = {
		{"data", "<table><tr><th>Part</th><th>Pieces</th><th>Price</th></tr><tr><td>Nut</td><td></td><td>3 EUR</td></tr></table>",
		 "Part | Pieces | Price\nNut |  | 3 EUR\n"},
		{"Word's data", "<table class=MsoTableGrid border=1><tr><td><p class=MsoNormal>a<o:p></o:p></p></td>"
		 "<td><p class=MsoNormal>b</p></td></tr></table>", "a | b\n"},
		{"labels", "<table><tr><td>Phone:</td><td>+49 30 5550100</td></tr><tr><td>Mail:<td>jane@example.com</table>",
		 "Phone: +49 30 5550100\nMail: jane@example.com\n"},
		{"layout", "<table><tr><td><div>Dear Jane,</div><div>hello</div></td><td>News</td></tr></table>",
		 "Dear Jane,\nhello\nNews\n"},
		{"spacers", "<table><tr><td>&nbsp;</td><td>text</td><td><img src=x width=1 height=1 alt=x></td></tr></table>", "text\n"},
		{"a list of a newsletter", "<table><tr><td>&bull;</td><td>One</td></tr><tr><td>2.</td><td>Two</td></tr></table>",
		 "\u2022 One\n2. Two\n"},
		{"tables in tables", "<table><tr><td><table><tr><td>a</td><td>b</td></tr></table></td><td>c</td></tr></table>",
		 "a | b | c\n"},
		{"in a quotation", "<blockquote><p>x</p><table><tr><td><p>a</p></td><td><p>b</p></td></tr></table></blockquote>",
		 "> x\n>\n> a | b\n"},
		{"Thunderbird's forward", "<div class=\"moz-forward-container\">-------- Forwarded Message --------"
		 "<table class=\"moz-email-headers-table\"><tr><th align=\"RIGHT\">Subject: </th><td>Re: nuts</td></tr>"
		 "<tr><th>From: </th><td>Jane Doe <a href=\"mailto:jane@example.com\">&lt;jane@example.com&gt;</a></td></tr></table>"
		 "<br><br>Hello</div>",
		 "-------- Forwarded Message --------\nSubject: Re: nuts\nFrom: Jane Doe <jane@example.com>\n\nHello\n"},
	};

	check(cases, G_N_ELEMENTS(cases));
}

static void test_links(void)
{
	static const Case cases[] = {
		{"a text of its own", "<a href='https://example.com/a'>the offer</a>.", "the offer <https://example.com/a>.\n"},
		{"the same text", "<a href='https://www.example.com/'>www.example.com</a> <a href='http://example.com/A?b'>Example.com/a?b</a>",
		 "www.example.com Example.com/a?b\n"},
		{"mail", "<a href='mailto:jane%40example.com?subject=x'>Jane</a> <a href='mailto:a@example.com'>a@example.com</a>",
		 "Jane <jane@example.com> a@example.com\n"},
		{"a phone", "<a href='tel:+49-30-5550100'>Call us</a> <a href='tel:+49305550100'>030 5550100</a>",
		 "Call us <+49-30-5550100> 030 5550100\n"},
		{"no addresses", "<a href='javascript:x()'>a</a> <a href='#top'>b</a> <a name=c>c</a> <a href='http://'>d</a>", "a b c d\n"},
		{"around a box", "<a href='https://example.com/b'><div>Order</div></a>now", "Order <https://example.com/b>\nnow\n"},
		{"without an end", "<a href='https://example.com/1'>a <a href='https://example.com/2'>b",
		 "a <https://example.com/1> b <https://example.com/2>\n"},
		{"Outlook's filter", "<a href='https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.com%2Fx%3Fa%3D1&amp;"
		 "data=05%7C01&amp;reserved=0'>here</a>", "here <https://example.com/x?a=1>\n"},
		{"Proofpoint 2", "<a href='https://urldefense.proofpoint.com/v2/url?u=https-3A__www.example.com_a-2Db&amp;d=D'>here</a>",
		 "here <https://www.example.com/a-b>\n"},
		{"Proofpoint 3", "<a href='https://urldefense.com/v3/__https://example.com/a*b__;Iw!!AbC$'>here</a>",
		 "here <https://example.com/a#b>\n"},
		{"Google", "<a href='https://www.google.com/url?q=https://example.com/y&amp;sa=D'>here</a>", "here <https://example.com/y>\n"},
		{"two filters", "<a href='https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Furldefense.com%2Fv3%2F__https%3A%2F%2F"
		 "example.com%2Fz__%3B!!A'>here</a>", "here <https://example.com/z>\n"},
		{"a filter around what is no address", "<a href='https://www.google.com/url?q=javascript:x()'>here</a>",
		 "here <https://www.google.com/url?q=javascript:x()>\n"},
	};

	check(cases, G_N_ELEMENTS(cases));
}

static void test_pictures(void)
{
	static const Case cases[] = {
		{"with a meaning", "<img src=x alt='Our new plant'>", "[Our new plant]\n"},
		{"a button", "<a href='https://example.com/b'><img alt='Order now'></a>", "[Order now] <https://example.com/b>\n"},
		{"a pixel", "a<img src=x width=1 height=1 alt=Track><img style='height:1px' alt=Track>", "a\n"},
		{"no words", "a<img><img alt=''><img alt=' '><img alt='image001.png'><img alt=Logo><img alt='cid:x'><img alt='Bild 3'>", "a\n"},
		{"what Office guesses", "a<img alt='A close-up of a logo&#10;&#10;Description automatically generated'>", "a\n"},
		{"a face", "Thanks <img alt='\U0001f600' src=x>", "Thanks \U0001f600\n"},
	};

	check(cases, G_N_ELEMENTS(cases));
}

static void test_hidden(void)
{
	static const Case cases[] = {
		{"head and scripts", "<head><title>T</title><style>p{color:red}</style><script>if (a<b) x('</p>')</script></head>a", "a\n"},
		{"comments", "a<!-- <p>x</p> --><!---->b<!-->c<!-- x", "abc\n"},
		{"Outlook's own", "<!--[if mso]>x<![endif]-->a<!--[if !mso]><!-->b<!--<![endif]--><![if !vml]>c<![endif]>", "abc\n"},
		{"display", "<div style='DISPLAY : none !important'>x<p>y</p></div>a", "a\n"},
		{"mso-hide, opacity, max-height", "<p style='mso-hide:all'>x</p><i style='opacity:0'>x</i><b style='max-height:0px'>x</b>a", "a\n"},
		{"what is nearly so", "<i style='opacity:0.9'>a</i><b style='max-height:05px'>b</b><i style='font-size:10px'>c</i>", "abc\n"},
		{"tiny letters", "<td style='font-size:0'>x<p style='font-size:14px'>a</p>y</td><span style='font-size:1px;color:#fff'>z</span>", "a\n"},
		{"visibility", "<div style='visibility:hidden'>x<b style='visibility:visible'>a</b></div>", "a\n"},
		{"color of the ground", "<div style='color:#FFF;background-color:white'>x</div><div style='color:#fff'>a</div>", "a\n"},
		{"no room", "<div style='height:0;overflow:hidden'>x</div><div style='width:0px;overflow:hidden'>x</div>a", "a\n"},
		{"far off", "<div style='position:absolute;left:-9999px'>x</div><p style='text-indent:-9999px'>x</p>a", "a\n"},
		{"the attribute", "<p hidden>x</p><p aria-hidden=true>a</p>", "a\n"},
		{"by a style sheet", "<style>/* .a{} */ .pre, #top {display:none} @media print { .b { display:none } } p.c{display:none}"
		 " .d{display:none} .d{display:block} .e .f{display:none}</style><i class='x pre'>x</i><i id=TOP>x</i><p class=c>x</p>"
		 "<b class=c>1</b><b class=b>2</b><b class=d>3</b><b class=f>4</b><b class=pre style='display:inline'>5</b>", "12345\n"},
		{"a sheet in marks of old", "<style><!-- .x{display:none} --></style><p class=x>x</p>a", "a\n"},
		{"padding of a preheader", "a<div>&#847;&zwnj;&nbsp;&#8199;&#65279;&#847;&zwnj;&nbsp;</div>b", "a\n\nb\n"},
		{"a quoted mark in a tag", "<a title='>' name=\"x>y\">a</a>", "a\n"},
		{"an open quotation mark", "a<a title='x>b</a> c", "ab c\n"},
		{"a sheet without an end", "a<style>.x{", "a\n"},
	};

	check(cases, G_N_ELEMENTS(cases));
}

static void test_quotations(void)
{
	static const Case cases[] = {
		{"Gmail", "<div dir=ltr>Yes.</div><br><div class=\"gmail_quote\"><div dir=\"ltr\" class=\"gmail_attr\">On Mon, 2 Mar 2026 at 10:00, "
		 "Jane &lt;<a href=\"mailto:jane@example.com\">jane@example.com</a>&gt; wrote:<br></div><blockquote class=\"gmail_quote\" "
		 "style=\"margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex\"><div>One?</div><div><br></div>"
		 "<div>Two?</div></blockquote><div>And below.</div></div>",
		 "Yes.\n\nOn Mon, 2 Mar 2026 at 10:00, Jane <jane@example.com> wrote:\n> One?\n>\n> Two?\nAnd below.\n"},
		{"answers between", "<blockquote type=cite>One?</blockquote><div>Yes.</div><blockquote type=cite>Two?<blockquote>Old</blockquote>"
		 "</blockquote>No.", "> One?\nYes.\n> Two?\n>> Old\nNo.\n"},
		{"Gmail's indent", "a<blockquote style=\"margin:0 0 0 40px;border:none;padding:0px\">b</blockquote>", "a\nb\n"},
		{"Outlook Express' indent", "a<BLOCKQUOTE dir=ltr style=\"MARGIN-RIGHT: 0px; MARGIN-LEFT: 40px\">b</BLOCKQUOTE>", "a\nb\n"},
		{"an indent below an attribution", "Am 02.03.2026 schrieb Jane:<blockquote style=\"margin-left:40px\">b</blockquote>",
		 "Am 02.03.2026 schrieb Jane:\n> b\n"},
		{"a passage that a person quotes", "As you say:<blockquote>b</blockquote>c", "As you say:\n> b\nc\n"},
		{"Word with Apple's quotation", "<blockquote style='margin-top:5.0pt;margin-bottom:5.0pt'><p class=MsoNormal>b</p></blockquote>", "> b\n"},
		{"Zoho", "<blockquote id=\"blockquote_zmail\" style=\"margin: 0px 0px 0px 10px;\">b</blockquote>", "> b\n"},
		{"Outlook on the web", "<blockquote itemscope=\"\" itemtype=\"https://schemas.microsoft.com/QuotedText\" "
		 "style=\"margin-left: 0.8ex;\">b</blockquote>", "> b\n"},
		{"Outlook's line", "<div style='border:none;border-left:solid blue 1.5pt;padding:0cm 0cm 0cm 4.0pt'>b</div>c", "> b\nc\n"},
		{"Outlook's header", "<p class=MsoNormal>Ja.</p><div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'>"
		 "<p class=MsoNormal><b>Von:</b> Jane Doe<br><b>Betreff:</b> x</p></div></div><p class=MsoNormal>Alt</p>",
		 "Ja.\n________________________________\nVon: Jane Doe\nBetreff: x\nAlt\n"},
		{"Outlook on the web, header", "Yes.<div id=\"appendonsend\"></div><hr style=\"width:98%\"><div id=\"divRplyFwdMsg\" dir=\"ltr\"><b>From:</b> Jane<br>"
		 "<b>Sent:</b> Monday</div><div>Old</div>", "Yes.\n________________________________\nFrom: Jane\nSent: Monday\nOld\n"},
		{"Yahoo", "Yes<div id=\"ydp1yahoo_quoted_1\" class=\"ydp1yahoo_quoted\"><div><div>On Monday, March 2, 2026, Jane &lt;jane@example.com&gt; "
		 "wrote:</div><div><br></div><div>Old</div></div></div>below", "Yes\nOn Monday, March 2, 2026, Jane <jane@example.com> wrote:\n\n> Old\nbelow\n"},
		{"Yahoo's forward", "<div class=\"yahoo_quoted\"><div>----- Forwarded Message -----</div><div><b>From:</b> Jane</div>"
		 "<div><b>To:</b> Bob</div><div><b>Sent:</b> Monday</div><div>Old</div></div>",
		 "----- Forwarded Message -----\nFrom: Jane\nTo: Bob\nSent: Monday\nOld\n"},
		{"GMX", "Ja<div name=\"quote\" style=\"margin:10px 5px;border-left:2px solid #C3D9E5\"><div><b>Gesendet:</b>&nbsp;Montag</div>"
		 "<div><b>Von:</b>&nbsp;Jane</div><div name=\"quoted-content\">Alt</div></div>", "Ja\nGesendet: Montag\nVon: Jane\n> Alt\n"},
		{"twenty and more levels", "<blockquote><blockquote><blockquote><blockquote><blockquote><blockquote><blockquote><blockquote>"
		 "<blockquote><blockquote><blockquote><blockquote><blockquote><blockquote><blockquote><blockquote><blockquote><blockquote>"
		 "<blockquote><blockquote><blockquote><blockquote>a", ">>>>>>>>>>>>>>>>>>>> a\n"},
	};

	check(cases, G_N_ELEMENTS(cases));
}

static void test_signatures(void)
{
	static const Case cases[] = {
		{"Gmail", "Yes.<div class=\"gmail_signature\" data-smartmail=\"gmail_signature\">Jane<br>Sales</div>", "Yes.\n-- \nJane\nSales\n"},
		{"Gmail with its own mark", "Yes.<br><span class=\"gmail_signature_prefix\">-- </span><br><div class=gmail_signature>Jane</div>",
		 "Yes.\n--\nJane\n"},
		{"Thunderbird", "Yes.<pre class=\"moz-signature\">-- \nJane</pre>", "Yes.\n\n-- \nJane\n"},
		{"empty", "Yes.<div id=\"Signature\"><br>&nbsp;</div>", "Yes.\n"},
		{"written into", "<div id=AppleMailSignature>Yes, we come.</div>", "Yes, we come.\n"},
		{"Outlook for phones", "Yes.<div id=\"ms-outlook-mobile-signature\">Get Outlook for iOS</div>", "Yes.\n-- \nGet Outlook for iOS\n"},
		{"Proton", "Yes.<div class=\"protonmail_signature_block protonmail_signature_block-empty\"><div class=\"protonmail_signature_block-user\">"
		 "Jane</div></div>", "Yes.\n-- \nJane\n"},
		{"Outlook on the web, quoted", "Yes.<blockquote>b<div id=\"x_Signature\">Jane</div></blockquote>", "Yes.\n> b\n> -- \n> Jane\n"},
		{"above a quotation", "Yes.<div class=gmail_signature>Jane</div><blockquote>b</blockquote>", "Yes.\n-- \nJane\n> b\n"},
		{"above an attribution", "Yes.<div class=gmail_signature>Jane</div><p>On 2 March 2026<br>Bob wrote:</p><blockquote>b</blockquote>",
		 "Yes.\n-- \nJane\n\nOn 2 March 2026\nBob wrote:\n\n> b\n"},
		{"above a header", "Yes.<div class=gmail_signature>Jane</div><p>De : Bob<br>Objet : b</p>", "Yes.\n-- \nJane\n\nDe : Bob\nObjet : b\n"},
		{"text below it and above a quotation", "Yes.<div class=gmail_signature>Jane</div>See:<br>this.<blockquote>b</blockquote>",
		 "Yes.\nJane\nSee:\nthis.\n> b\n"},
		{"text below it", "Yes.<div class=gmail_signature>Jane</div>When do you come?", "Yes.\nJane\nWhen do you come?\n"},
		{"Fastmail", "Yes.<div id=\"sig123456\">Jane</div>", "Yes.\n-- \nJane\n"},
	};

	check(cases, G_N_ELEMENTS(cases));
}

/* --- hostile HTML */

/* CPU seconds for COUNT times PART, then COUNT times END. */
static double seconds(const char *start, const char *part, const char *end, size_t bytes)
{
	g_autoptr(GString) html = g_string_new(start);
	size_t count = bytes / (strlen(part) + strlen(end));

	for (size_t i = 0; i < count; i++)
		g_string_append(html, part);
	for (size_t i = 0; i < count; i++)
		g_string_append(html, end);
	clock_t before = clock();
	g_autofree char *text = kith_html_text(html->str, html->len);
	g_assert_cmpuint(strlen(text), <=, 3 * KITH_LIMIT_TEXT_BYTES);
	g_assert_true(g_utf8_validate(text, -1, NULL));
	return (double)(clock() - before) / CLOCKS_PER_SEC;
}

/* Eight times the HTML may take eight times as long, not sixty-four. */
static void test_hostile(void)
{
	static const char *const cases[][3] = {
		{"", "<b>", "</i>"}, {"", "<div>", "</div>"}, {"", "<div>x", "</span>"}, {"<i>", "<td>", "</i>"},
		{"", "<blockquote>x", ""}, {"1:", "<blockquote>", ""}, {"", "<table><tr><td>", ""},
		{"", "<table><tr><td>a<td>b", "</table>"}, {"<table>", "<tr><td>a</td><td>b</td></tr>", ""},
		{"<a ", "x=y ", ""}, {"<a ", "style=\"", ""}, {"", "<a title=\"", "'>"}, {"", "<a x='>", ""},
		{"", "<a href=http://x>y", ""}, {"", "<table><td><a href=http://x>y", ""}, {"", "<!--", ""}, {"", "<!-", "->"},
		{"", "<!", ""}, {"", "<", ""}, {"", "<a", ""}, {"", "<a@", ""}, {"", "&", ""}, {"", "&#", ""}, {"", "&#1", ""},
		{"", "&aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", ""}, {"", "<style>a{", ""}, {"<style>", "@media{", "}"},
		{"<style>", ".a,", "{display:none}"}, {"<style>", ".a{display:none}", ""}, {"<style>", "/*", ""},
		{"<style>.a{display:none}</style>", "<b class='b c d e f g h i j k a'>", ""},
		{"", "<script>", ""}, {"<script>", "</", ""}, {"", "<p style='", ":;"}, {"<p style='", "a:b;", "'"},
		{"", "<ul><li>", ""}, {"", "<li>x", ""}, {"", "<ol><li>x</ol>", ""}, {"", "<div id=signature>x", "</div>"},
		{"", "<div id=signature>x</div>", ""}, {"", "<div class=yahoo_quoted>x", ""}, {"", "<pre>\n", ""}, {"", "\u200c", ""},
		{"", "<img alt='x y'>", ""}, {"", "<hr>", ""}, {"", "<br>", ""}, {"", "<p>", ""}, {"", "<p hidden>", ""},
		{"<p>", "x ", ""}, {"<pre>", "> ", "\n"}, {"", "<span style='mso-list:Ignore'>", ""}, {"<b>", "<a>", "</b>"},
		{"<select>", "<option>x", ""}, {"", "<xyzzy>", "</plugh>"}, {"<textarea>", "</textare", ""},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		double small = seconds(cases[i][0], cases[i][1], cases[i][2], 64 * 1024);
		double large = seconds(cases[i][0], cases[i][1], cases[i][2], 8 * 64 * 1024 - 64);

		if (large > 0.25 && large > 20 * small)
			g_error("'%s' and '%s': %.3f s for 64 KB, %.3f s for 512 KB", cases[i][1], cases[i][2], small, large);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/html/lines", test_lines);
	g_test_add_func("/html/characters", test_characters);
	g_test_add_func("/html/lists", test_lists);
	g_test_add_func("/html/tables", test_tables);
	g_test_add_func("/html/links", test_links);
	g_test_add_func("/html/pictures", test_pictures);
	g_test_add_func("/html/hidden", test_hidden);
	g_test_add_func("/html/quotations", test_quotations);
	g_test_add_func("/html/signatures", test_signatures);
	g_test_add_func("/html/hostile", test_hostile);
	return g_test_run();
}
