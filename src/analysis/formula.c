/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Puts the numbers of facts into a fact's formula. A formula is given only if its rounded numbers
 * give the rounded result, and if all its inputs are facts. Knows no words. */
#include "config.h"

#include "analysis/formula.h"

#include "analysis/what-if.h"

#include <math.h>

#define MOST_PARTS 6
#define LEAST_DIGITS 2
#define MOST_DIGITS 4

static double
get_scale (ParlUnit unit)
{
  return unit == PARL_UNIT_SHARE || unit == PARL_UNIT_POINTS ? 100 : 1;
}

static double
round_to (double value, ParlUnit unit, int digits)
{
  double power = pow (10, digits == PARL_DIGITS_AS_SET ? 2 : digits) * get_scale (unit);

  return round (value * power) / power;
}

/* A count may be a fraction: what checks would prevent, what a budget allows. */
static int
get_count_digits (double count)
{
  return fabs (count - round (count)) < 1e-6 ? 0 : 1;
}

/* Returns: the letter of the term */
static int
add_term (ParlFormula *self, double value, ParlUnit unit, int digits)
{
  ParlTerm term = { value, unit, digits, false, NULL };

  g_array_append_val (self->terms, term);
  return 'a' + (int)self->terms->len - 1;
}

/* Returns: the letter of the term */
static int
add_bare_term (ParlFormula *self, double value, ParlUnit unit, const char *name)
{
  ParlTerm term = { value, unit, self->digits, true, name };

  g_array_append_val (self->terms, term);
  return 'a' + (int)self->terms->len - 1;
}

static int
add_count (ParlFormula *self, double count)
{
  return add_term (self, count, PARL_UNIT_COUNT, get_count_digits (count));
}

static int
add_share (ParlFormula *self, double share)
{
  return add_term (self, share, PARL_UNIT_SHARE, self->digits);
}

/* @step: (nullable) */
static bool
set_expression (ParlFormula *self, const char *expression, const char *step)
{
  g_string_assign (self->expression, expression);
  g_string_assign (self->step, step != NULL ? step : "");
  return true;
}

/* Of the same subject as the fact. */
static const ParlFact *
find_same (const ParlFormula *self, const char *id)
{
  return parl_findings_find (self->findings, id, self->fact->subject, true);
}

bool
parl_fill_nothing (G_GNUC_UNUSED ParlFormula *self)
{
  return false;
}

bool
parl_fill_quotient (ParlFormula *self)
{
  add_count (self, self->fact->count);
  add_count (self, self->fact->n);
  return set_expression (self, "a / b", NULL);
}

bool
parl_fill_failure_rate (ParlFormula *self)
{
  const ParlFact *fact = self->fact;

  add_count (self, fact->count);
  add_count (self, fact->n - fact->count);
  add_count (self, fact->n);
  return set_expression (self, "a / (b + a)", "a / c");
}

bool
parl_fill_change (ParlFormula *self)
{
  const ParlFact *rate = find_same (self, PARL_FACT_FAILURE_RATE);
  if (rate == NULL)
    return false;

  add_share (self, rate->value);
  add_share (self, rate->comparison.value);
  return set_expression (self, "a - b", NULL);
}

/* "a - b + c": all facts of one id that have @key, bare, with the key's value for a name. */
static bool
append_parts (ParlFormula *self, const char *id, const char *key)
{
  unsigned n = 0;

  for (unsigned i = 0; i < self->findings->facts->len; i++)
    {
      const ParlFact *part = g_ptr_array_index (self->findings->facts, i);
      const char *name = parl_labels_get (part->subject, key);
      if (!parl_fact_is (part, id) || name == NULL || isnan (part->value))
        continue;
      if (n == MOST_PARTS)
        return false;

      const char *sign = part->value < 0 ? "- " : n > 0 ? "+ " : "";
      g_string_append_printf (self->expression, "%s%s%c", n++ > 0 ? " " : "", sign,
                              add_bare_term (self, fabs (part->value), part->unit, name));
    }
  return n > 0;
}

/* Of one cohort from its share and its rate, each now and before; of all from the cohorts'. */
static bool
fill_part_of_change (ParlFormula *self, const char *expression)
{
  if (parl_labels_size (self->fact->subject) == 0)
    return append_parts (self, self->fact->id, "cohort");

  const ParlFact *share = find_same (self, PARL_FACT_COHORT_SHARE);
  const ParlFact *rate = find_same (self, PARL_FACT_FAILURE_RATE);
  if (share == NULL || rate == NULL)
    return false;

  add_share (self, share->value);
  add_share (self, share->comparison.value);
  add_share (self, rate->value);
  add_share (self, rate->comparison.value);
  return set_expression (self, expression, NULL);
}

bool
parl_fill_mix (ParlFormula *self)
{
  return fill_part_of_change (self, "(a - b) * (d + c) / 2");
}

bool
parl_fill_within (ParlFormula *self)
{
  return fill_part_of_change (self, "(b + a) / 2 * (c - d)");
}

bool
parl_fill_standardised (ParlFormula *self)
{
  unsigned n = 0;

  for (unsigned i = 0; i < self->findings->facts->len; i++)
    {
      const ParlFact *share = g_ptr_array_index (self->findings->facts, i);
      if (!parl_fact_is (share, PARL_FACT_COHORT_SHARE))
        continue;
      const ParlFact *rate
          = parl_findings_find (self->findings, PARL_FACT_FAILURE_RATE, share->subject, true);
      if (rate == NULL || n == MOST_PARTS)
        return false;

      int before = add_share (self, share->comparison.value);
      int now = add_share (self, rate->value);
      g_string_append_printf (self->expression, "%s%c * %c", n++ > 0 ? " + " : "", before, now);
    }
  return n > 0;
}

bool
parl_fill_avoidable (ParlFormula *self)
{
  const GArray *checks = self->fact->checks;
  bool always = true;
  unsigned n = 0;

  for (unsigned i = 0; checks != NULL && i < checks->len; i++)
    {
      const ParlCheck *check = &g_array_index (checks, ParlCheck, i);
      g_autoptr (ParlLabels) subject = parl_labels_new ("cause", check->cause, NULL);
      const ParlFact *cause
          = parl_findings_find (self->findings, PARL_FACT_CAUSE_SHARE, subject, true);
      if (cause == NULL)
        continue;
      if (n == MOST_PARTS)
        return false;

      g_string_append_printf (self->expression, "%s%c", n++ > 0 ? " + " : "(",
                              add_count (self, cause->count));
      always = always && check->efficacy == 1;
      if (check->efficacy != 1)
        g_string_append_printf (self->expression, " * %c",
                                add_term (self, check->efficacy, PARL_UNIT_SHARE, 0));
    }
  if (n < 2 && always)
    {
      g_array_set_size (self->terms, 0);
      return parl_fill_quotient (self);
    }

  int count = add_count (self, self->fact->count);
  int all = add_count (self, self->fact->n);
  g_string_append_printf (self->expression, ") / %c", all);
  g_string_printf (self->step, "%c / %c", count, all);
  return true;
}

/* What would be left of all failures, of the attempts or of the budget. */
bool
parl_fill_without (ParlFormula *self)
{
  const ParlFact *fact = self->fact;
  const ParlFact *rate = parl_findings_find (self->findings, PARL_FACT_FAILURE_RATE, NULL, true);
  if (rate == NULL)
    return false;

  add_count (self, rate->count);
  add_count (self, rate->count - fact->count);
  add_count (self, fact->n);
  add_count (self, fact->count);
  return set_expression (self, "(a - b) / c", "d / c");
}

/* The success target leaves room for "b * (c - d)" failures: 12,400 x (100 % - 95 %). */
static bool
fill_budget (ParlFormula *self, const char *expression, const char *step)
{
  const ParlFact *rate = parl_findings_find (self->findings, PARL_FACT_FAILURE_RATE, NULL, true);
  if (rate == NULL)
    return false;

  add_count (self, self->fact->count);
  add_count (self, rate->n);
  add_term (self, 1, PARL_UNIT_SHARE, 0);
  add_term (self, self->findings->targets->promise.success, PARL_UNIT_SHARE, PARL_DIGITS_AS_SET);
  add_count (self, self->fact->n);
  return set_expression (self, expression, step);
}

bool
parl_fill_budget_left (ParlFormula *self)
{
  return fill_budget (self, "1 - a / (b * (c - d))", "1 - a / e");
}

bool
parl_fill_budget_over (ParlFormula *self)
{
  return fill_budget (self, "a - b * (c - d)", "a - e");
}

bool
parl_fill_burn (ParlFormula *self)
{
  const ParlFact *rate = parl_findings_find (self->findings, PARL_FACT_FAILURE_RATE, NULL, true);
  const ParlTargets *targets = self->findings->targets;
  if (rate == NULL)
    return false;

  add_share (self, rate->value);
  add_term (self, 1, PARL_UNIT_SHARE, 0);
  add_term (self, targets->promise.success, PARL_UNIT_SHARE, PARL_DIGITS_AS_SET);
  add_term (self, parl_targets_get_slo (targets), PARL_UNIT_SHARE, PARL_DIGITS_AS_SET);
  return set_expression (self, "a / (b - c)", "a / d");
}

/* All less a part that another fact counts. */
static bool
fill_rest (ParlFormula *self, double all, const ParlFact *part)
{
  if (part == NULL)
    return false;

  add_term (self, all, PARL_UNIT_COUNT, 0);
  add_term (self, part->count, PARL_UNIT_COUNT, 0);
  return set_expression (self, "a - b", NULL);
}

bool
parl_fill_untraced (ParlFormula *self)
{
  return fill_rest (self, self->fact->n, find_same (self, PARL_FACT_TRACEABLE));
}

bool
parl_fill_left (ParlFormula *self)
{
  return fill_rest (self, self->fact->n, find_same (self, PARL_FACT_PROGRESS));
}

bool
parl_fill_slow (ParlFormula *self)
{
  const ParlFact *kept = find_same (self, PARL_FACT_SPEED_KEPT);

  return kept != NULL && fill_rest (self, kept->n, kept);
}

bool
parl_fill_frame_budget (ParlFormula *self)
{
  add_term (self, 1000, PARL_UNIT_MILLISECONDS, 0);
  add_term (self, self->findings->targets->promise.fps, PARL_UNIT_FPS, PARL_DIGITS_AS_SET);
  return set_expression (self, "a / b", NULL);
}

bool
parl_fill_headroom (ParlFormula *self)
{
  const ParlFact *budget = parl_findings_find (self->findings, PARL_FACT_FRAME_BUDGET, NULL, true);
  const ParlFact *p95 = find_same (self, PARL_FACT_FRAME_TIME);
  if (budget == NULL || p95 == NULL)
    return false;

  int digits = self->digits - 1; /* a tenth of a millisecond where a share has two digits */
  add_term (self, budget->value, PARL_UNIT_MILLISECONDS, digits);
  add_term (self, p95->value, PARL_UNIT_MILLISECONDS, digits);
  return set_expression (self, "a - b", NULL);
}

bool
parl_fill_stage_share (ParlFormula *self)
{
  const ParlFact *time = find_same (self, PARL_FACT_STAGE_TIME);
  if (time == NULL)
    return false;

  g_string_printf (self->expression, "%c / (", add_bare_term (self, time->value, time->unit, NULL));
  if (!append_parts (self, PARL_FACT_STAGE_TIME, "stage"))
    return false;
  g_string_append_c (self->expression, ')');
  return true;
}

bool
parl_fill_risk (ParlFormula *self)
{
  return parl_labels_size (self->fact->subject) == 0 && append_parts (self, PARL_FACT_RISK, "part");
}

/* Works an expression out from the numbers as they are shown:
 *
 *   sum     = ["-"] product { ("+" | "-") product }
 *   product = atom { ("*" | "/") atom }
 *   atom    = letter | number | "(" sum ")"
 */
typedef struct
{
  const GArray *terms;
  const char *at; /* the next character that is no space */
} Reader;

static double read_sum (Reader *self);

static char
take (Reader *self)
{
  char c = *self->at;

  do
    self->at++;
  while (*self->at == ' ');
  return c;
}

static double
read_atom (Reader *self)
{
  if (g_ascii_isdigit (*self->at))
    return take (self) - '0';
  if (g_ascii_isalpha (*self->at))
    {
      const ParlTerm *term = &g_array_index (self->terms, ParlTerm, take (self) - 'a');
      return round_to (term->value, term->unit, term->digits);
    }
  take (self); /* "(" */
  double value = read_sum (self);
  take (self); /* ")" */
  return value;
}

static double
read_product (Reader *self)
{
  double value = read_atom (self);

  while (*self->at == '*' || *self->at == '/')
    value = take (self) == '*' ? value * read_atom (self) : value / read_atom (self);
  return value;
}

static double
read_sum (Reader *self)
{
  bool negative = *self->at == '-' && take (self) != '\0';
  double value = read_product (self) * (negative ? -1 : 1);

  while (*self->at == '+' || *self->at == '-')
    value += (take (self) == '+' ? 1 : -1) * read_product (self);
  return value;
}

/* Returns: with how many digits a fact's own number is explained */
int
parl_formula_get_digits (ParlUnit unit)
{
  switch (unit)
    {
    case PARL_UNIT_SHARE:
    case PARL_UNIT_POINTS:
    case PARL_UNIT_RATIO:
      return 2;
    case PARL_UNIT_FPS:
    case PARL_UNIT_MILLISECONDS:
    case PARL_UNIT_MINUTES:
    case PARL_UNIT_DAYS:
      return 1;
    case PARL_UNIT_COUNT:
    case PARL_UNIT_HOURS:
    case PARL_UNIT_SCORE:
    case PARL_UNIT_MONEY:
    case PARL_UNIT_TIME:
    default:
      return 0;
    }
}

/* Whether a reader who works it out gets what is shown as the result. */
static bool
gives_result (const ParlFormula *self)
{
  ParlUnit unit = self->fact->unit;
  int digits = parl_formula_get_digits (unit);
  Reader reader = { self->terms, self->step->len > 0 ? self->step->str : self->expression->str };
  double value = read_sum (&reader);

  g_assert (*reader.at == '\0');
  return fabs (round_to (value, unit, digits) - round_to (self->fact->value, unit, digits))
             * get_scale (unit)
         < 1e-9;
}

/* @fact: one of @findings, or of a what-if on them; outlives the formula, as @findings do
 * Returns: (transfer full) (nullable): its formula, with as few digits as give its result; %NULL
 *   where its inputs are not all facts, or no rounded numbers give the result */
ParlFormula *
parl_formula_new (const ParlFindings *findings, const ParlFact *fact)
{
  g_return_val_if_fail (findings != NULL && fact != NULL, NULL);

  if (isnan (fact->value))
    return NULL;
  g_autoptr (ParlFormula) self = g_new0 (ParlFormula, 1);
  self->findings = findings;
  self->fact = fact;
  self->terms = g_array_new (FALSE, FALSE, sizeof (ParlTerm));
  self->expression = g_string_new (NULL);
  self->step = g_string_new (NULL);
  for (self->digits = LEAST_DIGITS; self->digits <= MOST_DIGITS; self->digits++)
    {
      g_array_set_size (self->terms, 0);
      set_expression (self, "", NULL);
      if (fact->entry->fill (self) && gives_result (self))
        return g_steal_pointer (&self);
    }
  return NULL;
}

void
parl_formula_free (ParlFormula *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->terms);
  g_string_free (self->expression, TRUE);
  g_string_free (self->step, TRUE);
  g_free (self);
}
