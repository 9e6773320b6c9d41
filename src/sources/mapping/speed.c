/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Samples of speed, added up by hour. An hour that is not over, and the one that the period asked
 * for cuts into, are left to the next sync. Of observed rates bins are made as of a Prometheus
 * server's gauges: [k, k + 1), each with the one below it, and the bin up to 0 for who is offline;
 * so that one fleet has the same numbers however it is asked. */
#include "config.h"

#include "sources/mapping/feeds.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define A_HAIR_ABOVE 1.000000001 /* who misses a whole number by rounding is in its bin */

static const struct
{
  const char *name, *unit;
} infos[] = {
  [PARL_MAP_SERIES_FPS] = { PARL_SERIES_FPS_TIME, "s" },
  [PARL_MAP_SERIES_FPS_TIME] = { PARL_SERIES_FPS_TIME, "s" },
  [PARL_MAP_SERIES_FRAME_TIME] = { PARL_SERIES_FRAME_TIME, "frames" },
  [PARL_MAP_SERIES_STAGE_TIME] = { PARL_SERIES_STAGE_TIME, "ms" },
};

/* One series while it grows. */
typedef struct
{
  ParlLabels *labels;
  GHashTable *hours; /* (element-type ParlTime Amount) */
} Growing;

typedef struct
{
  ParlTime hour; /* its end */
  double sum;
  unsigned n;
} Amount;

static void
free_growing (Growing *self)
{
  parl_labels_unref (self->labels);
  g_hash_table_unref (self->hours);
  g_free (self);
}

static char *
format_bound (double bound)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup (isinf (bound) ? "+Inf" : g_ascii_formatd (text, sizeof text, "%.15g", bound));
}

/* @label: "le" or "stage"
 * @hour: the end of the hour */
static void
add_amount (ParlMapFeeder *self, const char *device_class, const char *label, const char *value,
            ParlTime hour, double amount)
{
  g_autoptr (ParlLabels) plain = device_class != NULL
                                     ? parl_labels_new ("class", device_class, NULL)
                                     : parl_labels_new (NULL, NULL);
  g_autoptr (ParlLabels) labels = parl_labels_with (plain, label, value);
  g_autofree char *key = parl_labels_to_string (labels);
  Growing *growing = g_hash_table_lookup (self->collected, key);

  if (growing == NULL)
    {
      growing = g_new0 (Growing, 1);
      growing->labels = g_steal_pointer (&labels);
      growing->hours = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
      g_hash_table_insert (self->collected, g_steal_pointer (&key), growing);
    }
  Amount *cell = g_hash_table_lookup (growing->hours, &hour);
  if (cell == NULL)
    {
      cell = g_new0 (Amount, 1);
      cell->hour = hour;
      g_hash_table_insert (growing->hours, &cell->hour, cell);
    }
  cell->sum += amount;
  cell->n++;
}

/* @above: where the bin begins; NAN: not said */
static void
add_bin (ParlMapFeeder *self, const char *device_class, double above, double le, ParlTime hour,
         double amount)
{
  g_autofree char *bound = format_bound (le);

  add_amount (self, device_class, "le", bound, hour, amount);
  if (above > 0 && above < le)
    {
      g_autofree char *edge = format_bound (above);
      add_amount (self, device_class, "le", edge, hour, 0);
    }
}

/* Returns: the end of the hour that it belongs to: an hour holds what is stamped with its end. */
static ParlTime
find_hour (const ParlMapFeeder *self, ParlTime time)
{
  if (self->part->is_begin)
    return time - time % PARL_HOUR + PARL_HOUR;
  return (time + PARL_HOUR - 1) / PARL_HOUR * PARL_HOUR;
}

static bool
require (const ParlMapFeeder *self, const ParlMapRow *row, const ParlMapValue *values,
         const unsigned *needed, GError **error)
{
  for (unsigned i = 0; i < 2; i++)
    if (values[needed[i]].text == NULL)
      {
        parl_json_fail (row->at, error, _ ("%s is missing"),
                        parl_map_get_fields (self->part->feed)[needed[i]].key);
        return false;
      }
  return true;
}

bool
parl_map_speed_add (ParlMapFeeder *self, const ParlMapRow *row, const ParlMapValue *values,
                    GError **error)
{
  static const unsigned needed[][2] = {
    [PARL_MAP_SERIES_FPS] = { PARL_SPEED_FPS, PARL_SPEED_SECONDS },
    [PARL_MAP_SERIES_FPS_TIME] = { PARL_SPEED_LE, PARL_SPEED_SECONDS },
    [PARL_MAP_SERIES_FRAME_TIME] = { PARL_SPEED_LE, PARL_SPEED_FRAMES },
    [PARL_MAP_SERIES_STAGE_TIME] = { PARL_SPEED_STAGE, PARL_SPEED_DURATION },
  };
  const char *device_class = values[PARL_SPEED_CLASS].text;
  ParlTime hour = find_hour (self, values[PARL_SPEED_TIME].time);
  double seconds = values[PARL_SPEED_SECONDS].number;
  double fps = values[PARL_SPEED_FPS].number;
  double above = values[PARL_SPEED_ABOVE].text != NULL ? values[PARL_SPEED_ABOVE].number : NAN;
  double le = values[PARL_SPEED_LE].number;

  if (!require (self, row, values, needed[self->part->series], error))
    return false;
  if (values[PARL_SPEED_FRAMES].number < 0 || fps < 0)
    {
      parl_json_fail (row->at, error, _ ("a negative number of frames"));
      return false;
    }
  if (hour > self->now + PARL_DAY)
    {
      parl_json_fail (row->at, error, _ ("lies more than a day in the future"));
      return false;
    }
  if (hour > self->now || (self->since != PARL_TIME_NONE && hour <= self->since))
    return true;
  switch (self->part->series)
    {
    case PARL_MAP_SERIES_FPS:
      le = fps > 0 ? ceil (fps * A_HAIR_ABOVE) : 0;
      add_bin (self, device_class, le - 1, le, hour, seconds);
      break;
    case PARL_MAP_SERIES_FPS_TIME:
      add_bin (self, device_class, above, le, hour, seconds);
      break;
    case PARL_MAP_SERIES_FRAME_TIME:
      add_bin (self, device_class, above, le, hour, values[PARL_SPEED_FRAMES].number);
      break;
    case PARL_MAP_SERIES_STAGE_TIME:
      add_amount (self, device_class, "stage", values[PARL_SPEED_STAGE].text, hour,
                  values[PARL_SPEED_DURATION].number);
      break;
    }
  self->harvest->newest = MAX (self->harvest->newest, hour);
  return true;
}

static int
compare_hours (gconstpointer a, gconstpointer b)
{
  ParlTime x = (*(Amount *const *)a)->hour, y = (*(Amount *const *)b)->hour;

  return (x > y) - (x < y);
}

/* @skip: an hour that is not whole; PARL_TIME_NONE: none */
static void
add_series (ParlMapFeeder *self, Growing *growing, ParlTime skip)
{
  bool is_level = self->part->series == PARL_MAP_SERIES_STAGE_TIME;
  unsigned n = g_hash_table_size (growing->hours);
  g_autofree Amount **amounts = (Amount **)g_hash_table_get_keys_as_array (growing->hours, NULL);
  g_autofree ParlTime *times = g_new (ParlTime, n);
  g_autofree double *values = g_new (double, n);
  size_t length = 0;

  /* A key is the first member of its amount. */
  qsort (amounts, n, sizeof *amounts, compare_hours);
  for (unsigned i = 0; i < n; i++)
    {
      if (amounts[i]->hour == skip)
        continue;
      times[length] = amounts[i]->hour;
      values[length++] = is_level ? amounts[i]->sum / amounts[i]->n : amounts[i]->sum;
    }
  if (length > 0)
    g_ptr_array_add (self->harvest->series,
                     parl_series_new_take (infos[self->part->series].name,
                                           infos[self->part->series].unit,
                                           parl_labels_ref (growing->labels), length,
                                           g_steal_pointer (&times), g_steal_pointer (&values)));
}

/* By class, then by bin, as those of other kinds of source: sums are then the same to the last bit.
 */
static int
compare_growings (gconstpointer a, gconstpointer b)
{
  const ParlLabels *x = ((const Growing *)a)->labels, *y = ((const Growing *)b)->labels;
  const char *left = parl_labels_get (x, "le"), *right = parl_labels_get (y, "le");
  int order = g_strcmp0 (parl_labels_get (x, "class"), parl_labels_get (y, "class"));

  if (order != 0 || left == NULL || right == NULL)
    return order != 0 ? order : parl_labels_compare (x, y);
  double low = g_ascii_strtod (left, NULL), high = g_ascii_strtod (right, NULL);
  return (low > high) - (low < high);
}

/* Of single samples without a period nobody knows where the first hour was cut. */
static ParlTime
find_cut_hour (const ParlMapFeeder *self)
{
  ParlTime first = INT64_MAX;
  GHashTableIter growings, hours;
  Growing *growing;
  ParlTime *hour;

  if (self->part->series != PARL_MAP_SERIES_FPS || self->part->is_incremental)
    return PARL_TIME_NONE;
  g_hash_table_iter_init (&growings, self->collected);
  while (g_hash_table_iter_next (&growings, NULL, (gpointer *)&growing))
    {
      g_hash_table_iter_init (&hours, growing->hours);
      while (g_hash_table_iter_next (&hours, (gpointer *)&hour, NULL))
        first = MIN (first, *hour);
    }
  return first;
}

void
parl_map_speed_finish (ParlMapFeeder *self)
{
  ParlTime cut = find_cut_hour (self);
  g_autoptr (GList) growings = g_hash_table_get_values (self->collected);

  growings = g_list_sort (growings, compare_growings);
  for (GList *each = growings; each != NULL; each = each->next)
    {
      add_series (self, each->data, cut);
      free_growing (each->data);
    }
  g_hash_table_remove_all (self->collected);
}
