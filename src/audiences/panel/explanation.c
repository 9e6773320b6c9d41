/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Explains one fact: what it is, how it was counted, whether it is good, and how far to trust it.
 * Every number is the fact's own; speaks to nobody in particular. */
#include "config.h"

#include "audiences/panel/explanation.h"

#include "analysis/catalogue.h"
#include "analysis/formula.h"
#include "analysis/targets.h"
#include "audiences/fact-words.h"
#include "audiences/format.h"
#include "audiences/panel/caveats.h"
#include "audiences/panel/evidence-words.h"
#include "audiences/vocabulary.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* "2.19 (v2.3)" */
static void
append_term (GString *text, const ParlTerm *term)
{
  bool is_points = term->unit == PARL_UNIT_POINTS; /* bare in a formula: without a sign */
  g_autofree char *number
      = term->digits == PARL_DIGITS_AS_SET ? parl_format_round (term->value, term->unit)
        : term->bare
            ? parl_format_number (is_points ? 100 * term->value : term->value, term->digits)
            : parl_format_value (term->value, term->unit, term->digits);

  g_string_append (text, number);
  if (term->name != NULL)
    g_string_append_printf (text, PARL_NBSP "(%s)", term->name);
}

/* "a / (b + a)" becomes "905 ÷ (11,495 + 905)". */
static char *
show_expression (const ParlFormula *formula, const GString *expression)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (const char *at = expression->str; *at != '\0'; at++)
    if (g_ascii_isalpha (*at))
      append_term (text, &g_array_index (formula->terms, ParlTerm, *at - 'a'));
    else if (*at == '-')
      g_string_append (text, "−");
    else if (*at == '*')
      g_string_append (text, "×");
    else if (*at == '/')
      g_string_append (text, "÷");
    else
      g_string_append_c (text, *at);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* @expression: (out) (nullable): the formula with numbers: "905 ÷ (11,495 + 905)"; %NULL where its
 *   inputs are not all facts
 * @result: (out) (nullable): "= 905 ÷ 12,400 = 7.30 %"; %NULL without data */
static void
show_formula (const ParlFindings *findings, const ParlFact *fact, char **expression, char **result)
{
  g_autoptr (ParlFormula) formula = parl_formula_new (findings, fact);

  *expression = formula != NULL ? show_expression (formula, formula->expression) : NULL;
  *result = NULL;
  if (isnan (fact->value))
    return;

  g_autofree char *value
      = parl_fact_words_make_value (findings, fact, parl_formula_get_digits (fact->unit));
  g_autofree char *step
      = formula != NULL && formula->step->len > 0 ? show_expression (formula, formula->step) : NULL;
  *result
      = step != NULL ? g_strdup_printf ("= %s = %s", step, value) : g_strdup_printf ("= %s", value);
}

/* Returns: (transfer full): the catalogue's formula: "failed ÷ (succeeded + failed)" */
static char *
say_formula (const ParlFact *fact)
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

static char *
show (double value, ParlUnit unit)
{
  return parl_format_value (value, unit, parl_formula_get_digits (unit));
}

/* Whether more of it is good (1), bad (-1) or neither (0). A target says so itself: it has a side.
 */
static int
get_good_direction (const ParlFact *fact)
{
  int way = fact->comparison.change > 0 ? 1 : -1;

  switch (fact->entry->good)
    {
    case PARL_GOOD_LESS:
      return -1;
    case PARL_GOOD_MORE:
      return 1;
    case PARL_GOOD_ASPECT:
      return g_strcmp0 (fact->aspect, "better") == 0  ? way
             : g_strcmp0 (fact->aspect, "worse") == 0 ? -way
                                                      : 0;
    case PARL_GOOD_NEITHER:
    case PARL_GOOD_MISSING:
    default:
      return 0;
    }
}

static double
get_change (const ParlFact *fact)
{
  return isnan (fact->comparison.change) ? fact->value : fact->comparison.change;
}

static void
set_change_verdict (ParlExplanation *self, const ParlFact *fact)
{
  bool up = get_change (fact) > 0;
  int good = get_good_direction (fact) * (up ? 1 : -1);

  self->verdict
      = g_strdup (up ? C_ ("verdict", "Confirmed rise") : C_ ("verdict", "Confirmed fall"));
  self->tone = good > 0 ? PARL_TONE_GOOD : good < 0 ? PARL_TONE_BAD : PARL_TONE_PLAIN;
}

static void
set_target_verdict (ParlExplanation *self, const ParlFact *fact, double minimum_n)
{
  const char *const words[] = {
    [PARL_TARGET_UNSET] = NULL,
    [PARL_TARGET_MET] = C_ ("verdict", "Met"),
    [PARL_TARGET_MISSED] = C_ ("verdict", "Missed"),
    [PARL_TARGET_UNCLEAR] = C_ ("verdict", "Cannot tell yet"),
  };

  self->verdict = g_strdup (words[fact->target_state]);
  self->tone = self->verdict != NULL ? parl_vocabulary_get_tone (fact, minimum_n) : PARL_TONE_PLAIN;
}

/* Too little is said with its n; what a window before was too small for is still held against its
 * target. */
static void
set_verdict (ParlExplanation *self, const ParlFindings *findings, const ParlFact *fact)
{
  double minimum_n = findings->targets->minimum_n;
  bool silent = parl_vocabulary_is_silent (fact, minimum_n);

  self->tone = PARL_TONE_NONE;
  if (isnan (fact->value))
    self->verdict = g_strdup (C_ ("verdict", "No data"));
  else if (fact->verdict == PARL_VERDICT_STALE)
    self->verdict = g_strdup (C_ ("verdict", "Too old to judge"));
  else if (silent)
    {
      g_autofree char *n = parl_format_number (isnan (fact->n) ? 0 : fact->n, 0);
      self->verdict = g_strdup_printf (C_ ("verdict", "Too few to tell (n = %s)"), n);
    }
  else if (fact->verdict == PARL_VERDICT_CONFIRMED)
    set_change_verdict (self, fact);
  else if (fact->verdict == PARL_VERDICT_NO_CHANGE)
    self->verdict = g_strdup (parl_fact_has_small_change (fact)
                                  ? C_ ("verdict", "A change too small to count")
                                  : C_ ("verdict", "No measurable change"));
  else
    set_target_verdict (self, fact, minimum_n);
}

static char *
make_n (const ParlFact *fact)
{
  g_autofree char *n = isnan (fact->n) ? NULL : parl_format_number (fact->n, 0);

  if (n == NULL || fact->entry->n == PARL_N_NOTHING)
    return NULL;
  if (fact->entry->n == PARL_N_ALLOWED)
    return g_strdup_printf (_ ("%s failures allowed"), n);
  if (fact->entry->n == PARL_N_DEVICE_HOURS)
    return g_strdup_printf (_ ("n = %s device-hours"), n);
  if (fact->entry->n == PARL_N_FRAMES)
    return g_strdup_printf (_ ("n = %s frames"), n);
  return g_strdup_printf (_ ("n = %s"), n);
}

static char *
make_size (const ParlFact *fact)
{
  g_autofree char *n = make_n (fact);
  if (isnan (fact->low) || isnan (fact->high))
    return g_steal_pointer (&n);

  int digits = parl_formula_get_digits (fact->unit);
  g_autofree char *low = parl_format_bare (fact->low, fact->unit, digits);
  g_autofree char *high = show (fact->high, fact->unit);
  g_autofree char *interval = g_strv_contains ((const char *const *)fact->caveats, "p15-p85")
                                  ? g_strdup_printf (_ ("P15 to P85: %s to %s"), low, high)
                                  : g_strdup_printf (_ ("95\u00a0%% interval %s to %s"), low, high);
  return n != NULL ? g_strdup_printf ("%s · %s", n, interval) : g_steal_pointer (&interval);
}

/* A change of a rate is a fact in points, but what was before it is a share. */
static ParlUnit
get_level_unit (const ParlFact *fact)
{
  return fact->unit == PARL_UNIT_POINTS ? PARL_UNIT_SHARE : fact->unit;
}

static void
set_comparison (ParlExplanation *self, const ParlFact *fact)
{
  if (isnan (fact->comparison.value) || isnan (fact->value))
    return;

  bool is_points = fact->unit == PARL_UNIT_POINTS;
  ParlUnit unit = fact->unit == PARL_UNIT_SHARE ? PARL_UNIT_POINTS : fact->unit;
  double low = is_points ? fact->low : fact->comparison.change_low;
  double high = is_points ? fact->high : fact->comparison.change_high;
  double size = is_points ? fact->value : fact->comparison.change;
  g_autofree char *window = parl_fact_words_make_window (fact->comparison.window);
  g_autofree char *before = show (fact->comparison.value, get_level_unit (fact));
  g_autofree char *n
      = isnan (fact->comparison.n) ? NULL : parl_format_number (fact->comparison.n, 0);

  self->comparison = n != NULL ? g_strdup_printf (_ ("%s: %s, n = %s"), window, before, n)
                               : g_strdup_printf (_ ("%s: %s"), window, before);
  if (isnan (size))
    return;

  int digits = parl_formula_get_digits (unit);
  g_autofree char *number = show (size, unit);
  g_autofree char *plus
      = g_strconcat (unit != PARL_UNIT_POINTS && size > 0 ? "+" : "", number, NULL);
  g_autofree char *interval
      = isnan (low) || isnan (high) ? NULL : parl_format_interval (low, high, unit, digits);
  g_autofree char *relative = isnan (fact->comparison.relative)
                                  ? NULL
                                  : parl_format_signed (fact->comparison.relative * 100, 1);
  self->change = g_strconcat (plus, interval != NULL ? " (" : "", interval != NULL ? interval : "",
                              interval != NULL ? ")" : "", relative != NULL ? ", " : NULL, relative,
                              "\u00a0%", NULL);
}

/* What was promised; 0 or 1 where the promise is that something be not used up. */
static char *
make_promise (const ParlFact *fact)
{
  if (fact->entry->rule == PARL_RULE_BUDGET)
    return g_strdup (_ ("the failure budget"));
  if (fact->entry->promises_speed)
    return g_strdup (_ ("the promised speed"));

  g_autofree char *target = parl_format_round (fact->target, fact->unit);
  return g_strdup_printf (_ ("the promise of %s"), target);
}

/* Why it cannot be told, and what it would take. */
static char *
make_open_judgement (const char *promise, bool too_few, double more)
{
  g_autofree char *count = isnan (more) ? NULL : parl_format_number (more, 0);

  if (too_few)
    return count != NULL ? g_strdup_printf (
               _ ("Cannot tell yet: too few; at this rate %s more would tell"), count)
                         : g_strdup (_ ("Cannot tell yet: too few"));
  return count != NULL ? g_strdup_printf (
             _ ("Cannot tell yet: the interval lies on both sides of %s; at this "
                "rate %s more would tell"),
             promise, count)
                       : g_strdup_printf (
                           _ ("Cannot tell yet: the interval lies on both sides of %s"), promise);
}

/* Whether the number is good: only what the whole interval shows. */
static void
set_judgement (ParlExplanation *self, const ParlFindings *findings, const ParlFact *fact)
{
  double minimum_n = findings->targets->minimum_n;
  bool has_interval = !isnan (fact->low) && !isnan (fact->high);
  bool too_few = parl_vocabulary_is_silent (fact, minimum_n);

  self->more = NAN;
  if (fact->target_state == PARL_TARGET_UNSET || isnan (fact->target) || isnan (fact->value)
      || fact->verdict == PARL_VERDICT_STALE)
    return;

  g_autofree char *promise = make_promise (fact);
  self->target_state = too_few ? PARL_TARGET_UNCLEAR : fact->target_state;
  self->more = parl_fact_count_more_to_tell (fact, minimum_n);
  if (self->target_state == PARL_TARGET_UNCLEAR)
    self->judgement = make_open_judgement (promise, too_few, self->more);
  else if (self->target_state == PARL_TARGET_MET)
    self->judgement = g_strdup_printf (
        has_interval ? _ ("Met: the whole interval keeps %s") : _ ("Met: it keeps %s"), promise);
  else
    self->judgement = g_strdup_printf (has_interval ? _ ("Missed: the whole interval breaks %s")
                                                    : _ ("Missed: it breaks %s"),
                                       promise);
}

static void
set_origin (ParlExplanation *self, const ParlFindings *findings, const ParlFact *fact)
{
  if (fact->source != NULL)
    self->source = g_strdup_printf (_ ("All from %s"), fact->source);
  else if (findings->snapshot->sources->len > 1)
    self->source = g_strdup (_ ("From several sources"));
  if (fact->freshness == PARL_TIME_NONE)
    return;

  g_autofree char *date = parl_format_date (fact->freshness, PARL_DATE_TIME);
  /* An age would be another one by the time that it is read; chips tell it by the clock. */
  self->freshness = g_strdup_printf (_ ("Newest data %s"), date);
}

/* A source that keeps counters only has cells for rows, each of many attempts. */
static bool
has_attempts (const ParlFindings *findings)
{
  GPtrArray *sources = findings->snapshot->sources;

  for (unsigned i = 0; i < sources->len; i++)
    {
      const ParlSourceState *source = g_ptr_array_index (sources, i);
      if ((source->feeds & PARL_FEEDS_ATTEMPTS) != 0)
        return true;
    }
  return false;
}

/* A number of rows is promised only where every row counts one. */
static double
count_rows (const ParlFindings *findings, const ParlFact *fact)
{
  bool counts_rows = fact->entry->measure == PARL_MEASURE_ROW
                     && g_strcmp0 (parl_labels_get (fact->subject, "of"), "sites") != 0
                     && (fact->evidence.rows == PARL_ROWS_DEVICES
                         || (fact->evidence.rows == PARL_ROWS_ATTEMPTS && has_attempts (findings)));

  return counts_rows ? fact->count : NAN;
}

static void
set_rows (ParlExplanation *self, const ParlFindings *findings, const ParlFact *fact)
{
  self->query = parl_query_in_words (findings, fact);
  self->n_rows = count_rows (findings, fact);
  if (isnan (self->n_rows))
    {
      self->rows = g_strdup (_ ("Show the Rows"));
      self->evidence = g_strdup (self->query);
      return;
    }

  g_autofree char *n = parl_format_number (self->n_rows, 0);
  g_autofree char *rows
      = self->n_rows == 1 ? g_strdup (_ ("1 row")) : g_strdup_printf (_ ("%s rows"), n);
  bool is_share = fact->unit == PARL_UNIT_SHARE && fact->n > 0
                  && fabs (fact->count / fact->n - fact->value) < 1e-9;
  self->rows = self->n_rows == 1 ? g_strdup (_ ("Show the Row"))
                                 : g_strdup_printf (_ ("Show the %s Rows"), n);
  if (!is_share)
    {
      self->evidence = g_strdup_printf (_ ("%s: %s"), rows, self->query);
      return;
    }
  g_autofree char *value = show (fact->value, fact->unit);
  g_autofree char *of = parl_format_number (fact->n, 0);
  self->evidence = g_strdup_printf (_ ("%s = %s of %s: %s"), rows, value, of, self->query);
}

/* For a drawing of the intervals; a change of a rate has marks in points, and none before. */
static void
set_marks (ParlExplanation *self, const ParlFact *fact)
{
  bool is_points = fact->unit == PARL_UNIT_POINTS;

  self->unit = fact->unit;
  self->now = (ParlExplanationMark){ fact->value, fact->low, fact->high, NULL };
  self->before = (ParlExplanationMark){ NAN, NAN, NAN, NULL };
  self->target = (ParlExplanationMark){ fact->target, NAN, NAN, NULL };
  if (!is_points)
    self->before = (ParlExplanationMark){ fact->comparison.value, fact->comparison.low,
                                          fact->comparison.high, NULL };
  if (!isnan (self->now.value))
    {
      g_autofree char *value = show (self->now.value, fact->unit);
      self->now.label = g_strdup_printf (C_ ("mark", "now %s"), value);
    }
  if (!isnan (self->before.value))
    {
      g_autofree char *value = show (self->before.value, fact->unit);
      self->before.label = g_strdup_printf (C_ ("mark", "before %s"), value);
    }
  if (!isnan (self->target.value))
    {
      g_autofree char *value = parl_format_round (fact->target, fact->unit);
      self->target.label = fact->entry->rule == PARL_RULE_BUDGET
                               ? g_strdup (C_ ("mark", "all of the budget"))
                               : g_strdup_printf (C_ ("mark", "promise %s"), value);
    }
}

/* @fact: one of @findings, or of a what-if on them; outlives the explanation
 * Returns: (transfer full): in the current locale */
ParlExplanation *
parl_explanation_new (const ParlFindings *findings, const ParlFact *fact)
{
  g_return_val_if_fail (findings != NULL && fact != NULL, NULL);

  const char *method = fact->entry->method;
  ParlExplanation *self = g_new0 (ParlExplanation, 1);
  g_autofree char *value
      = parl_fact_words_make_value (findings, fact, parl_formula_get_digits (fact->unit));

  self->fact = fact;
  self->name = parl_fact_words_make_name (NULL, findings, fact);
  self->title = g_strdup_printf (_ ("%s: %s"), self->name, value);
  self->formula = say_formula (fact);
  self->method = *method != '\0' ? g_strdup (_ (method)) : NULL;
  self->window = parl_fact_words_make_window (fact->window);
  self->caveats = parl_caveats_list (findings, fact);
  set_rows (self, findings, fact);
  show_formula (findings, fact, &self->expression, &self->result);
  if (!isnan (fact->value))
    self->size = make_size (fact);
  set_verdict (self, findings, fact);
  set_comparison (self, fact);
  set_judgement (self, findings, fact);
  set_origin (self, findings, fact);
  set_marks (self, fact);
  return self;
}

void
parl_explanation_free (ParlExplanation *self)
{
  if (self == NULL)
    return;

  char *strings[]
      = { self->name,   self->title,     self->verdict,   self->formula,      self->expression,
          self->result, self->size,      self->method,    self->window,       self->comparison,
          self->change, self->judgement, self->source,    self->freshness,    self->query,
          self->rows,   self->evidence,  self->now.label, self->before.label, self->target.label };
  for (unsigned i = 0; i < G_N_ELEMENTS (strings); i++)
    g_free (strings[i]);
  g_strfreev (self->caveats);
  g_free (self);
}

static void
append (GString *text, const char *label, const char *value)
{
  if (value != NULL)
    g_string_append_printf (text, "%s: %s\n", label, value);
}

/* Returns: (transfer full): all of it, a line each */
char *
parl_explanation_to_text (const ParlExplanation *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_autoptr (GString) text = g_string_new (NULL);
  const char *expression = self->expression != NULL ? self->expression : "";
  g_autofree char *counted = self->result == NULL
                                 ? NULL
                                 : g_strstrip (g_strdup_printf ("%s %s", expression, self->result));

  g_string_append_printf (text, "%s\n", self->title);
  append (text, _ ("Verdict"), self->verdict);
  append (text, _ ("Is this good?"), self->judgement);
  append (text, _ ("Formula"), self->formula);
  append (text, _ ("Counted"), counted);
  append (text, _ ("Size"), self->size);
  append (text, _ ("Method"), self->method);
  append (text, _ ("Window"), self->window);
  append (text, _ ("Before"), self->comparison);
  append (text, _ ("Change"), self->change);
  append (text, _ ("Rows"), self->evidence);
  append (text, _ ("Source"), self->source);
  append (text, _ ("Age"), self->freshness);
  for (char **caveat = self->caveats; *caveat != NULL; caveat++)
    append (text, _ ("Mind"), *caveat);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
