/* SPDX-License-Identifier: MIT
 * zone-names.h - what calendars call time zones. For src/parse/ only.
 */
#pragma once

/* "Europe/Berlin" of a TZID that is this name, bears it behind a vendor's path, or is Windows' name for it;
 * NULL when it is none of them. Borrowed from TZID or constant. */
const char *kith_zone_iana(const char *tzid);
