/* SPDX-License-Identifier: MIT
 * error.c - errors by what follows from them.
 * In: an error. Out: an exit status. Next: include/kith/model.h
 */
#include "kith/base.h"

G_DEFINE_QUARK(kith-error-quark, kith_error)

KithExit kith_error_exit(const GError *error)
{
	if (error->domain != KITH_ERROR)
		return KITH_EXIT_REFUSED;
	switch ((KithError)error->code) {
	case KITH_ERROR_NOT_FOUND:
		return KITH_EXIT_NOTHING;
	case KITH_ERROR_USAGE:
		return KITH_EXIT_USAGE;
	case KITH_ERROR_CONFIG:
		return KITH_EXIT_CONFIG;
	case KITH_ERROR_TEMPORARY:
	case KITH_ERROR_AUTH:
	case KITH_ERROR_UNCERTAIN:
		return KITH_EXIT_UNREACHABLE;
	case KITH_ERROR_INVALID:
	case KITH_ERROR_LIMIT:
	case KITH_ERROR_CORRUPT:
	case KITH_ERROR_CANCELLED:
	case KITH_ERROR_DENIED:
		return KITH_EXIT_REFUSED;
	}
	return KITH_EXIT_REFUSED;
}
