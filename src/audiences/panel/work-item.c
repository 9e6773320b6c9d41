/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes a work item in Markdown. Recommends only what a fact shows for sure: what is stale or too
 * little is to be looked into. Names come from servers and are escaped; numbers are the fact's. */
#include "config.h"

#include "audiences/panel/work-item.h"

#include "analysis/catalogue.h"
#include "audiences/panel/explanation.h"
#include "audiences/fact-words.h"
#include "audiences/format.h"
#include "audiences/markdown.h"
#include "audiences/phrase.h"
#include "model/name.h"
#include "audiences/vocabulary.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* What a check looks at, and what a device lacks: of causes that are known by name. */
typedef struct
{
  const char *check, *due;
} CauseWords;

static CauseWords
get_cause_words (const char *cause)
{
  const struct
  {
    const char *cause;
    CauseWords words;
  } known[] = {
    { "disk-space", { _ ("disk space"), _ ("low space") } },
    { "battery", { _ ("battery charge"), _ ("a low battery") } },
    { "network", { _ ("the connection"), _ ("a poor connection") } },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (known); i++)
    if (strcmp (known[i].cause, cause) == 0)
      return known[i].words;
  return (CauseWords){ cause, cause };
}

/* "17.0 % failure (15.6–18.5 %, n = 2,600)" without the noun: value, interval, n. */
static char *
make_share (const ParlFact *fact, const char *noun)
{
  g_autofree char *value = parl_format_share (fact->value, 1);
  g_autofree char *interval = parl_format_interval (fact->low, fact->high, fact->unit, 1);
  g_autofree char *n = parl_format_number (fact->n, 0);

  return g_strdup_printf (_ ("%s %s (%s %%, n = %s)"), value, noun, interval, n);
}

static bool
is_preventable (const ParlFindings *findings, const char *cause)
{
  return g_strv_contains ((const char *const *)findings->targets->preventable, cause);
}

/* Of a cause, in all of the fleet or in one cohort. */
static char *
title_cause (const ParlFindings *findings, const ParlFact *fact)
{
  const char *cause = parl_labels_get (fact->subject, "cause");
  g_autofree char *cohort = parl_name_mark (parl_labels_get (fact->subject, "cohort"));
  CauseWords words = get_cause_words (cause);
  g_autofree char *share = make_share (fact, cohort != NULL ? _ ("failure") : _ ("of failures"));

  if (fact->value == 0)
    return NULL;
  if (strcmp (cause, PARL_CAUSE_UNKNOWN) == 0)
    return g_strdup_printf (_ ("Find the cause of unexplained update failures: observed %s"),
                            share);
  if (!is_preventable (findings, cause))
    return cohort != NULL
               ? g_strdup_printf (
                   _ ("Fix “%s” in the OTA update: observed %s due to it on %s devices"), cause,
                   share, cohort)
               : g_strdup_printf (_ ("Fix “%s” in the OTA update: observed %s due to it"), cause,
                                  share);
  return cohort != NULL
             ? g_strdup_printf (
                 _ ("Add a preflight check for %s before the OTA update: observed %s "
                    "due to %s on %s devices"),
                 words.check, share, words.due, cohort)
             : g_strdup_printf (
                 _ ("Add a preflight check for %s before the OTA update: observed %s due to %s"),
                 words.check, share, words.due);
}

static char *
title_checks (G_GNUC_UNUSED const ParlFindings *findings, const ParlFact *fact)
{
  const GArray *checks = fact->checks;
  if (checks == NULL || !(fact->value > 0))
    return NULL;

  unsigned n = checks->len;
  g_autoptr (GString) list = g_string_new (NULL);
  for (unsigned i = 0; i < n; i++)
    g_string_append_printf (list, "%s%s",
                            i == 0      ? ""
                            : i + 1 < n ? C_ ("list", ", ")
                                        : C_ ("list", " and "),
                            get_cause_words (g_array_index (checks, ParlCheck, i).cause).check);

  g_autofree char *count = parl_format_number (fact->count, 0);
  g_autofree char *share = make_share (fact, _ ("of failures"));
  return n == 1
             ? g_strdup_printf (_ ("Add a preflight check for %s before the OTA update: up to %s "
                                   "failures fewer, %s"),
                                list->str, count, share)
             : g_strdup_printf (_ ("Add preflight checks for %s before the OTA update: up to %s "
                                   "failures fewer, %s"),
                                list->str, count, share);
}

/* The halt rule. */
static char *
title_hold (const ParlFindings *findings, const ParlFact *fact)
{
  g_autofree char *cohort = parl_name_mark (parl_labels_get (fact->subject, "cohort"));
  g_autofree char *class = parl_name_mark (parl_labels_get (fact->subject, "class"));
  g_autofree char *halt = parl_format_round (findings->targets->halt, PARL_UNIT_SHARE);

  if (g_strcmp0 (fact->aspect, "stop") != 0)
    return NULL;
  g_autofree char *share = make_share (fact, _ ("failure"));
  if (cohort != NULL)
    return g_strdup_printf (_ ("Hold the devices on %s: observed %s, over the halt line of %s"),
                            cohort, share, halt);
  if (class != NULL)
    return g_strdup_printf (
        _ ("Hold the devices of class %s: observed %s, over the halt line of %s"), class, share,
        halt);
  return g_strdup_printf (_ ("Stop the rollout: observed %s, over the halt line of %s"), share,
                          halt);
}

static char *
title_stage (const ParlFindings *findings, const ParlFact *fact)
{
  const char *stage_id = parl_labels_get (fact->subject, "stage");
  g_autofree char *name
      = parl_phrase_find_rollout (findings, parl_labels_get (fact->subject, "rollout"), stage_id);
  const char *stage = name != NULL ? name : stage_id;

  if (g_strcmp0 (fact->aspect, "stop") != 0 && g_strcmp0 (fact->aspect, "hold") != 0)
    return NULL;
  g_autofree char *share = make_share (fact, _ ("failure"));
  g_autofree char *promise = parl_format_round (fact->target, PARL_UNIT_SHARE);
  return g_strdup_printf (_ ("Hold the stage %s: observed %s, over the promise of %s"), stage,
                          share, promise);
}

static char *
title_headroom (G_GNUC_UNUSED const ParlFindings *findings, const ParlFact *fact)
{
  g_autofree char *size = parl_format_value (fabs (fact->value), fact->unit, 1);

  if (fact->target_state != PARL_TARGET_MISSED)
    return NULL;
  if (isnan (fact->low) || isnan (fact->high))
    return g_strdup_printf (_ ("Make slow frames %s faster"), size);
  g_autofree char *interval = parl_format_interval (fact->low, fact->high, fact->unit, 1);
  return g_strdup_printf (_ ("Make slow frames %s faster: observed headroom %s ms"), size,
                          interval);
}

static char *
title_silent (const ParlFindings *findings, const ParlFact *fact)
{
  g_autofree char *site = parl_name_mark (parl_labels_get (fact->subject, "site"));
  if (!(fact->count > 0) || parl_labels_get (fact->subject, "age") != NULL)
    return NULL;

  g_autofree char *count = parl_format_number (fact->count, 0);
  g_autofree char *limit = parl_format_age (findings->targets->silent_limit);
  g_autofree char *share = make_share (fact, _ ("not heard of"));
  return site != NULL ? g_strdup_printf (_ ("Find %s silent devices at %s: %s for more than %s"),
                                         count, site, share, limit)
                      : g_strdup_printf (_ ("Find %s silent devices: %s for more than %s"), count,
                                         share, limit);
}

static char *
title_untraced (G_GNUC_UNUSED const ParlFindings *findings, const ParlFact *fact)
{
  g_autofree char *count = parl_format_number (fact->count, 0);
  g_autofree char *n = parl_format_number (fact->n, 0);

  return fact->count > 0
             ? g_strdup_printf (_ ("Find the cause of %s of %s update failures"), count, n)
             : NULL;
}

static char *(*const titles[PARL_N_WORKS]) (const ParlFindings *findings, const ParlFact *fact) = {
  [PARL_WORK_CAUSE] = title_cause,       [PARL_WORK_CHECKS] = title_checks,
  [PARL_WORK_HOLD] = title_hold,         [PARL_WORK_HOLD_STAGE] = title_stage,
  [PARL_WORK_FRAMES] = title_headroom,   [PARL_WORK_SILENT] = title_silent,
  [PARL_WORK_UNTRACED] = title_untraced,
};

/* Returns: (transfer full): what to do, or what to look into */
static char *
make_title (const ParlFindings *findings, const ParlFact *fact, const ParlExplanation *explanation)
{
  bool silent = parl_vocabulary_is_silent (fact, findings->targets->minimum_n);

  ParlWork work = fact->entry->work;
  char *title = !silent && titles[work] != NULL ? titles[work](findings, fact) : NULL;
  if (title != NULL)
    return title;
  return g_strdup_printf (_ ("Look into: %s"), explanation->title);
}

static void
append (GString *out, const char *format, const char *text)
{
  if (text == NULL)
    return;

  g_string_append (out, format);
  parl_markdown_append (out, text);
  g_string_append_c (out, '\n');
}

static void
append_pair (GString *out, const char *label, const char *text)
{
  g_autofree char *line = text != NULL ? g_strdup_printf (_ ("%s: %s"), label, text) : NULL;

  append (out, "- ", line);
}

/* Whether a command line finds this very fact again: one of the findings, of the whole fleet, with
 * names that the command's option can carry. */
static bool
has_command (const ParlFindings *findings, const ParlFact *fact)
{
  const ParlScope *scope = findings->scope;
  bool whole = scope == NULL
               || (!parl_scope_is_filtered (scope) && scope->days == PARL_SCOPE_DEFAULT_DAYS);

  if (!whole || parl_findings_find (findings, fact->id, fact->subject, true) != fact)
    return false;
  for (unsigned i = 0; i < parl_labels_size (fact->subject); i++)
    for (const char *at = parl_labels_get_value (fact->subject, i); *at != '\0'; at++)
      if (*at == ',' || *at == '`' || (unsigned char)*at < 0x20 || *at == 0x7f)
        return false;
  return true;
}

static void
append_command (GString *out, const ParlFindings *findings, const ParlFact *fact,
                const char *options)
{
  g_autofree char *as_of = parl_time_to_iso (findings->as_of);

  if (!has_command (findings, fact))
    return;
  g_string_append_printf (out, "\n    parlance-cli evidence %s%s%s", fact->id,
                          options != NULL ? " " : "", options != NULL ? options : "");
  for (unsigned i = 0; i < parl_labels_size (fact->subject); i++)
    {
      g_autofree char *pair = g_strconcat (parl_labels_get_key (fact->subject, i), "=",
                                           parl_labels_get_value (fact->subject, i), NULL);
      bool plain = strspn (pair, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                 "=+-._")
                   == strlen (pair);
      g_autofree char *quoted = plain ? g_strdup (pair) : g_shell_quote (pair);
      g_string_append_printf (out, " --subject %s", quoted);
    }
  g_string_append_printf (out, " --as-of %s\n", as_of);
}

static void
append_observed (GString *out, const ParlExplanation *explanation)
{
  g_string_append_printf (out, "\n## %s\n\n", _ ("Observed"));
  append (out, "- ", explanation->title);
  append (out, "- ", explanation->size);
  append_pair (out, _ ("Window"), explanation->window);
  append_pair (out, _ ("Before"), explanation->comparison);
  append_pair (out, _ ("Change"), explanation->change);
  append_pair (out, _ ("Verdict"), explanation->verdict);
  append (out, "- ", explanation->judgement);
}

static void
append_counted (GString *out, const ParlExplanation *explanation)
{
  const char *expression = explanation->expression;
  g_autofree char *counted = g_strconcat (expression != NULL ? expression : "",
                                          expression != NULL ? " " : "", explanation->result, NULL);

  g_string_append_printf (out, "\n## %s\n\n", _ ("How it was counted"));
  append (out, "- ", explanation->formula);
  append (out, "- ", explanation->result != NULL ? counted : NULL);
  append_pair (out, _ ("Method"), explanation->method);
  for (char **caveat = explanation->caveats; *caveat != NULL; caveat++)
    append (out, "- ", *caveat);
}

static void
append_sources (GString *out, const ParlFindings *findings, const ParlFact *fact)
{
  GPtrArray *sources = findings->snapshot->sources;
  g_autofree char *as_of = parl_format_date (findings->as_of, PARL_DATE_MOMENT);

  g_string_append_printf (out, "\n## %s\n\n", _ ("Sources"));
  for (unsigned i = 0; i < sources->len; i++)
    {
      const ParlSourceState *source = g_ptr_array_index (sources, i);
      if (fact->source != NULL && strcmp (fact->source, source->name) != 0)
        continue;
      g_autofree char *newest = source->newest != PARL_TIME_NONE
                                    ? parl_format_date (source->newest, PARL_DATE_TIME)
                                    : g_strdup (_ ("no data yet"));
      g_autofree char *text = g_strdup_printf (_ ("%s, newest data: %s"), source->name, newest);
      append (out, "- ", text);
    }
  append_pair (out, _ ("As of"), as_of);
}

/* @fact: one of @findings, or of a what-if on them
 * @options: (nullable): of the command line, that lead to the same data: "--demo"
 * Returns: (transfer full): Markdown: a title, what was observed, how it was counted, the command
 *   that lists the rows, the sources */
char *
parl_work_item_new (const ParlFindings *findings, const ParlFact *fact, const char *options)
{
  g_return_val_if_fail (findings != NULL && fact != NULL, NULL);

  g_autoptr (ParlExplanation) explanation = parl_explanation_new (findings, fact);
  g_autofree char *title = make_title (findings, fact, explanation);
  g_autoptr (GString) out = g_string_new (NULL);

  append (out, "# ", title);
  append_observed (out, explanation);
  append_counted (out, explanation);
  g_string_append_printf (out, "\n## %s\n\n", _ ("Evidence"));
  append (out, "", explanation->evidence);
  append_command (out, findings, fact, options);
  append_sources (out, findings, fact);
  return g_string_free (g_steal_pointer (&out), FALSE);
}
