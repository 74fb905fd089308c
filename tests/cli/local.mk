# SPDX-License-Identifier: MIT
TESTS += tests/cli/commands.tap tests/cli/gallery.tap
EXTRA_DIST += tests/cli/commands.tap tests/cli/gallery.tap
