#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""`kith parse` beside a bare GMime loop over the same mails, in turns: mails a second, CPU, memory.

KITH_BENCH_MAILS says how many invented mails (10,000), KITH_BENCH_ROUNDS how many turns (3); mboxes given as arguments are
read in their place.
"""

import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.environ.get("top_srcdir", "."), "tests", "bench"))
sys.dont_write_bytecode = True
import invented  # noqa: E402

BUILT = os.environ.get("top_builddir", ".")
MAILS = int(os.environ.get("KITH_BENCH_MAILS", "10000"))
ROUNDS = int(os.environ.get("KITH_BENCH_ROUNDS", "3"))
GOAL = 1.6


def run(words, out):
    """CPU seconds of WORDS with its children, megabytes of the largest of them."""
    child = os.posix_spawn(words[0], words, os.environ, file_actions=[
        (os.POSIX_SPAWN_OPEN, 1, out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)])
    _, status, used = os.wait4(child, 0)
    if status != 0:
        sys.exit("%s: status %d" % (words[0], status))
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main():
    with tempfile.TemporaryDirectory(prefix="kb-") as scratch:
        paths = sys.argv[1:]
        if not paths:
            paths = [os.path.join(scratch, "invented.mbox")]
            invented.write(paths[0], MAILS)
        programs = {"bare GMime": [os.path.join(BUILT, "tests", "bench", "bare-gmime"), *paths],
                    "kith parse": [os.path.join(BUILT, "kith"), "parse", "--json", *paths]}
        best = {name: (float("inf"), 0) for name in programs}
        out = os.path.join(scratch, "out")
        for _ in range(ROUNDS):
            for name, words in programs.items():
                best[name] = min(best[name], run(words, out))
        with open(out, "rb") as file:
            count = sum(1 for _ in file)
        size = sum(os.path.getsize(path) for path in paths)
        print("%d mails, %.0f MB, least CPU of %d turns:" % (count, size / 1e6, ROUNDS))
        for name, (seconds, megabytes) in best.items():
            print("%-10s %7.2f s  %7.0f mails/s  %5.0f MB" % (name, seconds, count / seconds, megabytes))
        ratio = best["kith parse"][0] / best["bare GMime"][0]
        print("kith parse takes %.2f times the CPU of the bare loop (goal: below %.1f)" % (ratio, GOAL))


if __name__ == "__main__":
    main()
