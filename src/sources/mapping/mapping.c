/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads mapping files, strictly: a key that does not exist, a path that is none, a placeholder that
 * nothing fills are refused with file, line, group and key. Asks no server. */
#include "config.h"

#include "sources/mapping/mapping.h"

#include "model/attempt.h"
#include "model/build.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define FOLDER "mappings"
#define OUT_PREFIX "Value."
#define HEADER_PREFIX "Header."

/* In the order of ParlOutcome; of a day without the first; then in that of ParlProgress, of
 * ParlChangeKind, of ParlBuildOutcome, of ParlTristate, of ParlMapPaging and of ParlMapSeries. */
static const char *const outcomes[]
    = { "open", "succeeded", "failed", "cancelled", "no-attempt", "downloaded", NULL };
static const char *const day_outcomes[]
    = { "succeeded", "failed", "cancelled", "no-attempt", "downloaded", NULL };
static const char *const progresses[]
    = { "waiting", "running", "paused", "finished", "stopped", NULL };
static const char *const states[] = { "open", "done", NULL };
static const char *const change_kinds[] = { "merge", "release", NULL };
static const char *const build_outcomes[] = { "succeeded", "failed", "neither", NULL };
static const char *const truths[] = { "no", "yes", NULL };
static const char *const methods[] = { "GET", "POST", NULL };
static const char *const body_types[] = { "json", "form", NULL };
static const char *const pagings[] = { "none", "page", "offset", "cursor", "link", "next", NULL };
static const char *const serieses[] = { "fps", "fps-time", "frame-time", "stage-time", NULL };
static const char *const stamps[] = { "end", "begin", NULL };
static const char *const orders[] = { "any", "newest-first", NULL };

static const ParlMapFieldInfo list_fields[]
    = { [PARL_MAP_ENDED] = { "Ended", PARL_MAP_TIME, false, NULL, NULL }, { NULL } };

static const ParlMapFieldInfo attempt_fields[]
    = { [PARL_ATTEMPT_KEY] = { .key = "Key" },
        [PARL_ATTEMPT_DEVICE] = { .key = "Device", .required = true },
        [PARL_ATTEMPT_ROLLOUT] = { .key = "Rollout" },
        [PARL_ATTEMPT_STAGE] = { .key = "Stage" },
        [PARL_ATTEMPT_PRODUCT] = { .key = "Product" },
        [PARL_ATTEMPT_FROM] = { .key = "From" },
        [PARL_ATTEMPT_TO] = { .key = "To" },
        [PARL_ATTEMPT_OUTCOME] = { "Outcome", PARL_MAP_CHOICE, true, outcomes, NULL },
        [PARL_ATTEMPT_STARTED] = { .key = "Started", .type = PARL_MAP_TIME },
        [PARL_ATTEMPT_ENDED] = { .key = "Ended", .type = PARL_MAP_TIME },
        [PARL_ATTEMPT_CAUSE] = { .key = "Cause" },
        [PARL_ATTEMPT_CODE] = { .key = "Code", .type = PARL_MAP_NUMBER },
        [PARL_ATTEMPT_MESSAGE] = { .key = "Message" },
        [PARL_ATTEMPT_LINK] = { .key = "Link" },
        [PARL_ATTEMPT_CLASS] = { .key = "Class" },
        [PARL_ATTEMPT_SITE] = { .key = "Site" },
        { NULL } };

static const ParlMapFieldInfo day_fields[]
    = { [PARL_DAY_DAY] = { "Day", PARL_MAP_DAY, true, NULL, NULL },
        [PARL_DAY_PRODUCT] = { .key = "Product" },
        [PARL_DAY_FROM] = { .key = "From" },
        [PARL_DAY_TO] = { .key = "To" },
        [PARL_DAY_CLASS] = { .key = "Class" },
        [PARL_DAY_SITE] = { .key = "Site" },
        [PARL_DAY_OUTCOME] = { "Outcome", PARL_MAP_CHOICE, true, day_outcomes, NULL },
        [PARL_DAY_CAUSE] = { .key = "Cause" },
        [PARL_DAY_COUNT] = { "Count", PARL_MAP_COUNT, true, NULL, NULL },
        { NULL } };

static const ParlMapFieldInfo device_fields[]
    = { [PARL_DEVICE_ID] = { .key = "Id", .required = true },
        [PARL_DEVICE_CLASS] = { .key = "Class" },
        [PARL_DEVICE_SITE] = { .key = "Site" },
        [PARL_DEVICE_PRODUCT] = { .key = "Product" },
        [PARL_DEVICE_RELEASE] = { .key = "Release" },
        [PARL_DEVICE_ROLLOUT] = { .key = "Rollout" },
        [PARL_DEVICE_STAGE] = { .key = "Stage" },
        [PARL_DEVICE_REGISTERED] = { .key = "Registered", .type = PARL_MAP_TIME },
        [PARL_DEVICE_LAST_SEEN] = { .key = "LastSeen", .type = PARL_MAP_TIME },
        [PARL_DEVICE_HEARTBEAT] = { "Heartbeat", PARL_MAP_SPAN, false, NULL, "s" },
        [PARL_DEVICE_TESTED_ROLLBACK] = { "TestedRollback", PARL_MAP_CHOICE, false, truths, NULL },
        { NULL } };

static const ParlMapFieldInfo speed_fields[]
    = { [PARL_SPEED_TIME] = { "Time", PARL_MAP_TIME, true, NULL, NULL },
        [PARL_SPEED_CLASS] = { .key = "Class" },
        [PARL_SPEED_FPS] = { .key = "Fps", .type = PARL_MAP_NUMBER },
        [PARL_SPEED_LE] = { "Le", PARL_MAP_BOUND, false, NULL, NULL },
        [PARL_SPEED_ABOVE] = { "Above", PARL_MAP_BOUND, false, NULL, NULL },
        [PARL_SPEED_SECONDS] = { "Seconds", PARL_MAP_SPAN, false, NULL, "s" },
        [PARL_SPEED_FRAMES] = { .key = "Frames", .type = PARL_MAP_NUMBER },
        [PARL_SPEED_STAGE] = { .key = "Stage" },
        [PARL_SPEED_DURATION] = { "Duration", PARL_MAP_SPAN, false, NULL, "ms" },
        { NULL } };

static const ParlMapFieldInfo rollout_fields[] = {
  [PARL_ROLLOUT_ID] = { .key = "Id", .required = true },
  [PARL_ROLLOUT_NAME] = { .key = "Name" },
  [PARL_ROLLOUT_PRODUCT] = { .key = "Product" },
  [PARL_ROLLOUT_RELEASE] = { .key = "Release" },
  [PARL_ROLLOUT_PROGRESS] = { "Progress", PARL_MAP_CHOICE, true, progresses, NULL },
  [PARL_ROLLOUT_CREATED] = { .key = "Created", .type = PARL_MAP_TIME },
  [PARL_ROLLOUT_STAGE] = { .key = "Stage" },
  [PARL_ROLLOUT_STAGE_NAME] = { .key = "StageName" },
  [PARL_ROLLOUT_STAGE_PROGRESS] = { "StageProgress", PARL_MAP_CHOICE, false, progresses, NULL },
  [PARL_ROLLOUT_TOTAL] = { .key = "Total", .type = PARL_MAP_COUNT },
  [PARL_ROLLOUT_SUCCEEDED] = { "Succeeded", PARL_MAP_COUNT, true, NULL, NULL },
  [PARL_ROLLOUT_DOWNLOADED] = { .key = "Downloaded", .type = PARL_MAP_COUNT },
  [PARL_ROLLOUT_FAILED] = { "Failed", PARL_MAP_COUNT, true, NULL, NULL },
  [PARL_ROLLOUT_CANCELLED] = { .key = "Cancelled", .type = PARL_MAP_COUNT },
  [PARL_ROLLOUT_RUNNING] = { .key = "Running", .type = PARL_MAP_COUNT },
  [PARL_ROLLOUT_WAITING] = { .key = "Waiting", .type = PARL_MAP_COUNT },
  [PARL_ROLLOUT_SUCCESS_THRESHOLD] = { "SuccessThreshold", PARL_MAP_SHARE, false, NULL, "share" },
  [PARL_ROLLOUT_ERROR_THRESHOLD] = { "ErrorThreshold", PARL_MAP_SHARE, false, NULL, "share" },
  { NULL }
};

static const ParlMapFieldInfo milestone_fields[]
    = { [PARL_MILESTONE_ID] = { .key = "Id", .required = true },
        [PARL_MILESTONE_TITLE] = { .key = "Title", .required = true },
        [PARL_MILESTONE_LANE] = { .key = "Lane" },
        [PARL_MILESTONE_OWNER] = { .key = "Owner" },
        [PARL_MILESTONE_START] = { .key = "Start", .type = PARL_MAP_TIME },
        [PARL_MILESTONE_DUE] = { .key = "Due", .type = PARL_MAP_TIME },
        [PARL_MILESTONE_STATE] = { "State", PARL_MAP_CHOICE, true, states, NULL },
        [PARL_MILESTONE_DONE] = { .key = "Done", .type = PARL_MAP_TIME },
        { NULL } };

static const ParlMapFieldInfo change_fields[]
    = { [PARL_CHANGE_ID] = { .key = "Id", .required = true },
        [PARL_CHANGE_WHAT] = { "What", PARL_MAP_CHOICE, true, change_kinds, NULL },
        [PARL_CHANGE_TITLE] = { .key = "Title" },
        [PARL_CHANGE_PRODUCT] = { .key = "Product" },
        [PARL_CHANGE_RELEASE_NAME] = { .key = "Release" },
        [PARL_CHANGE_MILESTONE] = { .key = "Milestone" },
        [PARL_CHANGE_TIME] = { .key = "Time", .type = PARL_MAP_TIME },
        [PARL_CHANGE_LINK] = { .key = "Link" },
        { NULL } };

static const ParlMapFieldInfo build_fields[]
    = { [PARL_BUILD_ID] = { .key = "Id", .required = true },
        [PARL_BUILD_OUTCOME] = { "Outcome", PARL_MAP_CHOICE, true, build_outcomes, NULL },
        [PARL_BUILD_STARTED] = { .key = "Started", .type = PARL_MAP_TIME },
        [PARL_BUILD_ENDED] = { .key = "Ended", .type = PARL_MAP_TIME },
        [PARL_BUILD_DURATION] = { "Duration", PARL_MAP_SPAN, false, NULL, "s" },
        [PARL_BUILD_ATTEMPT] = { .key = "Attempt", .type = PARL_MAP_NUMBER },
        [PARL_BUILD_LINK] = { .key = "Link" },
        { NULL } };

static const struct
{
  const char *group; /* as a pattern */
  const ParlMapFieldInfo *fields;
} feeds[PARL_MAP_N_FEEDS] = {
  [PARL_MAP_LIST] = { "List *", list_fields },
  [PARL_MAP_ATTEMPTS] = { "Attempts *", attempt_fields },
  [PARL_MAP_DAYS] = { "Days *", day_fields },
  [PARL_MAP_DEVICES] = { "Devices *", device_fields },
  [PARL_MAP_SPEED] = { "Speed *", speed_fields },
  [PARL_MAP_ROLLOUTS] = { "Rollouts *", rollout_fields },
  [PARL_MAP_MILESTONES] = { "Milestones *", milestone_fields },
  [PARL_MAP_CHANGES] = { "Changes *", change_fields },
  [PARL_MAP_BUILDS] = { "Builds *", build_fields },
};

/* The schema. */

enum
{
  KEY_PATH,
  KEY_METHOD,
  KEY_BODY,
  KEY_BODY_TYPE,
  KEY_HEADER,
  KEY_PAGING,
  KEY_FIRST,
  KEY_LIMIT,
  KEY_SLICE,
  KEY_ORDER,
  KEY_NEXT,
  KEY_TOTAL,
  KEY_ROWS,
  KEY_COLUMNS,
  KEY_ERROR,
  KEY_SINCE_FORMAT,
  KEY_PAST,
  KEY_AGAIN,
  KEY_EACH,
  KEY_TIME_FORMAT
};

static const ParlSetting request_keys[] = {
  [KEY_PATH] = { .key = "Path", .type = PARL_SETTING_RAW, .required = true },
  [KEY_METHOD]
  = { .key = "Method", .type = PARL_SETTING_CHOICE, .choices = methods, .initial = "GET" },
  [KEY_BODY] = { .key = "Body", .type = PARL_SETTING_RAW },
  [KEY_BODY_TYPE]
  = { .key = "BodyType", .type = PARL_SETTING_CHOICE, .choices = body_types, .initial = "json" },
  [KEY_HEADER] = { .key = HEADER_PREFIX "*", .type = PARL_SETTING_LINE },
  [KEY_PAGING]
  = { .key = "Paging", .type = PARL_SETTING_CHOICE, .choices = pagings, .initial = "none" },
  [KEY_FIRST]
  = { .key = "First", .type = PARL_SETTING_WHOLE, .initial = "1", .minimum = 0, .maximum = 1 },
  [KEY_LIMIT]
  = { .key = "Limit", .type = PARL_SETTING_WHOLE, .initial = "0", .minimum = 0, .maximum = 100000 },
  [KEY_SLICE] = { .key = "Slice",
                  .type = PARL_SETTING_WHOLE,
                  .initial = "0",
                  .minimum = 0,
                  .maximum = 8760,
                  .counted = N_ ("hours") },
  [KEY_ORDER]
  = { .key = "Order", .type = PARL_SETTING_CHOICE, .choices = orders, .initial = "any" },
  [KEY_NEXT] = { .key = "Next", .type = PARL_SETTING_LINE },
  [KEY_TOTAL] = { .key = "Total", .type = PARL_SETTING_LINE },
  [KEY_ROWS] = { .key = "Rows", .type = PARL_SETTING_LINE, .initial = "$[*]" },
  [KEY_COLUMNS] = { .key = "Columns", .type = PARL_SETTING_LINE },
  [KEY_ERROR] = { .key = "Error", .type = PARL_SETTING_LINE },
  [KEY_SINCE_FORMAT] = { .key = "SinceFormat",
                         .type = PARL_SETTING_CHOICE,
                         .choices = parl_map_formats,
                         .initial = "rfc3339" },
  [KEY_PAST] = { .key = "Past",
                 .type = PARL_SETTING_WHOLE,
                 .minimum = 1,
                 .maximum = 3650,
                 .counted = N_ ("days") },
  [KEY_AGAIN] = { .key = "Again",
                  .type = PARL_SETTING_WHOLE,
                  .initial = "48",
                  .minimum = 0,
                  .maximum = 8760,
                  .counted = N_ ("hours") },
  [KEY_EACH] = { .key = "Each", .type = PARL_SETTING_LINE },
  [KEY_TIME_FORMAT] = { .key = "TimeFormat",
                        .type = PARL_SETTING_CHOICE,
                        .choices = parl_map_formats,
                        .initial = "rfc3339" },
};

static const ParlSettingsGroup request_group
    = { "*", request_keys, G_N_ELEMENTS (request_keys), NULL };

static const ParlSetting series_key
    = { .key = "Series", .type = PARL_SETTING_CHOICE, .choices = serieses, .required = true };
static const ParlSetting stamp_key
    = { .key = "Stamp", .type = PARL_SETTING_CHOICE, .choices = stamps, .initial = "end" };

enum
{
  TOP_TITLE,
  TOP_SERVER,
  TOP_NOTE
};
static const ParlSetting top_keys[] = {
  [TOP_TITLE] = { .key = "Title", .type = PARL_SETTING_LINE, .required = true },
  [TOP_SERVER] = { .key = "Server", .type = PARL_SETTING_LINE },
  [TOP_NOTE] = { .key = "Note", .type = PARL_SETTING_LINE },
};
static const ParlSetting setting_keys[] = {
  { .key = "Title", .type = PARL_SETTING_LINE, .required = true },
  { .key = "Default", .type = PARL_SETTING_LINE },
  { .key = "Optional", .type = PARL_SETTING_CHOICE, .choices = truths, .initial = "no" },
};

#define TOP_GROUP "Mapping"
#define SETTING_PREFIX "Setting "
#define N_GROUPS (PARL_MAP_N_FEEDS + 2)

const ParlMapFieldInfo *
parl_map_get_fields (ParlMapFeed feed)
{
  return feeds[feed].fields;
}

static void
add_detail (GArray *keys, const char *key, const char *detail, ParlSetting setting)
{
  setting.key = g_strconcat (key, ".", detail, NULL);
  g_array_append_val (keys, setting);
}

static void
add_field (GArray *keys, const ParlMapFieldInfo *info)
{
  ParlSetting field = { .key = info->key, .type = PARL_SETTING_LINE, .required = info->required };

  g_array_append_val (keys, field);
  add_detail (keys, info->key, "Match", (ParlSetting){ .type = PARL_SETTING_LINE });
  add_detail (keys, info->key, "Values", (ParlSetting){ .type = PARL_SETTING_LIST });
  if (info->type == PARL_MAP_TIME || info->type == PARL_MAP_DAY)
    add_detail (keys, info->key, "Format",
                (ParlSetting){ .type = PARL_SETTING_CHOICE, .choices = parl_map_formats });
  if (parl_map_has_unit (info->type))
    add_detail (keys, info->key, "Unit",
                (ParlSetting){ .type = PARL_SETTING_CHOICE, .choices = parl_map_units });
}

/* The keys of a feed before those of any request. */
static ParlSettingsGroup
create_group (ParlMapFeed feed)
{
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (ParlSetting));

  for (const ParlMapFieldInfo *info = feeds[feed].fields; info->key != NULL; info++)
    add_field (keys, info);
  if (feed == PARL_MAP_LIST)
    g_array_append_val (keys, ((ParlSetting){ .key = OUT_PREFIX "*", .type = PARL_SETTING_LINE }));
  if (feed == PARL_MAP_SPEED)
    {
      g_array_append_val (keys, series_key);
      g_array_append_val (keys, stamp_key);
    }
  unsigned n = keys->len;
  return (ParlSettingsGroup){ feeds[feed].group, (gpointer)g_array_free (keys, FALSE), n,
                              &request_group };
}

const ParlSettingsGroup *
parl_mapping_get_schema (unsigned *n_groups)
{
  static ParlSettingsGroup groups[N_GROUPS];
  static size_t once;

  if (g_once_init_enter (&once))
    {
      groups[0] = (ParlSettingsGroup){ TOP_GROUP, top_keys, G_N_ELEMENTS (top_keys), NULL };
      groups[1] = (ParlSettingsGroup){ SETTING_PREFIX "*", setting_keys,
                                       G_N_ELEMENTS (setting_keys), NULL };
      for (ParlMapFeed feed = 0; feed < PARL_MAP_N_FEEDS; feed++)
        groups[2 + feed] = create_group (feed);
      g_once_init_leave (&once, 1);
    }
  *n_groups = N_GROUPS;
  return groups;
}

/* Freeing. */

static void
free_out (ParlMapOut *self)
{
  g_free (self->key);
  g_free (self->name);
  parl_map_field_free (self->field);
  g_free (self);
}

static void
free_part (ParlMapPart *self)
{
  g_free (self->group);
  g_free (self->path);
  g_free (self->body);
  g_strfreev (self->headers);
  parl_json_path_free (self->next);
  parl_json_path_free (self->total);
  parl_json_path_free (self->rows);
  g_free (self->rows_text);
  parl_json_path_free (self->columns);
  parl_json_path_free (self->error);
  g_free (self->since_format);
  for (unsigned i = 0; i < PARL_MAP_MOST_FIELDS; i++)
    parl_map_field_free (self->fields[i]);
  g_ptr_array_unref (self->outs);
  g_ptr_array_unref (self->needed);
  g_ptr_array_unref (self->wanted);
  g_free (self);
}

static void
free_setting (ParlMapSetting *self)
{
  g_free (self->name);
  g_free (self->title);
  g_free (self->initial);
  g_free (self);
}

void
parl_mapping_free (ParlMapping *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->path);
  g_free (self->title);
  g_free (self->server);
  g_free (self->note);
  g_free (self->checksum);
  g_ptr_array_unref (self->parts);
  g_ptr_array_unref (self->settings);
  g_free (self);
}

/* Reading a group. */

typedef struct
{
  const ParlSettingsFile *file;
  const char *group;
  ParlMapping *mapping;
} Reading;

static const char *
get_value (const Reading *self, const ParlSetting *key)
{
  const char *value = parl_settings_file_get (self->file, self->group, key->key);

  return value != NULL ? value : key->initial;
}

static unsigned
get_choice (const Reading *self, const ParlSetting *key)
{
  const char *value = get_value (self, key);
  unsigned choice = 0;

  while (!g_str_equal (key->choices[choice], value))
    choice++;
  return choice;
}

static int64_t
get_whole (const Reading *self, const ParlSetting *key)
{
  return (int64_t)parl_setting_get_number (key, self->file, self->group);
}

static bool G_GNUC_PRINTF (4, 5)
    refuse (const Reading *self, const char *key, GError **error, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_autofree char *reason = g_strdup_vprintf (format, args);
  va_end (args);
  return parl_settings_file_refuse (self->file, self->group, key, error, "%s", reason);
}

/* @path: (out): NULL when the key is not set */
static bool
read_path (const Reading *self, const ParlSetting *key, ParlJsonPath **path, GError **error)
{
  const char *text = get_value (self, key);
  g_autoptr (GError) local = NULL;

  if (text == NULL)
    return true;
  *path = parl_json_path_new (text, &local);
  return *path != NULL || refuse (self, key->key, error, "%s", local->message);
}

/* A secret has no place in a file. */
static bool
read_headers (const Reading *self, ParlMapPart *part, GError **error)
{
  static const char *const forbidden[]
      = { "authorization", "cookie", "proxy-authorization", "host", "content-length", NULL };
  g_auto (GStrv) keys = parl_settings_file_list_keys (self->file, self->group);
  g_autoptr (GStrvBuilder) headers = g_strv_builder_new ();

  for (char **key = keys; *key != NULL; key++)
    {
      if (!g_str_has_prefix (*key, HEADER_PREFIX))
        continue;
      g_autofree char *name = g_ascii_strdown (*key + strlen (HEADER_PREFIX), -1);
      if (*name == '\0' || g_strv_contains (forbidden, name))
        return refuse (self, *key, error,
                       _ ("this header has no place in a mapping; how to sign in stands with the "
                          "source"));
      g_strv_builder_add_many (headers, *key + strlen (HEADER_PREFIX),
                               parl_settings_file_get (self->file, self->group, *key), NULL);
    }
  part->headers = g_strv_builder_end (headers);
  return true;
}

static bool
read_request (const Reading *self, ParlMapPart *part, GError **error)
{
  /* Days: no fact looks further back, but of an attempt, which tells whether a later one at the
   * same release is a retry, and of a change, which may wait long for its release. */
  static const int64_t past[]
      = { [PARL_MAP_LIST] = 400,      [PARL_MAP_ATTEMPTS] = 400, [PARL_MAP_DAYS] = 57,
          [PARL_MAP_DEVICES] = 57,    [PARL_MAP_SPEED] = 57,     [PARL_MAP_ROLLOUTS] = 57,
          [PARL_MAP_MILESTONES] = 57, [PARL_MAP_CHANGES] = 400,  [PARL_MAP_BUILDS] = 57 };
  const char *body = get_value (self, &request_keys[KEY_BODY]);
  bool is_post = get_choice (self, &request_keys[KEY_METHOD]) == 1;

  part->path = g_strdup (get_value (self, &request_keys[KEY_PATH]));
  part->rows_text = g_strdup (get_value (self, &request_keys[KEY_ROWS]));
  if (*part->path != '\0' && *part->path != '/' && *part->path != '?')
    return refuse (self, "Path", error, _ ("must begin with “/” or “?”"));
  if (body != NULL && !is_post)
    return refuse (self, "Body", error, _ ("needs Method=POST"));
  part->body = is_post ? g_strdup (body != NULL ? body : "") : NULL;
  part->is_form = get_choice (self, &request_keys[KEY_BODY_TYPE]) == 1;
  part->paging = get_choice (self, &request_keys[KEY_PAGING]);
  part->first = get_whole (self, &request_keys[KEY_FIRST]);
  part->limit = get_whole (self, &request_keys[KEY_LIMIT]);
  part->slice = get_whole (self, &request_keys[KEY_SLICE]) * PARL_HOUR;
  part->is_newest_first = part->is_incremental = get_choice (self, &request_keys[KEY_ORDER]) == 1;
  part->since_format = g_strdup (get_value (self, &request_keys[KEY_SINCE_FORMAT]));
  part->past = get_value (self, &request_keys[KEY_PAST]) != NULL
                   ? get_whole (self, &request_keys[KEY_PAST]) * PARL_DAY
                   : past[part->feed] * PARL_DAY;
  part->again = get_whole (self, &request_keys[KEY_AGAIN]) * PARL_HOUR;
  if (!read_headers (self, part, error)
      || !read_path (self, &request_keys[KEY_NEXT], &part->next, error)
      || !read_path (self, &request_keys[KEY_TOTAL], &part->total, error)
      || !read_path (self, &request_keys[KEY_ROWS], &part->rows, error)
      || !read_path (self, &request_keys[KEY_COLUMNS], &part->columns, error)
      || !read_path (self, &request_keys[KEY_ERROR], &part->error, error))
    return false;
  if ((part->paging == PARL_PAGING_CURSOR || part->paging == PARL_PAGING_NEXT)
      && part->next == NULL)
    return refuse (self, "Next", error, _ ("is missing"));
  return true;
}

static const ParlMapPart *
find_list (const ParlMapping *mapping, const char *name)
{
  for (unsigned i = 0; i < mapping->parts->len; i++)
    {
      const ParlMapPart *part = mapping->parts->pdata[i];
      if (part->feed == PARL_MAP_LIST && g_str_equal (part->name, name))
        return part;
    }
  return NULL;
}

static bool
read_each (const Reading *self, ParlMapPart *part, GError **error)
{
  const char *each = get_value (self, &request_keys[KEY_EACH]);

  if (each == NULL)
    return true;
  part->each = find_list (self->mapping, each);
  return part->each != NULL
         || refuse (self, "Each", error, _ ("there is no group [List %s] before this one"), each);
}

static bool
read_fields (const Reading *self, ParlMapPart *part, GError **error)
{
  const ParlMapFieldInfo *fields = feeds[part->feed].fields;
  const char *format = get_value (self, &request_keys[KEY_TIME_FORMAT]);
  g_autoptr (GError) local = NULL;

  for (unsigned i = 0; fields[i].key != NULL; i++)
    {
      bool is_day = fields[i].type == PARL_MAP_DAY
                    && parl_settings_file_get (self->file, self->group, "TimeFormat") == NULL;
      part->fields[i] = parl_map_field_new (&fields[i], self->file, self->group,
                                            is_day ? "day" : format, &local);
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return false;
        }
    }
  return true;
}

/* The values that a list gives. */
static bool
read_outs (const Reading *self, ParlMapPart *part, GError **error)
{
  g_auto (GStrv) keys = parl_settings_file_list_keys (self->file, self->group);

  for (char **key = keys; part->feed == PARL_MAP_LIST && *key != NULL; key++)
    {
      if (!g_str_has_prefix (*key, OUT_PREFIX) || strchr (*key + strlen (OUT_PREFIX), '.') != NULL)
        continue;
      ParlMapOut *out = g_new0 (ParlMapOut, 1);
      g_ptr_array_add (part->outs, out);
      out->key = g_strdup (*key);
      out->name = g_strconcat (part->name, ".", *key + strlen (OUT_PREFIX), NULL);
      out->info.key = out->key;
      out->field = parl_map_field_new (&out->info, self->file, self->group, "rfc3339", error);
      if (out->field == NULL)
        return false;
    }
  return true;
}

static bool
check_needed (const Reading *self, const ParlMapPart *part, GError **error, const unsigned *needed,
              unsigned n)
{
  for (unsigned i = 0; i < n; i++)
    if (part->fields[needed[i]] == NULL)
      return refuse (self, feeds[part->feed].fields[needed[i]].key, error, _ ("is missing"));
  return true;
}

static bool
read_series (const Reading *self, ParlMapPart *part, GError **error)
{
  static const unsigned needed[][2] = {
    [PARL_MAP_SERIES_FPS] = { PARL_SPEED_FPS, PARL_SPEED_SECONDS },
    [PARL_MAP_SERIES_FPS_TIME] = { PARL_SPEED_LE, PARL_SPEED_SECONDS },
    [PARL_MAP_SERIES_FRAME_TIME] = { PARL_SPEED_LE, PARL_SPEED_FRAMES },
    [PARL_MAP_SERIES_STAGE_TIME] = { PARL_SPEED_STAGE, PARL_SPEED_DURATION },
  };

  if (part->feed != PARL_MAP_SPEED)
    return true;
  part->series = get_choice (self, &series_key);
  part->is_begin = get_choice (self, &stamp_key) == 1;
  return check_needed (self, part, error, needed[part->series], 2);
}

/* Placeholders. */

static const ParlMapSetting *
find_setting (const ParlMapping *mapping, const char *name)
{
  for (unsigned i = 0; i < mapping->settings->len; i++)
    if (g_str_equal (((ParlMapSetting *)mapping->settings->pdata[i])->name, name))
      return mapping->settings->pdata[i];
  return NULL;
}

static bool
is_given (const Reading *self, const ParlMapPart *part, const char *name)
{
  static const char *const always[] = { "since", "until", "limit", "page", "offset", "cursor" };

  for (unsigned i = 0; i < G_N_ELEMENTS (always); i++)
    if (g_str_equal (always[i], name))
      return true;
  if (find_setting (self->mapping, name) != NULL)
    return true;
  for (const ParlMapPart *list = part->each; list != NULL; list = list->each)
    for (unsigned i = 0; i < list->outs->len; i++)
      if (g_str_equal (((ParlMapOut *)list->outs->pdata[i])->name, name))
        return true;
  return false;
}

static bool
check_placeholders (const Reading *self, ParlMapPart *part, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  parl_map_list_placeholders (part->path, names);
  if (part->body != NULL)
    parl_map_list_placeholders (part->body, names);
  for (unsigned i = 0; i < names->len; i++)
    {
      part->is_incremental |= g_str_equal (names->pdata[i], "since");
      if (strchr (names->pdata[i], '.') != NULL)
        g_ptr_array_add (part->needed, g_strdup (names->pdata[i]));
      const ParlMapSetting *setting = find_setting (self->mapping, names->pdata[i]);
      if (setting != NULL && setting->is_optional)
        g_ptr_array_add (part->wanted, g_strdup (names->pdata[i]));
    }
  if (part->slice > 0 && !part->is_incremental)
    return refuse (self, "Slice", error, _ ("needs {%s} in the path or the body"), "since");
  for (unsigned i = 0; part->headers[i] != NULL; i++)
    parl_map_list_placeholders (part->headers[i], names);
  for (unsigned i = 0; i < PARL_MAP_MOST_FIELDS; i++)
    if (part->fields[i] != NULL)
      parl_map_field_list_placeholders (part->fields[i], names);
  for (unsigned i = 0; i < names->len; i++)
    if (!is_given (self, part, names->pdata[i]))
      return refuse (self, NULL, error, _ ("nothing gives {%s} a value"), (char *)names->pdata[i]);
  return true;
}

/* A page that is not asked for by its number would be the first one again. */
static bool
check_paging (const Reading *self, const ParlMapPart *part, GError **error)
{
  static const char *const needed[] = { [PARL_PAGING_PAGE] = "page",
                                        [PARL_PAGING_OFFSET] = "offset",
                                        [PARL_PAGING_CURSOR] = "cursor",
                                        [PARL_PAGING_NEXT] = NULL };
  const char *name = needed[part->paging];
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  parl_map_list_placeholders (part->path, names);
  if (part->body != NULL)
    parl_map_list_placeholders (part->body, names);
  for (unsigned i = 0; name != NULL && i < names->len; i++)
    if (g_str_equal (names->pdata[i], name))
      return true;
  return name == NULL
         || refuse (self, "Paging", error, _ ("needs {%s} in the path or the body"), name);
}

static bool
add_part (const Reading *self, ParlMapFeed feed, GError **error)
{
  ParlMapPart *part = g_new0 (ParlMapPart, 1);

  part->group = g_strdup (self->group);
  part->name = part->group + strlen (feeds[feed].group) - 1;
  part->feed = feed;
  part->needed = g_ptr_array_new_with_free_func (g_free);
  part->wanted = g_ptr_array_new_with_free_func (g_free);
  part->outs = g_ptr_array_new_with_free_func ((GDestroyNotify)free_out);
  if (!read_request (self, part, error) || !read_each (self, part, error)
      || !read_fields (self, part, error) || !read_outs (self, part, error)
      || !read_series (self, part, error) || !check_placeholders (self, part, error)
      || !check_paging (self, part, error))
    {
      free_part (part);
      return false;
    }
  g_ptr_array_add (self->mapping->parts, part);
  return true;
}

static void
add_setting (const Reading *self)
{
  ParlMapSetting *setting = g_new0 (ParlMapSetting, 1);

  setting->name = g_strdup (self->group + strlen (SETTING_PREFIX));
  setting->title = g_strdup (parl_settings_file_get (self->file, self->group, "Title"));
  setting->initial = g_strdup (parl_settings_file_get (self->file, self->group, "Default"));
  setting->is_optional
      = g_strcmp0 (parl_settings_file_get (self->file, self->group, "Optional"), "yes") == 0;
  g_ptr_array_add (self->mapping->settings, setting);
}

static bool
read_groups (ParlMapping *mapping, const ParlSettingsFile *file, GError **error)
{
  g_auto (GStrv) groups = parl_settings_file_list_groups (file);

  for (char **group = groups; *group != NULL; group++)
    if (g_str_has_prefix (*group, SETTING_PREFIX))
      add_setting (&(Reading){ file, *group, mapping });
  for (char **group = groups; *group != NULL; group++)
    for (ParlMapFeed feed = 0; feed < PARL_MAP_N_FEEDS; feed++)
      if (strncmp (*group, feeds[feed].group, strlen (feeds[feed].group) - 1) == 0
          && !add_part (&(Reading){ file, *group, mapping }, feed, error))
        return false;
  for (unsigned i = 0; i < mapping->parts->len; i++)
    if (((ParlMapPart *)mapping->parts->pdata[i])->feed != PARL_MAP_LIST)
      return true;
  return parl_settings_file_refuse (file, TOP_GROUP, NULL, error,
                                    _ ("nothing is read: there is no group but lists"));
}

/* @path: NAME.mapping
 * Returns: (transfer full): the mapping; %NULL with a %PARL_SETTINGS_ERROR */
ParlMapping *
parl_mapping_load (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  unsigned n_groups;
  const ParlSettingsGroup *groups = parl_mapping_get_schema (&n_groups);
  g_autoptr (ParlSettingsFile) file = parl_settings_file_load_existing (path, error);

  if (file == NULL || !parl_settings_file_check (file, groups, n_groups, error))
    return NULL;
  if (!parl_settings_file_has_group (file, TOP_GROUP))
    {
      parl_settings_file_refuse (file, TOP_GROUP, NULL, error, _ ("is missing"));
      return NULL;
    }

  g_autoptr (ParlMapping) self = g_new0 (ParlMapping, 1);
  g_autofree char *text = NULL;
  size_t length = 0;
  self->parts = g_ptr_array_new_with_free_func ((GDestroyNotify)free_part);
  self->settings = g_ptr_array_new_with_free_func ((GDestroyNotify)free_setting);
  self->path = g_strdup (path);
  self->name = g_path_get_basename (path);
  if (g_str_has_suffix (self->name, PARL_MAP_ENDING))
    self->name[strlen (self->name) - strlen (PARL_MAP_ENDING)] = '\0';
  self->title = g_strdup (parl_settings_file_get (file, TOP_GROUP, "Title"));
  self->server = g_strdup (parl_settings_file_get (file, TOP_GROUP, "Server"));
  self->note = g_strdup (parl_settings_file_get (file, TOP_GROUP, "Note"));
  if (!read_groups (self, file, error) || !g_file_get_contents (path, &text, &length, error))
    return NULL;
  self->checksum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *)text, length);
  return g_steal_pointer (&self);
}

/* Where they lie. */

/* (transfer full) (nullable) */
static char *
find_file (const char *dir, const char *name)
{
  if (dir == NULL)
    return NULL;

  g_autofree char *base = g_strconcat (name, PARL_MAP_ENDING, NULL);
  g_autofree char *path = g_build_filename (dir, FOLDER, base, NULL);
  return g_file_test (path, G_FILE_TEST_EXISTS) ? g_steal_pointer (&path) : NULL;
}

static void
list_folder (const char *dir, GHashTable *names)
{
  g_autofree char *path = dir != NULL ? g_build_filename (dir, FOLDER, NULL) : NULL;
  g_autoptr (GDir) folder = path != NULL ? g_dir_open (path, 0, NULL) : NULL;
  const char *base;

  while (folder != NULL && (base = g_dir_read_name (folder)) != NULL)
    if (g_str_has_suffix (base, PARL_MAP_ENDING))
      g_hash_table_add (names, g_strndup (base, strlen (base) - strlen (PARL_MAP_ENDING)));
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *)a, *(char *const *)b);
}

/* Returns: (transfer full): the names of all mappings, sorted */
char **
parl_mapping_list (const ParlSourceDirs *dirs)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  list_folder (dirs->user_dir, names);
  list_folder (dirs->data_dir, names);

  unsigned n = g_hash_table_size (names);
  char **list = (char **)g_hash_table_get_keys_as_array (names, NULL);
  g_hash_table_steal_all (names);
  qsort (list, n, sizeof *list, compare_names);
  return list;
}

/* @name: of a mapping: the user's own comes first; or an absolute path of a file
 * Returns: (transfer full): the mapping; %NULL with NOT_FOUND or a %PARL_SETTINGS_ERROR */
ParlMapping *
parl_mapping_find (const char *name, const ParlSourceDirs *dirs, GError **error)
{
  if (g_path_is_absolute (name))
    return parl_mapping_load (name, error);

  g_autofree char *path = strchr (name, '/') == NULL ? find_file (dirs->user_dir, name) : NULL;
  if (path == NULL && strchr (name, '/') == NULL)
    path = find_file (dirs->data_dir, name);
  if (path != NULL)
    return parl_mapping_load (path, error);

  g_auto (GStrv) names = parl_mapping_list (dirs);
  g_autofree char *all = g_strjoinv (", ", names);
  g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_CONFIG,
               _ ("there is no mapping “%s”; there are: %s"), name, all);
  return NULL;
}
