/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a Prometheus-compatible server is asked: by form, in chunks that it can stand, and with
 * every reservation that it makes about its answer passed on. Knows no roles. */
#include "config.h"

#include "sources/prometheus/ask.h"

#include "sources/http/reason.h"
#include "sources/json/json.h"
#include "sources/prometheus/series-reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_SAMPLES (8 * 1000 * 1000)
#define REMARK_ON_QUERY                                                                            \
  "PromQL info:" /* of 2.48 to 2.53 among warnings; says nothing of the data */
#define RANGE_PATH "/api/v1/query_range"
#define INSTANT_PATH "/api/v1/query"

/* @max_points: how many points a chunk may have
 * @next: (inout): where the next chunk begins; grid->first to start with
 * @chunk: (out): the next part of the grid; the parts do not overlap
 * Returns: false when there is none left */
bool
parl_grid_next_chunk (const ParlGrid *grid, unsigned max_points, ParlTime *next, ParlGrid *chunk)
{
  g_return_val_if_fail (grid->step > 0 && max_points > 0, false);

  if (*next > grid->last)
    return false;
  ParlTime points = MIN ((grid->last - *next) / grid->step + 1, (ParlTime)max_points);
  *chunk = (ParlGrid){ *next, *next + (points - 1) * grid->step, grid->step };
  *next = chunk->last + grid->step;
  return true;
}

static void
append_parameter (GString *form, const char *name, const char *value)
{
  g_autofree char *escaped = g_uri_escape_string (value, NULL, FALSE);

  g_string_append_printf (form, "%s%s=%s", form->len > 0 ? "&" : "", name, escaped);
}

static void
append_seconds (GString *form, const char *name, ParlTime ms)
{
  g_autofree char *value
      = g_strdup_printf ("%" G_GINT64_FORMAT ".%03d", ms / 1000, (int)(ms % 1000));

  append_parameter (form, name, value);
}

/* Takes @warning. Each chunk may come with the same one. */
static void
warn_once (ParlHarvest *harvest, char *warning)
{
  g_autofree char *text = warning;

  if (!g_ptr_array_find_with_equal_func (harvest->warnings, text, g_str_equal, NULL))
    g_ptr_array_add (harvest->warnings, g_steal_pointer (&text));
}

/* What the server says about its own answer makes the sync a partial one. */
static void
pass_reservations (const char *place, const ParlSeriesAnswer *answer, ParlHarvest *harvest)
{
  static const char *const no_secrets[] = { NULL };

  for (unsigned i = 0; i < answer->notes->len; i++)
    {
      const char *note = answer->notes->pdata[i];
      if (g_str_has_prefix (note, REMARK_ON_QUERY))
        continue;
      g_autofree char *clean = parl_http_clean_text (note, strlen (note), no_secrets);
      warn_once (harvest, g_strdup_printf (_ ("%s: the server remarks: “%s”"), place, clean));
    }
  if (answer->partial)
    warn_once (harvest, g_strdup_printf (
                            _ ("%s: the server answered from a part of its storage only"), place));
  if (answer->n_histograms > 0)
    warn_once (harvest,
               g_strdup_printf (_ ("%s: %zu native histograms are left out: Parlance reads "
                                   "those with “le” buckets only"),
                                place, answer->n_histograms));
  if (answer->n_absurd > 0)
    warn_once (harvest, g_strdup_printf (_ ("%s: %zu samples are larger than any metric can be and "
                                            "are left out"),
                                         place, answer->n_absurd));
}

/* (transfer full): @series without the samples that cannot be: not of the times that were asked
 * for, or negative where only amounts and durations are asked for. */
static ParlSeries *
keep_sound (ParlSeries *series, const ParlGrid *asked, unsigned *n_elsewhere, unsigned *n_negative)
{
  g_autofree ParlTime *times = g_new (ParlTime, series->length);
  g_autofree double *values = g_new (double, series->length);
  size_t length = 0;

  for (size_t i = 0; i < series->length; i++)
    if (series->times[i] < asked->first || series->times[i] > asked->last
        || (series->times[i] - asked->first) % asked->step != 0)
      ++*n_elsewhere;
    else if (series->values[i] < 0)
      ++*n_negative;
    else
      {
        times[length] = series->times[i];
        values[length++] = series->values[i];
      }
  if (length == series->length)
    return parl_series_ref (series);
  return parl_series_new_take (series->name, series->unit, parl_labels_ref (series->labels), length,
                               g_steal_pointer (&times), g_steal_pointer (&values));
}

/* A sample from the future, once stored, would keep the next sync from asking for all before it. */
static GPtrArray *
keep_all_sound (const GPtrArray *series, const ParlGrid *asked, const char *place,
                ParlHarvest *harvest)
{
  GPtrArray *sound = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_series_unref);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  unsigned n_elsewhere = 0;
  unsigned n_negative = 0;
  unsigned n_again = 0;

  for (unsigned i = 0; i < series->len; i++)
    if (g_hash_table_add (seen, parl_labels_to_string (((ParlSeries *)series->pdata[i])->labels)))
      g_ptr_array_add (sound, keep_sound (series->pdata[i], asked, &n_elsewhere, &n_negative));
    else
      n_again++;
  if (n_again > 0)
    warn_once (harvest, g_strdup_printf (_ ("%s: %u series come twice and are left out the second "
                                            "time"),
                                         place, n_again));
  if (n_elsewhere > 0)
    warn_once (harvest,
               g_strdup_printf (_ ("%s: %u samples are of times that were not asked for and "
                                   "are left out"),
                                place, n_elsewhere));
  if (n_negative > 0)
    warn_once (harvest, g_strdup_printf (_ ("%s: %u samples are negative and are left out"), place,
                                         n_negative));
  return sound;
}

/* @range: whether it is asked for a grid of times
 * @what: names the query
 * Returns: (transfer full): "metrics: POST /api/v1/query_range: fps-time", for messages */
char *
parl_prometheus_dup_place (ParlHttp *http, bool range, const char *what)
{
  ParlHttpRequest request = { .path = range ? RANGE_PATH : INSTANT_PATH, .form = "" };
  g_autofree char *where = parl_http_dup_where (http, &request);

  return g_strdup_printf ("%s: %s", where, what);
}

/* A proxy may let reading requests through only. */
static bool
refuses_post (const GError *error)
{
  static const char *const statuses[] = { " 403 (", " 405 (", " 501 (" };

  for (unsigned i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (error->domain == PARL_SOURCE_ERROR && strstr (error->message, statuses[i]) != NULL)
      return true;
  return false;
}

/* With POST, as a query may be longer than an address; where that is refused, with GET. */
static bool
fetch (ParlHttp *http, const ParlHttpRequest *request, ParlSeriesReader *reader,
       GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *path = g_strconcat (request->path, "?", request->form, NULL);

  if (parl_http_fetch_into (http, request, parl_series_reader_feed, reader, cancellable, &local))
    return true;
  if (refuses_post (local) && parl_series_reader_feed (NULL, 0, reader, NULL)
      && parl_http_fetch_into (http, &(ParlHttpRequest){ .path = path }, parl_series_reader_feed,
                               reader, cancellable, NULL))
    return true;
  g_propagate_error (error, g_steal_pointer (&local));
  return false;
}

static GPtrArray *
ask (ParlHttp *http, const char *place, const ParlHttpRequest *request, const ParlGrid *asked,
     ParlHarvest *harvest, GCancellable *cancellable, GError **error)
{
  g_autoptr (ParlSeriesReader) reader = parl_series_reader_new (place, MAX_SAMPLES);

  if (!fetch (http, request, reader, cancellable, error)
      || !parl_series_reader_finish (reader, error))
    return NULL;

  ParlSeriesAnswer *answer = parl_series_reader_get_answer (reader);
  pass_reservations (place, answer, harvest);
  return keep_all_sound (answer->series, asked, place, harvest);
}

static GPtrArray *
ask_chunk (ParlHttp *http, const char *what, const char *query, const ParlGrid *chunk,
           ParlHarvest *harvest, GCancellable *cancellable, GError **error)
{
  g_autoptr (GString) form = g_string_new (NULL);
  g_autofree char *place = parl_prometheus_dup_place (http, true, what);

  append_parameter (form, "query", query);
  append_seconds (form, "start", chunk->first);
  append_seconds (form, "end", chunk->last);
  append_seconds (form, "step", chunk->step);
  return ask (http, place, &(ParlHttpRequest){ .path = RANGE_PATH, .form = form->str }, chunk,
              harvest, cancellable, error);
}

/* A query may need more memory or time, or reach over more days, than the server grants, and fewer
 * points less of it all. Each server has its own words for its limits and its own status, so all is
 * taken for a limit but what can't be one. */
static bool
was_too_much (const GError *error)
{
  static const char *const others[]
      = { "parse", "unknown function", " 404 (", " 405 (", " 406 (", " 501 (" };

  if (g_error_matches (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_TOO_LARGE))
    return true;
  if (g_error_matches (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_BUSY))
    return strstr (error->message, " rate") == NULL
           && (strstr (error->message, "too many") != NULL
               || strstr (error->message, "imeout") != NULL
               || strstr (error->message, "exceed") != NULL
               || strstr (error->message, "limit") != NULL);
  if (!g_error_matches (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_SERVER))
    return false;
  for (unsigned i = 0; i < G_N_ELEMENTS (others); i++)
    if (strstr (error->message, others[i]) != NULL)
      return false;
  return true;
}

/* Whether the server answers other questions while this one gets no answer in time. */
static bool
was_too_slow (ParlHttp *http, const GError *error, GCancellable *cancellable)
{
  g_autofree char *version = g_error_matches (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_SLOW)
                                 ? parl_prometheus_ask_version (http, cancellable, NULL)
                                 : NULL;

  return version != NULL;
}

/* @what: names the query in messages
 * @grid: at which times; any number
 * @most: points that are asked for at once; PARL_PROMETHEUS_MAX_POINTS: as many as there may be
 * @harvest: gets the server's reservations
 * Returns: (transfer full) (element-type ParlSeries): each series once for every chunk that was
 *   asked for; %NULL on error */
GPtrArray *
parl_prometheus_ask_range (ParlHttp *http, const char *what, const char *query,
                           const ParlGrid *grid, unsigned most, ParlHarvest *harvest,
                           GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_series_unref);
  unsigned points = MIN (most, PARL_PROMETHEUS_MAX_POINTS);
  ParlTime next = grid->first;
  ParlGrid chunk;

  while (parl_grid_next_chunk (grid, points, &next, &chunk))
    {
      g_autoptr (GError) local = NULL;
      GPtrArray *some = ask_chunk (http, what, query, &chunk, harvest, cancellable, &local);
      unsigned asked = (unsigned)((chunk.last - chunk.first) / chunk.step + 1);
      if (some != NULL)
        g_ptr_array_extend_and_steal (all, some);
      else if (asked > 1 && (was_too_much (local) || was_too_slow (http, local, cancellable)))
        {
          points = MAX (asked / 4, 1);
          next = chunk.first;
        }
      else
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
    }
  return g_steal_pointer (&all);
}

/* @time: the instant to ask about
 * Returns: (transfer full) (element-type ParlSeries): of one sample each; %NULL on error */
GPtrArray *
parl_prometheus_ask_now (ParlHttp *http, const char *what, const char *query, ParlTime time,
                         ParlHarvest *harvest, GCancellable *cancellable, GError **error)
{
  g_autoptr (GString) form = g_string_new (NULL);
  g_autofree char *place = parl_prometheus_dup_place (http, false, what);

  append_parameter (form, "query", query);
  append_seconds (form, "time", time);
  return ask (http, place, &(ParlHttpRequest){ .path = INSTANT_PATH, .form = form->str },
              &(ParlGrid){ time - PARL_HOUR + 1, time, 1 }, harvest, cancellable, error);
}

static char *
read_version (GBytes *body, const char *where)
{
  g_autoptr (ParlJson) json = parl_json_parse (body, where, NULL);
  ParlJsonAt data;
  ParlJsonAt application;
  bool present;
  const char *version;
  const char *name = "Prometheus";

  if (json == NULL)
    return NULL;
  ParlJsonAt root = parl_json_root (json);
  if (!parl_json_member (&root, "data", &data, NULL)
      || !parl_json_get_string (&data, "version", &version, NULL))
    return NULL;
  if (parl_json_optional (&data, "application", &application, &present, NULL) && present)
    parl_json_read_string (&application, &name, NULL);

  static const char *const no_secrets[] = { NULL };
  g_autofree char *text = g_strdup_printf ("%s %s", name, version);
  return parl_http_clean_text (text, strlen (text), no_secrets);
}

/* Returns: (transfer full): "Prometheus 2.42.0"; "Prometheus" for one that does not say; %NULL
 *   with UNREACHABLE, or cancelled */
char *
parl_prometheus_ask_version (ParlHttp *http, GCancellable *cancellable, GError **error)
{
  ParlHttpRequest request = { .path = "/api/v1/status/buildinfo" };
  g_autofree char *where = parl_http_dup_where (http, &request);
  g_autoptr (GError) local = NULL;
  g_autoptr (ParlHttpResponse) response = parl_http_fetch (http, &request, cancellable, &local);

  if (response == NULL
      && (g_error_matches (local, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_UNREACHABLE)
          || g_error_matches (local, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_SLOW)
          || g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED)))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  char *version = response != NULL ? read_version (response->body, where) : NULL;
  return version != NULL ? version : g_strdup ("Prometheus");
}
