/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kind `prometheus`: series on an hourly grid, and counts of updates by day, from any server
 * that speaks Prometheus' query API. It asks for aggregates only; no per-device series is ever
 * pulled. A sample at an hour's end stands for that hour, and only hours that are over are asked
 * for. A target that died leaves no samples behind: increase() over an hour without scrapes gives
 * none, and the lookback that repeats a gauge lasts five minutes; so the newest sample is at most
 * an hour younger than the newest datum. */
#include "config.h"

#include "sources/prometheus/ask.h"
#include "sources/prometheus/attempts.h"
#include "sources/prometheus/mapping.h"
#include "sources/prometheus/rollouts.h"
#include "sources/ask.h"
#include "sources/source-config.h"
#include "sources/source-kind.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#define ASK_AGAIN (2 * PARL_HOUR) /* scrapes may arrive late */

typedef struct
{
  const ParlSourceCall *call;
  ParlHarvest *harvest;
  ParlTime owed[PARL_N_ROLES]; /* since when a query got no answer; PARL_TIME_MAX: it got one */
} Sync;

static ParlTime
round_down (ParlTime time, ParlTime unit)
{
  return time - time % unit;
}

/* Where several models of an instance count frames, no two of them alike, nobody knows how many
 * there were until a setting says which model counts. */
static bool
complain_of_models (Sync *self, const char *place, GError **error)
{
  g_autofree char *query = parl_role_dup_models_query (self->call->config, true);
  g_autoptr (GPtrArray) undecided
      = query != NULL ? parl_prometheus_ask_now (self->call->http, "Model", query, self->call->now,
                                                 self->harvest, self->call->cancellable, error)
                      : NULL;

  if (undecided != NULL && undecided->len > 0)
    g_ptr_array_add (
        self->harvest->warnings,
        g_strdup_printf (_ ("%s: %.0f instances have models that count differently and are left "
                            "out until “Model” says which one counts the frames"),
                         place, ((ParlSeries *)undecided->pdata[0])->values[0]));
  return query == NULL || undecided != NULL;
}

static bool
sync_series (Sync *self, ParlRole role, const char *query, const ParlGrid *grid, GError **error)
{
  g_autoptr (GPtrArray) series = parl_prometheus_ask_range (
      self->call->http, parl_role_get_info (role)->name, query, grid, PARL_PROMETHEUS_MAX_POINTS,
      self->harvest, self->call->cancellable, error);

  if (series == NULL)
    return false;

  g_autofree char *place
      = parl_prometheus_dup_place (self->call->http, true, parl_role_get_info (role)->name);
  parl_prometheus_map_series (role, self->call->config, series, place, self->harvest);
  return role != PARL_ROLE_FPS || complain_of_models (self, place, error);
}

/* The server refused this query, or had no words for the answer: the others may still go well. */
static bool
is_of_one_query (const GError *error)
{
  return g_error_matches (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_SERVER)
         || g_error_matches (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_TOO_LARGE)
         || g_error_matches (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_SPENT);
}

/* New queries ask for all of the past again, and a history that has lost samples from then on. */
static ParlTime
choose_start (const ParlKnown *known, ParlTime now, bool same_queries)
{
  ParlTime first = round_down (now - PARL_PROMETHEUS_PAST, PARL_HOUR) + PARL_HOUR;

  if (!same_queries || known->series_end == PARL_TIME_NONE)
    return first;
  ParlTime since = MIN (known->series_end, now) - ASK_AGAIN;
  if (known->samples_lost != PARL_TIME_NONE)
    since = MIN (since, known->samples_lost - PARL_HOUR);
  return MAX (first, round_down (since, PARL_HOUR) + PARL_HOUR);
}

/* @last_day: of counts, that is known; -1: none */
static bool
sync_role (Sync *self, ParlRole role, const char *query, int64_t last_day, const ParlGrid *hours,
           GError **error)
{
  if (role == PARL_ROLE_OTA_ATTEMPTS)
    return parl_prometheus_count_attempts (self->call, query, last_day, self->harvest, error);
  if (role == PARL_ROLE_ROLLOUTS)
    return parl_prometheus_read_rollouts (self->call, query, self->harvest, error);
  return sync_series (self, role, query, hours, error);
}

/* A bookmark names the queries that were asked, and since when one of them is owed an answer:
 * "<fingerprint> frame-time=1767225600000". */
static bool
read_bookmark (Sync *self, const char *fingerprint)
{
  const char *bookmark = self->call->known->bookmark;
  g_auto (GStrv) words = g_strsplit (bookmark != NULL ? bookmark : "", " ", -1);

  for (ParlRole role = 0; role < PARL_N_ROLES; role++)
    {
      g_autofree char *begin = g_strconcat (parl_role_get_info (role)->name, "=", NULL);
      self->owed[role] = PARL_TIME_MAX;
      for (unsigned i = 1; words[0] != NULL && words[i] != NULL; i++)
        if (g_str_has_prefix (words[i], begin))
          self->owed[role] = g_ascii_strtoll (words[i] + strlen (begin), NULL, 10);
    }
  return g_strcmp0 (words[0], fingerprint) == 0;
}

static char *
write_bookmark (const Sync *self, const char *fingerprint)
{
  GString *text = g_string_new (fingerprint);

  for (ParlRole role = 0; role < PARL_N_ROLES; role++)
    if (self->owed[role] != PARL_TIME_MAX)
      g_string_append_printf (text, " %s=%" G_GINT64_FORMAT, parl_role_get_info (role)->name,
                              self->owed[role]);
  return g_string_free (text, FALSE);
}

/* The hours that a query is asked for, and those that it still owes. */
static ParlGrid
choose_hours (const Sync *self, ParlRole role, ParlTime start)
{
  ParlTime first = choose_start (self->call->known, self->call->now, false);
  ParlTime owed = round_down (CLAMP (self->owed[role], first, start), PARL_HOUR);

  return (ParlGrid){ owed, round_down (self->call->now, PARL_HOUR), PARL_HOUR };
}

/* @same: whether the queries are those of before, so that only what is new is asked for */
static bool
sync_roles (Sync *self, bool same, GError **error)
{
  const ParlKnown *known = self->call->known;
  ParlTime start = choose_start (known, self->call->now, same);
  g_autofree char *since = parl_time_to_iso (start);
  unsigned n_asked = 0;
  g_autoptr (GError) first_error = NULL;
  unsigned n_failed = 0;

  g_debug ("%s: %s, with %s queries; asked from %s on",
           parl_source_config_get_name (self->call->config), self->harvest->server,
           same ? "the same" : "new", since);
  for (ParlRole role = 0; role < PARL_N_ROLES; role++)
    {
      g_autofree char *query = parl_role_dup_query (role, self->call->config);
      ParlGrid hours = choose_hours (self, role, start);
      g_autoptr (GError) local = NULL;
      parl_ask_report (self->call, parl_role_get_info (role)->name, role, PARL_N_ROLES);
      self->owed[role] = PARL_TIME_MAX;
      if (query == NULL)
        continue;
      n_asked++;
      if (sync_role (self, role, query, same ? known->last_day : -1, &hours, &local))
        continue;
      self->owed[role] = hours.first;
      if (!is_of_one_query (local))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return false;
        }
      if (g_error_matches (local, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_SPENT))
        {
          g_ptr_array_add (self->harvest->warnings, g_strdup (local->message));
          while (++role < PARL_N_ROLES)
            self->owed[role] = choose_hours (self, role, start).first;
          return true;
        }
      g_ptr_array_add (self->harvest->warnings,
                       g_strdup_printf (_ ("%s; nothing new of “%s” was read"), local->message,
                                        parl_role_get_info (role)->name));
      n_failed++;
      if (first_error == NULL)
        first_error = g_steal_pointer (&local);
    }
  if (n_failed > 0 && n_failed == n_asked)
    {
      g_propagate_error (error, g_steal_pointer (&first_error));
      return false;
    }
  return true;
}

/* (element-type utf8): names and labels of those of @all that have a sample at that time */
static GHashTable *
list_series_at (const GPtrArray *all, ParlTime time)
{
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (unsigned i = 0; i < all->len; i++)
    {
      const ParlSeries *series = all->pdata[i];
      g_autofree char *labels = parl_labels_to_string (series->labels);
      for (size_t k = 0; k < series->length; k++)
        if (series->times[k] == time)
          g_hash_table_add (names, g_strconcat (series->name, "{", labels, "}", NULL));
    }
  return names;
}

/* Of an hour that was long over when the server was last asked, and is asked again: other series
 * than before are a contradiction.
 * @n_before, @n_now: (out): how many it gave, and how many of those it still gives */
static bool
has_other_series (const ParlSourceCall *call, const ParlHarvest *harvest, unsigned *n_before,
                  unsigned *n_now)
{
  const ParlKnown *known = call->known;

  *n_before = *n_now = 0;
  if (known->series_end == PARL_TIME_NONE || known->series_end > call->now)
    return false;
  ParlTime hour = round_down (known->series_end, PARL_HOUR) - PARL_HOUR;
  if (hour < choose_start (known, call->now, false)) /* so long ago that it is not asked for */
    return false;
  g_autoptr (GHashTable) before = list_series_at (known->series, hour);
  g_autoptr (GHashTable) now = list_series_at (harvest->series, hour);
  const char *name;
  GHashTableIter iter;

  *n_before = g_hash_table_size (before);
  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, (gpointer *)&name, NULL))
    *n_now += g_hash_table_contains (now, name);
  return *n_now < *n_before || g_hash_table_size (now) > *n_before;
}

/* Of a day that was over: other counts are one, too. */
static bool
has_other_counts (const ParlSourceCall *call, const ParlHarvest *harvest)
{
  const ParlKnown *known = call->known;
  int64_t count = 0;

  if ((known->last_day - 1) * PARL_DAY < round_down (call->now, PARL_DAY) - PARL_PROMETHEUS_PAST)
    return false;
  for (unsigned i = 0; i < harvest->days->len; i++)
    {
      const ParlDayCount *day = harvest->days->pdata[i];
      count += day->day == known->last_day - 1 ? day->count : 0;
    }
  return count != known->day_before;
}

static ParlHarvest *
sync_once (const ParlSourceCall *call, bool anew, bool *same, GError **error)
{
  g_autoptr (ParlHarvest) harvest = parl_harvest_new ();
  g_autofree char *fingerprint = parl_role_dup_fingerprint (call->config);
  Sync self = { call, harvest, { 0 } };

  *same = read_bookmark (&self, fingerprint) && !anew;
  harvest->server = parl_prometheus_ask_version (call->http, call->cancellable, error);
  if (harvest->server == NULL || !sync_roles (&self, *same, error))
    return NULL;
  harvest->bookmark = write_bookmark (&self, fingerprint);
  *same = *same && g_str_equal (harvest->bookmark, call->known->bookmark);
  return g_steal_pointer (&harvest);
}

/* Where an answer contradicts the one before, nobody knows which was right: all is asked for again.
 */
static ParlHarvest *
sync_prometheus (const ParlSourceCall *call, GError **error)
{
  unsigned before = parl_http_get_n_requests (call->http);
  unsigned n_before, n_now;
  bool same;
  g_autoptr (ParlHarvest) harvest = sync_once (call, false, &same, error);

  if (harvest != NULL && same
      && (has_other_series (call, harvest, &n_before, &n_now) || has_other_counts (call, harvest)))
    {
      parl_harvest_free (harvest);
      harvest = sync_once (call, true, &same, error);
      if (harvest != NULL && has_other_series (call, harvest, &n_before, &n_now)
          && n_now < n_before)
        g_ptr_array_add (
            harvest->warnings,
            g_strdup_printf (_ ("%s: the server gives %u series of an hour of which it gave %u "
                                "before"),
                             parl_source_config_get_name (call->config), n_now, n_before));
    }
  if (harvest == NULL)
    return NULL;
  harvest->requests = parl_http_get_n_requests (call->http) - before;
  return g_steal_pointer (&harvest);
}

static char *
describe_series (const char *name, const GPtrArray *series)
{
  const ParlSeries *one = series->pdata[0];
  g_autofree char *labels = parl_labels_to_string (one->labels);
  g_autofree char *when = parl_time_to_iso (one->times[one->length - 1]);

  return g_strdup_printf ("%s: %u series; {%s} was %.6g %s at %s", name, series->len, labels,
                          one->values[one->length - 1], one->unit, when);
}

static char *
describe_days (const char *name, const GPtrArray *days)
{
  const ParlDayCount *one = days->pdata[0];
  g_autofree char *when = parl_time_to_iso (one->day * PARL_DAY);

  return g_strdup_printf (_ ("%s: %u counts; %" PRId64 " attempts %s, from %s to %s, on %.10s"),
                          name, days->len, one->count, parl_outcome_to_string (one->outcome),
                          one->from != NULL ? one->from : "unknown",
                          one->to != NULL ? one->to : "unknown", when);
}

/* One line about one role: what a first sync would bring. */
static char *
test_role (Sync *self, ParlRole role, GError **error)
{
  const char *name = parl_role_get_info (role)->name;
  g_autofree char *query = parl_role_dup_query (role, self->call->config);
  ParlGrid hours = { choose_start (self->call->known, self->call->now, false),
                     round_down (self->call->now, PARL_HOUR), PARL_HOUR };

  if (query == NULL)
    return g_strdup_printf (_ ("%s: not asked for"), name);
  if (!sync_role (self, role, query, -1, &hours, error))
    return NULL;
  if (self->harvest->rollouts->len > 0)
    return g_strdup_printf ("%s: %u", name, self->harvest->rollouts->len);
  if (self->harvest->days->len > 0)
    return describe_days (name, self->harvest->days);
  if (self->harvest->series->len > 0)
    return describe_series (name, self->harvest->series);
  return g_strdup_printf (_ ("%s: nothing in the last %d days for the query %s"), name,
                          (int)(PARL_PROMETHEUS_PAST / PARL_DAY), query);
}

/* What counts frames, so that somebody can choose: "models: detector 10, ensemble 10". */
static void
describe_models (const ParlSourceCall *call, GStrvBuilder *lines)
{
  g_autofree char *query = parl_role_dup_models_query (call->config, false);
  g_autoptr (ParlHarvest) harvest = parl_harvest_new ();
  g_autoptr (GPtrArray) models
      = query != NULL ? parl_prometheus_ask_now (call->http, "Model", query, call->now, harvest,
                                                 call->cancellable, NULL)
                      : NULL;
  g_autoptr (GString) line = g_string_new (_ ("Models, with their inferences a second:"));

  for (unsigned i = 0; models != NULL && i < models->len; i++)
    {
      const ParlSeries *model = models->pdata[i];
      const char *name = parl_labels_get (model->labels, "model");
      g_string_append_printf (line, "%s %s %.6g", i > 0 ? "," : "", name != NULL ? name : "?",
                              model->values[0]);
    }
  if (models != NULL && models->len > 0)
    g_strv_builder_add (lines, line->str);
}

static char **
test_prometheus (const ParlSourceCall *call, GError **error)
{
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();
  g_autofree char *server = parl_prometheus_ask_version (call->http, call->cancellable, error);

  g_autoptr (GError) first_error = NULL;
  bool any = false;

  if (server == NULL)
    return NULL;
  g_strv_builder_add (lines, server);
  for (ParlRole role = 0; role < PARL_N_ROLES; role++)
    {
      g_autoptr (ParlHarvest) harvest = parl_harvest_new ();
      g_autoptr (GError) local = NULL;
      Sync self = { call, harvest, { 0 } };
      g_autofree char *line = test_role (&self, role, &local);
      if (line == NULL && !is_of_one_query (local))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
      g_autofree char *query = parl_role_dup_query (role, call->config);
      any = any || (line != NULL && query != NULL);
      if (line == NULL)
        {
          parl_source_call_set_partial (call);
          line = g_strdup_printf ("%s: %s", parl_role_get_info (role)->name, local->message);
        }
      if (first_error == NULL)
        first_error = g_steal_pointer (&local);
      g_strv_builder_add (lines, line);
      parl_source_call_note_found (call,
                                   (harvest->series->len > 0 ? PARL_FEEDS_SPEED : 0)
                                       | (harvest->days->len > 0 ? PARL_FEEDS_COUNTS : 0)
                                       | (harvest->rollouts->len > 0 ? PARL_FEEDS_ROLLOUTS : 0));
      for (unsigned i = 0; i < harvest->warnings->len; i++)
        g_strv_builder_add (lines, harvest->warnings->pdata[i]);
    }
  if (first_error != NULL && !any)
    {
      g_propagate_error (error, g_steal_pointer (&first_error));
      return NULL;
    }
  describe_models (call, lines);
  return g_strv_builder_end (lines);
}

static unsigned
get_feed (ParlRole role)
{
  ParlShape shape = parl_role_get_info (role)->shape;

  return shape == PARL_SHAPE_DAYS       ? PARL_FEEDS_COUNTS
         : shape == PARL_SHAPE_ROLLOUTS ? PARL_FEEDS_ROLLOUTS
                                        : PARL_FEEDS_SPEED;
}

/* What its profile and its own queries ask for. */
static unsigned
find_feeds (const ParlSourceConfig *config, const ParlSourceDirs *dirs G_GNUC_UNUSED)
{
  unsigned feeds = 0;

  for (ParlRole role = 0; role < PARL_N_ROLES; role++)
    {
      g_autofree char *query = parl_role_dup_query (role, config);
      if (query != NULL)
        feeds |= get_feed (role);
    }
  return feeds;
}

#define QUERY(role, what)                                                                          \
  {                                                                                                \
    .key = "Query." role, .type = PARL_SETTING_RAW,                                                \
    .title = N_ ("Query for %s (empty: the profile’s)"), .help = what                              \
  }
#define LABEL(label, what)                                                                         \
  {                                                                                                \
    .key = "Label." label, .type = PARL_SETTING_LINE, .initial = label,                            \
    .title = N_ ("The server’s label for %s"), .help = what                                        \
  }

static const ParlSetting keys[] = {
  { .key = "Profile",
    .type = PARL_SETTING_CHOICE,
    .choices = parl_profile_names,
    .initial = "exporter",
    .title = N_ ("Profile of Queries"),
    .help = N_ ("The exporter whose metrics the queries are made for") },
  QUERY ("fps-time", N_ ("PromQL for device-seconds by class and le, as increases by hour")),
  QUERY ("fps", N_ ("PromQL for the present frame rate of each device, counted by hour")),
  QUERY ("frame-time", N_ ("PromQL for frames by class and le, as increases by hour")),
  QUERY ("stage-time", N_ ("PromQL for milliseconds by class and stage in slow frames")),
  QUERY ("rollouts", N_ ("PromQL for the rollouts that another Parlance told of")),
  QUERY ("ota-attempts", N_ ("PromQL for update attempts by outcome, cause, from, to, class and "
                             "site, as increases by day")),
  LABEL ("class", N_ ("The server’s label for the class of a device")),
  LABEL ("le", N_ ("The server’s label for the upper end of a bucket")),
  LABEL ("stage", N_ ("The server’s label for the stage of a frame")),
  LABEL ("outcome", N_ ("The server’s label for the outcome of an attempt")),
  LABEL ("cause", N_ ("The server’s label for the cause of a failure")),
  LABEL ("from", N_ ("The server’s label for the release before an attempt")),
  LABEL ("to", N_ ("The server’s label for the release that was asked for")),
  LABEL ("site", N_ ("The server’s label for the site of a device")),
  LABEL ("product", N_ ("The server’s label for the product that releases are of")),
  { .key = "Model",
    .type = PARL_SETTING_LINE,
    .title = N_ ("Model That Counts Frames (Triton)"),
    .help = N_ ("The model of Triton whose inferences are frames; without it, what all models of "
                "an instance agree on") },
  { .key = "Tenant",
    .type = PARL_SETTING_LINE,
    .title = N_ ("Tenant (X-Scope-OrgID)"),
    .help = N_ ("The tenant of Mimir, Cortex or Thanos, sent as X-Scope-OrgID") },
};

static const ParlSourceStep steps[] = {
  { "fps-time", N_ ("time by frame rate") },
  { "fps", N_ ("frame rates") },
  { "frame-time", N_ ("frame times") },
  { "stage-time", N_ ("times by stage") },
  { "ota-attempts", N_ ("update attempts") },
  { "rollouts", N_ ("rollouts") },
  { 0 },
};

static const char *const pages[] = { "/api/v1", "/graph", "/query", NULL };

const ParlSourceKind parl_kind_prometheus = {
  .name = "prometheus",
  .title = N_ ("Prometheus (speed)"),
  .example = "Prometheus",
  .feeds = PARL_FEEDS_SPEED | PARL_FEEDS_COUNTS,
  .settings = { "Source *", keys, G_N_ELEMENTS (keys), &parl_server_settings },
  .steps = steps,
  .pages = pages,
  .sync = sync_prometheus,
  .test = test_prometheus,
  .find_feeds = find_feeds,
};
