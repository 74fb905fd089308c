/* SPDX-License-Identifier: MIT
 * keep.h - how much of a mail is kept. For src/relate/ only.
 */
#pragma once

#include "kith/relate.h"

/* What an account that keeps KEEP stores of SLIM, whose readable text is TEXT. */
GBytes *kith_keep(KithKeep keep, GBytes *slim, const char *text);
