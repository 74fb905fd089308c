# SPDX-License-Identifier: MIT
"""Mails that are made to crash, to hang or to fill the memory of whoever reads them.

bombs(SMALLER) yields name and bytes; SMALLER divides their size, for tests that have less time.
"""

HEAD = (b"From: jan@novak.example\r\nTo: ada@example.com\r\nSubject: s\r\nDate: Mon, 02 Mar 2026 09:00:00 +0100\r\n"
        b"MIME-Version: 1.0\r\n")
END = b"\r\n\r\nx"


def nested(count):
    return HEAD + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n)
                           for n in range(count)) + b"Content-Type: text/plain\r\n\r\nx\r\n"


def bombs(smaller=1):
    def many(what, count):
        return what * max(1, count // smaller)

    # The shape of the tree.
    yield "nested", nested(1000)
    yield "nested-deep", nested(100000 // smaller)
    yield "messages-in-messages", HEAD + many(b"Content-Type: message/rfc822\r\n\r\n", 100000) + b"x"
    yield "million-parts", (HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" +
                            many(b"--b\r\n\r\n", 1000000) + b"--b--\r\n")
    yield "boundary-of-no-ascii", ("Content-Type: multipart/mixed;\n " + "K" * 72 + '="\u045c";\n\nx\n').encode()
    yield "boundary-of-itself", HEAD + b"Content-Type: multipart/mixed; boundary=\"\"\r\n\r\n" + many(b"--\r\n", 100000)
    # Fields.
    yield "groups-in-groups", b"From: " + b"a:" * 50000 + END
    yield "groups-in-groups-16k", b"From: " + b"a:" * 8000 + END
    yield "semicolons", b"From: " + many(b";", 10000000) + END
    yield "commas", b"To: " + many(b"a@b,", 1000000) + END
    yield "groups", b"To: " + many(b"g:;", 1000000) + END
    yield "route", b"To: <" + many(b"@a,", 300000) + b":x@y>" + END
    yield "comments", b"To: " + many(b"(", 1000000) + END
    yield "long-field", b"Subject: " + many(b"x", 50000000) + END
    yield "million-fields", many(b"X-A: b\r\n", 1000000) + b"\r\nx"
    yield "encoded-words", b"Subject: " + many(b" =?utf-8?q?=41?=", 1000000) + END
    yield "encoded-words-without-end", b"Subject: " + many(b"=?", 3000000) + END
    yield "parameters", (HEAD + b"Content-Type: text/plain; " +
                         b"".join(b"a*%d*=x; " % n for n in range(100000 // smaller)) + END)
    yield "references", b"References: " + many(b"<a@b> ", 1000000) + END
    yield "references-without-end", b"References: " + many(b"<a@b ", 1000000) + END
    yield "two-from", b"From: boss@ours.example\r\nFrom: jan@novak.example\r\nSubject: s" + END
    # Bytes.
    yield "nul", b"From: a\0b@c.example\r\nSubject: x\0y\r\n\r\n\0\0"
    yield "empty", b"\r\n"
    yield "carriage-returns", many(b"\r", 1000000)
    yield "no-charset", b"Subject: \xff\xfe\xc0\xaf\r\nFrom: \xe9 <a@b>\r\n\r\n"
    yield "escapes", (b"From: \x1b]0;title\x07 <esc@novak.example>\r\nTo: ada@example.com\r\nSubject: =?utf-8?q?=1b[2J"
                      b"=1b]52;c;YQ=3D=3D=07=c2=9b31m=e2=80=aetxt.exe?=" + END)
    # What others would do with it.
    yield "formula", b"From: \"=HYPERLINK(0)\" <a@b>\r\nSubject: +cmd|' /C calc'!A0" + END
    yield "markup", b"From: \"<img src=x onerror=1>\" <a@b>\r\nSubject: </td><script>" + END
    yield "template", b"From: \"{{owner.token}} %n%s ${IFS}\" <a@b>\r\nSubject: {{#each}} %s%n" + END
    yield "injection", (b"From: =?utf-8?q?x=0d=0aBcc:=20evil@x.example=0d=0a?= <a@b>\r\nSubject: "
                        b"=?utf-8?q?a=0d=0aBcc:_evil@x.example?=\r\nMessage-ID: <a\r\n b@c>" + END)
    yield "date-of-no-calendar", b"From: a@b\r\nDate: Fri, 31 Dec 9999999 99:99:99 +9999\r\nSubject: d" + END
    yield "date-far-away", b"From: a@b\r\nDate: Mon, 1 Jan 2999 00:00:00 +0000\r\nSubject: d" + END
    yield "path-as-name", (HEAD + b"Content-Type: application/x; name=\"../../../../etc/cron.d/x\"\r\n"
                           b"Content-Disposition: attachment; filename*=utf-8''..%2F..%2Fetc%2Fpasswd" + END)
    # Texts.
    for name, kind, again in (("tables", b"html", b"<table><tr><td>"), ("inline-tags", b"html", b"<i><b>"),
                              ("open-comments", b"html", b"<!--"), ("open-quotes", b"html", b"<a href='"),
                              ("entities", b"html", b"&#65;&"), ("quotes", b"html", b"<blockquote>"),
                              ("dashes", b"plain", b"-- \n"), ("attributions", b"plain", b"On a,\n"),
                              ("quotation-marks", b"plain", b"> > > "), ("labels", b"plain", b"From: x\n"),
                              ("short-lines", b"plain", b"a\n"), ("old-files", b"plain", b"begin 644 a\n"),
                              ("calendars", b"calendar", b"BEGIN:VEVENT\n"), ("blanks", b"plain", b" ")):
        yield "text-of-" + name, HEAD + b"Content-Type: text/%s; charset=utf-8\r\n\r\n" % kind + \
            many(again, 2000000 // len(again))
