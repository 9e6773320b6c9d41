/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Knows which charts a card may ask for, and helps those who fill them: finds facts, words parts,
 * sets ticks. */
#include "config.h"

#include "audiences/charts/board-chart.h"

#include "analysis/fact-link.h"

#include "audiences/format.h"

#include <math.h>
#include <string.h>
#include <glib.h>

#define MAX_DAYS 120 /* as many labels of a time axis */

/* In the order in which an error names them. */
static const ParlBoardChart none = { .name = "none", .parts = "" };
static const ParlBoardChart *const charts[] = {
  &none,
  &parl_board_control,
  &parl_board_heatmap,
  &parl_board_waterfall,
  &parl_board_histogram,
  &parl_board_frame_time,
  &parl_board_ladder,
  &parl_board_bullet,
  &parl_board_bars,
  &parl_board_burn_down,
  &parl_board_risk,
  &parl_board_roadmap,
};

/* @name: (nullable): as an audience file has it; %NULL for no chart
 * Returns: (transfer none) (nullable): %NULL where there is no such chart */
const ParlBoardChart *
parl_board_chart_lookup (const char *name)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (charts); i++)
    if (name == NULL || strcmp (charts[i]->name, name) == 0)
      return charts[i];
  return NULL;
}

/* Returns: (transfer full): "none, control, ..." */
char *
parl_board_chart_list_names (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (unsigned i = 0; i < G_N_ELEMENTS (charts); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", charts[i]->name);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* @message: the card's title: what the chart shows
 * Returns: (transfer full) (nullable): the chart that @card asks for, where there is anything to
 * draw */
ParlChartSpec *
parl_board_chart_new (ParlWording *wording, const ParlCardTemplate *card, const char *message)
{
  return card->chart->create != NULL ? card->chart->create (wording, card, message) : NULL;
}

/* @fact: what the part of the chart shows
 * Returns: (transfer full) (nullable): the audience's label for it */
ParlLine *
parl_board_chart_say_part (ParlWording *wording, const ParlCardTemplate *card, const char *part,
                           const ParlFact *fact)
{
  const char *line = g_hash_table_lookup (card->parts, part);

  return line != NULL && fact != NULL ? parl_wording_say (wording, line, fact) : NULL;
}

/* Returns: (transfer full) (nullable): the text alone of parl_board_chart_say_part() */
char *
parl_board_chart_dup_part (ParlWording *wording, const ParlCardTemplate *card, const char *part,
                           const ParlFact *fact)
{
  g_autoptr (ParlLine) line = parl_board_chart_say_part (wording, card, part, fact);

  return line != NULL ? g_strdup (line->text) : NULL;
}

/* @key: (nullable): %NULL for the fact of the whole
 * Returns: (transfer none) (nullable): the fact that has a value; it counts as spoken of */
const ParlFact *
parl_board_chart_find (ParlWording *wording, const char *id, const char *key, const char *value)
{
  g_autoptr (ParlLabels) subject = parl_labels_new (key, value, NULL);
  const ParlFact *fact = parl_findings_find (wording->findings, id, subject, true);

  if (fact == NULL || isnan (fact->value))
    return NULL;
  parl_wording_note (wording, fact);
  return fact;
}

/* Returns: (transfer container) (element-type ParlFact): the first facts of @id whose subject is
 * exactly @key, as they come */
GPtrArray *
parl_board_chart_pick (ParlWording *wording, const char *id, const char *key, unsigned max)
{
  GPtrArray *facts = g_ptr_array_new ();

  for (unsigned i = 0; i < wording->findings->facts->len && facts->len < max; i++)
    {
      const ParlFact *fact = wording->findings->facts->pdata[i];
      if (strcmp (fact->id, id) == 0 && parl_labels_size (fact->subject) == 1
          && parl_labels_get (fact->subject, key) != NULL && !isnan (fact->value))
        g_ptr_array_add (facts, (gpointer)fact);
    }
  return facts;
}

/* For g_ptr_array_sort(): from the largest; what is not known stands last. */
int
parl_board_chart_compare_values (gconstpointer a, gconstpointer b)
{
  const ParlFact *first = *(const ParlFact *const *)a;
  const ParlFact *second = *(const ParlFact *const *)b;

  if (isnan (first->value) || isnan (second->value))
    return (int)isnan (first->value) - (int)isnan (second->value);
  return (first->value < second->value) - (first->value > second->value);
}

/* @item: of the chart, as parl_chart_hit() counts them
 * @fact: (nullable): what a click on the item explains */
void
parl_board_chart_link (ParlChartSpec *spec, unsigned item, const ParlFact *fact)
{
  if (fact != NULL)
    parl_chart_spec_set_link (spec, item, parl_fact_link_new (fact));
}

/* @label: (transfer full) */
void
parl_board_chart_add_tick (GArray *ticks, double value, char *label)
{
  ParlTick tick = { value, label };

  g_array_append_val (ticks, tick);
}

/* From day to day, or in longer steps where there are very many. */
void
parl_board_chart_add_days (GArray *ticks, ParlTime since, ParlTime until)
{
  ParlTime step = MAX ((until - since) / PARL_DAY / MAX_DAYS + 1, 1) * PARL_DAY;

  for (ParlTime time = since; time <= until; time += step)
    parl_board_chart_add_tick (ticks, (double)time, parl_format_date (time, PARL_DATE_SHORT));
}

/* @top: the largest value that has to fit, in any unit
 * @max_ticks: how many steps may be taken from 0 to beyond @top
 * Returns: the smallest round step with which @top is reached in @max_ticks; 1 where @top is not a
 *   positive number */
double
parl_scale_get_step (double top, unsigned max_ticks)
{
  g_return_val_if_fail (max_ticks > 0, 1);

  const double factors[] = { 1, 2, 5, 10 };
  if (!(top > 0) || isinf (top))
    return 1;

  double power = pow (10, floor (log10 (top / max_ticks)));
  for (unsigned i = 0; i < G_N_ELEMENTS (factors); i++)
    if (factors[i] * power * max_ticks >= top * (1 - 1e-9))
      return factors[i] * power;
  return 10 * power;
}

/* The first whole step that is not below @value. */
double
parl_scale_round_up (double value, double step)
{
  return ceil (value / step - 1e-9) * step;
}
