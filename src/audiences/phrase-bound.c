/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How what checks would prevent is said: an upper bound while each check is taken to work always,
 * an average where one is known to miss some. Picks the words; computes nothing. */
#include "config.h"

#include "audiences/phrase.h"

#include "analysis/what-if.h"

#include <glib/gi18n-lib.h>

/**
 * parl_phrase_make_bound:
 * @name: "up-to", before a number, or "at-best", before or behind one
 *
 * Returns: (transfer full) (nullable): "up to" or "about"; "at best" or "on average"; %NULL for a
 *   fact of no checks
 */
char *
parl_phrase_make_bound (const ParlFact *fact, const char *name)
{
  if (fact->checks == NULL)
    return NULL;

  bool always = parl_checks_work_always (fact->checks);
  if (g_str_equal (name, "up-to"))
    return g_strdup (always ? C_ ("bound", "up to") : C_ ("bound", "about"));
  return g_strdup (always ? C_ ("bound", "at best") : C_ ("bound", "on average"));
}
