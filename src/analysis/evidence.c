/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs the lister of a fact and adds its rows up. Rows are picked by the predicate that counted
 * them and weighed by the measure that the catalogue gives for the fact, so that they add up to it.
 * Knows no kind of row. */
#include "config.h"

#include "analysis/evidence.h"

#include "analysis/listing.h"
#include "model/cells.h"

#include <math.h>
#include <string.h>

bool
parl_measure_adds_up (ParlMeasure measure)
{
  return measure != PARL_MEASURE_NONE && measure != PARL_MEASURE_SETTING;
}

void
parl_listing_add (ParlListing *self, double weight, const char *first, ...)
{
  ParlEvidence *evidence = self->evidence;
  unsigned n = g_strv_length ((char **)evidence->columns);
  char **row = g_new0 (char *, n + 1);
  const char *cell = first;
  va_list args;

  va_start (args, first);
  for (unsigned i = 0; i < n; i++)
    {
      row[i] = g_strdup (cell != NULL ? cell : "");
      if (i + 1 < n)
        cell = va_arg (args, const char *);
    }
  va_end (args);
  g_ptr_array_add (evidence->rows, row);
  g_array_append_val (evidence->weights, weight);
  evidence->sum += weight;
}

char *
parl_listing_format_number (double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (value == floor (value) && fabs (value) < 1e15)
    return g_strdup_printf ("%.0f", value);
  return g_strdup (g_ascii_dtostr (buffer, sizeof buffer, value));
}

char *
parl_listing_format_count (int64_t count)
{
  return count != PARL_COUNT_UNKNOWN ? parl_listing_format_number (count) : NULL;
}

char *
parl_listing_format_time (ParlTime time)
{
  return time != PARL_TIME_NONE ? parl_time_to_iso (time) : NULL;
}

void
parl_listing_drop (ParlListing *self)
{
  g_ptr_array_set_size (self->evidence->rows, 0);
  g_array_set_size (self->evidence->weights, 0);
  self->evidence->sum = 0;
}

void
parl_list_any (ParlListing *self)
{
  static void (*const listers[]) (ParlListing *) = {
    [PARL_ROWS_ATTEMPTS] = parl_list_attempts,     [PARL_ROWS_DEVICES] = parl_list_devices,
    [PARL_ROWS_STAGES] = parl_list_stages,         [PARL_ROWS_SERIES] = parl_list_series,
    [PARL_ROWS_MILESTONES] = parl_list_milestones, [PARL_ROWS_CHANGES] = parl_list_changes,
    [PARL_ROWS_RELEASES] = parl_list_releases,     [PARL_ROWS_BUILDS] = parl_list_builds,
  };

  listers[self->fact->evidence.rows](self);
}

/* A setting has no rows; and of what nobody knows, some rows would pass for all. A milestone says
 * itself that it is not measured. */
static bool
has_rows (const ParlListing *self)
{
  if (self->measure == PARL_MEASURE_SETTING)
    return false;
  return self->fact->evidence.rows == PARL_ROWS_MILESTONES || !isnan (self->fact->value)
         || !isnan (self->fact->count);
}

/* @attempts: (element-type ParlAttempt) (nullable): see the header. Where they don't add up to the
 *   fact's count, because a source keeps counters only, the counted cells are the rows.
 * A fact without value and count has no rows, and neither has a setting.
 * Returns: (transfer full): the rows, or %NULL with %PARL_ANALYSIS_ERROR_QUERY */
ParlEvidence *
parl_evidence_new (const ParlFindings *findings, const ParlFact *fact, GPtrArray *attempts,
                   GError **error)
{
  g_return_val_if_fail (findings != NULL && fact != NULL, NULL);

  g_autoptr (ParlPredicate) predicate
      = parl_predicate_new (&fact->evidence, findings->snapshot, findings->targets, error);
  if (predicate == NULL)
    return NULL;

  g_autoptr (ParlEvidence) self = g_new0 (ParlEvidence, 1);
  ParlListing listing = { self, findings, fact, fact->entry->measure, predicate, attempts };

  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
  self->weights = g_array_new (FALSE, FALSE, sizeof (double));
  fact->entry->list (&listing);
  if (!has_rows (&listing))
    parl_listing_drop (&listing);
  self->adds_up = parl_measure_adds_up (listing.measure);
  return g_steal_pointer (&self);
}

void
parl_evidence_free (ParlEvidence *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->rows);
  g_array_unref (self->weights);
  g_free (self);
}

/* Returns: (transfer full): a line of column names, then the rows, in UTF-8 */
char *
parl_evidence_to_csv (const ParlEvidence *self)
{
  GString *csv = g_string_new (NULL);

  parl_cells_append_row (csv, self->columns, ',');
  for (unsigned i = 0; i < self->rows->len; i++)
    parl_cells_append_row (csv, g_ptr_array_index (self->rows, i), ',');
  return g_string_free (csv, FALSE);
}
