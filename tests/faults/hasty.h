/* SPDX-License-Identifier: MIT
 * hasty.h - limits for kithd-hasty: silent servers are given up after seconds, not a minute.
 * In: limits.h. Out: the same, shorter. Next: tests/faults/world.py
 */
#pragma once

#include "kith/limits.h"

#undef KITH_LIMIT_CONNECT_MS
#define KITH_LIMIT_CONNECT_MS 3000
#undef KITH_LIMIT_COMMAND_MS
#define KITH_LIMIT_COMMAND_MS 3000
