# SPDX-License-Identifier: MIT
dist_man_MANS += man/kith.conf.5
dist_man_MANS += man/kithd.8
dist_man_MANS += man/kith-mail.7
dist_man_MANS += man/kith.1
dist_man_MANS += man/kith-json.5
