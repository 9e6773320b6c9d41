/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chart as a table: every row has all columns, every item has its row, and the words are those of
 * the chart. */
#include "config.h"

#include "charts/chart.h"
#include "charts/words.h"
#include "tests/charts/fixtures.h"

#include <string.h>

typedef struct
{
  const char *fixture;
  unsigned row;
  const char *words; /* joined by " | " */
} Row;

static const Row rows[] = {
  { "control", 0, "Day 0 | 5.2 % | " },
  { "control", 28, " | v2.6 canary, 24 Oct | Release" },
  { "control", 45, "Day 43 | 9.2 % | Outside the limits" },
  { "control", 48, "Day 46 | 8.6 % | In a run on one side of the mean" },
  { "control", 58, " | mean 5.98 | " },
  { "heatmap", 0, "disk-space | 442 · 17.0 % | 0 | 0 | 442" },
  { "heatmap", 6, "of n attempts | 520 / 2,600 | 164 / 4,100 | 221 / 5,700 | 905" },
  { "waterfall", 1, "More from an old release | +1.74 | v2.3: 10\302\240% → 21\302\240%" },
  { "waterfall", 4, "Promise | promised: at most 5 % | " },
  { "histogram", 0, "Nano | 82.1 % ≥ 30 | p5 21.8" },
  { "cascade", 2, "inference | 21.3" },
  { "cascade", 5, "p95 frame | 36.8 ms" },
  { "ladder", 3, "Wave 2 | 5,635 | 6,200 | 9.1 % | Hold v2.3 | 13 d | space check" },
  { "ladder", 5, "By device group |  |  |  |  |  | " },
  { "bullet", 1, "Promise | at most 5 %" },
  { "line", 0, "From | 24 Oct" },
  { "bars", 3, "longer | 54" },
  { "intervals", 1, "now 7.30 | Now: 7.30 % (6.85–7.77), 905 of 12,400" },
  { "burndown", 27, "20 Nov | -285 of 620 left" },
  { "burndown", 28, " | spent 14 Nov" },
  { "risk-parts", 5, "Days late | unknown" },
  { "risk-parts", 7, "Raised by | budget spent" },
  { "roadmap", 1, "Whole fleet | likely done 9 Dec (8 to 11 Dec)" },
  { "what-if", 1, "if | 3.73 %" },
};

static void
test_rows (void)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (rows); i++)
    for (const Fixture *fixture = golden_fixtures; fixture->name != NULL; fixture++)
      {
        if (strcmp (fixture->name, rows[i].fixture) != 0)
          continue;
        g_autoptr (ParlChartSpec) spec = fixture->create ();
        g_autoptr (ParlTable) table = parl_chart_spec_tabulate (spec);
        g_assert_cmpuint (table->rows->len, >, rows[i].row);
        g_autofree char *words = g_strjoinv (" | ", g_ptr_array_index (table->rows, rows[i].row));
        g_assert_cmpstr (words, ==, rows[i].words);
      }
}

static void
test_shape (const void *data)
{
  const Fixture *fixture = data;
  g_autoptr (ParlChartSpec) spec = fixture->create ();
  g_autoptr (ParlTable) table = parl_chart_spec_tabulate (spec);

  g_assert_cmpuint (g_strv_length (table->heads), ==, table->n_columns);
  for (unsigned i = 0; i < table->rows->len; i++)
    g_assert_cmpuint (g_strv_length (g_ptr_array_index (table->rows, i)), ==, table->n_columns);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/charts/table/rows", test_rows);
  for (const Fixture *list = golden_fixtures; list != NULL;
       list = list == golden_fixtures ? odd_fixtures : NULL)
    for (const Fixture *fixture = list; fixture->name != NULL; fixture++)
      {
        g_autofree char *path = g_strdup_printf ("/charts/table/shape/%s", fixture->name);
        g_test_add_data_func (path, fixture, test_shape);
      }
  return g_test_run ();
}
