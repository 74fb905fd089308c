# SPDX-License-Identifier: MIT
libkith_a_SOURCES += include/kith/account.h include/kith/base.h include/kith/config.h include/kith/fetch.h \
	include/kith/follow.h include/kith/limits.h include/kith/model.h include/kith/parse.h \
	include/kith/pipeline.h include/kith/relate.h include/kith/send.h include/kith/store.h include/kith/view.h
