/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is wrong with a body of series, and where in it. */
#include "config.h"

#include "sources/prometheus/series-state.h"

#include <glib/gi18n-lib.h>

/* "data.result[3].values[17]"; ends where what we do not know begins */
static void
append_path (ParlSeriesReader *self, GString *path)
{
  static const char *const names[] = {
    [USE_DATA] = "data",      [USE_RESULT] = ".result", [USE_NOTES] = "notes",
    [USE_METRIC] = ".metric", [USE_VALUES] = ".values", [USE_HISTOGRAM] = ".histograms",
    [USE_SAMPLE] = "",        [USE_SERIES] = "",
  };

  for (unsigned i = 0; i < self->depth; i++)
    {
      Use use = self->levels[i].use;
      if (use == USE_SKIP)
        break;
      if (use < G_N_ELEMENTS (names) && names[use] != NULL)
        g_string_append (path, names[use]);
      if (!self->levels[i].object)
        g_string_append_printf (path, "[%u]", self->levels[i].index);
    }
}

bool
parl_series_fail (ParlSeriesReader *self, ParlSourceError code, GError **error,
                  const char *complaint)
{
  g_autoptr (GString) path = g_string_new (NULL);

  append_path (self, path);
  g_set_error (error, PARL_SOURCE_ERROR, code, "%s: %s%s%s", self->where, path->str,
               path->len > 0 ? ": " : "", complaint);
  return false;
}

bool
parl_series_malformed (ParlSeriesReader *self, GError **error, const char *complaint)
{
  return parl_series_fail (self, PARL_SOURCE_ERROR_MALFORMED, error, complaint);
}

bool
parl_series_unexpected (ParlSeriesReader *self, GError **error, const char *found)
{
  static const char *const expected[] = {
    [USE_TOP] = N_ ("an object"),         [USE_STATUS] = N_ ("a string"),
    [USE_ERROR] = N_ ("a string"),        [USE_ERROR_TYPE] = N_ ("a string"),
    [USE_NOTES] = N_ ("an array"),        [USE_NOTE] = N_ ("a string"),
    [USE_PARTIAL] = N_ ("true or false"), [USE_DATA] = N_ ("an object"),
    [USE_TYPE] = N_ ("a string"),         [USE_RESULT] = N_ ("an array"),
    [USE_SERIES] = N_ ("an object"),      [USE_METRIC] = N_ ("an object"),
    [USE_LABEL] = N_ ("a string"),        [USE_VALUES] = N_ ("an array"),
    [USE_SAMPLE] = N_ ("an array"),       [USE_TIME] = N_ ("a number"),
    [USE_VALUE] = N_ ("a string"),
  };
  g_autofree char *complaint
      = g_strdup_printf (_ ("expected %s, found %s"), _ (expected[self->use]), _ (found));

  return parl_series_malformed (self, error, complaint);
}
