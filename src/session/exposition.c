/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Totals and the present rollouts as series under the names that the profile `parlance` of the kind
 * prometheus asks for, and as the text of Prometheus or VictoriaMetrics' lines of JSON. Asks nobody
 * over the network. */
#include "config.h"

#include "session/exposition.h"

#include "model/release.h"
#include "session/collect.h"
#include "store/store.h"

#include <math.h>

#define UPDATES "parlance_updates_total"
#define RETRIES "parlance_update_retries_total"
#define ROLLOUT_CREATED "parlance_rollout_created_timestamp_seconds"
#define ROLLOUT_PROGRESS "parlance_rollout_progress"
#define STAGE_DEVICES "parlance_stage_devices"
#define STAGE_SIZE "parlance_stage_size_devices"
#define STAGE_PROGRESS "parlance_stage_progress"
#define STAGE_SUCCESS "parlance_stage_success_threshold_ratio"
#define STAGE_ERROR "parlance_stage_error_threshold_ratio"
#define COLLECTED "parlance_source_collected_timestamp_seconds"

#define GONE 5 /* a progress behind the last: its server no longer has it */

/* In the order in which they are written. */
static const struct
{
  const char *name, *type, *help;
} families[] = {
  { UPDATES, "counter",
    "Updates that ended: the first attempt of a device at a release; called off, each attempt." },
  { RETRIES, "counter", "Updates that ended and were not the device's first at that release." },
  { ROLLOUT_CREATED, "gauge", "When a rollout was made." },
  { ROLLOUT_PROGRESS, "gauge",
    "0 waits, 1 runs, 2 is paused, 3 is finished, 4 was stopped, 5 is no longer there." },
  { STAGE_DEVICES, "gauge", "Devices of a stage by state." },
  { STAGE_SIZE, "gauge", "All devices of a stage." },
  { STAGE_PROGRESS, "gauge", "As of a rollout." },
  { STAGE_SUCCESS, "gauge", "Share of successes that opens the next stage." },
  { STAGE_ERROR, "gauge", "Share of failures that stops the rollout." },
  { COLLECTED, "gauge", "When a source was last read without failing." },
};

/* Takes @labels. */
static void
add_sample (GPtrArray *series, const char *name, ParlLabels *labels, ParlTime time, double value)
{
  g_ptr_array_add (series,
                   parl_series_new_take (name, "", labels, 1, g_memdup2 (&time, sizeof time),
                                         g_memdup2 (&value, sizeof value)));
}

/* A receiver that was never told gets the past by the hour; any other the hours since the last
 * time, and for a label set that is new a 0 at that time. */
static ParlSeries *
make_counter (const ParlTotals *totals, const ParlTotal *total)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (ParlTime));
  ParlTime first = totals->since - totals->since % PARL_HOUR + PARL_HOUR;

  if (!totals->is_first && total->before == 0 && totals->since < totals->until)
    g_array_append_val (times, totals->since);
  for (ParlTime time = first; time < totals->until; time += PARL_HOUR)
    g_array_append_val (times, time);
  g_array_append_val (times, totals->until);

  double *values = g_new (double, times->len);
  for (unsigned i = 0; i < times->len; i++)
    {
      ParlTime time = g_array_index (times, ParlTime, i);
      values[i]
          = time == totals->since ? (double)total->before : (double)parl_total_get (total, time);
    }
  return parl_series_new_take (total->retry ? RETRIES : UPDATES, "",
                               parl_labels_ref (total->labels), times->len,
                               g_memdup2 (times->data, times->len * sizeof (ParlTime)), values);
}

static void
add_state (GPtrArray *series, const ParlLabels *stage, const char *state, int64_t count,
           ParlTime now)
{
  if (count >= 0)
    add_sample (series, STAGE_DEVICES, parl_labels_with (stage, "state", state), now,
                (double)count);
}

static void
add_stage (GPtrArray *series, const ParlRollout *rollout, unsigned position, ParlTime now)
{
  const ParlStage *stage = rollout->stages->pdata[position];
  g_autofree char *place = g_strdup_printf ("%03u", position);
  g_autoptr (ParlLabels) labels
      = parl_labels_new ("source", rollout->source, "rollout", rollout->id, "stage", stage->id,
                         "name", stage->name, "position", place, NULL);

  add_state (series, labels, "succeeded", stage->succeeded, now);
  add_state (series, labels, "downloaded", stage->downloaded, now);
  add_state (series, labels, "failed", stage->failed, now);
  add_state (series, labels, "cancelled", stage->cancelled, now);
  add_state (series, labels, "running", stage->running, now);
  add_state (series, labels, "waiting", stage->waiting, now);
  add_sample (series, STAGE_SIZE, parl_labels_ref (labels), now, (double)stage->total);
  add_sample (series, STAGE_PROGRESS, parl_labels_ref (labels), now, stage->progress);
  if (!isnan (stage->success_threshold))
    add_sample (series, STAGE_SUCCESS, parl_labels_ref (labels), now, stage->success_threshold);
  if (!isnan (stage->error_threshold))
    add_sample (series, STAGE_ERROR, parl_labels_ref (labels), now, stage->error_threshold);
}

/* Old rollouts are left out once they are over: by then every reader has seen that they ended. */
static bool
is_shown (const ParlRollout *rollout, ParlTime now)
{
  bool is_over = rollout->gone || rollout->progress == PARL_PROGRESS_FINISHED
                 || rollout->progress == PARL_PROGRESS_STOPPED;

  return !is_over || rollout->created == PARL_TIME_NONE
         || rollout->created >= now - PARL_STORE_DAYS * PARL_DAY;
}

static void
add_rollout (GPtrArray *series, const ParlRollout *rollout, ParlTime now)
{
  g_autofree char *product
      = rollout->release != NULL ? parl_release_dup_product (rollout->release) : NULL;
  g_autoptr (ParlLabels) labels = parl_labels_new (
      "source", rollout->source, "rollout", rollout->id, "name", rollout->name, "product", product,
      "release", rollout->release != NULL ? parl_release_get_version (rollout->release) : NULL,
      NULL);

  if (rollout->created != PARL_TIME_NONE)
    add_sample (series, ROLLOUT_CREATED, parl_labels_ref (labels), now,
                (double)rollout->created / PARL_SECOND);
  add_sample (series, ROLLOUT_PROGRESS, parl_labels_ref (labels), now,
              rollout->gone ? GONE : rollout->progress);
  for (unsigned i = 0; i < rollout->stages->len; i++)
    add_stage (series, rollout, i, now);
}

static unsigned
find_family (const char *name)
{
  unsigned i = 0;

  while (i + 1 < G_N_ELEMENTS (families) && !g_str_equal (families[i].name, name))
    i++;
  return i;
}

static int
compare_series (gconstpointer a, gconstpointer b)
{
  const ParlSeries *first = *(const ParlSeries *const *)a;
  const ParlSeries *second = *(const ParlSeries *const *)b;
  unsigned x = find_family (first->name), y = find_family (second->name);

  return x != y ? (x > y) - (x < y) : parl_labels_compare (first->labels, second->labels);
}

/* @results: (element-type ParlCollected): of the sources that were read just now
 * Returns: (transfer full) (element-type ParlSeries): by name and labels, each with its newest
 *   sample last; NULL with an error of the store */
GPtrArray *
parl_exposition_make (ParlSession *session, const ParlTotals *totals, const GPtrArray *results,
                      GError **error)
{
  g_auto (GStrv) sources = parl_session_list_source_names (session);
  g_autoptr (GPtrArray) rollouts = parl_store_rollouts (
      parl_session_get_store (session), (const char *const *)sources, totals->until, error);

  if (rollouts == NULL)
    return NULL;

  GPtrArray *series = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_series_unref);
  for (unsigned i = 0; i < totals->all->len; i++)
    g_ptr_array_add (series, make_counter (totals, totals->all->pdata[i]));
  for (unsigned i = 0; i < rollouts->len; i++)
    if (is_shown (rollouts->pdata[i], totals->until))
      add_rollout (series, rollouts->pdata[i], totals->until);
  for (unsigned i = 0; i < results->len; i++)
    {
      const ParlCollected *result = results->pdata[i];
      if (result->harvest != NULL)
        add_sample (series, COLLECTED, parl_labels_new ("source", result->source, NULL),
                    totals->until, (double)totals->until / PARL_SECOND);
    }
  g_ptr_array_sort (series, compare_series);
  return series;
}

/* Between quotes, for both formats: JSON knows these escapes, too. Other control characters, which
 * JSON refuses, are spaces. */
static void
append_quoted (GString *text, const char *value)
{
  g_string_append_c (text, '"');
  for (; *value != '\0'; value++)
    if (*value == '"' || *value == '\\')
      g_string_append_printf (text, "\\%c", *value);
    else if (*value == '\n')
      g_string_append (text, "\\n");
    else
      g_string_append_c (text, g_ascii_iscntrl (*value) ? ' ' : *value);
  g_string_append_c (text, '"');
}

static void
append_value (GString *text, double value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (text, g_ascii_formatd (number, sizeof number, "%.15g", value));
}

static void
append_samples (GString *text, const ParlSeries *series, bool timed)
{
  g_autoptr (GString) head = g_string_new (series->name);

  for (unsigned i = 0; i < parl_labels_size (series->labels); i++)
    {
      g_string_append_printf (head, "%s%s=", i > 0 ? "," : "{",
                              parl_labels_get_key (series->labels, i));
      append_quoted (head, parl_labels_get_value (series->labels, i));
    }
  g_string_append (head, parl_labels_size (series->labels) > 0 ? "} " : " ");
  for (size_t i = timed ? 0 : series->length - 1; i < series->length; i++)
    {
      g_string_append_len (text, head->str, (gssize)head->len);
      append_value (text, series->values[i]);
      if (timed)
        g_string_append_printf (text, " %" G_GINT64_FORMAT, series->times[i]);
      g_string_append_c (text, '\n');
    }
}

/* @series: (element-type ParlSeries): by name
 * @timed: every sample with its time in ms; else the newest ones without, and what they mean
 * Returns: (transfer full): the text that Prometheus and its relatives read */
char *
parl_exposition_to_text (const GPtrArray *series, bool timed)
{
  GString *text = g_string_new (NULL);

  for (unsigned i = 0; i < series->len; i++)
    {
      const ParlSeries *one = series->pdata[i];
      const ParlSeries *before = i > 0 ? series->pdata[i - 1] : NULL;
      unsigned family = find_family (one->name);
      if (!timed && (before == NULL || !g_str_equal (before->name, one->name)))
        g_string_append_printf (text, "# HELP %s %s\n# TYPE %s %s\n", one->name,
                                families[family].help, one->name, families[family].type);
      append_samples (text, one, timed);
    }
  return g_string_free (text, FALSE);
}

/* Returns: (transfer full): as a line of JSON for VictoriaMetrics' import, all its samples */
char *
parl_exposition_to_line (const ParlSeries *series)
{
  GString *text = g_string_new ("{\"metric\":{\"__name__\":");

  append_quoted (text, series->name);
  for (unsigned i = 0; i < parl_labels_size (series->labels); i++)
    {
      g_string_append_printf (text, ",\"%s\":", parl_labels_get_key (series->labels, i));
      append_quoted (text, parl_labels_get_value (series->labels, i));
    }
  g_string_append (text, "},\"values\":[");
  for (size_t i = 0; i < series->length; i++)
    {
      g_string_append (text, i > 0 ? "," : "");
      append_value (text, series->values[i]);
    }
  g_string_append (text, "],\"timestamps\":[");
  for (size_t i = 0; i < series->length; i++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? "," : "", series->times[i]);
  g_string_append (text, "]}\n");
  return g_string_free (text, FALSE);
}
