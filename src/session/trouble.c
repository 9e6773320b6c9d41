/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What somebody can do about a session that can't be opened. Knows the rooms' errors, no session.
 */
#include "config.h"

#include "session/session.h"

#include "store/store.h"

/* @error: of parl_session_new() */
ParlTrouble
parl_session_get_trouble (const GError *error)
{
  if (error->domain == PARL_SOURCE_ERROR || error->domain == PARL_SETTINGS_ERROR)
    return PARL_TROUBLE_SETTINGS;
  if (error->domain != PARL_STORE_ERROR)
    return PARL_TROUBLE_OTHER;
  switch ((ParlStoreError)error->code)
    {
    case PARL_STORE_ERROR_DAMAGED:
      return PARL_TROUBLE_DAMAGED;
    case PARL_STORE_ERROR_NEWER:
      return PARL_TROUBLE_NEWER;
    case PARL_STORE_ERROR_FULL:
      return PARL_TROUBLE_FULL;
    case PARL_STORE_ERROR_UNWRITABLE:
      return PARL_TROUBLE_UNWRITABLE;
    case PARL_STORE_ERROR_BUSY:
      return PARL_TROUBLE_BUSY;
    case PARL_STORE_ERROR_FAILED:
    default:
      return PARL_TROUBLE_OTHER;
    }
}
