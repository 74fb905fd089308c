/* SPDX-License-Identifier: MIT
 * address.h - names and addresses as people would write them. For src/parse/ only.
 * In: what stood in a field. Out: clean text. Next: src/parse/address-name.c
 */
#pragma once

#include "internal.h"

/* A received address decoded, without quotation marks around it and dots behind it; "" when none. */
char *kith_address_tidy(const char *raw_address);
/* A received name decoded, without quotation marks, gateways' marks ("[EXTERNAL]") and ADDRESS, if it
 * repeats that; NULL when nothing is left. */
char *kith_name_tidy(const char *raw_name, const char *address);
/* "undisclosed-recipients" and its like. */
bool kith_name_is_undisclosed(const char *name);
/* "Jane Doe" of "Jane Doe via Users" and "Jane Doe (via Docs)"; NULL when it is no such name. */
char *kith_name_before_via(const char *name);
/* "jane@example.com" of "jane at example.com" and of itself; NULL when it is no such name. */
char *kith_name_as_address(const char *name);
/* Two names of which one may be a short form of the other: they share a word. */
bool kith_names_agree(const char *one, const char *other);
