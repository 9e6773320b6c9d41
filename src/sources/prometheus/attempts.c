/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts of updates by day, from counters: asks by day or, where births count, by hour, adds up
 * what the counters rose by, and leaves out the days of which nobody can know. */
#include "config.h"

#include "sources/prometheus/attempts.h"

#include "sources/prometheus/ask.h"
#include "sources/prometheus/counters.h"
#include "sources/prometheus/mapping.h"
#include "model/release.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define ASK_AGAIN_DAYS 2
#define SHORTEST_PRESENT PARL_MINUTE
#define HOURS_OF_COUNTERS (7 * 24) /* at once, as each looks back by a day */
#define FRESH (10 * PARL_MINUTE)

static bool
read_outcome (const char *text, ParlOutcome *outcome)
{
  static const struct
  {
    const char *text;
    ParlOutcome outcome;
  } words[] = {
    { "success", PARL_OUTCOME_SUCCEEDED },   { "finished", PARL_OUTCOME_SUCCEEDED },
    { "failure", PARL_OUTCOME_FAILED },      { "error", PARL_OUTCOME_FAILED },
    { "aborted", PARL_OUTCOME_CANCELLED },   { "canceled", PARL_OUTCOME_CANCELLED },
    { "noartifact", PARL_OUTCOME_NONE },     { "already-installed", PARL_OUTCOME_NONE },
    { "decommissioned", PARL_OUTCOME_NONE },
  };

  if (text == NULL)
    return false;
  for (unsigned i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (words[i].text, text))
      {
        *outcome = words[i].outcome;
        return true;
      }
  return parl_outcome_from_string (text, outcome);
}

/* (transfer full): with the name of its product, where there is one */
static char *
dup_release (const ParlLabels *labels, const char *label, ParlHarvest *harvest)
{
  const char *version = parl_labels_get (labels, label);
  const char *product = parl_labels_get (labels, "product");

  if (version == NULL || product == NULL)
    return g_strdup (version);
  g_hash_table_replace (harvest->releases, parl_release_new (product, version), NULL);
  return parl_release_new (product, version);
}

static void
add_day (const ParlLabels *labels, ParlOutcome outcome, int64_t day, int64_t count,
         ParlHarvest *harvest)
{
  ParlDayCount *cell = g_new0 (ParlDayCount, 1);
  const char *cause = parl_labels_get (labels, "cause");

  cell->day = day;
  cell->outcome = outcome;
  cell->from = dup_release (labels, "from", harvest);
  cell->to = dup_release (labels, "to", harvest);
  cell->device_class = g_strdup (parl_labels_get (labels, "class"));
  cell->site = g_strdup (parl_labels_get (labels, "site"));
  if (outcome == PARL_OUTCOME_FAILED)
    cell->cause = g_strdup (cause != NULL ? cause : PARL_CAUSE_UNKNOWN);
  cell->count = count;
  g_ptr_array_add (harvest->days, cell);
}

static int
compare_labels (gconstpointer a, gconstpointer b, gpointer data G_GNUC_UNUSED)
{
  return parl_labels_compare (a, b);
}

static void
free_labels (gpointer labels)
{
  parl_labels_unref (labels);
}

static int
compare_days (gconstpointer a, gconstpointer b)
{
  int64_t x = *(const int64_t *)a;
  int64_t y = *(const int64_t *)b;

  return (x > y) - (x < y);
}

/* (element-type ParlLabels GHashTable): of each label set, the sums by day; what has no outcome is
 * left out. */
static GTree *
sum_days (const ParlSourceConfig *config, const GPtrArray *series, unsigned *n_unknown)
{
  const ParlRoleInfo *info = parl_role_get_info (PARL_ROLE_OTA_ATTEMPTS);
  GTree *sums
      = g_tree_new_full (compare_labels, NULL, free_labels, (GDestroyNotify)g_hash_table_unref);

  for (unsigned i = 0; i < series->len; i++)
    {
      const ParlSeries *one = series->pdata[i];
      g_autoptr (ParlLabels) labels = parl_prometheus_map_labels (info, config, one->labels);
      GHashTable *days = g_tree_lookup (sums, labels);
      ParlOutcome outcome;
      if (!read_outcome (parl_labels_get (labels, "outcome"), &outcome))
        {
          ++*n_unknown;
          continue;
        }
      if (days == NULL)
        {
          days = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
          g_tree_insert (sums, parl_labels_ref (labels), days);
        }
      for (size_t k = 0; k < one->length; k++)
        {
          int64_t day = (one->times[k] - 1) / PARL_DAY;
          const double *sum = g_hash_table_lookup (days, &day);
          double more = (sum != NULL ? *sum : 0) + one->values[k];
          g_hash_table_replace (days, g_memdup2 (&day, sizeof day), g_memdup2 (&more, sizeof more));
        }
    }
  return sums;
}

/* @series: (element-type ParlSeries): what counters of updates rose by, each sample at the end of
 *   its hour or day
 * @doubtful: (nullable) (element-type int64_t): days that are left out, though there are samples
 * @place: source, endpoint and role, for messages
 * increase() extrapolates to fractions: counts are rounded, and what rounds to none is left out. */
static void
map_days (const ParlSourceConfig *config, const GPtrArray *series, GHashTable *doubtful,
          const char *place, ParlHarvest *harvest)
{
  unsigned n_unknown = 0;
  g_autoptr (GTree) sums = sum_days (config, series, &n_unknown);

  for (GTreeNode *node = g_tree_node_first (sums); node != NULL; node = g_tree_node_next (node))
    {
      const ParlLabels *labels = g_tree_node_key (node);
      g_autoptr (GList) days = g_hash_table_get_keys (g_tree_node_value (node));
      ParlOutcome outcome = PARL_OUTCOME_NONE;

      read_outcome (parl_labels_get (labels, "outcome"), &outcome);
      days = g_list_sort (days, compare_days);
      for (GList *day = days; day != NULL; day = day->next)
        {
          const double *sum = g_hash_table_lookup (g_tree_node_value (node), day->data);
          int64_t count = *sum < 1e15 ? llround (*sum) : 0;
          if (count > 0 && (doubtful == NULL || !g_hash_table_contains (doubtful, day->data)))
            add_day (labels, outcome, *(int64_t *)day->data, count, harvest);
        }
    }
  if (n_unknown > 0)
    g_ptr_array_add (harvest->warnings,
                     g_strdup_printf ("%s: %u series have no label that says how an update ended, "
                                      "and are left out",
                                      place, n_unknown));
}

/* A query for counts of updates, and from which midnight on it is asked. */
typedef struct
{
  const ParlSourceCall *call;
  const char *query;
  bool counts_births;
  ParlTime since;
  ParlHarvest *harvest;
  GPtrArray *series;    /* (element-type ParlSeries): found so far */
  GHashTable *doubtful; /* (element-type int64_t): days that can't be trusted */
} Counting;

/* @range: asked for instead of a day
 * (transfer full) (nullable): %NULL without an error: the query has no range that could be another
 */
static GPtrArray *
ask_for_last (Counting *self, ParlTime range, GError **error)
{
  g_autofree char *words = g_strdup_printf ("[%" G_GINT64_FORMAT "s]", range / PARL_SECOND);
  g_autoptr (GString) shorter = g_string_new (self->query);

  if (g_string_replace (shorter, "[1d]", words, 0) == 0)
    return NULL;
  return parl_prometheus_ask_now (self->call->http,
                                  parl_role_get_info (PARL_ROLE_OTA_ATTEMPTS)->name, shorter->str,
                                  self->call->now, self->harvest, self->call->cancellable, error);
}

/* Takes @series: NULL is an error. */
static bool
take_series (Counting *self, GPtrArray *series)
{
  if (series == NULL)
    return false;
  g_ptr_array_extend_and_steal (self->series, series);
  return true;
}

/* All that is over, by day or, where births count, by hour. */
static bool
count_past (Counting *self, GError **error)
{
  ParlTime step = self->counts_births ? PARL_HOUR : PARL_DAY;
  ParlGrid grid = { self->since + step, self->call->now - self->call->now % step, step };
  unsigned most = self->counts_births ? HOURS_OF_COUNTERS : PARL_PROMETHEUS_MAX_POINTS;
  g_autofree char *births
      = self->counts_births ? parl_counters_dup_query (self->query, step) : NULL;

  if (grid.first <= grid.last
      && !take_series (
          self, parl_prometheus_ask_range (self->call->http,
                                           parl_role_get_info (PARL_ROLE_OTA_ATTEMPTS)->name,
                                           births != NULL ? births : self->query, &grid, most,
                                           self->harvest, self->call->cancellable, error)))
    return false;
  for (unsigned i = 0; i < self->series->len; i++)
    {
      const ParlSeries *one = self->series->pdata[i];
      if (one->length > 0)
        self->harvest->newest = MAX (self->harvest->newest, one->times[one->length - 1]);
    }
  return true;
}

/* What is not over is asked for as of now, over the seconds since it began. A counter that nobody
 * scrapes any more has its increase since then too, so the last minutes are asked for apart: only
 * what they give says that the counts are fresh. */
static bool
count_present (Counting *self, GError **error)
{
  ParlTime so_far = self->call->now % (self->counts_births ? PARL_HOUR : PARL_DAY);
  g_autofree char *births
      = self->counts_births ? parl_counters_dup_query (self->query, so_far) : NULL;
  g_autoptr (GError) local = NULL;
  GPtrArray *present = NULL;

  if (births != NULL && so_far >= SHORTEST_PRESENT)
    present = parl_prometheus_ask_now (
        self->call->http, parl_role_get_info (PARL_ROLE_OTA_ATTEMPTS)->name, births,
        self->call->now, self->harvest, self->call->cancellable, &local);
  else if (so_far >= SHORTEST_PRESENT)
    present = ask_for_last (self, so_far, &local);
  if (present != NULL)
    take_series (self, present);

  g_autoptr (GPtrArray) fresh = local == NULL ? ask_for_last (self, FRESH, &local) : NULL;
  if (fresh != NULL && fresh->len > 0)
    self->harvest->newest = MAX (self->harvest->newest, self->call->now - FRESH);
  if (local == NULL)
    return true;
  g_propagate_error (error, g_steal_pointer (&local));
  return false;
}

static void
note_doubts (Counting *self, const GPtrArray *doubts)
{
  for (unsigned i = 0; i < doubts->len; i++)
    {
      const ParlSeries *one = doubts->pdata[i];
      for (size_t k = 0; k < one->length; k++)
        {
          int64_t day = (one->times[k] - 1) / PARL_DAY;
          if (one->values[k] > 0)
            g_hash_table_add (self->doubtful, g_memdup2 (&day, sizeof day));
        }
    }
}

/* The days on which counters turn up of which nobody knows what they counted before. */
static bool
find_doubtful_days (Counting *self, const char *place, GError **error)
{
  const char *role = parl_role_get_info (PARL_ROLE_OTA_ATTEMPTS)->name;
  ParlTime midnight = self->call->now - self->call->now % PARL_DAY;
  ParlGrid days = { self->since + PARL_DAY, midnight, PARL_DAY };
  ParlTime so_far = self->call->now - midnight;
  g_autofree char *query = parl_counters_dup_doubts_query (self->query, PARL_DAY);
  g_autofree char *now = parl_counters_dup_doubts_query (self->query, so_far);

  if (days.first <= days.last)
    {
      g_autoptr (GPtrArray) past = parl_prometheus_ask_range (
          self->call->http, role, query, &days, PARL_PROMETHEUS_MAX_POINTS, self->harvest,
          self->call->cancellable, error);
      if (past == NULL)
        return false;
      note_doubts (self, past);
    }
  if (so_far >= SHORTEST_PRESENT)
    {
      g_autoptr (GPtrArray) present
          = parl_prometheus_ask_now (self->call->http, role, now, self->call->now, self->harvest,
                                     self->call->cancellable, error);
      if (present == NULL)
        return false;
      note_doubts (self, present);
    }
  if (g_hash_table_size (self->doubtful) > 0)
    g_ptr_array_add (
        self->harvest->warnings,
        g_strdup_printf (
            _ ("%s: on %u days counters appear that may have counted before; what they "
               "say of these days is left out"),
            place, g_hash_table_size (self->doubtful)));
  return true;
}

/* @query: of the role for attempts
 * @last_day: the newest that history holds; -1: none, or of another query
 * @harvest: gets the days since then, those before it again, and warnings
 * Returns: false when the server refuses */
bool
parl_prometheus_count_attempts (const ParlSourceCall *call, const char *query, int64_t last_day,
                                ParlHarvest *harvest, GError **error)
{
  g_autofree char *births = parl_counters_dup_query (query, PARL_HOUR);
  g_autoptr (GPtrArray) series = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_series_unref);
  g_autoptr (GHashTable) doubtful
      = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autofree char *place = parl_prometheus_dup_place (
      call->http, true, parl_role_get_info (PARL_ROLE_OTA_ATTEMPTS)->name);
  ParlTime midnight = call->now - call->now % PARL_DAY;
  Counting self
      = { call, query, births != NULL, midnight - PARL_PROMETHEUS_PAST, harvest, series, doubtful };

  if (last_day >= 0)
    self.since = MAX (self.since, (last_day - ASK_AGAIN_DAYS) * PARL_DAY);
  if (!count_past (&self, error) || !count_present (&self, error)
      || (self.counts_births && !find_doubtful_days (&self, place, error)))
    return false;
  map_days (call->config, series, doubtful, place, harvest);
  return true;
}
