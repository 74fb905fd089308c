# SPDX-License-Identifier: MIT
TESTS += tests/lint/layers.tap tests/lint/style.tap
EXTRA_DIST += tests/lint/layers.tap tests/lint/style.tap
