/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How what checks would prevent is said: an upper bound while each check is taken to work always,
 * an average where one is known to miss some. Picks the words; computes nothing. */
#include "config.h"

#include "audiences/phrase.h"

#include <glib/gi18n-lib.h>

/* Whether each of the fact's checks is taken to prevent all failures of its cause. */
static bool
works_always (const ParlTargets *targets, const ParlFact *fact, const char *checks)
{
  const char *own = parl_labels_get (fact->subject, "efficacy");
  g_auto (GStrv) parts = g_strsplit (own != NULL ? own : checks, "+", -1);
  bool always = true;

  for (unsigned i = 0; parts[i] != NULL; i++)
    always = always
             && (own != NULL ? g_ascii_strtod (parts[i], NULL)
                             : parl_targets_get_efficacy (targets, parts[i]))
                    == 1;
  return always;
}

/**
 * parl_phrase_make_bound:
 * @name: "up-to", before a number, or "at-best", before or behind one
 *
 * Returns: (transfer full) (nullable): "up to" or "about"; "at best" or "on average"; %NULL for a
 *   fact of no checks
 */
char *
parl_phrase_make_bound (const ParlFindings *findings, const ParlFact *fact, const char *name)
{
  const char *checks = parl_labels_get (fact->subject, "checks");
  if (checks == NULL)
    return NULL;

  bool always = works_always (findings->targets, fact, checks);
  if (g_str_equal (name, "up-to"))
    return g_strdup (always ? C_ ("bound", "up to") : C_ ("bound", "about"));
  return g_strdup (always ? C_ ("bound", "at best") : C_ ("bound", "on average"));
}
