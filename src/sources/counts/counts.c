/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The kind `counts`: attempts counted by day, from a local file that a person or another system
 * writes. Each sync reads all of it; a day that is in it replaces what history has of that day, and
 * one that is not stays as it was. What the file holds is table.c's business. Asks no
 * server.
 *
 * The file's newest datum is the end of its last day, or the moment when the file was written if
 * that day was not over then; a time of writing before that day is an archive's, and says nothing.
 */
#include "config.h"

#include "sources/counts/table.h"
#include "sources/ask.h"
#include "sources/source-config.h"
#include "sources/source-kind.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define MOST_BYTES (32 << 20)
#define MOST_CAUSES 10 /* that a test lists */

/* The file as one sync found it. */
typedef struct
{
  char *name;
  GByteArray *text;
  ParlTime written;
  GPtrArray *days; /* (element-type ParlDayCount) */
  unsigned n_missing;
} File;

static void
free_file (File *self)
{
  g_free (self->name);
  g_clear_pointer (&self->text, g_byte_array_unref);
  g_clear_pointer (&self->days, g_ptr_array_unref);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (File, free_file)

static bool
refuse_file (const File *self, int problem, GError **error)
{
  if (problem == ENOENT || problem == ENOTDIR)
    g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_NOT_FOUND,
                 _ ("%s: there is no such file"), self->name);
  else
    g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_UNREACHABLE,
                 _ ("%s: cannot be read: %s"), self->name, g_strerror (problem));
  return false;
}

/* A pipe that the shell opened is welcome: `--counts <(zcat counts.csv.gz)`. One with a name of its
 * own is not: nobody may ever write to it. */
static bool
has_name (const char *pipe)
{
  char *real = realpath (pipe, NULL);
  bool found = real != NULL;

  free (real);
  return found;
}

static bool
check_type (File *self, const char *path, int fd, GError **error)
{
  struct stat status;

  if (fstat (fd, &status) != 0)
    return refuse_file (self, errno, error);
  self->written = S_ISREG (status.st_mode) ? (ParlTime)status.st_mtim.tv_sec * PARL_SECOND
                                                 + status.st_mtim.tv_nsec / 1000000
                                           : INT64_MAX;
  if (S_ISREG (status.st_mode) || (S_ISFIFO (status.st_mode) && !has_name (path)))
    return true;
  g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_NOT_FOUND,
               S_ISDIR (status.st_mode) ? _ ("%s: expected a file, found a folder")
                                        : _ ("%s: expected a file, found a device"),
               self->name);
  return false;
}

static bool
read_text (File *self, GInputStream *stream, GCancellable *cancellable, GError **error)
{
  g_autofree uint8_t *buffer = g_malloc (1 << 16);
  g_autoptr (GError) local = NULL;
  gssize n;

  while ((n = g_input_stream_read (stream, buffer, 1 << 16, cancellable, &local)) > 0)
    {
      g_byte_array_append (self->text, buffer, (unsigned)n);
      if (self->text->len <= MOST_BYTES)
        continue;
      g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_TOO_LARGE,
                   _ ("%s: expected at most %d MiB, found more"), self->name, MOST_BYTES >> 20);
      return false;
    }
  if (n == 0)
    return true;
  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&local));
  else
    g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_UNREACHABLE,
                 _ ("%s: cannot be read: %s"), self->name, local->message);
  return false;
}

/* Opening never blocks; what a pipe's writer has not written yet is waited for, until cancelled. */
static bool
open_file (File *self, const char *path, GCancellable *cancellable, GError **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

  if (fd < 0)
    return refuse_file (self, errno, error);

  g_autoptr (GInputStream) stream = g_unix_input_stream_new (fd, TRUE);
  return check_type (self, path, fd, error) && read_text (self, stream, cancellable, error);
}

/* Returns: (transfer full): the file, read and understood */
static File *
load_file (const ParlSourceCall *call, GError **error)
{
  const char *path = parl_source_config_get_file (call->config);
  g_autoptr (File) self = g_new0 (File, 1);

  self->name = g_filename_display_name (path);
  self->text = g_byte_array_new ();
  if (!open_file (self, path, call->cancellable, error))
    return NULL;
  g_byte_array_append (self->text, (const uint8_t *)"", 1);
  self->days = parl_counts_table_read ((const char *)self->text->data, self->text->len - 1,
                                       self->name, call->now / PARL_DAY, &self->n_missing, error);
  return self->days != NULL ? g_steal_pointer (&self) : NULL;
}

/* The first and last day. */
static void
find_days (const GPtrArray *days, int64_t *first, int64_t *last)
{
  *first = INT64_MAX;
  *last = 0;
  for (unsigned i = 0; i < days->len; i++)
    {
      const ParlDayCount *count = g_ptr_array_index (days, i);
      *first = MIN (*first, count->day);
      *last = MAX (*last, count->day);
    }
}

/* A file that says what it said last time brings nothing new; the fingerprint is of its content, as
 * clocks and sizes can lie. */
static ParlHarvest *
sync_counts (const ParlSourceCall *call, GError **error)
{
  parl_ask_report (call, N_ ("reading counts"), 0, 0);

  g_autoptr (File) file = load_file (call, error);
  if (file == NULL)
    return NULL;

  g_autoptr (ParlHarvest) harvest = parl_harvest_new ();
  int64_t first, last;

  find_days (file->days, &first, &last);
  harvest->newest = MIN (call->now, CLAMP (file->written, last * PARL_DAY, (last + 1) * PARL_DAY));
  harvest->bookmark
      = g_compute_checksum_for_data (G_CHECKSUM_SHA256, file->text->data, file->text->len);
  if (g_strcmp0 (harvest->bookmark, call->known->bookmark) != 0)
    {
      g_ptr_array_unref (harvest->days);
      harvest->days = g_steal_pointer (&file->days);
    }
  return g_steal_pointer (&harvest);
}

/* What a test tells of the file. */

static char *
format_day (int64_t day)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (day * (PARL_DAY / PARL_SECOND));

  return g_date_time_format (date, "%F");
}

static char *
describe_days (const GPtrArray *days)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);
  int64_t first, last;

  find_days (days, &first, &last);
  for (unsigned i = 0; i < days->len; i++)
    g_hash_table_add (seen, &((ParlDayCount *)g_ptr_array_index (days, i))->day);

  g_autofree char *from = format_day (first);
  g_autofree char *to = format_day (last);
  int64_t n_missing = last - first + 1 - g_hash_table_size (seen);
  if (n_missing == 0)
    return g_strdup_printf (_ ("Days: %s to %s"), from, to);
  return g_strdup_printf (_ ("Days: %s to %s; %" PRId64 " between them are missing"), from, to,
                          n_missing);
}

static char *
describe_outcomes (const GPtrArray *days)
{
  int64_t counts[PARL_N_OUTCOMES] = { 0 };

  for (unsigned i = 0; i < days->len; i++)
    {
      const ParlDayCount *count = g_ptr_array_index (days, i);
      counts[count->outcome] += count->count;
    }
  return g_strdup_printf (_ ("Attempts: %" PRId64 ", of which %" PRId64 " failed; apart from them, "
                             "%" PRId64 " were cancelled and %" PRId64 " had nothing to do"),
                          counts[PARL_OUTCOME_SUCCEEDED] + counts[PARL_OUTCOME_DOWNLOADED]
                              + counts[PARL_OUTCOME_FAILED],
                          counts[PARL_OUTCOME_FAILED], counts[PARL_OUTCOME_CANCELLED],
                          counts[PARL_OUTCOME_NONE]);
}

typedef struct
{
  const char *name;
  int64_t count;
} Cause;

static int
compare_causes (gconstpointer a, gconstpointer b)
{
  const Cause *x = *(Cause *const *)a, *y = *(Cause *const *)b;

  return x->count != y->count ? (x->count < y->count ? 1 : -1) : strcmp (x->name, y->name);
}

/* (transfer full) (element-type Cause): the most frequent first */
static GPtrArray *
count_causes (const GPtrArray *days)
{
  GPtrArray *causes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) by_name = g_hash_table_new (g_str_hash, g_str_equal);

  for (unsigned i = 0; i < days->len; i++)
    {
      const ParlDayCount *count = g_ptr_array_index (days, i);
      if (count->cause == NULL || count->count == 0)
        continue;

      Cause *cause = g_hash_table_lookup (by_name, count->cause);
      if (cause == NULL)
        {
          cause = g_new0 (Cause, 1);
          cause->name = count->cause;
          g_hash_table_insert (by_name, count->cause, cause);
          g_ptr_array_add (causes, cause);
        }
      cause->count += count->count;
    }
  g_ptr_array_sort (causes, compare_causes);
  return causes;
}

static char *
describe_causes (const GPtrArray *days)
{
  g_autoptr (GPtrArray) causes = count_causes (days);
  GString *text = g_string_new (NULL);

  for (unsigned i = 0; i < causes->len && i < MOST_CAUSES; i++)
    {
      const Cause *cause = g_ptr_array_index (causes, i);
      g_string_append_printf (text, "%s%s %" PRId64, i > 0 ? ", " : "", cause->name, cause->count);
    }
  if (causes->len > MOST_CAUSES)
    g_string_append (text, ", …");

  g_autofree char *list = g_string_free (text, FALSE);
  return causes->len > 0 ? g_strdup_printf (_ ("Causes: %s"), list)
                         : g_strdup (_ ("Causes: nothing failed"));
}

static char **
test_counts (const ParlSourceCall *call, GError **error)
{
  g_autoptr (File) file = load_file (call, error);
  if (file == NULL)
    return NULL;

  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();
  unsigned n = file->days->len;
  g_autofree char *rows
      = g_strdup_printf (ngettext ("%s: %u row", "%s: %u rows", n), file->name, n);
  g_autofree char *days = describe_days (file->days);
  g_autofree char *outcomes = describe_outcomes (file->days);
  g_autofree char *causes = describe_causes (file->days);

  g_strv_builder_add_many (lines, rows, days, outcomes, causes, NULL);
  if (file->n_missing > 0)
    {
      g_autofree char *missing = g_strdup_printf (
          ngettext ("%u cell holds a word like NULL: taken as unknown",
                    "%u cells hold a word like NULL: taken as unknown", file->n_missing),
          file->n_missing);
      g_strv_builder_add (lines, missing);
    }
  return g_strv_builder_end (lines);
}

static const ParlSourceStep steps[] = { { "reading counts", N_ ("counts by day") }, { 0 } };

const ParlSourceKind parl_kind_counts = {
  .name = "counts",
  .title = N_ ("CSV file (updates counted by day)"),
  .example = N_ ("Counts"),
  .feeds = PARL_FEEDS_COUNTS,
  .reads_file = true,
  .settings = { "Source *", NULL, 0, &parl_file_settings },
  .steps = steps,
  .sync = sync_counts,
  .test = test_counts,
};
