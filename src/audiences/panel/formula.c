/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes a fact's formula as a reader sees it: in words, and with its numbers put in. Computes
 * nothing: the numbers and the result are facts. */
#include "config.h"

#include "audiences/panel/formula.h"

#include "analysis/formula.h"
#include "audiences/fact-words.h"
#include "audiences/format.h"

#include <glib/gi18n-lib.h>
#include <math.h>

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
show (const ParlFormula *formula, const GString *expression)
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
void
parl_formula_show (const ParlFindings *findings, const ParlFact *fact, char **expression,
                   char **result)
{
  g_autoptr (ParlFormula) formula = parl_formula_new (findings, fact);

  *expression = formula != NULL ? show (formula, formula->expression) : NULL;
  *result = NULL;
  if (isnan (fact->value))
    return;

  g_autofree char *value
      = parl_fact_words_make_value (findings, fact, parl_formula_get_digits (fact->unit));
  g_autofree char *step
      = formula != NULL && formula->step->len > 0 ? show (formula, formula->step) : NULL;
  *result
      = step != NULL ? g_strdup_printf ("= %s = %s", step, value) : g_strdup_printf ("= %s", value);
}

/* Returns: (transfer full): the catalogue's formula: "failed ÷ (succeeded + failed)" */
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
