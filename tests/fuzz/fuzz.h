/* SPDX-License-Identifier: MIT
 * fuzz.h - one target, two lives: a libFuzzer program, or a test that replays its corpus.
 *
 * A target defines LLVMFuzzerTestOneInput. Without --enable-fuzzing (KITH_FUZZING) its main
 * reads the files of its corpus folder, and every prefix and single-byte change of the small ones.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
