#!/bin/sh
# SPDX-License-Identifier: MIT
# unpack-servers.sh FOLDER - Cyrus and Courier, for tests/scale/second-server.tap.
# Debian lets only one IMAP server be installed, and Dovecot is; so their packages are unpacked into
# FOLDER, which needs no right, starts no service and leaves nothing behind.
set -eu
[ $# -eq 1 ] || { echo "usage: $0 FOLDER" >&2; exit 2; }
programs='cyrus-imapd cyrus-common courier-imap courier-authlib'
unneeded='libclamav'	# of Cyrus' virus scanner

[ ! -e "$1/whole" ] || exit 0
mkdir -p "$1/packages"
cd "$1"

lacks() {
	[ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" != installed ] && ! ls packages/"$1"_* >/dev/null 2>&1
}

# The libraries that what was fetched so far asks for and that are not installed.
lacking_libraries() {
	for package in packages/*.deb; do
		dpkg-deb -f "$package" Depends
	done | tr ',' '\n' | sed 's/|.*//; s/(.*//; s/ //g; s/:any$//' | grep '^lib' | grep -v "^$unneeded" | sort -u |
		while read -r library; do
			! lacks "$library" || printf '%s ' "$library"
		done
}

wanted=$programs
while [ -n "$wanted" ]; do
	(cd packages && apt-get -q download $wanted)
	wanted=$(lacking_libraries)
done
for package in packages/*.deb; do
	dpkg-deb -x "$package" .
done
rm -r packages
: >whole
