# SPDX-License-Identifier: MIT
dist_man_MANS += man/kith.conf.5
