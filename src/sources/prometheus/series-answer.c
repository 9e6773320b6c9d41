/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Collects series, one at a time, within limits. Knows nothing of the text they come from. */
#include "config.h"

#include "sources/prometheus/series-answer.h"

#include "sources/http/reason.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MAX_LABELS 64
#define MAX_SERIES 200000

void
parl_series_answer_init (ParlSeriesAnswer *self, size_t max_samples)
{
  *self = (ParlSeriesAnswer){ .max_samples = max_samples };
  self->notes = g_ptr_array_new_with_free_func (g_free);
  self->series = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_series_unref);
  self->times = g_array_new (FALSE, FALSE, sizeof (ParlTime));
  self->values = g_array_new (FALSE, FALSE, sizeof (double));
}

/* Forgets everything, as if newly made. */
void
parl_series_answer_reset (ParlSeriesAnswer *self)
{
  size_t max_samples = self->max_samples;

  parl_series_answer_clear (self);
  parl_series_answer_init (self, max_samples);
}

void
parl_series_answer_clear (ParlSeriesAnswer *self)
{
  g_free (self->status);
  g_free (self->error);
  g_free (self->error_type);
  g_ptr_array_unref (self->notes);
  g_ptr_array_unref (self->series);
  g_clear_pointer (&self->labels, parl_labels_unref);
  g_array_unref (self->times);
  g_array_unref (self->values);
}

void
parl_series_answer_begin (ParlSeriesAnswer *self)
{
  g_clear_pointer (&self->labels, parl_labels_unref);
  self->labels = parl_labels_new (NULL, NULL);
  g_array_set_size (self->times, 0);
  g_array_set_size (self->values, 0);
  self->has_metric = self->has_values = false;
  self->last = PARL_TIME_NONE;
}

/* Of two equal labels the last counts. */
const ParlSeriesFlaw *
parl_series_answer_add_label (ParlSeriesAnswer *self, const char *key, const char *value)
{
  static const ParlSeriesFlaw too_many
      = { PARL_SOURCE_ERROR_TOO_LARGE, N_ ("a series has too many labels") };

  if (parl_labels_size (self->labels) == MAX_LABELS)
    return &too_many;

  ParlLabels *with = parl_labels_with (self->labels, key, value);
  parl_labels_unref (self->labels);
  self->labels = with;
  return NULL;
}

/* A value that is not finite is a gap: counted and left out. */
const ParlSeriesFlaw *
parl_series_answer_add_sample (ParlSeriesAnswer *self, ParlTime time, double value)
{
  static const ParlSeriesFlaw not_rising
      = { PARL_SOURCE_ERROR_MALFORMED, N_ ("the times do not rise") };
  static const ParlSeriesFlaw too_many
      = { PARL_SOURCE_ERROR_TOO_LARGE, N_ ("the answer has too many samples") };

  if (time <= self->last)
    return &not_rising;
  self->last = time;
  if (!isfinite (value))
    {
      self->n_gaps++;
      return NULL;
    }
  if (++self->n_samples > self->max_samples)
    return &too_many;
  g_array_append_val (self->times, time);
  g_array_append_val (self->values, value);
  return NULL;
}

/* A series of nothing but gaps or histograms stays one, of no samples. */
const ParlSeriesFlaw *
parl_series_answer_end (ParlSeriesAnswer *self)
{
  static const ParlSeriesFlaw too_many
      = { PARL_SOURCE_ERROR_TOO_LARGE, N_ ("the answer has too many series") };
  size_t length = self->times->len;
  const char *name = parl_labels_get (self->labels, "__name__");

  if (self->series->len == MAX_SERIES)
    return &too_many;
  g_ptr_array_add (self->series,
                   parl_series_new_take (name != NULL ? name : "", "",
                                         parl_labels_ref (self->labels), length,
                                         g_memdup2 (self->times->data, length * sizeof (ParlTime)),
                                         g_memdup2 (self->values->data, length * sizeof (double))));
  g_clear_pointer (&self->labels, parl_labels_unref);
  return NULL;
}

/* (transfer full): what a success says whose body tells of an error. */
char *
parl_series_answer_dup_refusal (const ParlSeriesAnswer *self)
{
  static const char *const no_secrets[] = { NULL };
  const char *said = self->error != NULL ? self->error : "";
  const char *type = self->error_type != NULL ? self->error_type : _ ("of no type");
  g_autofree char *clean_said = parl_http_clean_text (said, strlen (said), no_secrets);
  g_autofree char *clean_type = parl_http_clean_text (type, strlen (type), no_secrets);

  return g_strdup_printf (_ ("the server answered with an error: “%s” (%s)"), clean_said,
                          clean_type);
}
