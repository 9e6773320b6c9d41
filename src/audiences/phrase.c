/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fills one placeholder of a sentence from one fact: rounds, localises, and picks among words. What
 * the fact does not know cannot be said: NULL. Computes nothing that the facts, the control chart
 * and the plan do not hold. */
#include "config.h"

#include "audiences/phrase.h"

#include "analysis/catalogue.h"
#include "analysis/fleet.h"
#include "analysis/targets.h"
#include "analysis/what-if.h"
#include "audiences/fact-words.h"
#include "audiences/format.h"
#include "model/name.h"
#include "model/release.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static ParlTime
find_signal (const ParlFindings *findings, bool beyond)
{
  GArray *days = findings->control->days;

  for (unsigned i = 0; i < days->len; i++)
    {
      const ParlControlDay *day = &g_array_index (days, ParlControlDay, i);
      if (!day->is_before && (beyond ? day->beyond : day->run))
        return day->time;
    }
  return PARL_TIME_NONE;
}

/* What happened on the day of the signal or on the day before it. */
static char *
find_event (const ParlFindings *findings, ParlTime signal)
{
  GTimeZone *zone = findings->snapshot->zone;
  int64_t day = parl_get_calendar_day (signal, zone);
  const ParlEvent *found = NULL;

  for (unsigned i = 0; findings->events != NULL && i < findings->events->len; i++)
    {
      const ParlEvent *event = findings->events->pdata[i];
      int64_t began = parl_get_calendar_day (event->time, zone);
      if (began == day || began == day - 1)
        found = event;
    }
  return found != NULL ? parl_name_mark (found->stage) : NULL;
}

/* @name: "signal-day", "signal-event", "run-day", "run-event" or "control-window"
 * Returns: (transfer full) (nullable): its words; %NULL where there is no such thing */
static char *
make_control (const ParlFindings *findings, const char *name)
{
  const ParlControl *control = findings->control;

  if (control == NULL || isnan (control->mean))
    return NULL;
  if (g_str_equal (name, "control-window"))
    return parl_format_days (findings->scope->days);

  ParlTime signal = find_signal (findings, !g_str_has_prefix (name, "run-"));
  if (signal == PARL_TIME_NONE)
    return NULL;
  return g_str_has_suffix (name, "-event") ? find_event (findings, signal)
                                           : parl_format_date (signal, PARL_DATE_SHORT);
}

static const ParlMilestone *
find_milestone (const ParlFindings *findings, const ParlFact *fact)
{
  const char *id = parl_labels_get (fact->subject, "milestone");

  return id != NULL && findings->snapshot->plan != NULL
             ? parl_plan_find (findings->snapshot->plan, id)
             : NULL;
}

/* @id: of a milestone
 * Returns: (transfer full) (nullable): its title */
char *
parl_phrase_find_milestone (const ParlFindings *findings, const char *id)
{
  const ParlPlan *plan = findings->snapshot->plan;
  const ParlMilestone *milestone = plan != NULL ? parl_plan_find (plan, id) : NULL;

  return milestone != NULL ? parl_title_mark (milestone->title) : NULL;
}

/* "failed updates, devices on v2.3": the audience's word for the fact, else what the catalogue says
 * that it is. */
static char *
make_measure (const ParlPhraseContext *context, const ParlMilestone *milestone)
{
  const ParlCatalogueEntry *entry = parl_catalogue_find (milestone->measure);
  if (entry == NULL)
    return NULL;

  g_autoptr (ParlFact) measured = parl_fact_new (entry->id, parl_labels_ref (milestone->of));
  g_autofree char *word = parl_phrase_translate_word (context->audience, milestone->measure);
  g_autofree char *subject
      = parl_fact_words_make_subject (context->audience, context->findings, measured);
  const char *meaning = strcmp (word, milestone->measure) == 0 ? _ (entry->meaning) : word;

  return subject == NULL ? g_strdup (meaning)
                         : g_strdup_printf (C_ ("fact", "%s, %s"), meaning, subject);
}

/* Days of the plan are days everywhere: its noon lies on the same day for nearly every reader. */
char *
parl_phrase_format_day (ParlTime day)
{
  return parl_format_date (day + PARL_DAY / 2, PARL_DATE_SHORT);
}

/* @name: "measure", "span", "done-day" or "review"
 * Returns: (transfer full) (nullable): what fills it; %NULL when the fact is of no milestone, or
 * the plan does not say it */
static char *
make_milestone (const ParlPhraseContext *context, const char *name)
{
  const ParlFact *fact = context->fact;
  const ParlPlan *plan = context->findings->snapshot->plan;
  const ParlMilestone *milestone = find_milestone (context->findings, fact);

  if (strcmp (name, "review") == 0)
    return plan == NULL || plan->review == PARL_TIME_NONE ? NULL
                                                          : parl_phrase_format_day (plan->review);
  if (milestone == NULL)
    return NULL;
  if (strcmp (name, "done-day") == 0)
    return milestone->done == PARL_TIME_NONE ? NULL : parl_phrase_format_day (milestone->done);
  if (strcmp (name, "span") == 0)
    return fact->window.since == PARL_TIME_NONE
               ? NULL
               : parl_format_days (
                   (unsigned)((fact->window.until - fact->window.since) / PARL_DAY));
  return make_measure (context, milestone);
}

/* Returns: digits after the point where a sentence does not ask for others */
int
parl_phrase_get_digits (const ParlAudience *audience, ParlUnit unit)
{
  switch (unit)
    {
    case PARL_UNIT_SHARE:
    case PARL_UNIT_POINTS:
      return audience->digits;
    case PARL_UNIT_RATIO:
      return 2;
    case PARL_UNIT_FPS:
    case PARL_UNIT_MILLISECONDS:
    case PARL_UNIT_MINUTES:
      return 1;
    case PARL_UNIT_COUNT:
    case PARL_UNIT_HOURS:
    case PARL_UNIT_DAYS:
    case PARL_UNIT_SCORE:
    case PARL_UNIT_MONEY:
    case PARL_UNIT_TIME:
    default:
      return 0;
    }
}

static int
get_digits (const ParlPhraseContext *context, const ParlPlaceholder *placeholder, ParlUnit unit)
{
  return placeholder->argument != NULL ? *placeholder->argument - '0'
                                       : parl_phrase_get_digits (context->audience, unit);
}

/* "1 in N" may be said of a share only when 1/N lies in its interval. Returns: N or 0 */
static int
find_one_in (double value, double low, double high)
{
  if (!(value > 0) || isnan (low) || isnan (high))
    return 0;

  double one_in = round (1 / value);
  return one_in >= 2 && one_in < 1e6 && 1 / one_in >= low && 1 / one_in <= high ? (int)one_in : 0;
}

/* @name: "one-in", "previous-one-in" or "target-one-in"
 * Returns: N of "1 in N"; 0 where it cannot be said so */
int
parl_phrase_get_one_in (const ParlFact *fact, const char *name)
{
  if (g_str_equal (name, "previous-one-in"))
    return find_one_in (fact->comparison.value, fact->comparison.low, fact->comparison.high);
  if (g_str_equal (name, "target-one-in"))
    return find_one_in (fact->target, fact->target * (1 - 1e-9), fact->target * (1 + 1e-9));
  return find_one_in (fact->value, fact->low, fact->high);
}

static char *
make_one_in (const ParlPhraseContext *context, const ParlPlaceholder *placeholder)
{
  const ParlFact *fact = context->fact;
  bool target = g_str_equal (placeholder->name, "target-one-in");
  double value = target                                      ? fact->target
                 : g_str_equal (placeholder->name, "one-in") ? fact->value
                                                             : fact->comparison.value;
  int one_in = context->plain_shares ? 0 : parl_phrase_get_one_in (fact, placeholder->name);

  if (isnan (value))
    return NULL;
  if (one_in > 0 && placeholder->argument != NULL)
    return g_strdup_printf (C_ ("share", "1\u00a0in\u00a0%d %s"), one_in, placeholder->argument);
  if (one_in > 0)
    return g_strdup_printf (C_ ("share", "1\u00a0in\u00a0%d"), one_in);

  g_autofree char *share = target ? parl_format_round (value, PARL_UNIT_SHARE)
                                  : parl_format_share (value, context->audience->digits);
  return placeholder->argument != NULL
             ? g_strdup_printf (C_ ("share", "%s of %s"), share, placeholder->argument)
             : g_steal_pointer (&share);
}

/* "about half" where the interval has room for a half; the nearest such word, else per cent. */
static char *
make_about (const ParlFact *fact)
{
  const struct
  {
    double share;
    const char *words;
  } words[] = {
    { 1.0 / 10, C_ ("share", "about a tenth") },
    { 1.0 / 5, C_ ("share", "about a fifth") },
    { 1.0 / 4, C_ ("share", "about a quarter") },
    { 1.0 / 3, C_ ("share", "about a third") },
    { 1.0 / 2, C_ ("share", "about half") },
    { 2.0 / 3, C_ ("share", "about two thirds") },
    { 3.0 / 4, C_ ("share", "about three quarters") },
  };
  const char *found = NULL;
  double nearest = INFINITY;

  for (unsigned i = 0; i < G_N_ELEMENTS (words); i++)
    if (words[i].share >= fact->low && words[i].share <= fact->high
        && fabs (words[i].share - fact->value) < nearest)
      {
        nearest = fabs (words[i].share - fact->value);
        found = words[i].words;
      }
  return found != NULL ? g_strdup (found) : parl_format_share (fact->value, 0);
}

/* Which of the forms "device|devices" fits @count: as many as the reader's language has in a
 * translation, one and several in a file's own words. */
static unsigned
find_form (double count, unsigned n_forms, bool is_translated)
{
  unsigned form = round (count) == 1 ? 0 : 1;

  if (is_translated || n_forms > 2)
    {
      /* Translators: nobody sees this. It tells Parlance which plural form a number takes:
       * translate it as “form 0”, “form 1”, “form 2” and so on, one for each plural form of your
       * language. In a placeholder like {count:device|devices} of the audiences’ sentences give as
       * many forms, in this order: {count:urządzenie|urządzenia|urządzeń}. */
      const char *words
          = g_dngettext (GETTEXT_PACKAGE, "form 0", "form 1", (gulong)fabs (round (count)));
      form = (unsigned)g_ascii_strtoull (words + strcspn (words, "0123456789"), NULL, 10);
    }
  return MIN (form, n_forms - 1);
}

/* @forms: "device|devices", or as many as the reader's language has
 * @is_translated: whether a translator wrote them
 * Returns: (transfer full): the one that fits @count */
char *
parl_phrase_choose_noun (const char *forms, double count, bool is_translated)
{
  g_auto (GStrv) list = g_strsplit (forms, "|", -1);
  unsigned n_forms = g_strv_length (list);

  return g_strdup (n_forms == 0 ? "" : list[find_form (count, n_forms, is_translated)]);
}

/* A count, alone or with its noun: "1 device", "12,400 devices". */
static char *
make_count (const ParlPhraseContext *context, double count, const ParlPlaceholder *placeholder)
{
  if (isnan (count))
    return NULL;

  g_autofree char *number = parl_format_number (count, 0);
  if (placeholder->argument == NULL)
    return g_steal_pointer (&number);

  g_autofree char *noun
      = parl_phrase_choose_noun (placeholder->argument, count, context->is_translated);
  return g_strdup_printf ("%s %s", number, noun);
}

static char *
translate_word (const ParlAudience *audience, GHashTable *words, const char *token)
{
  const char *word = words != NULL ? g_hash_table_lookup (words, token) : NULL;

  if (word == NULL || *word == '\0')
    return parl_name_mark (token);
  return g_strdup (parl_audience_translate (audience, word));
}

/* @audience: (nullable): %NULL: nobody's words
 * Returns: (transfer full): what the check against @cause is called */
char *
parl_phrase_find_check (const ParlAudience *audience, const char *cause)
{
  return translate_word (audience, audience != NULL ? audience->checks : NULL, cause);
}

/* Returns: (transfer full): "a, b and c" */
char *
parl_phrase_join_words (const GPtrArray *words)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (unsigned i = 0; i < words->len; i++)
    {
      if (i > 0)
        g_string_append (text, i + 1 < words->len ? C_ ("list", ", ") : C_ ("list", " and "));
      g_string_append (text, words->pdata[i]);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Returns: (transfer full): "battery and disk-space", as the audience calls the checks */
char *
parl_phrase_list_checks (const ParlAudience *audience, const GArray *checks)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);

  for (unsigned i = 0; i < checks->len; i++)
    g_ptr_array_add (words,
                     parl_phrase_find_check (audience, g_array_index (checks, ParlCheck, i).cause));
  return parl_phrase_join_words (words);
}

/* "two", or "two checks" */
static char *
make_checks_count (const ParlPhraseContext *context, const ParlPlaceholder *placeholder)
{
  const char *const numbers[]
      = { C_ ("number", "no"),    C_ ("number", "one"),   C_ ("number", "two"),
          C_ ("number", "three"), C_ ("number", "four"),  C_ ("number", "five"),
          C_ ("number", "six"),   C_ ("number", "seven"), C_ ("number", "eight"),
          C_ ("number", "nine") };
  const GArray *checks = context->fact->checks;
  if (checks == NULL)
    return NULL;

  g_autofree char *number = checks->len < G_N_ELEMENTS (numbers)
                                ? g_strdup (numbers[checks->len])
                                : g_strdup_printf ("%u", checks->len);
  if (placeholder->argument == NULL)
    return g_steal_pointer (&number);

  g_autofree char *noun
      = parl_phrase_choose_noun (placeholder->argument, checks->len, context->is_translated);
  return g_strdup_printf ("%s %s", number, noun);
}

/* "90 %", or "90 % and 100 %" in the order of the checks; only a what-if says it of its own. */
static char *
make_efficacy (const ParlPhraseContext *context)
{
  const GArray *checks = context->fact->checks;
  if (checks == NULL || parl_labels_get (context->fact->subject, "efficacy") == NULL)
    return NULL;

  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  for (unsigned i = 0; i < checks->len; i++)
    {
      double percent = 100 * g_array_index (checks, ParlCheck, i).efficacy;
      bool whole = fabs (percent - round (percent)) < 1e-9;
      g_ptr_array_add (words, parl_format_share (percent / 100, whole ? 0 : 2));
    }
  return parl_phrase_join_words (words);
}

/* @name: "up-to", before a number, or "at-best", before or behind one. What checks would prevent is
 * an upper bound while each is taken to work always, an average where one is known to miss some. */
static char *
make_bound (const ParlFact *fact, const char *name)
{
  if (fact->checks == NULL)
    return NULL;

  bool always = parl_checks_work_always (fact->checks);
  if (g_str_equal (name, "up-to"))
    return g_strdup (always ? C_ ("bound", "up to") : C_ ("bound", "about"));
  return g_strdup (always ? C_ ("bound", "at best") : C_ ("bound", "on average"));
}

/* Parts of a score that nothing is known of: "days late". */
static char *
make_unknown (const ParlPhraseContext *context)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  char **caveats = context->fact->caveats;

  for (unsigned i = 0; caveats[i] != NULL; i++)
    if (g_str_has_prefix (caveats[i], "unknown:"))
      g_ptr_array_add (words, translate_word (context->audience, context->audience->words,
                                              caveats[i] + strlen ("unknown:")));
  return words->len > 0 ? parl_phrase_join_words (words) : NULL;
}

/* Device-hours that are left out, as the devices were offline; NAN: none */
static double
find_offline (const ParlFact *fact)
{
  for (unsigned i = 0; fact->caveats[i] != NULL; i++)
    if (g_str_has_prefix (fact->caveats[i], PARL_CAVEAT_OFFLINE))
      return g_ascii_strtod (fact->caveats[i] + strlen (PARL_CAVEAT_OFFLINE), NULL);
  return NAN;
}

/* The share of failures at which the server itself stops the fact's stage. */
static char *
make_server_limit (const ParlPhraseContext *context)
{
  const ParlStage *stage = parl_find_stage (context->findings->snapshot,
                                            parl_labels_get (context->fact->subject, "rollout"),
                                            parl_labels_get (context->fact->subject, "stage"));

  return stage != NULL && !isnan (stage->error_threshold)
             ? parl_format_round (stage->error_threshold, PARL_UNIT_SHARE)
             : NULL;
}

/* "9 Dec, between 8 Dec and 11 Dec", or "9 Dec" where all three are that day. */
static char *
make_dates (const ParlFact *fact)
{
  if (fact->unit != PARL_UNIT_TIME || isnan (fact->value) || isnan (fact->low)
      || isnan (fact->high))
    return NULL;
  g_autofree char *date = parl_format_date ((ParlTime)fact->value, PARL_DATE_SHORT);
  g_autofree char *low = parl_format_date ((ParlTime)fact->low, PARL_DATE_SHORT);
  g_autofree char *high = parl_format_date ((ParlTime)fact->high, PARL_DATE_SHORT);
  return g_str_equal (low, high) ? g_steal_pointer (&date)
                                 : g_strdup_printf (_ ("%s, between %s and %s"), date, low, high);
}

/* "905 failed, 4,800 behind a gate and 300 on hold": what a forecast of the fact's rollout leaves
 * out.
 */
static char *
make_left_out (const ParlPhraseContext *context)
{
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func (g_free);
  const char *rollout = parl_labels_get (context->fact->subject, "rollout");
  GPtrArray *facts = context->findings->facts;

  for (unsigned i = 0; i < facts->len; i++)
    {
      const ParlFact *fact = facts->pdata[i];
      const char *waits = parl_labels_get (fact->subject, "waits");
      if (!parl_fact_is (fact, PARL_FACT_WAITS) || g_str_equal (waits, PARL_WAITS_NOTHING)
          || g_strcmp0 (parl_labels_get (fact->subject, "rollout"), rollout) != 0)
        continue;
      if (context->facts != NULL)
        g_ptr_array_add (context->facts, (gpointer)fact);
      g_autofree char *count = parl_format_number (fact->value, 0);
      g_autofree char *word = translate_word (context->audience, context->audience->words, waits);
      g_ptr_array_add (groups, g_strdup_printf (C_ ("left out", "%s %s"), count, word));
    }
  return groups->len > 0 ? parl_phrase_join_words (groups) : NULL;
}

static const char *
find_rollout_name (const ParlFindings *findings, const char *rollout_id, const char *stage_id)
{
  GPtrArray *rollouts = findings->snapshot->rollouts;

  for (unsigned i = 0; i < rollouts->len; i++)
    {
      const ParlRollout *rollout = rollouts->pdata[i];
      if (rollout_id != NULL && strcmp (rollout->id, rollout_id) != 0)
        continue;
      if (stage_id == NULL)
        return rollout->name;
      for (unsigned j = 0; j < rollout->stages->len; j++)
        {
          const ParlStage *stage = rollout->stages->pdata[j];
          if (strcmp (stage->id, stage_id) == 0)
            return stage->name;
        }
    }
  return NULL;
}

/* Returns: (transfer full): the audience's word for a class or another code, else the code */
char *
parl_phrase_translate_word (const ParlAudience *audience, const char *token)
{
  return translate_word (audience, audience->words, token);
}

/* @rollout: (nullable): its id; %NULL: any
 * @stage: (nullable): the id of one of its stages; %NULL: the rollout itself
 * Returns: (transfer full) (nullable): its name */
char *
parl_phrase_find_rollout (const ParlFindings *findings, const char *rollout, const char *stage)
{
  return parl_name_mark (find_rollout_name (findings, rollout, stage));
}

/* A release is called what it is; what a cause is called says nothing of one. */
static char *
name_release (const char *cohort)
{
  return strcmp (cohort, PARL_COHORT_UNKNOWN) == 0 ? g_strdup (C_ ("release", "unknown"))
                                                   : parl_name_mark (cohort);
}

/* @audience: (nullable): %NULL: nobody's words
 * @key: of the fact's subject
 * Returns: (transfer full) (nullable): what people call that part of the subject: a stage by its
 *   name, a cause by the audience's word for it */
char *
parl_phrase_find_word (const ParlAudience *audience, const ParlFindings *findings,
                       const ParlFact *fact, const char *key)
{
  const char *token = parl_labels_get (fact->subject, key);
  const char *name = NULL;

  if (token == NULL)
    return NULL;
  if (strcmp (key, "window") == 0)
    return parl_format_days ((unsigned)g_ascii_strtoull (token, NULL, 10));
  if (g_str_has_prefix (key, "cohort"))
    return name_release (token);
  if (strcmp (key, "rollout") == 0)
    name = find_rollout_name (findings, token, NULL);
  else if (strcmp (key, "stage") == 0)
    name = find_rollout_name (findings, parl_labels_get (fact->subject, "rollout"), token);
  else if (strcmp (key, "milestone") == 0)
    {
      char *title = parl_phrase_find_milestone (findings, token);
      return title != NULL ? title : parl_name_mark (token);
    }
  return name != NULL ? parl_name_mark (name)
                      : translate_word (audience, audience != NULL ? audience->words : NULL, token);
}

/* "30 FPS"; several where classes are promised different ones. */
static char *
make_speed (const ParlTargets *targets, const ParlFact *fact)
{
  const char *device_class = parl_labels_get (fact->subject, "class");
  double mark = parl_targets_get_mark (targets, device_class);

  if (device_class == NULL && !parl_targets_has_one_speed (targets))
    return g_strdup (C_ ("speed", "the promised speed"));
  return isnan (mark) ? NULL : parl_format_round (mark, PARL_UNIT_FPS);
}

static char *
format_minimum_effect (const ParlTargets *targets)
{
  g_autofree char *points = parl_format_round (targets->minimum_effect, PARL_UNIT_POINTS);

  return g_strdup (points + (*points == '+'));
}

/* Of a change that is none worth a word: that it cannot be told from chance, or is too small. */
static char *
make_no_change (const ParlPhraseContext *context)
{
  if (!parl_fact_has_small_change (context->fact))
    return g_strdup (C_ ("change", "no measurable change"));

  g_autofree char *effect = format_minimum_effect (context->findings->targets);
  return g_strdup_printf (C_ ("change", "a change of less than %s"), effect);
}

/* What the company has set. */
static char *
make_target_word (const ParlTargets *targets, const char *name)
{
  if (g_str_equal (name, "halt"))
    return parl_format_round (targets->halt, PARL_UNIT_SHARE);
  if (g_str_equal (name, "minimum-effect"))
    return format_minimum_effect (targets);
  return parl_format_age (targets->silent_limit);
}

/* What happened to the part that a class or a site has in all updates. */
static char *
make_kind_shift (const char *key, const char *name, double change)
{
  if (g_str_equal (key, "class"))
    return g_strdup_printf (change > 0 ? _ ("more updates were of class %s")
                                       : _ ("fewer updates were of class %s"),
                            name);
  return g_strdup_printf (
      change > 0 ? _ ("more updates were at site %s") : _ ("fewer updates were at site %s"), name);
}

/* What happened to the part that a cohort has in all updates: "more devices came from an old
 * release", and the same as a label. Old is only what the analysis found to be older than another.
 */
static char *
make_shift (const ParlPhraseContext *context, bool label)
{
  const ParlFact *fact = context->fact;
  double change = fact->comparison.change;
  const char *key
      = parl_labels_size (fact->subject) == 1 ? parl_labels_get_key (fact->subject, 0) : "cohort";
  g_autofree char *cohort = parl_phrase_find_word (context->audience, context->findings, fact, key);

  if (!g_str_equal (key, "cohort"))
    return label || cohort == NULL ? NULL : make_kind_shift (key, cohort, change);

  if (cohort == NULL || !(change != 0) || isnan (change))
    return NULL;
  if (g_strcmp0 (fact->aspect, "old") == 0)
    {
      if (label)
        return g_strdup (change > 0 ? _ ("More from an old release")
                                    : _ ("Fewer from an old release"));
      return g_strdup (change > 0 ? _ ("more devices came from an old release")
                                  : _ ("fewer devices came from an old release"));
    }
  if (label)
    return g_strdup_printf (change > 0 ? _ ("More from %s") : _ ("Fewer from %s"), cohort);
  return g_strdup_printf (change > 0 ? _ ("more devices came from release %s")
                                     : _ ("fewer devices came from release %s"),
                          cohort);
}

static char *
make_word (const ParlPhraseContext *context, const char *name)
{
  const ParlFact *fact = context->fact;

  if (g_str_equal (name, "checks") || g_str_equal (name, "check"))
    return fact->checks != NULL ? parl_phrase_list_checks (context->audience, fact->checks) : NULL;
  if (g_str_equal (name, "efficacy"))
    return make_efficacy (context);
  if (g_str_equal (name, "up-to") || g_str_equal (name, "at-best"))
    return make_bound (fact, name);
  if (g_str_equal (name, "unknown"))
    return make_unknown (context);
  if (g_str_equal (name, "server-limit"))
    return make_server_limit (context);
  if (g_str_equal (name, "dates"))
    return make_dates (fact);
  if (g_str_equal (name, "left-out"))
    return make_left_out (context);
  if (g_str_has_prefix (name, "shift"))
    return make_shift (context, g_str_equal (name, "shift-label"));
  if (g_str_equal (name, "only"))
    {
      const char *colon = fact->aspect != NULL ? strchr (fact->aspect, ':') : NULL;
      return colon != NULL ? name_release (colon + 1) : NULL;
    }
  if (g_str_equal (name, "as-of"))
    return fact->freshness == PARL_TIME_NONE ? NULL
                                             : parl_format_date (fact->freshness, PARL_DATE_TIME);
  if (g_str_equal (name, "date") || g_str_equal (name, "day"))
    return fact->unit != PARL_UNIT_TIME || isnan (fact->value)
               ? NULL
               : parl_format_date ((ParlTime)fact->value,
                                   g_str_equal (name, "day") ? PARL_DATE_LONG : PARL_DATE_SHORT);
  if (g_str_equal (name, "days"))
    return fact->unit != PARL_UNIT_DAYS || !(fabs (fact->value) < 1e6)
               ? NULL
               : parl_format_days ((unsigned)round (fabs (fact->value)));
  if (g_str_equal (name, "speed"))
    return make_speed (context->findings->targets, fact);
  if (g_str_equal (name, "no-change"))
    return make_no_change (context);
  if (g_str_equal (name, "halt") || g_str_equal (name, "silent-limit")
      || g_str_equal (name, "minimum-effect"))
    return make_target_word (context->findings->targets, name);
  if (g_str_equal (name, "window") && parl_labels_get (fact->subject, "window") == NULL)
    return parl_format_days (context->findings->scope->days);
  if (g_str_equal (name, "measure") || g_str_equal (name, "span") || g_str_equal (name, "done-day")
      || g_str_equal (name, "review"))
    return make_milestone (context, name);
  if (g_str_equal (name, "zone"))
    return parl_format_zone (context->findings->snapshot->zone, context->findings->as_of);
  if (g_str_has_prefix (name, "signal-") || g_str_has_prefix (name, "run-")
      || g_str_has_prefix (name, "control-"))
    return make_control (context->findings, name);
  return parl_phrase_find_word (context->audience, context->findings, fact, name);
}

/* Returns: (transfer full): money with its currency, "at least" where no more is known */
char *
parl_phrase_make_value (const ParlFindings *findings, const ParlFact *fact, int digits)
{
  const char *currency = findings->targets->currency;
  g_autofree char *value = parl_format_value (fact->value, fact->unit, digits);

  if (fact->unit == PARL_UNIT_MONEY && currency != NULL)
    return g_strdup_printf (C_ ("number", "%s\u00a0%s"), value, currency);
  return g_strv_contains ((const char *const *)fact->caveats, "at-least")
             ? g_strdup_printf (C_ ("number", "at least %s"), value)
             : g_steal_pointer (&value);
}

/* Numbers of the change. A change of a rate is a fact of its own, in points. */
static char *
make_change (const ParlPhraseContext *context, const ParlPlaceholder *placeholder)
{
  const ParlFact *fact = context->fact;
  bool is_points = fact->unit == PARL_UNIT_POINTS;
  double change = is_points ? fact->value : fact->comparison.change;
  double low = is_points ? fact->low : fact->comparison.change_low;
  double high = is_points ? fact->high : fact->comparison.change_high;
  double relative = fact->comparison.relative;
  ParlUnit unit = fact->unit == PARL_UNIT_SHARE ? PARL_UNIT_POINTS : fact->unit;
  int digits = get_digits (context, placeholder, unit);
  bool has_sign = g_str_equal (placeholder->name, "change-relative");

  if (has_sign || g_str_equal (placeholder->name, "by-relative"))
    {
      if (isnan (relative))
        return NULL;
      g_autofree char *number = has_sign ? parl_format_signed (relative * 100, digits)
                                         : parl_format_number (fabs (relative * 100), digits);
      return g_strdup_printf (C_ ("number", "%s\u00a0%%"), number);
    }
  if (g_str_equal (placeholder->name, "change-interval"))
    return isnan (low) || isnan (high) ? NULL : parl_format_interval (low, high, unit, digits);
  if (isnan (change))
    return NULL;
  if (g_str_equal (placeholder->name, "by"))
    {
      g_autofree char *size = parl_format_value (fabs (change), unit, digits);
      return g_strdup (size + (*size == '+'));
    }

  double shown = unit == PARL_UNIT_POINTS ? change * 100 : change;
  if (g_str_equal (placeholder->name, "change"))
    return parl_format_signed (shown, digits);
  g_autofree char *bare = parl_format_signed (shown, digits);
  return unit == PARL_UNIT_POINTS ? g_strdup_printf (C_ ("number", "%s\u00a0points"), bare)
                                  : g_steal_pointer (&bare);
}

/* What it surely is not below: of a percentile in a wide bucket, where that begins. */
static double
find_least (const ParlFact *fact)
{
  for (unsigned i = 0; fact->caveats[i] != NULL; i++)
    if (g_str_has_prefix (fact->caveats[i], PARL_CAVEAT_WITHIN))
      return g_ascii_strtod (fact->caveats[i] + strlen (PARL_CAVEAT_WITHIN), NULL);
  return fact->value;
}

static char *
make_value (const ParlPhraseContext *context, const ParlPlaceholder *placeholder)
{
  const ParlFact *fact = context->fact;
  const char *name = placeholder->name;
  int digits = get_digits (context, placeholder, fact->unit);

  if (g_str_equal (name, "low"))
    return isnan (fact->low) ? NULL : parl_format_bare (fact->low, fact->unit, digits);
  if (g_str_equal (name, "high"))
    return isnan (fact->high) ? NULL : parl_format_bare (fact->high, fact->unit, digits);
  if (g_str_equal (name, "interval"))
    return isnan (fact->low) || isnan (fact->high)
               ? NULL
               : parl_format_interval (fact->low, fact->high, fact->unit, digits);
  if (isnan (fact->value))
    return NULL;
  if (g_str_equal (name, "number"))
    return parl_format_bare (fact->value, fact->unit, digits);
  if (g_str_equal (name, "least"))
    return parl_format_bare (floor (find_least (fact)), fact->unit, 0);
  if (g_str_equal (name, "percent"))
    return parl_format_share (fact->value, placeholder->argument != NULL ? digits : 0);
  if (g_str_equal (name, "about"))
    return make_about (fact);
  if (g_str_equal (name, "size"))
    {
      g_autofree char *size = parl_format_value (fabs (fact->value), fact->unit, digits);
      return g_strdup (size + (*size == '+'));
    }
  return parl_phrase_make_value (context->findings, fact, digits);
}

/* How far the value is from its target, of the figures as they are shown: 42.6 is 9.3 over 33.3. */
static char *
make_off_target (const ParlPhraseContext *context, const ParlPlaceholder *placeholder)
{
  const ParlFact *fact = context->fact;
  int digits = get_digits (context, placeholder, fact->unit);
  double scale = pow (10, digits) * (fact->unit == PARL_UNIT_SHARE ? 100 : 1);
  double distance = round (fact->value * scale) - round (fact->target * scale);

  return isnan (distance) ? NULL : parl_format_bare (fabs (distance) / scale, fact->unit, digits);
}

static ParlADayStyle
get_a_day_style (const char *name)
{
  if (g_str_equal (name, "a-day"))
    return PARL_A_DAY_WHOLE;
  return g_str_equal (name, "previous-a-day") ? PARL_A_DAY_BARE : PARL_A_DAY_SHORT;
}

/* Device-hours of device-hours are told as hours of a device's day: a fleet's sum is nothing that
 * people can picture. @name: "a-day", "target-a-day", "short-a-day",
 *   "previous-a-day" beside the number of now, "previous-short-a-day" by itself
 * Returns: (transfer full) (nullable): "1.6 hours a camera a day"; "2.0 h"; "1.6 h"; "1.2"; "1.2 h"
 */
static char *
make_a_day (const ParlFact *fact, const char *name)
{
  ParlADayStyle style = get_a_day_style (name);
  bool is_previous = g_str_has_prefix (name, "previous");
  bool is_target = g_str_equal (name, "target-a-day");
  double days = (is_previous ? fact->comparison.n : fact->n) / 24;
  double hours = is_previous ? fact->comparison.value : is_target ? fact->target : fact->value;

  if (fact->unit != PARL_UNIT_HOURS || fact->entry->n != PARL_N_DEVICE_HOURS || !(days > 0)
      || isnan (hours))
    return NULL;
  return parl_format_a_day (hours / days, fact->value * 24 / fact->n,
                            (fact->high - fact->low) / 2 * 24 / fact->n, style);
}

/* @placeholder: a placeholder that parl_vocabulary_has_placeholder(), with a fitting argument
 * Returns: (transfer full) (nullable): what fills it; %NULL when the fact does not know */
char *
parl_phrase_make (const ParlPhraseContext *context, const ParlPlaceholder *placeholder)
{
  const ParlFact *fact = context->fact;
  const char *name = placeholder->name;
  const char *const values[]
      = { "value", "number", "least", "size", "percent", "about", "low", "interval", "high", NULL };
  const char *const changes[] = { "change",          "change-points", "by", "change-interval",
                                  "change-relative", "by-relative",   NULL };

  if (g_str_has_suffix (name, "one-in"))
    return make_one_in (context, placeholder);
  if (g_strv_contains (values, name))
    return make_value (context, placeholder);
  if (g_strv_contains (changes, name))
    return make_change (context, placeholder);
  if (g_str_equal (name, "count"))
    return make_count (context, fact->count, placeholder);
  if (g_str_equal (name, "n"))
    return make_count (context, fact->n, placeholder);
  if (g_str_equal (name, "more"))
    return make_count (context,
                       parl_fact_count_more_to_tell (fact, context->findings->targets->minimum_n),
                       placeholder);
  if (g_str_equal (name, "offline"))
    return make_count (context, find_offline (fact), placeholder);
  if (g_str_equal (name, "previous-n"))
    return make_count (context, fact->comparison.n, placeholder);
  if (g_str_equal (name, "checks-count"))
    return make_checks_count (context, placeholder);
  if (g_str_equal (name, "off-target"))
    return make_off_target (context, placeholder);
  if (g_str_has_suffix (name, "a-day"))
    return make_a_day (fact, name);
  if (g_str_equal (name, "target"))
    return isnan (fact->target) ? NULL : parl_format_round (fact->target, fact->unit);

  ParlUnit unit = fact->unit == PARL_UNIT_POINTS ? PARL_UNIT_SHARE : fact->unit;
  int digits = get_digits (context, placeholder, unit);
  if (g_str_equal (name, "previous") || g_str_equal (name, "previous-number"))
    return isnan (fact->comparison.value) ? NULL
           : g_str_equal (name, "previous")
               ? parl_format_value (fact->comparison.value, unit, digits)
               : parl_format_bare (fact->comparison.value, unit, digits);
  return make_word (context, name);
}
