/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chart in words, for those who can't see it: lines of the form "what: how much". Only words that
 * stand in the spec; nothing is counted, rounded or judged here. */
#include "config.h"

#include "charts/spec.h"
#include "charts/table.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static bool
has_words (const char *text)
{
  return text != NULL && *text != '\0';
}

/* "Label: one, two, three" of what is there; no line when nothing is. */
static void
add_line (GString *out, const char *label, unsigned n_parts, const char *const *parts)
{
  bool has_parts = false;

  if (has_words (label))
    g_string_append (out, label);
  for (unsigned i = 0; i < n_parts; i++)
    if (has_words (parts[i]))
      {
        const char *joint = has_parts ? ", " : has_words (label) ? ": " : "";
        g_string_append_printf (out, "%s%s", joint, parts[i]);
        has_parts = true;
      }
  if (has_words (label) || has_parts)
    g_string_append_c (out, '\n');
}

#define ADD_LINE(out, label, ...)                                                                  \
  add_line (out, label, G_N_ELEMENTS (((const char *[]){ __VA_ARGS__ })),                          \
            (const char *[]){ __VA_ARGS__ })

static void
add_tick (GString *out, const ParlTick *tick)
{
  if (isfinite (tick->value))
    ADD_LINE (out, NULL, tick->label);
}

/* Of the points only the signals and the newest: the others can be walked through one by one. */
static void
describe_control (GString *out, const ParlControlChart *chart)
{
  const ParlTick *levels[] = { &chart->mean, &chart->upper, &chart->lower, &chart->budget };
  static const char *const kinds[]
      = { [PARL_SIGNAL_NONE] = NULL,
          [PARL_SIGNAL_BEYOND] = N_ ("Outside the limits"),
          [PARL_SIGNAL_RUN] = N_ ("In a run on one side of the mean") };

  for (unsigned i = 0; i < G_N_ELEMENTS (levels); i++)
    add_tick (out, levels[i]);
  for (unsigned i = 0; i < chart->marks->len; i++)
    ADD_LINE (out, _ ("Marked"), g_array_index (chart->marks, ParlMark, i).label);
  for (unsigned i = 0; i < chart->points->len; i++)
    {
      const ParlControlPoint *point = &g_array_index (chart->points, ParlControlPoint, i);
      bool is_newest = i + 1 == chart->points->len;
      if (has_words (point->tip) && (point->signal != PARL_SIGNAL_NONE || is_newest))
        ADD_LINE (out, point->signal == PARL_SIGNAL_NONE ? NULL : _ (kinds[point->signal]),
                  point->tip);
    }
}

static void
describe_heatmap (GString *out, const ParlHeatmapChart *chart)
{
  for (unsigned row = 0; row < chart->n_rows; row++)
    {
      g_autoptr (GString) cells = g_string_new (NULL);
      for (unsigned column = 0; column < chart->n_columns && chart->cells != NULL; column++)
        {
          const ParlHeatCell *cell = &chart->cells[(size_t)row * chart->n_columns + column];
          const char *head = chart->columns != NULL ? chart->columns[column] : "";
          g_string_append_printf (cells, "%s%s %s", column > 0 ? ", " : "", head,
                                  isnan (cell->rate) || cell->text == NULL ? _ ("not observed")
                                                                           : cell->text);
        }
      if (chart->totals != NULL)
        g_string_append_printf (cells, ", %s %s", chart->totals_head, chart->totals[row]);
      ADD_LINE (out, chart->rows != NULL ? chart->rows[row] : NULL, cells->str);
    }
  if (chart->feet == NULL)
    return;

  g_autoptr (GString) feet = g_string_new (NULL);
  for (unsigned column = 0; column <= chart->n_columns; column++)
    {
      const char *head = column == chart->n_columns ? chart->totals_head
                         : chart->columns != NULL   ? chart->columns[column]
                                                    : NULL;
      if (has_words (chart->feet[column]))
        g_string_append_printf (feet, "%s%s %s", column > 0 ? ", " : "", head != NULL ? head : "",
                                chart->feet[column]);
    }
  ADD_LINE (out, chart->feet_head, feet->str);
}

static void
describe_waterfall (GString *out, const ParlWaterfallChart *chart)
{
  ADD_LINE (out, NULL, chart->subtitle);
  for (unsigned i = 0; i < chart->bars->len; i++)
    {
      const ParlWaterfallBar *bar = &g_array_index (chart->bars, ParlWaterfallBar, i);
      ADD_LINE (out, bar->label, bar->value, bar->detail);
    }
  add_tick (out, &chart->promise);
}

static void
describe_histogram (GString *out, const ParlHistogramChart *chart)
{
  for (unsigned i = 0; i < chart->rows->len; i++)
    {
      const ParlHistogramRow *row = &g_array_index (chart->rows, ParlHistogramRow, i);
      ADD_LINE (out, row->label, row->value, row->detail);
    }
  if (isfinite (chart->target.value))
    ADD_LINE (out, C_ ("table", "Target"), chart->target.label);
}

static void
describe_cascade (GString *out, const ParlCascadeChart *chart)
{
  for (unsigned i = 0; i < chart->rows->len; i++)
    {
      const ParlCascadeRow *row = &g_array_index (chart->rows, ParlCascadeRow, i);
      ADD_LINE (out, row->label, row->text);
    }
  ADD_LINE (out, chart->total_label, chart->total_text);
  add_tick (out, &chart->budget);
}

static char *
label_part (const char *head, const char *text)
{
  if (!has_words (text))
    return NULL;
  return has_words (head) ? g_strdup_printf ("%s %s", head, text) : g_strdup (text);
}

static void
describe_ladder (GString *out, const ParlLadderChart *chart)
{
  for (unsigned i = 0; i < chart->rows->len; i++)
    {
      const ParlLadderRow *row = &g_array_index (chart->rows, ParlLadderRow, i);
      bool is_stage = has_words (row->gate);
      g_autofree char *n = label_part (chart->heads[2], row->n_text);
      g_autofree char *done = label_part (chart->heads[1], row->done_text);
      g_autofree char *soak = label_part (is_stage ? chart->heads[4] : NULL, row->soak);
      g_autofree char *gate = label_part (chart->heads[5], row->gate);

      ADD_LINE (out, NULL, row->group);
      ADD_LINE (out, row->name, row->rate_text, row->verdict, n, done, soak, gate);
    }
  add_tick (out, &chart->promise);
  add_tick (out, &chart->halt);
}

static void
describe_line (GString *out, const ParlLineChart *chart)
{
  if (isfinite (chart->target.value))
    ADD_LINE (out, C_ ("table", "Target"), chart->target.label);
  if (chart->x_ticks->len > 0)
    ADD_LINE (out, C_ ("table", "From"), g_array_index (chart->x_ticks, ParlTick, 0).label,
              g_array_index (chart->x_ticks, ParlTick, chart->x_ticks->len - 1).label);
}

static void
describe_burndown (GString *out, const ParlBurndownChart *chart)
{
  const ParlBurndownPoint *last
      = chart->points->len == 0
            ? NULL
            : &g_array_index (chart->points, ParlBurndownPoint, chart->points->len - 1);

  add_tick (out, &chart->spent);
  ADD_LINE (out, NULL, last != NULL && has_words (last->tip) ? last->tip : chart->end_label);
}

/* A line a row, as they stand in the table. */
static void
describe_rows (GString *out, const ParlChartSpec *spec)
{
  g_autoptr (ParlTable) table = parl_chart_spec_tabulate (spec);

  for (unsigned i = 0; i < table->rows->len; i++)
    {
      const char *const *row = g_ptr_array_index (table->rows, i);
      add_line (out, row[0], table->n_columns - 1, row + 1);
    }
}

/**
 * parl_chart_spec_describe:
 *
 * Returns: (transfer full): the message, then a line an item, without a line break at the end
 */
char *
parl_chart_spec_describe (const ParlChartSpec *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  GString *out = g_string_new (NULL);

  ADD_LINE (out, NULL, self->message);
  switch (self->kind)
    {
    case PARL_CHART_CONTROL:
      describe_control (out, &self->control);
      break;
    case PARL_CHART_HEATMAP:
      describe_heatmap (out, &self->heatmap);
      break;
    case PARL_CHART_WATERFALL:
      describe_waterfall (out, &self->waterfall);
      break;
    case PARL_CHART_HISTOGRAM:
      describe_histogram (out, &self->histogram);
      break;
    case PARL_CHART_CASCADE:
      describe_cascade (out, &self->cascade);
      break;
    case PARL_CHART_LADDER:
      describe_ladder (out, &self->ladder);
      break;
    case PARL_CHART_BULLET:
      ADD_LINE (out, NULL, self->bullet.promise_label);
      ADD_LINE (out, NULL, self->bullet.previous_label);
      break;
    case PARL_CHART_LINE:
      describe_line (out, &self->line);
      break;
    case PARL_CHART_BURNDOWN:
      describe_burndown (out, &self->burndown);
      break;
    case PARL_CHART_BARS:
    case PARL_CHART_INTERVALS:
    case PARL_CHART_RISK:
    case PARL_CHART_ROADMAP:
    default:
      describe_rows (out, self);
      break;
    }
  if (out->len > 0)
    g_string_truncate (out, out->len - 1);
  return g_string_free (out, FALSE);
}
