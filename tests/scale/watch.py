# SPDX-License-Identifier: MIT
"""What a program and its children take of memory, looked at while they run.

    watch = Watch(process.pid)       # looks every few milliseconds until the program ends
    process.wait()
    watch.end()
    watch.peaks                      # {"kithd core": bytes, "kithd fetch": ..}: the most each process had (VmHWM)
    watch.together                   # [(seconds, bytes)]: all of them at one moment
    watch.cpu                        # seconds of CPU that those took which live

Children that are not dumpable show no smaps to others; so what all have at a moment is their own
memory (RssAnon) and, once, the largest share of files (they are one program with the same libraries).
"""

import os
import re
import threading
import time

FIELD = re.compile(r"^(\w+):\s+(\d+) kB", re.M)


def children_of(pid):
    found = [pid]
    for one in found:
        try:
            with open("/proc/%d/task/%d/children" % (one, one), encoding="ascii") as listing:
                found += [int(child) for child in listing.read().split()]
        except OSError:
            pass  # it ended meanwhile
    return found


def memory_of(pid):
    try:
        with open("/proc/%d/status" % pid, encoding="ascii") as status:
            return {name: int(kilobytes) * 1024 for name, kilobytes in FIELD.findall(status.read())}
    except OSError:
        return {}


def cpu_of(pid):
    try:
        with open("/proc/%d/stat" % pid, encoding="utf-8") as stat:
            fields = stat.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, IndexError):
        return 0


def name_of(pid):
    try:
        with open("/proc/%d/cmdline" % pid, "rb") as line:
            words = line.read().split(b"\0")
        with open("/proc/%d/comm" % pid, encoding="utf-8") as comm:
            return comm.read().strip() or os.path.basename(words[0].decode())
    except OSError:
        return "?"


class Watch:
    def __init__(self, pid, every=0.02):
        self.pid, self.every = pid, every
        self.peaks = {}
        self.together = []
        self.cpu = 0
        self.began = time.monotonic()
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        while not self.ended.wait(self.every):
            self.look()

    def look(self):
        own = files = cpu = 0
        for pid in children_of(self.pid):
            memory = memory_of(pid)
            if "VmHWM" not in memory:
                continue
            name = name_of(pid)
            self.peaks[name] = max(self.peaks.get(name, 0), memory["VmHWM"])
            cpu += cpu_of(pid)
            own += memory["RssAnon"]
            files = max(files, memory["RssFile"] + memory["RssShmem"])
        self.cpu = max(cpu, self.cpu)
        if own:
            self.together.append((time.monotonic() - self.began, own + files))

    def end(self):
        self.ended.set()
        self.thread.join()

    def most(self):
        return max((taken for _, taken in self.together), default=0)
