/* SPDX-License-Identifier: MIT
 * asks.h - whether words ask or offer something, or only say thanks.
 * In: the new text of a mail. Out: yes or no. Next: src/follow/asks.c
 */
#pragma once

#include <stdbool.h>

/* A question or an offer: something that waits for an answer. */
bool follow_asks(const char *new_text);
/* A few words of thanks or assent that ask for nothing. */
bool follow_is_thanks(const char *new_text);
