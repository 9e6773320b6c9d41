/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Puts the numbers of facts into a fact's formula, so that a reader can work it out again. What is
 * shown is shown only if its rounded numbers give the rounded result; what is not a fact is not
 * filled in. The result itself is always the fact's own number. */
#include "config.h"

#include "audiences/formula.h"

#include "analysis/catalogue.h"
#include "audiences/fact-words.h"
#include "audiences/format.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MOST_TERMS 6

/* A formula on its way. */
typedef struct
{
  const ParlFindings *findings;
  const ParlFact *fact;
  int digits;       /* of shares and times in it */
  char *expression; /* "905 ÷ (11,495 + 905)" */
  char *step;       /* half worked out: "905 ÷ 12,400"; or NULL */
  double value;     /* of the expression, from its rounded numbers */
} Formula;

typedef bool (*FormulaFill) (Formula *self);

static double
round_to (double value, int digits)
{
  return round (value * pow (10, digits)) / pow (10, digits);
}

/* A count may be a fraction: what checks would prevent, what a budget allows. */
static int
get_count_digits (double count)
{
  return fabs (count - round (count)) < 1e-6 ? 0 : 1;
}

static char *
show_count (double count)
{
  return parl_format_number (count, get_count_digits (count));
}

static double
read_count (double count)
{
  return round_to (count, get_count_digits (count));
}

static char *
show_share (const Formula *self, double share)
{
  return parl_format_share (share, self->digits);
}

static double
read_share (const Formula *self, double share)
{
  return round_to (share * 100, self->digits) / 100;
}

static const ParlFact *
find_whole (const Formula *self, const char *id)
{
  g_autoptr (ParlLabels) whole = parl_labels_new (NULL, NULL);

  return parl_findings_find (self->findings, id, whole, true);
}

/* Of the same subject as the fact. */
static const ParlFact *
find_same (const Formula *self, const char *id)
{
  return parl_findings_find (self->findings, id, self->fact->subject, true);
}

static bool
fill_quotient (Formula *self)
{
  const ParlFact *fact = self->fact;
  g_autofree char *count = show_count (fact->count);
  g_autofree char *n = show_count (fact->n);

  self->expression = g_strdup_printf ("%s ÷ %s", count, n);
  self->value = read_count (fact->count) / read_count (fact->n);
  return true;
}

static bool
fill_failure_rate (Formula *self)
{
  const ParlFact *fact = self->fact;
  g_autofree char *failed = show_count (fact->count);
  g_autofree char *succeeded = show_count (fact->n - fact->count);
  g_autofree char *n = show_count (fact->n);

  self->expression = g_strdup_printf ("%s ÷ (%s + %s)", failed, succeeded, failed);
  self->step = g_strdup_printf ("%s ÷ %s", failed, n);
  self->value = fact->count / fact->n;
  return true;
}

static bool
fill_change (Formula *self)
{
  const ParlFact *rate = find_same (self, "ota-failure-rate");
  if (rate == NULL)
    return false;

  g_autofree char *now = show_share (self, rate->value);
  g_autofree char *before = show_share (self, rate->comparison.value);
  self->expression = g_strdup_printf ("%s − %s", now, before);
  self->value = read_share (self, rate->value) - read_share (self, rate->comparison.value);
  return true;
}

/* "2.19 (v2.3) − 0.26 (v2.5)": all facts of one id that have @key. */
static bool
fill_sum (Formula *self, const char *id, const char *key, double scale)
{
  g_autoptr (GString) text = g_string_new (NULL);
  double sum = 0;
  unsigned n = 0;

  for (unsigned i = 0; i < self->findings->facts->len; i++)
    {
      const ParlFact *part = g_ptr_array_index (self->findings->facts, i);
      const char *name = parl_labels_get (part->subject, key);
      if (strcmp (part->id, id) != 0 || name == NULL || isnan (part->value))
        continue;

      g_autofree char *size = parl_format_number (fabs (part->value * scale), self->digits);
      const char *sign = part->value < 0 ? "− " : n > 0 ? "+ " : "";
      g_string_append_printf (text, "%s%s%s\u00a0(%s)", n > 0 ? " " : "", sign, size, name);
      sum += round_to (part->value * scale, self->digits);
      n++;
    }
  self->expression = g_string_free (g_steal_pointer (&text), FALSE);
  self->value = sum / scale;
  return n > 0 && n <= MOST_TERMS;
}

/* Of one cohort: its share and its rate, each now and before. */
static bool
fill_cohort_part (Formula *self, bool mix)
{
  const ParlFact *share = find_same (self, "ota-cohort-share");
  const ParlFact *rate = find_same (self, "ota-failure-rate");
  if (share == NULL || rate == NULL)
    return false;

  g_autofree char *s_1 = show_share (self, share->value);
  g_autofree char *s_0 = show_share (self, share->comparison.value);
  g_autofree char *r_1 = show_share (self, rate->value);
  g_autofree char *r_0 = show_share (self, rate->comparison.value);
  double x_1 = read_share (self, share->value), x_0 = read_share (self, share->comparison.value);
  double y_1 = read_share (self, rate->value), y_0 = read_share (self, rate->comparison.value);

  self->expression = mix ? g_strdup_printf ("(%s − %s) × (%s + %s) ÷ 2", s_1, s_0, r_0, r_1)
                         : g_strdup_printf ("(%s + %s) ÷ 2 × (%s − %s)", s_0, s_1, r_1, r_0);
  self->value = mix ? (x_1 - x_0) * (y_0 + y_1) / 2 : (x_0 + x_1) / 2 * (y_1 - y_0);
  return true;
}

static bool
fill_mix (Formula *self)
{
  return parl_labels_size (self->fact->subject) > 0
             ? fill_cohort_part (self, true)
             : fill_sum (self, "ota-failure-mix", "cohort", 100);
}

static bool
fill_within (Formula *self)
{
  return parl_labels_size (self->fact->subject) > 0
             ? fill_cohort_part (self, false)
             : fill_sum (self, "ota-failure-within", "cohort", 100);
}

static bool
fill_standardised (Formula *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  unsigned n = 0;

  self->value = 0;
  for (unsigned i = 0; i < self->findings->facts->len; i++)
    {
      const ParlFact *share = g_ptr_array_index (self->findings->facts, i);
      if (strcmp (share->id, "ota-cohort-share") != 0)
        continue;
      const ParlFact *rate
          = parl_findings_find (self->findings, "ota-failure-rate", share->subject, true);
      if (rate == NULL)
        return false;

      g_autofree char *before = show_share (self, share->comparison.value);
      g_autofree char *now = show_share (self, rate->value);
      g_string_append_printf (text, "%s%s × %s", n++ > 0 ? " + " : "", before, now);
      self->value += read_share (self, share->comparison.value) * read_share (self, rate->value);
    }
  self->expression = g_string_free (g_steal_pointer (&text), FALSE);
  return n > 0 && n <= MOST_TERMS;
}

static bool
fill_avoidable (Formula *self)
{
  const GArray *checks = self->fact->checks;
  g_autoptr (GString) sum = g_string_new (NULL);
  double value = 0;
  unsigned n = 0;

  for (unsigned i = 0; checks != NULL && i < checks->len; i++)
    {
      const ParlCheck *check = &g_array_index (checks, ParlCheck, i);
      g_autoptr (ParlLabels) subject = parl_labels_new ("cause", check->cause, NULL);
      const ParlFact *cause = parl_findings_find (self->findings, "ota-cause-share", subject, true);
      double efficacy = check->efficacy;
      g_autofree char *count = cause != NULL ? show_count (cause->count) : NULL;
      if (cause == NULL)
        continue;

      g_autofree char *factor = efficacy != 1 ? parl_format_share (efficacy, 0) : NULL;
      g_string_append_printf (sum, "%s%s%s%s", n++ > 0 ? " + " : "", count,
                              factor != NULL ? " × " : "", factor != NULL ? factor : "");
      value += cause->count * efficacy;
    }
  if (n < 2 && value == read_count (self->fact->count) && !strstr (sum->str, "×"))
    return fill_quotient (self);

  g_autofree char *all = show_count (self->fact->n);
  g_autofree char *count = show_count (self->fact->count);
  self->expression = g_strdup_printf ("(%s) ÷ %s", sum->str, all);
  self->step = g_strdup_printf ("%s ÷ %s", count, all);
  self->value = value / self->fact->n;
  return n <= MOST_TERMS;
}

/* What would be left of all failures, of the attempts or of the budget. */
static bool
fill_without (Formula *self)
{
  const ParlFact *fact = self->fact;
  const ParlFact *rate = find_whole (self, "ota-failure-rate");
  if (rate == NULL)
    return false;

  g_autofree char *all = show_count (rate->count);
  g_autofree char *avoided = show_count (rate->count - fact->count);
  g_autofree char *n = show_count (fact->n);
  g_autofree char *count = show_count (fact->count);
  self->expression = g_strdup_printf ("(%s − %s) ÷ %s", all, avoided, n);
  self->step = g_strdup_printf ("%s ÷ %s", count, n);
  self->value = read_count (fact->count) / read_count (fact->n);
  return true;
}

/* What the success target leaves room for: "12,400 × (100 % − 95 %)". */
static char *
show_allowed (const Formula *self, double n)
{
  g_autofree char *count = show_count (n);
  g_autofree char *success = parl_format_round (self->findings->targets->success, PARL_UNIT_SHARE);

  return g_strdup_printf ("%s × (100\u00a0%% − %s)", count, success);
}

static bool
fill_budget (Formula *self)
{
  const ParlFact *fact = self->fact;
  const ParlFact *rate = find_whole (self, "ota-failure-rate");
  if (rate == NULL)
    return false;

  bool left = strcmp (fact->id, "ota-budget-left") == 0;
  g_autofree char *failed = show_count (fact->count);
  g_autofree char *allowed = show_count (fact->n);
  g_autofree char *room = show_allowed (self, rate->n);
  double n = read_count (fact->n);

  self->expression = left ? g_strdup_printf ("1 − %s ÷ (%s)", failed, room)
                          : g_strdup_printf ("%s − %s", failed, room);
  self->step = left ? g_strdup_printf ("1 − %s ÷ %s", failed, allowed)
                    : g_strdup_printf ("%s − %s", failed, allowed);
  self->value = left ? 1 - fact->count / n : fact->count - n;
  return true;
}

static bool
fill_burn (Formula *self)
{
  const ParlFact *rate = find_whole (self, "ota-failure-rate");
  const ParlTargets *targets = self->findings->targets;
  if (rate == NULL)
    return false;

  double slo = parl_targets_get_slo (targets);
  g_autofree char *share = show_share (self, rate->value);
  g_autofree char *success = parl_format_round (targets->success, PARL_UNIT_SHARE);
  g_autofree char *room = parl_format_round (slo, PARL_UNIT_SHARE);
  self->expression = g_strdup_printf ("%s ÷ (100\u00a0%% − %s)", share, success);
  self->step = g_strdup_printf ("%s ÷ %s", share, room);
  self->value = read_share (self, rate->value) / (round_to (slo * 100, 2) / 100);
  return true;
}

/* All less a part that another fact counts. */
static bool
fill_rest (Formula *self, double all, const ParlFact *part)
{
  if (part == NULL)
    return false;

  g_autofree char *whole = parl_format_number (all, 0);
  g_autofree char *less = parl_format_number (part->count, 0);
  self->expression = g_strdup_printf ("%s − %s", whole, less);
  self->value = round (all) - round (part->count);
  return true;
}

static bool
fill_untraced (Formula *self)
{
  return fill_rest (self, self->fact->n, find_same (self, "ota-traceable"));
}

static bool
fill_left (Formula *self)
{
  return fill_rest (self, self->fact->n, find_same (self, "rollout-progress"));
}

static bool
fill_slow (Formula *self)
{
  const ParlFact *compliance = find_same (self, "fps-compliance");

  return compliance != NULL && fill_rest (self, compliance->n, compliance);
}

static bool
fill_frame_budget (Formula *self)
{
  g_autofree char *speed = parl_format_round (self->findings->targets->fps, PARL_UNIT_FPS);
  g_autofree char *second = parl_format_value (1000, PARL_UNIT_MILLISECONDS, 0);

  self->expression = g_strdup_printf ("%s ÷ %s", second, speed);
  self->value = 1000 / self->findings->targets->fps;
  return true;
}

static bool
fill_headroom (Formula *self)
{
  const ParlFact *budget = find_whole (self, "latency-budget");
  const ParlFact *p95 = find_same (self, "frame-time-p95");
  if (budget == NULL || p95 == NULL)
    return false;

  int digits = self->digits - 1; /* a tenth of a millisecond where a share has two digits */
  g_autofree char *room = parl_format_value (budget->value, PARL_UNIT_MILLISECONDS, digits);
  g_autofree char *time = parl_format_value (p95->value, PARL_UNIT_MILLISECONDS, digits);
  self->expression = g_strdup_printf ("%s − %s", room, time);
  self->value = round_to (budget->value, digits) - round_to (p95->value, digits);
  return true;
}

static bool
fill_stage_share (Formula *self)
{
  const ParlFact *time = find_same (self, "latency-stage-time");
  if (time == NULL || !fill_sum (self, "latency-stage-time", "stage", 1))
    return false;

  g_autofree char *sum = g_steal_pointer (&self->expression);
  g_autofree char *part = parl_format_number (time->value, self->digits);
  self->expression = g_strdup_printf ("%s ÷ (%s)", part, sum);
  self->value = round_to (time->value, self->digits) / self->value;
  return true;
}

static bool
fill_risk (Formula *self)
{
  return parl_labels_size (self->fact->subject) == 0 && fill_sum (self, "rollout-risk", "part", 1);
}

static bool
fill_nothing (Formula *self)
{
  (void)self;
  return false;
}

static const struct
{
  const char *id;
  FormulaFill fill;
} formulas[] = {
  { "ota-failure-rate", fill_failure_rate },
  { "ota-failure-change", fill_change },
  { "ota-failure-z", fill_nothing },
  { "ota-failure-mix", fill_mix },
  { "ota-failure-within", fill_within },
  { "ota-failure-standardised", fill_standardised },
  { "ota-avoidable", fill_avoidable },
  { "ota-rate-without", fill_without },
  { "ota-budget-without", fill_without },
  { "ota-budget-left", fill_budget },
  { "ota-budget-over", fill_budget },
  { "ota-burn", fill_burn },
  { "ota-untraced", fill_untraced },
  { "fps-slow-hours", fill_slow },
  { "latency-budget", fill_frame_budget },
  { "latency-headroom", fill_headroom },
  { "latency-stage-share", fill_stage_share },
  { "rollout-left", fill_left },
  { "rollout-risk", fill_risk },
};

/* What is no formula of its own is count / n, where it is a share or a ratio at all. */
static FormulaFill
find_fill (const ParlFact *fact)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (formulas); i++)
    if (strcmp (formulas[i].id, fact->id) == 0)
      return formulas[i].fill;
  return fact->unit == PARL_UNIT_SHARE || fact->unit == PARL_UNIT_RATIO ? fill_quotient
                                                                        : fill_nothing;
}

static int
get_result_digits (ParlUnit unit)
{
  return unit == PARL_UNIT_SHARE || unit == PARL_UNIT_POINTS || unit == PARL_UNIT_RATIO      ? 2
         : unit == PARL_UNIT_MILLISECONDS || unit == PARL_UNIT_FPS || unit == PARL_UNIT_DAYS ? 1
                                                                                             : 0;
}

/* Whether a reader who works it out gets what is shown as the result. */
static bool
gives_result (const Formula *self)
{
  ParlUnit unit = self->fact->unit;
  double scale = unit == PARL_UNIT_SHARE || unit == PARL_UNIT_POINTS ? 100 : 1;
  int digits = get_result_digits (unit);

  return fabs (round_to (self->value * scale, digits)
               - round_to (self->fact->value * scale, digits))
         < 1e-9;
}

static void
clear (Formula *self)
{
  g_clear_pointer (&self->expression, g_free);
  g_clear_pointer (&self->step, g_free);
}

/**
 * parl_formula_fill:
 * @expression: (out) (nullable): the formula with numbers: "905 ÷ (11,495 + 905)"; %NULL where its
 *   inputs are not all facts
 * @result: (out) (nullable): "= 905 ÷ 12,400 = 7.30 %"; %NULL without data
 */
void
parl_formula_fill (const ParlFindings *findings, const ParlFact *fact, char **expression,
                   char **result)
{
  FormulaFill fill = find_fill (fact);
  Formula self = { findings, fact, 2, NULL, NULL, NAN };

  *expression = *result = NULL;
  if (isnan (fact->value))
    return;

  bool filled = false;
  for (; self.digits <= 4 && !filled; self.digits++)
    {
      clear (&self);
      filled = fill (&self) && gives_result (&self);
    }
  if (!filled)
    clear (&self);

  g_autofree char *value
      = parl_fact_words_make_value (findings, fact, get_result_digits (fact->unit));
  *result = self.step != NULL ? g_strdup_printf ("= %s = %s", self.step, value)
                              : g_strdup_printf ("= %s", value);
  *expression = g_steal_pointer (&self.expression);
  clear (&self);
}

/**
 * parl_formula_in_words:
 *
 * Returns: (transfer full) (nullable): the catalogue's formula: "failed ÷ (succeeded + failed)"
 */
char *
parl_formula_in_words (const ParlFact *fact)
{
  const struct
  {
    const char *plain, *sign;
  } signs[] = { { " / ", " ÷ " }, { " x ", " × " }, { " - ", " − " } };
  g_autoptr (GString) text = g_string_new (_ (fact->entry->formula));
  for (unsigned i = 0; i < G_N_ELEMENTS (signs); i++)
    g_string_replace (text, signs[i].plain, signs[i].sign, 0);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
