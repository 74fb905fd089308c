# SPDX-License-Identifier: MIT
libkith_a_SOURCES += src/account/secret.c
