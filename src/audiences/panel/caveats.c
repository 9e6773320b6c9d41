/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Caveats: one sentence for each token that the analysis set, and one for each rule of counting
 * that a number rests on. Judges nothing: what holds is read off the fact and its query. */
#include "config.h"

#include "audiences/panel/caveats.h"

#include "analysis/catalogue.h"
#include "analysis/what-if.h"
#include "audiences/format.h"
#include "audiences/vocabulary.h"
#include "model/name.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static const struct
{
  const char *token, *sentence;
} token_sentences[] = {
  { "partial", N_ ("A source brought less than asked for: something may be missing.") },
  { "failed",
    N_ ("A source could not be reached at the last try: this is what was known before.") },
  { "at-least", N_ ("It lies beyond what the source measures: it is at least this.") },
  { "bucket", N_ ("Its source counts in buckets: what ran at exactly the promised speed counts as "
                  "below it.") },
  { "p15-p85",
    N_ ("Its ends are P15 and P85: in seven of ten futures like the past it ends there.") },
  { "before-after",
    N_ ("Before and after, no more: what else changed in between is in the difference, too.") },
  { "paused", N_ ("The rollout is paused: this is how it would go on.") },
  { "by-hour", N_ ("Looked at every hour: the failures themselves may have been enough up to an "
                   "hour earlier.") },
  { "looks", N_ ("Seen by looking at the server: a halt that began and ended between two looks was "
                 "not seen.") },
  { "not-watched",
    N_ ("Nobody looked before that was certain, or for some time after: it may have been halted "
        "before.") },
  { "not-heard-of",
    N_ ("Of devices whose update failed, only those not heard of since count as down: it may be "
        "more.") },
  { "few-releases", N_ ("It rests on too few releases to say between which ends it lies.") },
  { "raised:budget", N_ ("The failure budget is spent: that alone makes it High.") },
  { "raised:halt", N_ ("The halt rule of the whole fleet says stop, whatever the score.") },
  { "unknown:rollback", N_ ("Of some devices it is not known whether their way back was tested.") },
  { "unknown:release", N_ ("Devices whose release is not known are left out.") },
  { "unknown:slow-hours", N_ ("Hours of slow cameras are not known, so they count nothing.") },
  { "unknown:down-hours", N_ ("Hours after failed updates are not known, so they count nothing.") },
  { "unknown:customer-impact", N_ ("Degraded hours are not known, so they cost nothing here.") },
  { "unknown:failure", N_ ("The failure rate is not known, so it counts nothing.") },
  { "unknown:next-stage", N_ ("The size of the next stage is not known, so it counts nothing.") },
  { "unknown:silent", N_ ("Silent devices are not known, so they count nothing.") },
  { "unknown:untraced", N_ ("Unexplained failures are not known, so they count nothing.") },
  { "unknown:fps-drop", N_ ("The loss of speed is not known, so it counts nothing.") },
  { "unknown:promised-success",
    N_ ("No share of updates that succeed is promised, so failed updates count nothing.") },
  { "unknown:late", N_ ("Days late are not known, so they count nothing.") },
};

/* Of a token that ends in how many there are. Returns: (transfer full) (nullable) */
static char *
say_counted (const char *token)
{
  const char *colon = strchr (token, ':');
  unsigned n = colon != NULL ? (unsigned)g_ascii_strtoull (colon + 1, NULL, 10) : 0;

  if (g_str_has_prefix (token, PARL_CAVEAT_CLASSLESS))
    return g_strdup_printf (ngettext ("%u device has no class: it counts only in the whole.",
                                      "%u devices have no class: they count only in the whole.", n),
                            n);
  if (g_str_has_prefix (token, PARL_CAVEAT_UNNAMED))
    return g_strdup_printf (
        ngettext ("%u release that reached half of the fleet is left out: the tracker names no "
                  "change in it.",
                  "%u releases that reached half of the fleet are left out: the tracker names no "
                  "change in them.",
                  n),
        n);
  if (g_str_has_prefix (token, PARL_CAVEAT_CLOCKS))
    return g_strdup_printf (
        ngettext ("%u change is left out: it was tagged or on a device before it was merged, by "
                  "the clocks of the two servers.",
                  "%u changes are left out: they were tagged or on a device before they were "
                  "merged, by the clocks of the two servers.",
                  n),
        n);
  if (g_str_has_prefix (token, PARL_CAVEAT_UNTIMED))
    return g_strdup_printf (
        ngettext ("%u build that succeeded is left out: it was run again, or the tracker does not "
                  "say when it began.",
                  "%u builds that succeeded are left out: they were run again, or the tracker does "
                  "not say when they began.",
                  n),
        n);
  if (g_str_has_prefix (token, PARL_CAVEAT_AGAIN))
    return g_strdup_printf (ngettext ("%u build was run again and counts as it ended at last.",
                                      "%u builds were run again and count as they ended at last.",
                                      n),
                            n);
  return NULL;
}

/* Returns: (transfer full): its sentence; a token that nobody has worded is shown as it is */
char *
parl_caveats_say_token (const char *token)
{
  char *counted;

  if (g_str_has_prefix (token, PARL_CAVEAT_OFFLINE))
    {
      g_autofree char *hours
          = parl_format_number (g_ascii_strtod (token + strlen (PARL_CAVEAT_OFFLINE), NULL), 0);
      return g_strdup_printf (
          _ ("Left out are %s device-hours at 0 frames/s or below: offline, not slow."), hours);
    }
  if (g_str_has_prefix (token, PARL_CAVEAT_WITHIN))
    {
      char *colon;
      double lower = g_ascii_strtod (token + strlen (PARL_CAVEAT_WITHIN), &colon);
      double upper = g_ascii_strtod (colon + (*colon == ':'), NULL);
      g_autofree char *from = parl_format_number (lower, lower == floor (lower) ? 0 : 1);
      g_autofree char *to = parl_format_number (upper, upper == floor (upper) ? 0 : 1);
      return g_strdup_printf (_ ("Its source counts in buckets: in that from %s to %s all is taken "
                                 "to be spread evenly."),
                              from, to);
    }
  for (unsigned i = 0; i < G_N_ELEMENTS (token_sentences); i++)
    if (strcmp (token_sentences[i].token, token) == 0)
      return g_strdup (_ (token_sentences[i].sentence));
  counted = say_counted (token);
  return counted != NULL ? counted : g_strdup_printf (_ ("Mind: %s."), token);
}

static bool
has_filter (const ParlFact *fact, const char *key, const char *value)
{
  return g_strcmp0 (parl_labels_get (fact->evidence.filter, key), value) == 0;
}

/* "Because" may be said of identities alone: then their parts are told. */
static void
add_because (GStrvBuilder *list, const ParlFindings *findings, const ParlFact *fact)
{
  const ParlFact *change = parl_findings_find (findings, PARL_FACT_FAILURE_CHANGE, NULL, true);
  const ParlFact *mix = parl_findings_find (findings, PARL_FACT_FAILURE_MIX, NULL, true);
  const ParlFact *within = parl_findings_find (findings, PARL_FACT_FAILURE_WITHIN, NULL, true);
  bool is_of_change = fact->entry->of_change && parl_labels_size (fact->subject) == 0;

  if (!is_of_change || change == NULL || change->verdict != PARL_VERDICT_CONFIRMED || mix == NULL
      || within == NULL || isnan (mix->value) || isnan (within->value))
    return;
  g_autofree char *mix_words = parl_format_bare (mix->value, mix->unit, 2);
  g_autofree char *within_words = parl_format_bare (within->value, within->unit, 2);
  g_autofree char *sentence = g_strdup_printf (
      _ ("“Because” is accounting: %s points come from which devices were updated, %s from how "
         "they did."),
      mix_words, within_words);
  g_strv_builder_add (list, sentence);
}

/* What checks would prevent is a bound while each is taken to work always. */
static void
add_checks (GStrvBuilder *list, const ParlFact *fact)
{
  if (fact->checks == NULL)
    return;
  g_strv_builder_add (
      list, parl_checks_work_always (fact->checks)
                ? _ ("“Up to” and “at best”: if every check always works.")
                : _ ("Each check is taken to prevent the share of its failures that is set."));
}

static void
add_attempts (GStrvBuilder *list, const ParlFact *fact)
{
  if (fact->evidence.rows != PARL_ROWS_ATTEMPTS)
    return;
  if (has_filter (fact, "retry", "no"))
    {
      g_strv_builder_add (list, _ ("First try only; what a second try repaired is another fact."));
      g_strv_builder_add (
          list, _ ("Cancelled updates are counted apart, and so are those with nothing to do."));
    }
  if (parl_labels_get (fact->subject, "cause") != NULL)
    g_strv_builder_add (list, _ ("A failure counts for the one cause that its message names."));
}

/* Returns: (transfer full) (nullable): the rule of counting that the catalogue names */
static char *
say_rule (ParlRule rule, const ParlTargets *targets)
{
  g_autofree char *success = parl_format_round (targets->promise.success, PARL_UNIT_SHARE);
  g_autofree char *limit = parl_format_age (targets->silent_limit);

  switch (rule)
    {
    case PARL_RULE_BUDGET:
      return g_strdup_printf (
          _ ("The budget is what a promise of %s leaves room for in the same days."), success);
    case PARL_RULE_SPEED:
      return g_strdup (
          _ ("A device that reports no speed is silent, not slow: it is in neither part."));
    case PARL_RULE_ORDINAL:
      return g_strdup (_ ("An ordinal score, never a probability."));
    case PARL_RULE_MEASURED:
      return g_strdup (
          _ ("Measured says that before and after could be compared, not that it got better."));
    case PARL_RULE_SILENT:
      return g_strdup_printf (
          _ ("Silent is who was last seen longer ago than %s, or than three heartbeats if that is "
             "longer."),
          limit);
    case PARL_RULE_DELIVERED:
      return g_strdup (_ ("Half of the fleet are half of the devices that run the product now, and "
                          "count from the updates that brought it to them."));
    case PARL_RULE_BUILDS:
      return g_strdup (
          _ ("Builds that are under way, were cancelled or skipped count for nothing."));
    case PARL_RULE_NONE:
    default:
      return NULL;
    }
}

static void
add_rule (GStrvBuilder *list, const ParlTargets *targets, const ParlFact *fact)
{
  g_autofree char *rule = say_rule (fact->entry->rule, targets);

  if (rule != NULL)
    g_strv_builder_add (list, rule);
  if (fact->evidence.rows == PARL_ROWS_STAGES)
    g_strv_builder_add (list, _ ("As the update server counts its devices."));
}

static void
add_verdict (GStrvBuilder *list, const ParlFindings *findings, const ParlFact *fact)
{
  double minimum_n = findings->targets->minimum_n;

  if (fact->verdict == PARL_VERDICT_STALE && fact->freshness != PARL_TIME_NONE)
    {
      g_autofree char *date = parl_format_date (fact->freshness, PARL_DATE_TIME);
      g_autofree char *text
          = g_strdup_printf (_ ("The newest data are of %s: too old to judge by."), date);
      g_strv_builder_add (list, text);
    }
  if (fact->verdict == PARL_VERDICT_TOO_LITTLE)
    {
      g_autofree char *n = parl_format_number (minimum_n, 0);
      g_autofree char *text
          = g_strdup_printf (_ ("Fewer than %s on one side: nothing is said of a change."), n);
      g_strv_builder_add (list, text);
    }
}

static void
add_scope (GStrvBuilder *list, const ParlScope *scope)
{
  if (scope == NULL || !parl_scope_is_filtered (scope))
    return;

  const char *const parts[] = { scope->device_class, scope->release, scope->site };
  g_autoptr (GString) names = g_string_new (NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != NULL)
      {
        g_autofree char *name = parl_name_mark (parts[i]);
        g_string_append_printf (names, "%s%s", names->len > 0 ? C_ ("list", ", ") : "", name);
      }
  g_autofree char *text
      = g_strdup_printf (_ ("Filtered: of a part of the fleet only, %s."), names->str);
  g_strv_builder_add (list, text);
}

/* Returns: (transfer full): whole sentences, what makes the number less sure first */
char **
parl_caveats_list (const ParlFindings *findings, const ParlFact *fact)
{
  g_autoptr (GStrvBuilder) list = g_strv_builder_new ();

  add_verdict (list, findings, fact);
  for (char **token = fact->caveats; *token != NULL; token++)
    {
      g_autofree char *sentence = parl_caveats_say_token (*token);
      g_strv_builder_add (list, sentence);
    }
  add_attempts (list, fact);
  add_because (list, findings, fact);
  add_checks (list, fact);
  add_rule (list, findings->targets, fact);
  add_scope (list, findings->scope);
  return g_strv_builder_end (list);
}
