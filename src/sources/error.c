/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one error domain of this room. */
#include "config.h"

#include "sources/error.h"

G_DEFINE_QUARK (parl - source - error, parl_source_error)

bool
parl_source_error_is_local (const GError *error)
{
  return g_error_matches (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_DENIED)
         || g_error_matches (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_NOT_FOUND)
         || g_error_matches (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_SERVER)
         || g_error_matches (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_MALFORMED)
         || g_error_matches (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_TOO_LARGE)
         || g_error_matches (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_SPENT);
}
