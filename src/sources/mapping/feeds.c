/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes values of the model from rows whose fields are read. A row that would make a wrong number
 * is refused: an attempt that ended nobody knows when, a day to come. Asks no server. */
#include "config.h"

#include "sources/mapping/feeds.h"

#include "model/build.h"
#include "model/change.h"
#include "model/release.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#define WHOLE_STAGE "all" /* the one stage of a rollout without stages */
#define ID_LETTERS G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-_."
#define CAUSE_LETTERS "abcdefghijklmnopqrstuvwxyz0123456789-"

/* @self: with all but `harvest` and `collected` set */
void
parl_map_feeder_init (ParlMapFeeder *self)
{
  self->harvest = parl_harvest_new ();
  self->harvest->milestones = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_milestone_free);
  self->collected = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

void
parl_map_feeder_clear (ParlMapFeeder *self)
{
  if (self->part->feed == PARL_MAP_SPEED)
    parl_map_speed_finish (self);
  g_clear_pointer (&self->collected, g_hash_table_unref);
  g_clear_pointer (&self->harvest, parl_harvest_free);
}

static void
note_time (ParlMapFeeder *self, ParlTime time)
{
  self->harvest->newest = MAX (self->harvest->newest, time);
}

/* (transfer full) (nullable) */
static char *
dup_release (const ParlMapValue *product, const ParlMapValue *version)
{
  return version->text != NULL ? parl_release_new (product->text, version->text) : NULL;
}

/* A cause is a code of small letters. */
static char *
dup_cause (const char *text)
{
  char *code = g_ascii_strdown (text, -1);

  g_strcanon (code, CAUSE_LETTERS, '-');
  return code;
}

/* Attempts. */

/* Where the server's time is of no use, a person looks at the page; credentials stay out. */
static char *
dup_link (const char *text)
{
  g_autoptr (GUri) uri = text != NULL ? g_uri_parse (text, G_URI_FLAGS_NONE, NULL) : NULL;
  bool is_web = uri != NULL
                && (g_str_equal (g_uri_get_scheme (uri), "https")
                    || g_str_equal (g_uri_get_scheme (uri), "http"))
                && g_uri_get_userinfo (uri) == NULL;

  return is_web ? g_strdup (text) : NULL;
}

static char *
dup_key (const ParlMapFeeder *self, const ParlMapRow *row, const ParlMapValue *values,
         GError **error)
{
  const ParlMapValue *to = &values[PARL_ATTEMPT_TO], *started = &values[PARL_ATTEMPT_STARTED];

  if (self->part->fields[PARL_ATTEMPT_KEY] != NULL && values[PARL_ATTEMPT_KEY].text != NULL)
    return g_strdup (values[PARL_ATTEMPT_KEY].text);
  if (self->part->fields[PARL_ATTEMPT_KEY] == NULL && (to->text != NULL || started->text != NULL))
    return g_strdup_printf ("%s/%s/%s", values[PARL_ATTEMPT_DEVICE].text,
                            to->text != NULL ? to->text : "",
                            started->text != NULL ? started->text : "");
  parl_json_fail (row->at, error, _ ("%s is missing"), "Key");
  return NULL;
}

static bool
was_open (ParlMapFeeder *self, const char *key)
{
  if (g_hash_table_size (self->collected) == 0)
    for (unsigned i = 0; i < self->known->open->len; i++)
      {
        const ParlAttempt *open = self->known->open->pdata[i];
        g_hash_table_insert (self->collected, g_strdup (open->key), (gpointer)open);
      }
  return g_hash_table_contains (self->collected, key);
}

static void
find_cause (const ParlMapFeeder *self, const ParlMapValue *values, ParlAttempt *attempt)
{
  int64_t code = values[PARL_ATTEMPT_CODE].whole;

  attempt->message = g_strdup (values[PARL_ATTEMPT_MESSAGE].text);
  if (values[PARL_ATTEMPT_CAUSE].text != NULL)
    attempt->cause = dup_cause (values[PARL_ATTEMPT_CAUSE].text);
  else if (self->causes != NULL)
    attempt->cause
        = g_strdup (parl_causes_match (self->causes, attempt->message,
                                       values[PARL_ATTEMPT_CODE].text != NULL ? &code : NULL)
                        .cause);
  else
    attempt->cause = g_strdup (PARL_CAUSE_UNKNOWN);
}

static bool
add_attempt (ParlMapFeeder *self, const ParlMapRow *row, const ParlMapValue *values, GError **error)
{
  ParlOutcome outcome = values[PARL_ATTEMPT_OUTCOME].choice;
  ParlTime ended = values[PARL_ATTEMPT_ENDED].time, started = values[PARL_ATTEMPT_STARTED].time;
  g_autofree char *key = dup_key (self, row, values, error);

  if (key == NULL)
    return false;
  bool is_seen = outcome != PARL_OUTCOME_OPEN && ended == PARL_TIME_NONE;
  if (is_seen && !was_open (self, key))
    {
      parl_json_fail (row->at, error, _ ("it is over, but not said since when"));
      return false;
    }
  if (ended != PARL_TIME_NONE && started != PARL_TIME_NONE && ended < started)
    {
      parl_json_fail (row->at, error, _ ("it ended before it started"));
      return false;
    }

  ParlAttempt *attempt = parl_attempt_new ();
  attempt->key = g_steal_pointer (&key);
  attempt->device = g_strdup (values[PARL_ATTEMPT_DEVICE].text);
  attempt->rollout = g_strdup (values[PARL_ATTEMPT_ROLLOUT].text);
  attempt->stage = g_strdup (values[PARL_ATTEMPT_STAGE].text);
  if (attempt->rollout != NULL && attempt->stage == NULL)
    attempt->stage = g_strdup (WHOLE_STAGE);
  attempt->from = dup_release (&values[PARL_ATTEMPT_PRODUCT], &values[PARL_ATTEMPT_FROM]);
  attempt->to = dup_release (&values[PARL_ATTEMPT_PRODUCT], &values[PARL_ATTEMPT_TO]);
  attempt->outcome = outcome;
  attempt->started = started;
  attempt->ended = outcome == PARL_OUTCOME_OPEN ? PARL_TIME_NONE : is_seen ? self->now : ended;
  attempt->ended_is_seen = is_seen;
  if (outcome == PARL_OUTCOME_FAILED)
    find_cause (self, values, attempt);
  attempt->link = dup_link (values[PARL_ATTEMPT_LINK].text);
  attempt->device_class = g_strdup (values[PARL_ATTEMPT_CLASS].text);
  attempt->site = g_strdup (values[PARL_ATTEMPT_SITE].text);
  g_ptr_array_add (self->harvest->attempts, attempt);
  note_time (self, attempt->ended != PARL_TIME_NONE ? attempt->ended : started);
  return true;
}

/* Counts by day. */

/* Rows that differ in nothing but their count are added up: a table may make one outcome of
 * several states. */
static bool
add_day (ParlMapFeeder *self, const ParlMapRow *row, const ParlMapValue *values, GError **error)
{
  const ParlMapValue *day = &values[PARL_DAY_DAY];
  g_autoptr (GString) key = g_string_new (NULL);

  if (day->time > self->now)
    {
      parl_json_fail (row->at, error, _ ("the day is still to come: %s"), day->text);
      return false;
    }
  if (self->since != PARL_TIME_NONE && day->time + PARL_DAY <= self->since)
    return true;
  for (unsigned i = 0; i < PARL_DAY_COUNT; i++)
    g_string_append_printf (key, "%s\n", values[i].text != NULL ? values[i].text : "");

  ParlDayCount *count = g_hash_table_lookup (self->collected, key->str);
  if (count == NULL)
    {
      count = g_new0 (ParlDayCount, 1);
      count->day = day->whole;
      count->outcome = values[PARL_DAY_OUTCOME].choice + PARL_OUTCOME_SUCCEEDED;
      count->from = dup_release (&values[PARL_DAY_PRODUCT], &values[PARL_DAY_FROM]);
      count->to = dup_release (&values[PARL_DAY_PRODUCT], &values[PARL_DAY_TO]);
      count->device_class = g_strdup (values[PARL_DAY_CLASS].text);
      count->site = g_strdup (values[PARL_DAY_SITE].text);
      if (count->outcome == PARL_OUTCOME_FAILED)
        count->cause = values[PARL_DAY_CAUSE].text != NULL ? dup_cause (values[PARL_DAY_CAUSE].text)
                                                           : g_strdup (PARL_CAUSE_UNKNOWN);
      g_ptr_array_add (self->harvest->days, count);
      g_hash_table_insert (self->collected, g_strdup (key->str), count);
    }
  count->count += values[PARL_DAY_COUNT].whole;
  note_time (self, MIN (self->now, day->time + PARL_DAY));
  return true;
}

/* Devices. */

static bool
add_device (ParlMapFeeder *self, const ParlMapValue *values)
{
  ParlDevice *device = parl_device_new (values[PARL_DEVICE_ID].text);

  device->device_class = g_strdup (values[PARL_DEVICE_CLASS].text);
  device->site = g_strdup (values[PARL_DEVICE_SITE].text);
  device->release = dup_release (&values[PARL_DEVICE_PRODUCT], &values[PARL_DEVICE_RELEASE]);
  device->rollout = g_strdup (values[PARL_DEVICE_ROLLOUT].text);
  device->stage = g_strdup (values[PARL_DEVICE_STAGE].text);
  device->registered = values[PARL_DEVICE_REGISTERED].time;
  device->last_seen = values[PARL_DEVICE_LAST_SEEN].time;
  if (values[PARL_DEVICE_HEARTBEAT].text != NULL)
    device->heartbeat = (int64_t)(values[PARL_DEVICE_HEARTBEAT].number * PARL_SECOND);
  device->tested_rollback = values[PARL_DEVICE_TESTED_ROLLBACK].text != NULL
                                ? (ParlTristate)values[PARL_DEVICE_TESTED_ROLLBACK].choice
                                : PARL_UNKNOWN;
  g_ptr_array_add (self->harvest->devices, device);
  note_time (self, device->last_seen);
  return true;
}

/* Rollouts. */

static int64_t
get_count (const ParlMapValue *value)
{
  return value->text != NULL ? value->whole : PARL_COUNT_UNKNOWN;
}

static ParlRollout *
find_rollout (ParlMapFeeder *self, const ParlMapValue *values)
{
  const char *id = values[PARL_ROLLOUT_ID].text, *name = values[PARL_ROLLOUT_NAME].text;
  ParlRollout *rollout = g_hash_table_lookup (self->collected, id);

  if (rollout != NULL)
    return rollout;
  rollout = parl_rollout_new (id, name != NULL ? name : id);
  rollout->release = dup_release (&values[PARL_ROLLOUT_PRODUCT], &values[PARL_ROLLOUT_RELEASE]);
  rollout->progress = values[PARL_ROLLOUT_PROGRESS].choice;
  rollout->created = values[PARL_ROLLOUT_CREATED].time;
  g_ptr_array_add (self->harvest->rollouts, rollout);
  g_hash_table_insert (self->collected, g_strdup (id), rollout);
  return rollout;
}

/* A row is a stage; rows of the same id are stages of one rollout. */
static bool
add_rollout (ParlMapFeeder *self, const ParlMapRow *row, const ParlMapValue *values, GError **error)
{
  int64_t total = get_count (&values[PARL_ROLLOUT_TOTAL]);
  int64_t told = 0;

  for (unsigned i = PARL_ROLLOUT_SUCCEEDED; i <= PARL_ROLLOUT_WAITING; i++)
    told += MAX (get_count (&values[i]), 0);
  if (self->part->fields[PARL_ROLLOUT_TOTAL] == NULL)
    total = told;
  if (total == PARL_COUNT_UNKNOWN)
    {
      parl_json_fail (row->at, error, _ ("%s is missing"), "Total");
      return false;
    }
  if (told > total)
    {
      parl_json_fail (row->at, error, _ ("the counts come to more than Total, %" PRId64), total);
      return false;
    }

  const char *id = values[PARL_ROLLOUT_STAGE].text, *name = values[PARL_ROLLOUT_STAGE_NAME].text;
  ParlRollout *rollout = find_rollout (self, values);
  ParlStage *stage = parl_stage_new (id != NULL ? id : WHOLE_STAGE, name != NULL ? name
                                                                    : id != NULL ? id
                                                                                 : rollout->name);
  stage->progress = values[PARL_ROLLOUT_STAGE_PROGRESS].text != NULL
                        ? values[PARL_ROLLOUT_STAGE_PROGRESS].choice
                        : rollout->progress;
  stage->total = total;
  stage->succeeded = values[PARL_ROLLOUT_SUCCEEDED].whole;
  stage->downloaded = MAX (get_count (&values[PARL_ROLLOUT_DOWNLOADED]), 0);
  stage->failed = values[PARL_ROLLOUT_FAILED].whole;
  stage->cancelled = get_count (&values[PARL_ROLLOUT_CANCELLED]);
  stage->running = get_count (&values[PARL_ROLLOUT_RUNNING]);
  stage->waiting = get_count (&values[PARL_ROLLOUT_WAITING]);
  stage->success_threshold = values[PARL_ROLLOUT_SUCCESS_THRESHOLD].number;
  stage->error_threshold = values[PARL_ROLLOUT_ERROR_THRESHOLD].number;
  g_ptr_array_add (rollout->stages, stage);
  note_time (self, rollout->created);
  return true;
}

/* Milestones. */

static ParlTime
get_day (const ParlMapValue *value)
{
  return value->text != NULL ? value->time - value->time % PARL_DAY : PARL_TIME_NONE;
}

/* One without a day has no place in a plan, and is no mistake. */
static bool
add_milestone (ParlMapFeeder *self, ParlMapRow *row, const ParlMapValue *values, GError **error)
{
  bool is_done = values[PARL_MILESTONE_STATE].choice == 1;
  ParlTime due = get_day (&values[PARL_MILESTONE_DUE]);
  ParlTime done = is_done ? get_day (&values[PARL_MILESTONE_DONE]) : PARL_TIME_NONE;
  ParlTime start = get_day (&values[PARL_MILESTONE_START]);

  row->unwanted = due == PARL_TIME_NONE;
  if (row->unwanted)
    return false;
  if (is_done && done == PARL_TIME_NONE)
    {
      parl_json_fail (row->at, error, _ ("it is over, but not said since when"));
      return false;
    }
  ParlMilestone *milestone
      = parl_milestone_new (values[PARL_MILESTONE_ID].text, values[PARL_MILESTONE_TITLE].text);
  milestone->outcome = g_strdup (values[PARL_MILESTONE_LANE].text);
  milestone->owner = g_strdup (values[PARL_MILESTONE_OWNER].text);
  milestone->due = due;
  milestone->done = done;
  if (start != PARL_TIME_NONE && start <= due && (done == PARL_TIME_NONE || start <= done))
    milestone->start = start;
  g_strcanon (milestone->id, ID_LETTERS, '-');
  g_ptr_array_add (self->harvest->milestones, milestone);
  return true;
}

/* Merges and tags. */

/* What was never merged, is not published or will be some day has not happened, and is no mistake.
 */
static bool
add_change (ParlMapFeeder *self, ParlMapRow *row, const ParlMapValue *values, GError **error)
{
  ParlChangeKind kind = values[PARL_CHANGE_WHAT].choice;
  ParlTime time
      = values[PARL_CHANGE_TIME].text != NULL ? values[PARL_CHANGE_TIME].time : PARL_TIME_NONE;

  row->unwanted = time == PARL_TIME_NONE || time > self->now;
  if (row->unwanted)
    return false;
  if (kind == PARL_CHANGE_RELEASE && values[PARL_CHANGE_RELEASE_NAME].text == NULL)
    {
      parl_json_fail (row->at, error, _ ("%s is missing"), "Release");
      return false;
    }
  ParlChange *change = parl_change_new (kind, values[PARL_CHANGE_ID].text, time);
  change->title = g_strdup (values[PARL_CHANGE_TITLE].text);
  change->release = dup_release (&values[PARL_CHANGE_PRODUCT], &values[PARL_CHANGE_RELEASE_NAME]);
  change->milestone = g_strdup (values[PARL_CHANGE_MILESTONE].text);
  change->link = dup_link (values[PARL_CHANGE_LINK].text);
  g_ptr_array_add (self->harvest->changes, change);
  note_time (self, time);
  return true;
}

/* Builds. */

/* (nullable): a zero time, as 1970 or the year 1, is how some servers say that there is none. */
static ParlTime
get_time (const ParlMapValue *value)
{
  return value->text != NULL && value->time > 0 ? value->time : PARL_TIME_NONE;
}

/* Of clocks that contradict each other nobody knows how long it took. */
static ParlTime
find_duration (const ParlMapValue *values, ParlTime ended)
{
  ParlTime started = get_time (&values[PARL_BUILD_STARTED]);

  if (values[PARL_BUILD_DURATION].text != NULL)
    return (ParlTime)(values[PARL_BUILD_DURATION].number * PARL_SECOND);
  return started != PARL_TIME_NONE && started <= ended ? ended - started : PARL_TIME_NONE;
}

/* What has not ended is no mistake. */
static bool
add_build (ParlMapFeeder *self, ParlMapRow *row, const ParlMapValue *values)
{
  ParlTime ended = get_time (&values[PARL_BUILD_ENDED]);

  row->past = ended != PARL_TIME_NONE && self->since != PARL_TIME_NONE && ended < self->since;
  row->unwanted = ended == PARL_TIME_NONE || ended > self->now || row->past;
  if (row->unwanted)
    return false;
  ParlBuild *build = parl_build_new (values[PARL_BUILD_ID].text,
                                     (ParlBuildOutcome)values[PARL_BUILD_OUTCOME].choice, ended);
  build->duration = find_duration (values, ended);
  build->again = values[PARL_BUILD_ATTEMPT].text != NULL && values[PARL_BUILD_ATTEMPT].number > 1;
  build->link = dup_link (values[PARL_BUILD_LINK].text);
  g_ptr_array_add (self->harvest->builds, build);
  note_time (self, ended);
  return true;
}

/* @values: of all fields of the part; unset where the row does not say them
 * Returns: false when the row is left out: with MALFORMED, or because nobody wants it */
bool
parl_map_feeder_add (ParlMapFeeder *self, ParlMapRow *row, const ParlMapValue *values,
                     GError **error)
{
  switch (self->part->feed)
    {
    case PARL_MAP_ATTEMPTS:
      return add_attempt (self, row, values, error);
    case PARL_MAP_DAYS:
      return add_day (self, row, values, error);
    case PARL_MAP_DEVICES:
      return add_device (self, values);
    case PARL_MAP_SPEED:
      return parl_map_speed_add (self, row, values, error);
    case PARL_MAP_ROLLOUTS:
      return add_rollout (self, row, values, error);
    case PARL_MAP_MILESTONES:
      return add_milestone (self, row, values, error);
    case PARL_MAP_CHANGES:
      return add_change (self, row, values, error);
    case PARL_MAP_BUILDS:
      return add_build (self, row, values);
    case PARL_MAP_LIST:
    case PARL_MAP_N_FEEDS:
      break;
    }
  g_assert_not_reached ();
}

/* All rows have come. */
void
parl_map_feeder_finish (ParlMapFeeder *self)
{
  if (self->part->feed == PARL_MAP_SPEED)
    parl_map_speed_finish (self);
}
