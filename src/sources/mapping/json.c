/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kind `json`: any service that answers in JSON over HTTP, read by a mapping. A sync asks again
 * for what is younger than its newest row, and a little before; a part of the mapping that fails
 * leaves the others.
 *
 * The bookmark is the mapping's fingerprint and, for each part that asks for a period or for rows
 * of a list, which may be over, the time of its newest row. */
#include "config.h"

#include "sources/mapping/read.h"
#include "sources/ask.h"
#include "sources/source-config.h"
#include "sources/source-kind.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#define MOST_RAW (256 * 1024) /* bytes of a body that are shown */
#define OPEN_PAST (90 * PARL_DAY)

typedef struct
{
  const ParlSourceCall *call;
  ParlHarvest *harvest;
  ParlComplaints *complaints;
  ParlMapReader reader;
  GHashTable *marks; /* (element-type utf8 ParlTime): of parts, from last time */
  GString *bookmark;
  bool has_all_milestones;
  bool has_all_devices; /* every list of devices is whole, and there is one */
} Sync;

#define MAPPING_KEY "Mapping"
#define VALUE_PREFIX "Value."

static ParlMapping *
find_mapping (const ParlSourceConfig *config, const ParlSourceDirs *dirs, GError **error)
{
  const char *name = parl_source_config_get (config, MAPPING_KEY);

  return name != NULL ? parl_mapping_find (name, dirs, error) : NULL;
}

static ParlMapping *
load_mapping (const ParlSourceCall *call, GError **error)
{
  const ParlSourceDirs dirs = { call->rules_dir, call->data_dir };
  g_autoptr (GError) local = NULL;
  ParlMapping *mapping = find_mapping (call->config, &dirs, &local);

  if (mapping == NULL)
    g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_CONFIG, "%s: %s",
                 parl_source_config_get_name (call->config),
                 local != NULL ? local->message : _ ("no mapping is set"));
  return mapping;
}

static const unsigned feeds[] = { [PARL_MAP_LIST] = 0,
                                  [PARL_MAP_ATTEMPTS] = PARL_FEEDS_ATTEMPTS,
                                  [PARL_MAP_DAYS] = PARL_FEEDS_COUNTS,
                                  [PARL_MAP_DEVICES] = PARL_FEEDS_DEVICES,
                                  [PARL_MAP_SPEED] = PARL_FEEDS_SPEED,
                                  [PARL_MAP_ROLLOUTS] = PARL_FEEDS_ROLLOUTS,
                                  [PARL_MAP_MILESTONES] = PARL_FEEDS_PLAN,
                                  [PARL_MAP_CHANGES] = PARL_FEEDS_CHANGES,
                                  [PARL_MAP_BUILDS] = PARL_FEEDS_BUILDS };

/* Whether rows are made of it, and all settings are there without which nobody asks for it. */
static bool
is_wanted (const ParlMapPart *part, const ParlSourceConfig *config)
{
  for (const ParlMapPart *list = part; list != NULL; list = list->each)
    for (unsigned i = 0; i < list->wanted->len; i++)
      {
        g_autofree char *key = g_strconcat (VALUE_PREFIX, list->wanted->pdata[i], NULL);
        if (parl_source_config_get (config, key) == NULL)
          return false;
      }
  return part->feed != PARL_MAP_LIST;
}

/* Another mapping, or other settings, mean other rows. */
static char *
dup_fingerprint (const ParlMapReader *reader)
{
  g_autoptr (GString) all = g_string_new (reader->mapping->checksum);

  for (unsigned i = 0; i < reader->mapping->settings->len; i++)
    {
      const ParlMapSetting *setting = reader->mapping->settings->pdata[i];
      const char *value = g_hash_table_lookup (reader->settings, setting->name);
      g_string_append_printf (all, "\n%s", value != NULL ? value : "");
    }
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, all->str, (gssize)all->len);
}

/* "FINGERPRINT\nGROUP=MS\n..." */
static GHashTable *
read_bookmark (const char *bookmark, const char *fingerprint)
{
  GHashTable *marks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto (GStrv) lines = g_strsplit (bookmark != NULL ? bookmark : "", "\n", -1);

  if (g_strcmp0 (lines[0], fingerprint) != 0)
    return marks;
  for (char **line = lines + 1; *line != NULL; line++)
    {
      char *sign = strrchr (*line, '=');
      int64_t time;
      if (sign != NULL && g_ascii_string_to_signed (sign + 1, 10, 0, PARL_TIME_MAX, &time, NULL))
        g_hash_table_insert (marks, g_strndup (*line, (size_t)(sign - *line)),
                             g_memdup2 (&time, sizeof time));
    }
  return marks;
}

/* An attempt that is open may end at any time, and is asked for again until it has. */
static ParlTime
find_oldest_open (const Sync *self)
{
  ParlTime oldest = self->call->now;

  for (unsigned i = 0; i < self->call->known->open->len; i++)
    {
      ParlTime started = ((ParlAttempt *)self->call->known->open->pdata[i])->started;
      if (started != PARL_TIME_NONE && started > self->call->now - OPEN_PAST)
        oldest = MIN (oldest, started);
    }
  return oldest;
}

static ParlTime
choose_since (const Sync *self, const ParlMapPart *part)
{
  const ParlTime *mark = g_hash_table_lookup (self->marks, part->group);
  ParlTime first = MAX (0, self->call->now - part->past);

  if (mark == NULL)
    return first;
  ParlTime since = MIN (*mark, self->call->now) - part->again;
  if (part->feed == PARL_MAP_ATTEMPTS)
    since = MIN (since, find_oldest_open (self));
  if (part->feed == PARL_MAP_SPEED && self->call->known->samples_lost != PARL_TIME_NONE)
    since = MIN (since, self->call->known->samples_lost);
  return MAX (first, since);
}

static void
keep_mark (Sync *self, const ParlMapPart *part, const ParlMapResult *result)
{
  const ParlTime *mark = g_hash_table_lookup (self->marks, part->group);
  ParlTime newest = mark != NULL ? *mark : PARL_TIME_NONE;

  if (result != NULL && result->is_whole)
    newest = MAX (newest, MIN (result->feeder.harvest->newest, self->call->now));
  if (newest == PARL_TIME_NONE && result != NULL && result->is_whole && result->n_rows == 0)
    newest = self->call->now - PARL_DAY; /* not all of the past again for what does not exist */
  if ((part->is_incremental || part->each != NULL) && newest != PARL_TIME_NONE)
    g_string_append_printf (self->bookmark, "\n%s=%" PRId64, part->group, newest);
}

/* What one part brought joins what the others did. */
static void
take (Sync *self, ParlMapResult *result)
{
  ParlHarvest *all = self->harvest, *part = result->feeder.harvest;

  g_ptr_array_extend_and_steal (all->attempts, g_steal_pointer (&part->attempts));
  g_ptr_array_extend_and_steal (all->devices, g_steal_pointer (&part->devices));
  g_ptr_array_extend_and_steal (all->rollouts, g_steal_pointer (&part->rollouts));
  g_ptr_array_extend_and_steal (all->days, g_steal_pointer (&part->days));
  g_ptr_array_extend_and_steal (all->series, g_steal_pointer (&part->series));
  part->attempts = g_ptr_array_new ();
  part->devices = g_ptr_array_new ();
  part->rollouts = g_ptr_array_new ();
  part->days = g_ptr_array_new ();
  part->series = g_ptr_array_new ();
  g_ptr_array_extend_and_steal (all->changes, g_steal_pointer (&part->changes));
  part->changes = g_ptr_array_new ();
  g_ptr_array_extend_and_steal (all->builds, g_steal_pointer (&part->builds));
  part->builds = g_ptr_array_new ();
  if (result->feeder.part->feed == PARL_MAP_MILESTONES)
    {
      if (all->milestones == NULL)
        all->milestones = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_milestone_free);
      g_ptr_array_extend_and_steal (all->milestones, g_steal_pointer (&part->milestones));
    }
  /* A tracker in which nothing happens is up to date when it was asked. */
  ParlMapFeed feed = result->feeder.part->feed;
  bool is_tracker = feed == PARL_MAP_CHANGES || feed == PARL_MAP_BUILDS;
  all->newest = MAX (all->newest, is_tracker ? self->call->now : part->newest);
}

static void
complain (Sync *self, const ParlMapResult *result)
{
  g_autoptr (GPtrArray) reasons = parl_map_result_list_reasons (result);

  for (unsigned i = 0; i < reasons->len; i++)
    parl_complain (self->complaints, "%s", (char *)reasons->pdata[i]);
}

/* @n_read: counts the parts that were read */
static bool
sync_part (Sync *self, const ParlMapPart *part, unsigned *n_read, GError **first, GError **error)
{
  g_autoptr (GError) problem = NULL;
  ParlMapResult result = { 0 };
  bool is_devices = part->feed == PARL_MAP_DEVICES;

  if (parl_map_read (&self->reader, part, choose_since (self, part), &result, self->complaints,
                     &problem))
    {
      ++*n_read;
      complain (self, &result);
      keep_mark (self, part, &result);
      if (is_devices)
        self->has_all_devices &= result.is_whole && result.n_left_out == 0 && !part->is_incremental;
      take (self, &result);
    }
  else
    {
      keep_mark (self, part, NULL);
      self->has_all_devices &= !is_devices;
      self->has_all_milestones &= part->feed != PARL_MAP_MILESTONES;
    }
  parl_map_result_clear (&result);
  if (problem == NULL)
    return true;
  if (!parl_source_error_is_local (problem))
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return false;
    }
  if (*first == NULL)
    *first = g_error_copy (problem);
  return parl_complaints_tolerate (self->complaints, g_steal_pointer (&problem),
                                   _ ("this part stays as it was"), error);
}

/* A device that was there and is in no list is gone. Of lists without any device nothing follows.
 */
static void
find_gone_devices (Sync *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  const char *id;

  if (!self->has_all_devices || self->harvest->devices->len == 0)
    return;
  for (unsigned i = 0; i < self->harvest->devices->len; i++)
    g_hash_table_add (seen, ((ParlDevice *)self->harvest->devices->pdata[i])->id);
  g_hash_table_iter_init (&iter, self->call->known->devices);
  while (g_hash_table_iter_next (&iter, (gpointer *)&id, NULL))
    if (!g_hash_table_contains (seen, id))
      g_ptr_array_add (self->harvest->gone_devices, g_strdup (id));
}

static bool
sync_parts (Sync *self, GError **error)
{
  const GPtrArray *parts = self->reader.mapping->parts;
  g_autoptr (GError) first = NULL;
  unsigned n_read = 0;

  self->has_all_devices = self->has_all_milestones = true;
  for (unsigned i = 0; i < parts->len; i++)
    {
      const ParlMapPart *part = parts->pdata[i];
      if (is_wanted (part, self->call->config) && !sync_part (self, part, &n_read, &first, error))
        return false;
    }
  if (n_read == 0)
    {
      g_propagate_error (error, g_steal_pointer (&first));
      return false;
    }
  find_gone_devices (self);
  if (!self->has_all_milestones)
    g_clear_pointer (&self->harvest->milestones, g_ptr_array_unref);
  return true;
}

/* Lists of what is so at present are as of now, where nothing in them says a time. */
static void
date_harvest (Sync *self)
{
  ParlHarvest *harvest = self->harvest;

  if (harvest->newest == PARL_TIME_NONE
      && (harvest->devices->len + harvest->rollouts->len > 0 || harvest->milestones != NULL))
    harvest->newest = self->call->now;
}

static bool
run_sync (Sync *self, GError **error)
{
  g_autofree char *fingerprint = dup_fingerprint (&self->reader);
  g_autofree char *rules = self->call->rules_dir != NULL
                               ? g_build_filename (self->call->rules_dir, "causes.rules", NULL)
                               : NULL;
  g_autoptr (ParlCauses) causes
      = parl_causes_load (rules, self->call->data_dir, self->harvest->warnings, error);

  if (causes == NULL)
    return false;
  self->reader.causes = causes;
  self->marks = read_bookmark (self->call->known->bookmark, fingerprint);
  self->bookmark = g_string_new (fingerprint);
  bool done = sync_parts (self, error);
  if (done)
    {
      date_harvest (self);
      self->harvest->bookmark = g_strdup (self->bookmark->str);
      self->harvest->server = g_strdup (self->reader.mapping->server);
      self->harvest->requests = parl_http_get_n_requests (self->call->http);
    }
  g_hash_table_unref (self->marks);
  g_string_free (self->bookmark, TRUE);
  return done;
}

static ParlHarvest *
sync_json (const ParlSourceCall *call, GError **error)
{
  g_autoptr (ParlMapping) mapping = load_mapping (call, error);
  g_autoptr (ParlHarvest) harvest = parl_harvest_new ();
  g_autoptr (ParlComplaints) complaints = parl_complaints_new (harvest->warnings);
  Sync self = { .call = call, .harvest = harvest, .complaints = complaints };

  if (mapping == NULL || !parl_map_reader_init (&self.reader, call, mapping, error))
    return NULL;
  bool done = run_sync (&self, error);
  parl_map_reader_clear (&self.reader);
  if (!done || !parl_complaints_finish (complaints, error))
    return NULL;
  return g_steal_pointer (&harvest);
}

/* A look at it. */

static char **
list_columns (const ParlMapPart *part)
{
  const ParlMapFieldInfo *fields = parl_map_get_fields (part->feed);
  g_autoptr (GStrvBuilder) columns = g_strv_builder_new ();

  for (unsigned i = 0; fields[i].key != NULL; i++)
    if (part->fields[i] != NULL)
      g_strv_builder_add (columns, fields[i].key);
  return g_strv_builder_end (columns);
}

static char *
dup_beginning (GBytes *body)
{
  size_t length = 0;
  const char *text = body != NULL ? g_bytes_get_data (body, &length) : "";

  return g_utf8_make_valid (text, (gssize)MIN (length, MOST_RAW));
}

/* Takes what @result has to show. */
static ParlPreview *
create_preview (const ParlMapping *mapping, const ParlMapPart *part, ParlMapResult *result)
{
  ParlPreview *preview = g_new0 (ParlPreview, 1);

  preview->title = g_strdup (part->group);
  preview->file = g_strdup (mapping->path);
  preview->request = g_strdup (result->where != NULL ? result->where : "");
  preview->body = dup_beginning (result->body);
  preview->rows_at = g_strdup (part->rows_text);
  preview->columns = list_columns (part);
  preview->rows = g_steal_pointer (&result->shown);
  preview->n_rows = result->n_rows;
  preview->n_understood = result->n_rows - result->n_left_out - result->n_unwanted;
  preview->notes = parl_map_result_list_reasons (result);
  if (result->n_unwanted > 0)
    g_ptr_array_add (
        preview->notes,
        g_strdup_printf (ngettext ("%u row does not count: it has not happened, or the "
                                   "mapping leaves it out",
                                   "%u rows do not count: they have not happened, or "
                                   "the mapping leaves them out",
                                   result->n_unwanted),
                         result->n_unwanted));
  return preview;
}

/* A part that fails shows why, and the body that came. */
static bool
preview_part (ParlMapReader *reader, const ParlMapPart *part, ParlComplaints *complaints,
              GPtrArray *previews, GError **error)
{
  ParlMapResult result = { .shown = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev) };
  g_autoptr (GError) problem = NULL;

  parl_map_read (reader, part, MAX (0, reader->call->now - part->past), &result, complaints,
                 &problem);
  if (problem == NULL || parl_source_error_is_local (problem))
    {
      ParlPreview *preview = create_preview (reader->mapping, part, &result);
      if (problem != NULL)
        g_ptr_array_insert (preview->notes, 0, g_strdup (problem->message));
      preview->is_failed = problem != NULL;
      if (problem != NULL || result.n_left_out > 0)
        parl_source_call_set_partial (reader->call);
      if (preview->n_understood > 0)
        parl_source_call_note_found (reader->call, feeds[part->feed]);
      g_ptr_array_add (previews, preview);
    }
  parl_map_result_clear (&result);
  if (problem == NULL || parl_source_error_is_local (problem))
    return true;
  g_propagate_error (error, g_steal_pointer (&problem));
  return false;
}

static GPtrArray *
preview_json (const ParlSourceCall *call, GError **error)
{
  g_autoptr (ParlMapping) mapping = load_mapping (call, error);
  g_autoptr (GPtrArray) previews
      = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_preview_free);
  g_autoptr (GPtrArray) warnings = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (ParlComplaints) complaints = parl_complaints_new (warnings);
  ParlMapReader reader;
  bool going = true;

  if (mapping == NULL || !parl_map_reader_init (&reader, call, mapping, error))
    return NULL;
  reader.first_page_only = true;
  for (unsigned i = 0; going && i < mapping->parts->len; i++)
    {
      const ParlMapPart *part = mapping->parts->pdata[i];
      if (is_wanted (part, call->config))
        going = preview_part (&reader, part, complaints, previews, error);
    }
  parl_map_reader_clear (&reader);
  return going ? g_steal_pointer (&previews) : NULL;
}

/* Of each part how many rows its first page has, and what is wrong with them. When none can be
 * read, the test has failed. */
static char **
test_json (const ParlSourceCall *call, GError **error)
{
  g_autoptr (GPtrArray) previews = preview_json (call, error);
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();
  unsigned n_failed = 0;

  if (previews == NULL)
    return NULL;
  for (unsigned i = 0; i < previews->len; i++)
    {
      const ParlPreview *preview = previews->pdata[i];
      n_failed += preview->is_failed;
      g_autofree char *count = parl_preview_dup_count (preview);
      g_autofree char *line
          = g_strdup_printf ("%s: %s", preview->title, count != NULL ? count : "");
      if (count != NULL)
        g_strv_builder_add (lines, line);
      for (unsigned k = 0; k < preview->notes->len; k++)
        g_strv_builder_add (lines, preview->notes->pdata[k]);
    }
  if (n_failed < previews->len)
    return g_strv_builder_end (lines);
  const ParlPreview *first = previews->pdata[0];
  g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_MALFORMED, "%s",
               (char *)first->notes->pdata[0]);
  return NULL;
}

/* What a mapping says of a source. */

static unsigned
find_feeds (const ParlSourceConfig *config, const ParlSourceDirs *dirs)
{
  g_autoptr (ParlMapping) mapping = find_mapping (config, dirs, NULL);
  unsigned all = 0;

  for (unsigned i = 0; mapping != NULL && i < mapping->parts->len; i++)
    if (is_wanted (mapping->parts->pdata[i], config))
      all |= feeds[((ParlMapPart *)mapping->parts->pdata[i])->feed];
  return all;
}

static char **
list_choices (const char *key, const ParlSourceDirs *dirs)
{
  return g_str_equal (key, MAPPING_KEY) ? parl_mapping_list (dirs) : NULL;
}

static GPtrArray *
list_extras (const ParlSourceConfig *config, const ParlSourceDirs *dirs, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (ParlMapping) mapping = find_mapping (config, dirs, &local);

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  GPtrArray *extras = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_source_extra_free);

  for (unsigned i = 0; mapping != NULL && i < mapping->settings->len; i++)
    {
      const ParlMapSetting *setting = mapping->settings->pdata[i];
      ParlSourceExtra *extra = g_new0 (ParlSourceExtra, 1);
      extra->key = g_strconcat (VALUE_PREFIX, setting->name, NULL);
      extra->title = g_strdup (setting->title);
      extra->initial = g_strdup (setting->initial);
      extra->is_optional = setting->is_optional;
      g_ptr_array_add (extras, extra);
    }
  return extras;
}

static const ParlSetting keys[] = {
  { .key = MAPPING_KEY,
    .type = PARL_SETTING_LINE,
    .ending = PARL_MAP_ENDING,
    .required = true,
    .title = N_ ("Mapping"),
    .help = N_ ("Which mapping says what the answers mean: its name, or the path of a file") },
  { .key = "Value.*",
    .type = PARL_SETTING_LINE,
    .help = N_ ("A value that the mapping asks for, such as Value.project") },
};

static const ParlSourceStep steps[] = {
  { "reading attempts", N_ ("attempts") },
  { "reading counts", N_ ("counts by day") },
  { "reading devices", N_ ("devices") },
  { "reading speed", N_ ("speed") },
  { "reading rollouts", N_ ("rollouts") },
  { "reading milestones", N_ ("milestones") },
  { "reading changes", N_ ("merges and tags") },
  { "reading builds", N_ ("builds") },
  { 0 },
};

const ParlSourceKind parl_kind_json = {
  .name = "json",
  .title = N_ ("Any service that speaks JSON (by a mapping)"),
  .example = N_ ("Service"),
  .feeds = PARL_FEEDS_ATTEMPTS | PARL_FEEDS_COUNTS | PARL_FEEDS_DEVICES | PARL_FEEDS_SPEED
           | PARL_FEEDS_ROLLOUTS | PARL_FEEDS_PLAN | PARL_FEEDS_CHANGES | PARL_FEEDS_BUILDS,
  .settings = { "Source *", keys, G_N_ELEMENTS (keys), &parl_server_settings },
  .steps = steps,
  .sync = sync_json,
  .test = test_json,
  .preview = preview_json,
  .find_feeds = find_feeds,
  .list_choices = list_choices,
  .list_extras = list_extras,
};
