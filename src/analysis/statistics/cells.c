/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Merges cells that differ only in site and target release. Facts are some hundred counts over the
 * table and ask for neither; a fleet at a thousand sites is then counted as fast as one at one. */
#include "config.h"

#include "analysis/statistics/cells.h"

#include <stdlib.h>

static int
compare_addresses (const void *a, const void *b)
{
  return ((uintptr_t)a > (uintptr_t)b) - ((uintptr_t)a < (uintptr_t)b);
}

/* Any total order will do. The table keeps each different string once, so an address is as good as
 * its text. */
static int
compare_cells (gconstpointer a, gconstpointer b)
{
  const ParlOutcomeCount *x = a;
  const ParlOutcomeCount *y = b;
  const int orders[] = {
    x->age - y->age,
    (int)x->outcome - (int)y->outcome,
    x->retry - y->retry,
    x->traced - y->traced,
    x->by_day - y->by_day,
    compare_addresses (x->from, y->from),
    compare_addresses (x->device_class, y->device_class),
    compare_addresses (x->cause, y->cause),
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (orders); i++)
    if (orders[i] != 0)
      return orders[i];
  return 0;
}

/* @outcomes: outlives the result, which borrows its strings
 * @n_days: ages 0 .. @n_days - 1 are kept
 * Returns: (transfer full) (element-type ParlOutcomeCount): what was counted, by age, outcome,
 *   retry, release before, class, cause, trace and whether it is by day; `site` and `to` are %NULL
 */
GArray *
parl_merge_cells (const ParlOutcomes *outcomes, int n_days)
{
  GArray *cells = g_array_new (FALSE, FALSE, sizeof (ParlOutcomeCount));
  unsigned n_merged = 0;

  for (size_t i = 0; i < parl_outcomes_size (outcomes); i++)
    {
      ParlOutcomeCount cell = *parl_outcomes_get (outcomes, i);
      cell.site = cell.to = NULL;
      if (cell.count > 0 && cell.age >= 0 && cell.age < n_days)
        g_array_append_val (cells, cell);
    }
  g_array_sort (cells, compare_cells);

  ParlOutcomeCount *all = (ParlOutcomeCount *)(void *)cells->data;
  for (unsigned i = 0; i < cells->len; i++)
    if (n_merged > 0 && compare_cells (&all[n_merged - 1], &all[i]) == 0)
      all[n_merged - 1].count += all[i].count;
    else
      all[n_merged++] = all[i];
  g_array_set_size (cells, n_merged);
  return cells;
}
