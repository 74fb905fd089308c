# SPDX-License-Identifier: MIT
libkith_a_SOURCES += src/model.c src/model-wire.c src/pipeline.c
