/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rollouts as another Parlance told them to a metrics engine (session/exposition.c): one series for
 * each number of a rollout or stage. What is not of that form is left out, and said. */
#include "config.h"

#include "sources/prometheus/rollouts.h"

#include "model/release.h"
#include "sources/http/reason.h"
#include "sources/prometheus/ask.h"
#include "sources/prometheus/roles.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define PREFIX "parlance_"
#define GONE 5 /* a progress behind the last: its server no longer has it */

/* The answer to one query. */
typedef struct
{
  GHashTable *rollouts; /* "source\nid" -> ParlRollout, of `all` */
  GHashTable *places;   /* ParlStage -> its position */
  GPtrArray *all;       /* (element-type ParlRollout) */
  unsigned n_odd;
} Reading;

/* (transfer full) (nullable) */
static char *
dup_label (const ParlSeries *series, const char *label)
{
  static const char *const no_secrets[] = { NULL };
  const char *value = parl_labels_get (series->labels, label);

  return value != NULL ? parl_http_clean_text (value, strlen (value), no_secrets) : NULL;
}

static bool
read_count (double value, int64_t *count)
{
  if (!(value >= 0 && value < 1e15) || value != floor (value))
    return false;
  *count = (int64_t)value;
  return true;
}

static bool
read_progress (double value, ParlProgress *progress)
{
  int64_t number;

  if (!read_count (value, &number) || number > PARL_PROGRESS_STOPPED)
    return false;
  *progress = (ParlProgress)number;
  return true;
}

static ParlRollout *
find_rollout (Reading *self, const ParlSeries *series)
{
  g_autofree char *source = dup_label (series, "source");
  g_autofree char *id = dup_label (series, "rollout");

  if (id == NULL || *id == '\0')
    return NULL;

  g_autofree char *key = g_strdup_printf ("%s\n%s", source != NULL ? source : "", id);
  ParlRollout *rollout = g_hash_table_lookup (self->rollouts, key);
  if (rollout == NULL)
    {
      rollout = parl_rollout_new (id, id);
      rollout->source = g_steal_pointer (&source);
      g_ptr_array_add (self->all, rollout);
      g_hash_table_insert (self->rollouts, g_steal_pointer (&key), rollout);
    }
  return rollout;
}

static ParlStage *
find_stage (Reading *self, ParlRollout *rollout, const ParlSeries *series)
{
  g_autofree char *id = dup_label (series, "stage");
  g_autofree char *name = dup_label (series, "name");
  g_autofree char *place = dup_label (series, "position");

  if (id == NULL || *id == '\0')
    return NULL;
  for (unsigned i = 0; i < rollout->stages->len; i++)
    {
      ParlStage *stage = rollout->stages->pdata[i];
      if (g_str_equal (stage->id, id))
        return stage;
    }

  ParlStage *stage = parl_stage_new (id, name != NULL ? name : id);
  g_ptr_array_add (rollout->stages, stage);
  g_hash_table_insert (self->places, stage,
                       GUINT_TO_POINTER (place != NULL ? g_ascii_strtoull (place, NULL, 10) : 0));
  return stage;
}

static int64_t *
find_state (ParlStage *stage, const char *state)
{
  struct
  {
    const char *name;
    int64_t *count;
  } states[] = {
    { "succeeded", &stage->succeeded }, { "downloaded", &stage->downloaded },
    { "failed", &stage->failed },       { "cancelled", &stage->cancelled },
    { "running", &stage->running },     { "waiting", &stage->waiting },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (states); i++)
    if (g_strcmp0 (states[i].name, state) == 0)
      return states[i].count;
  return NULL;
}

/* @what: "devices" */
static bool
read_stage (Reading *self, const ParlSeries *series, const char *what, double value)
{
  ParlRollout *rollout = find_rollout (self, series);
  ParlStage *stage = rollout != NULL ? find_stage (self, rollout, series) : NULL;

  if (stage == NULL)
    return false;
  if (g_str_equal (what, "devices"))
    {
      int64_t *count = find_state (stage, parl_labels_get (series->labels, "state"));
      return count != NULL && read_count (value, count);
    }
  if (g_str_equal (what, "size_devices"))
    return read_count (value, &stage->total);
  if (g_str_equal (what, "progress"))
    return read_progress (value, &stage->progress);
  if (!(value >= 0 && value <= 1))
    return false;
  if (g_str_equal (what, "success_threshold_ratio"))
    stage->success_threshold = value;
  else if (g_str_equal (what, "error_threshold_ratio"))
    stage->error_threshold = value;
  else
    return false;
  return true;
}

/* @what: "progress" */
static bool
read_rollout (Reading *self, const ParlSeries *series, const char *what, double value)
{
  ParlRollout *rollout = find_rollout (self, series);

  if (rollout == NULL)
    return false;
  if (g_str_equal (what, "created_timestamp_seconds"))
    {
      if (!(fabs (value) < 1e12)
          || !parl_time_is_plausible ((ParlTime)llround (value * PARL_SECOND)))
        return false;
      rollout->created = (ParlTime)llround (value * PARL_SECOND);
      return true;
    }
  if (!g_str_equal (what, "progress"))
    return false;

  g_autofree char *name = dup_label (series, "name");
  g_autofree char *product = dup_label (series, "product");
  g_autofree char *version = dup_label (series, "release");
  g_free (rollout->name);
  g_free (rollout->release);
  rollout->name = g_strdup (name != NULL ? name : rollout->id);
  rollout->release = version != NULL && product != NULL ? parl_release_new (product, version)
                                                        : g_strdup (version);
  rollout->gone = value == GONE;
  return rollout->gone || read_progress (value, &rollout->progress);
}

static void
read_series (Reading *self, const ParlSeries *series)
{
  static const char rollouts[] = PREFIX "rollout_";
  static const char stages[] = PREFIX "stage_";
  double value = series->length > 0 ? series->values[series->length - 1] : NAN;
  bool is_read = false;

  if (g_str_has_prefix (series->name, rollouts))
    is_read = read_rollout (self, series, series->name + strlen (rollouts), value);
  else if (g_str_has_prefix (series->name, stages))
    is_read = read_stage (self, series, series->name + strlen (stages), value);
  self->n_odd += !is_read;
}

static int
compare_stages (gconstpointer a, gconstpointer b, gpointer places)
{
  const ParlStage *first = *(const ParlStage *const *)a;
  const ParlStage *second = *(const ParlStage *const *)b;
  unsigned x = GPOINTER_TO_UINT (g_hash_table_lookup (places, first));
  unsigned y = GPOINTER_TO_UINT (g_hash_table_lookup (places, second));

  return x != y ? (x > y) - (x < y) : strcmp (first->id, second->id);
}

static int
compare_rollouts (gconstpointer a, gconstpointer b)
{
  const ParlRollout *first = *(const ParlRollout *const *)a;
  const ParlRollout *second = *(const ParlRollout *const *)b;
  int order = g_strcmp0 (first->source, second->source);

  return order != 0 ? order : strcmp (first->id, second->id);
}

/* Two servers may give the same id: then that of the later one says whose it is. */
static void
give_away (Reading *self, ParlHarvest *harvest)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_ptr_array_sort (self->all, compare_rollouts);
  for (unsigned i = 0; i < self->all->len; i++)
    {
      ParlRollout *rollout = self->all->pdata[i];
      if (g_hash_table_contains (ids, rollout->id))
        {
          char *id = g_strdup_printf ("%s/%s", rollout->source, rollout->id);
          g_free (rollout->id);
          rollout->id = id;
        }
      g_hash_table_add (ids, g_strdup (rollout->id));
      g_clear_pointer (&rollout->source, g_free);
      if (rollout->gone)
        {
          g_ptr_array_add (harvest->gone_rollouts, g_strdup (rollout->id));
          parl_rollout_free (rollout);
          continue;
        }
      g_ptr_array_sort_with_data (rollout->stages, compare_stages, self->places);
      g_ptr_array_add (harvest->rollouts, rollout);
    }
}

/* @query: of the role for rollouts
 * @harvest: gets them as they are now, and a warning about what does not fit
 * Returns: false when the server refuses */
bool
parl_prometheus_read_rollouts (const ParlSourceCall *call, const char *query, ParlHarvest *harvest,
                               GError **error)
{
  const char *role = parl_role_get_info (PARL_ROLE_ROLLOUTS)->name;
  g_autoptr (GPtrArray) series = parl_prometheus_ask_now (call->http, role, query, call->now,
                                                          harvest, call->cancellable, error);
  g_autoptr (GHashTable) rollouts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) places = g_hash_table_new (NULL, NULL);
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  Reading self = { .rollouts = rollouts, .places = places, .all = all };

  if (series == NULL)
    return false;
  for (unsigned i = 0; i < series->len; i++)
    read_series (&self, series->pdata[i]);
  give_away (&self, harvest);
  if (self.n_odd > 0)
    {
      g_autofree char *place = parl_prometheus_dup_place (call->http, false, role);
      g_ptr_array_add (harvest->warnings,
                       g_strdup_printf (_ ("%s: %u series are not understood, and are left out"),
                                        place, self.n_odd));
    }
  return true;
}
