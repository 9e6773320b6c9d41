/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The statement of evidence, localised. Adds nothing up. */
#include "config.h"

#include "audiences/panel/evidence-words.h"

#include "audiences/format.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* A decimal only where there is one. */
static char *
format_sum (double sum)
{
  double rounded = round (sum * 10) / 10;

  return parl_format_number (rounded, rounded == floor (rounded) ? 0 : 1);
}

static bool
says_more_than_rows (const ParlEvidence *evidence)
{
  return evidence->adds_up && evidence->sum != evidence->rows->len;
}

/* @fact: the one it is the evidence of
 * Returns: (transfer full): "905 rows = 7.30 % of 12,400" */
char *
parl_evidence_say (const ParlEvidence *evidence, const ParlFact *fact)
{
  g_autofree char *n_rows = parl_format_number (evidence->rows->len, 0);
  g_autofree char *rows
      = g_strdup_printf (ngettext ("%s row", "%s rows", evidence->rows->len), n_rows);
  g_autofree char *sum = format_sum (evidence->sum);
  g_autofree char *said = says_more_than_rows (evidence)
                              /* Translators: "3,240 rows that add up to 8,520.5" */
                              ? g_strdup_printf (_ ("%s that add up to %s"), rows, sum)
                              : g_steal_pointer (&rows);

  if (!evidence->adds_up || fact->unit != PARL_UNIT_SHARE || !(fact->n > 0))
    return g_steal_pointer (&said);

  g_autofree char *share = parl_format_share (evidence->sum / fact->n, 2);
  g_autofree char *n = format_sum (fact->n);
  /* Translators: "905 rows = 7.30 % of 12,400" */
  return g_strdup_printf (_ ("%s = %s of %s"), said, share, n);
}

/* @pick: some of its rows
 * Returns: (transfer full): "442 of 905 rows", and what they add up to where rows count
 *   differently; of all of them "905 rows" */
char *
parl_evidence_say_pick (const ParlEvidence *evidence, const ParlEvidencePick *pick)
{
  g_autofree char *n = parl_format_number (pick->n, 0);
  g_autofree char *n_rows = parl_format_number (evidence->rows->len, 0);

  if (pick->n == evidence->rows->len)
    return g_strdup_printf (ngettext ("%s row", "%s rows", pick->n), n);
  g_autofree char *rows = g_strdup_printf (
      ngettext ("%s of %s row", "%s of %s rows", evidence->rows->len), n, n_rows);
  if (!says_more_than_rows (evidence))
    return g_steal_pointer (&rows);

  g_autofree char *part = format_sum (pick->sum);
  g_autofree char *sum = format_sum (evidence->sum);
  /* Translators: "12 of 40 rows: 310 of 905" */
  return g_strdup_printf (_ ("%s: %s of %s"), rows, part, sum);
}
