/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What rows of evidence are and what they add up to, localised. Adds nothing up, picks no rows. */
#include "config.h"

#include "audiences/panel/evidence-words.h"

#include "analysis/catalogue.h"
#include "audiences/fact-words.h"
#include "audiences/format.h"
#include "audiences/phrase.h"
#include "model/name.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

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

/* One key of a filter behind the kind of rows. Returns: (transfer full) (nullable) */
static char *
say_key (const ParlFindings *findings, const ParlFact *fact, const char *key, const char *value)
{
  const ParlQuery *query = &fact->evidence;
  const ParlLabels *filter = query->filter;
  const struct
  {
    const char *key, *value, *words;
  } fixed[] = {
    { "outcome", "failed", _ ("that failed") },
    { "outcome", "tried", _ ("that succeeded or failed") },
    { "outcome", "succeeded", _ ("that succeeded") },
    { "outcome", "cancelled", _ ("that were called off") },
    { "outcome", "open", _ ("without an outcome yet") },
    { "name", "fps-time", _ ("frame rates") },
    { "name", "frame-time", _ ("frame times") },
    { "name", "stage-time", _ ("times of the pipeline") },
    { "traced", "yes", _ ("with a cause and a log") },
    { "traced", "no", _ ("without a cause or a log") },
    { "silent", "yes", _ ("not heard of for too long") },
    { "silent", "no", _ ("heard of in time") },
    { "unheard", "yes", _ ("not heard of since a failed update") },
    { "old", "yes", _ ("two or more release lines behind") },
    { "legs", "yes", _ ("of which all times are known") },
    { "timed", "yes", _ ("of which it is known how long they took") },
    { "done", "yes", _ ("updated") },
    { "done", "no", _ ("not updated yet") },
    { "tested-rollback", "yes", _ ("with a tested rollback") },
    { "tested-rollback", "no", _ ("without a tested rollback") },
    { "tested-rollback", "unknown", _ ("of which no rollback test is known") },
  };

  g_autofree char *named = parl_name_mark (value);

  if (query->rows == PARL_ROWS_MILESTONES && strcmp (key, "done") == 0)
    return g_strdup (*value == 'y' ? _ ("that are done") : _ ("that are not done"));
  for (unsigned i = 0; i < G_N_ELEMENTS (fixed); i++)
    if (strcmp (fixed[i].key, key) == 0 && strcmp (fixed[i].value, value) == 0)
      return g_strdup (fixed[i].words);
  if (strcmp (key, "milestone") == 0)
    {
      g_autofree char *title = parl_phrase_find_milestone (findings, value);
      return g_strdup_printf (_ ("“%s”"), title != NULL ? title : value);
    }
  if (strcmp (key, "cause") == 0)
    return g_strdup_printf (_ ("cause: %s"), named);
  if (strcmp (key, "causes") == 0)
    {
      g_autoptr (GString) any = g_string_new (NULL);
      for (unsigned i = 0; fact->checks != NULL && i < fact->checks->len; i++)
        g_string_append_printf (any, "%s%s", i > 0 ? C_ ("list", " or ") : "",
                                g_array_index (fact->checks, ParlCheck, i).cause);
      return g_strdup_printf (_ ("cause: %s"), any->str);
    }
  if (strcmp (key, "cohort") == 0)
    return g_strdup_printf (_ ("from %s"), named);
  if (strcmp (key, "cohort-not") == 0)
    return g_strdup_printf (_ ("not from %s"), named);
  if (strcmp (key, "to") == 0)
    return g_strdup_printf (_ ("to %s"), named);
  if (strcmp (key, "class") == 0)
    return g_strdup_printf (_ ("class %s"), named);
  if (strcmp (key, "site") == 0)
    return g_strdup_printf (_ ("site %s"), named);
  if (strcmp (key, "release") == 0)
    return g_strdup_printf (_ ("on %s"), named);
  if (strcmp (key, "silent-age") == 0)
    return g_strdup_printf (_ ("silent: %s"), value);
  if (strcmp (key, "rollout") == 0 || strcmp (key, "stage") == 0)
    {
      bool stage = *key == 's';
      g_autofree char *name = parl_phrase_find_rollout (
          findings, parl_labels_get (filter, "rollout"), stage ? value : NULL);
      const char *word = name != NULL ? name : value;
      return stage ? g_strdup_printf (_ ("stage %s"), word)
                   : g_strdup_printf (_ ("rollout “%s”"), word);
    }
  return strcmp (key, "retry") == 0 ? NULL : g_strdup_printf ("%s: %s", key, value);
}

static const char *
get_kind (const ParlQuery *query)
{
  const char *retry = parl_labels_get (query->filter, "retry");

  switch (query->rows)
    {
    case PARL_ROWS_ATTEMPTS:
      return g_strcmp0 (retry, "no") == 0    ? _ ("First update attempts")
             : g_strcmp0 (retry, "yes") == 0 ? _ ("Repeated update attempts")
                                             : _ ("Update attempts");
    case PARL_ROWS_DEVICES:
      return _ ("Devices");
    case PARL_ROWS_STAGES:
      return _ ("Stages of rollouts");
    case PARL_ROWS_MILESTONES:
      return _ ("Milestones of the plan");
    case PARL_ROWS_CHANGES:
      return _ ("Merged changes of releases that reached half of the fleet");
    case PARL_ROWS_RELEASES:
      return _ ("Releases that reached half of the fleet");
    case PARL_ROWS_BUILDS:
      return _ ("Builds");
    case PARL_ROWS_SERIES:
    default:
      return _ ("Samples of the cameras’ speed");
    }
}

/* Returns: (transfer full): "First update attempts that failed, cause: disk-space, from v2.3, 24
 * Oct – 20 Nov 2026" */
char *
parl_query_in_words (const ParlFindings *findings, const ParlFact *fact)
{
  const ParlQuery *query = &fact->evidence;

  if (fact->entry->measure == PARL_MEASURE_SETTING)
    return g_strdup (_ ("A setting: there are no rows behind it"));

  bool is_impact = fact->entry->measure == PARL_MEASURE_HOURS;
  const char *kind
      = is_impact ? _ ("Hours below the promised speed, and devices") : get_kind (query);
  g_autoptr (GString) text = g_string_new (kind);
  const char *outcome = parl_labels_get (query->filter, "outcome");

  if (outcome != NULL)
    {
      g_autofree char *words = say_key (findings, fact, "outcome", outcome);
      g_string_append_printf (text, " %s", words);
    }
  for (unsigned i = 0; i < parl_labels_size (query->filter); i++)
    {
      const char *key = parl_labels_get_key (query->filter, i);
      g_autofree char *words
          = strcmp (key, "outcome") == 0
                ? NULL
                : say_key (findings, fact, key, parl_labels_get_value (query->filter, i));
      if (words != NULL)
        g_string_append_printf (text, "%s%s", C_ ("list", ", "), words);
    }

  g_autofree char *when = parl_fact_words_make_window (query->window);
  g_string_append_printf (text, "%s%s", C_ ("list", ", "), when);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
