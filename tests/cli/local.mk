# SPDX-License-Identifier: MIT
TESTS += tests/cli/commands.tap
EXTRA_DIST += tests/cli/commands.tap
