/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Totals of updates that never fall. What history says of a day may still change: outcomes come
 * late, a device turns out to have tried before, a cause is read anew. A counter that falls reads
 * as one that began again, and all of it would count once more. So of each day and label set the
 * most that was ever told counts, and days that are a week old are not looked at again. What was
 * told is remembered for each receiver in a file of its own. Knows no format and no HTTP. */
#include "config.h"

#include "session/totals.h"

#include "model/outcomes.h"
#include "model/release.h"
#include "store/store.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#define LATE 7 /* days in which an outcome may still come */
#define HEAD "Totals"
#define LABEL "Label."
#define MOST (G_MAXINT64 / 4) /* updates of one total: sums of a few stay numbers */

typedef struct
{
  int64_t at;
  int64_t count;
} Cell;

static void
free_total (ParlTotal *total)
{
  parl_labels_unref (total->labels);
  g_array_unref (total->days);
  g_array_unref (total->hours);
  g_free (total);
}

static ParlTotal *
create_total (ParlLabels *labels, bool retry)
{
  ParlTotal *total = g_new0 (ParlTotal, 1);

  total->labels = labels;
  total->retry = retry;
  total->days = g_array_new (FALSE, FALSE, sizeof (Cell));
  total->hours = g_array_new (FALSE, FALSE, sizeof (Cell));
  return total;
}

static Cell *
get_cell (GArray *cells, int64_t at)
{
  Cell empty = { at, 0 };

  for (unsigned i = 0; i < cells->len; i++)
    if (g_array_index (cells, Cell, i).at == at)
      return &g_array_index (cells, Cell, i);
  g_array_append_val (cells, empty);
  return &g_array_index (cells, Cell, cells->len - 1);
}

/* Of the cells from @at on. */
static int64_t
sum_cells (const GArray *cells, int64_t at)
{
  int64_t sum = 0;

  for (unsigned i = 0; i < cells->len; i++)
    if (g_array_index (cells, Cell, i).at >= at)
      sum += g_array_index (cells, Cell, i).count;
  return sum;
}

/* @at: `until` of its totals, or a whole hour after `since`
 * Returns: how many had ended before @at, as far as they were not told before; at least 0 */
int64_t
parl_total_get (const ParlTotal *self, ParlTime at)
{
  int64_t now = self->base + sum_cells (self->days, G_MININT64);

  return MAX (self->before, now - sum_cells (self->hours, at));
}

static int
compare_totals (gconstpointer a, gconstpointer b, gpointer data G_GNUC_UNUSED)
{
  const ParlTotal *first = a;
  const ParlTotal *second = b;

  return first->retry != second->retry ? first->retry - second->retry
                                       : parl_labels_compare (first->labels, second->labels);
}

/* @text: "20420:3;20421:12"
 * @sum: what there is besides them */
static bool
read_days (const char *text, int64_t sum, GArray *days)
{
  g_auto (GStrv) parts = g_strsplit (text, ";", -1);

  for (char **part = parts; *part != NULL; part++)
    {
      g_auto (GStrv) pair = g_strsplit (*part, ":", 2);
      Cell cell;
      if (**part == '\0')
        continue;
      if (!g_ascii_string_to_signed (pair[0], 10, 0, G_MAXINT32, &cell.at, NULL) || pair[1] == NULL
          || !g_ascii_string_to_signed (pair[1], 10, 0, MOST - sum, &cell.count, NULL))
        return false;
      sum += cell.count;
      g_array_append_val (days, cell);
    }
  return true;
}

static ParlTotal *
read_total (GKeyFile *file, const char *group, GError **error)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, error);
  g_autoptr (ParlLabels) labels = parl_labels_new (NULL, NULL);
  g_autoptr (GError) local = NULL;

  for (char **key = keys; key != NULL && *key != NULL; key++)
    {
      g_autofree char *value = g_key_file_get_string (file, group, *key, error);
      if (value == NULL)
        return NULL;
      if (!g_str_has_prefix (*key, LABEL))
        continue;
      ParlLabels *more = parl_labels_with (labels, *key + strlen (LABEL), value);
      parl_labels_unref (labels);
      labels = more;
    }

  bool retry = g_key_file_get_boolean (file, group, "Retry", &local);
  int64_t base = local == NULL ? g_key_file_get_int64 (file, group, "Base", &local) : 0;
  g_autofree char *days
      = local == NULL ? g_key_file_get_string (file, group, "Days", &local) : NULL;
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  ParlTotal *total = create_total (parl_labels_ref (labels), retry);
  total->base = base;
  if (base < -MOST || base > MOST || !read_days (days, MAX (base, 0), total->days))
    {
      g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE, "[%s]", group);
      g_clear_pointer (&total, free_total);
      return NULL;
    }
  total->before = MAX (0, base + sum_cells (total->days, G_MININT64));
  return total;
}

/* @known: gets what the receiver was told
 * @until: (out): when; PARL_TIME_NONE: never */
static bool
recall (const char *path, GTree *known, ParlTime *until, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) local = NULL;

  *until = PARL_TIME_NONE;
  if (path == NULL || !g_file_test (path, G_FILE_TEST_EXISTS))
    return true;
  g_autofree char *text = NULL;
  gsize length;
  bool is_text = g_file_get_contents (path, &text, &length, &local)
                 && g_utf8_validate_len (text, length, NULL);
  if (is_text && g_key_file_load_from_data (file, text, length, G_KEY_FILE_NONE, &local))
    *until = g_key_file_get_int64 (file, HEAD, "Until", &local);

  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);
  for (char **group = groups; local == NULL && *group != NULL; group++)
    {
      ParlTotal *total = g_str_equal (*group, HEAD) ? NULL : read_total (file, *group, &local);
      if (total == NULL)
        continue;
      if (g_tree_lookup (known, total) == NULL)
        g_tree_insert (known, total, total);
      else
        {
          free_total (total);
          g_set_error (&local, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE, "[%s]", *group);
        }
    }
  if (local == NULL && parl_time_is_plausible (*until))
    return true;
  g_autofree char *name = g_filename_display_name (path);
  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, _ ("%s could not be read: %s"), name,
               local != NULL ? local->message
               : is_text     ? "Until"
                             : "UTF-8");
  return false;
}

static ParlLabels *
describe (const ParlHourCount *hour)
{
  g_autofree char *product = hour->to != NULL ? parl_release_dup_product (hour->to) : NULL;
  bool same = hour->from == NULL || hour->to == NULL
              || parl_release_is_same_product (hour->from, hour->to);
  g_autofree char *alone
      = product == NULL && hour->from != NULL ? parl_release_dup_product (hour->from) : NULL;

  return parl_labels_new ("source", hour->source, "outcome", parl_outcome_to_string (hour->outcome),
                          "cause", hour->cause, "product", product != NULL ? product : alone,
                          "from",
                          hour->from != NULL && same ? parl_release_get_version (hour->from) : NULL,
                          "to", hour->to != NULL ? parl_release_get_version (hour->to) : NULL,
                          "class", hour->device_class, NULL);
}

/* As in the facts, each cancelled attempt counts; of the others, retries are counted apart. */
static ParlTotal *
find_total (GTree *known, const ParlHourCount *hour)
{
  ParlTotal key = { .labels = describe (hour),
                    .retry = hour->retry && hour->outcome != PARL_OUTCOME_CANCELLED };
  ParlTotal *total = g_tree_lookup (known, &key);

  if (total == NULL)
    {
      total = create_total (parl_labels_ref (key.labels), key.retry);
      g_tree_insert (known, total, total);
    }
  parl_labels_unref (key.labels);
  return total;
}

/* Each day keeps the highest count that was ever told. */
static void
add_days (GHashTable *fresh)
{
  GHashTableIter iter;
  ParlTotal *total;
  GArray *days;

  g_hash_table_iter_init (&iter, fresh);
  while (g_hash_table_iter_next (&iter, (gpointer *)&total, (gpointer *)&days))
    for (unsigned i = 0; i < days->len; i++)
      {
        const Cell *now = &g_array_index (days, Cell, i);
        Cell *told = get_cell (total->days, now->at);
        told->count = MAX (told->count, now->count);
      }
}

static void
add_hours (const ParlTotals *self, const GPtrArray *hours, GTree *known)
{
  g_autoptr (GHashTable) fresh
      = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)g_array_unref);

  for (unsigned i = 0; i < hours->len; i++)
    {
      const ParlHourCount *hour = hours->pdata[i];
      ParlTotal *total = find_total (known, hour);
      GArray *days = g_hash_table_lookup (fresh, total);
      if (days == NULL)
        {
          days = g_array_new (FALSE, FALSE, sizeof (Cell));
          g_hash_table_insert (fresh, total, days);
        }
      get_cell (days, hour->hour / PARL_DAY)->count += hour->count;
      if (hour->hour >= self->since - self->since % PARL_HOUR)
        get_cell (total->hours, hour->hour)->count += hour->count;
    }
  add_days (fresh);
}

static gboolean
take_total (gpointer key G_GNUC_UNUSED, gpointer value, gpointer all)
{
  g_ptr_array_add (all, value);
  return FALSE;
}

/* A receiver that takes no samples of the past counts from now on. */
static void
begin_at_zero (ParlTotals *self)
{
  for (unsigned i = 0; i < self->all->len; i++)
    {
      ParlTotal *total = self->all->pdata[i];
      total->base -= sum_cells (total->days, G_MININT64);
    }
}

/* @path: (nullable): the file that remembers it
 * Returns: (transfer full): what a receiver was told, as of then; %NULL with an error in the domain
 *   of files where that cannot be read */
ParlTotals *
parl_totals_recall (const char *path, GError **error)
{
  g_autoptr (ParlTotals) self = g_new0 (ParlTotals, 1);
  g_autoptr (GTree) known = g_tree_new_full (compare_totals, NULL, NULL, NULL);

  self->path = g_strdup (path);
  self->all = g_ptr_array_new_with_free_func ((GDestroyNotify)free_total);
  bool is_known = recall (path, known, &self->since, error);
  g_tree_foreach (known, take_total, self->all);
  self->until = self->since;
  return is_known ? g_steal_pointer (&self) : NULL;
}

/* @receiver: a path or an address
 * @takes_past: it takes samples with times; else it is told nothing of what was before it
 * Returns: (transfer full): what to tell it; or NULL with an error of the store, or in the domain
 *   of files where what was told can't be read */
ParlTotals *
parl_totals_count (ParlSession *session, const char *receiver, bool takes_past, ParlTime now,
                   GError **error)
{
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, receiver, -1);
  g_autofree char *name = g_strdup_printf ("told-%.16s", hash);
  g_auto (GStrv) sources = parl_session_list_source_names (session);
  const char *folder = parl_session_get_state_dir (session);
  g_autofree char *path = folder != NULL ? g_build_filename (folder, name, NULL) : NULL;
  g_autoptr (ParlTotals) self = parl_totals_recall (path, error);
  g_autoptr (GTree) known = g_tree_new_full (compare_totals, NULL, NULL, NULL);

  if (self == NULL)
    return NULL;
  for (unsigned i = 0; i < self->all->len; i++)
    g_tree_insert (known, self->all->pdata[i], self->all->pdata[i]);
  self->until = now;
  self->is_first = self->since == PARL_TIME_NONE;
  if (self->is_first)
    self->since = now - now % PARL_HOUR - PARL_TOTALS_PAST;
  ParlTime from = MIN (self->since, now) - (self->is_first ? 0 : LATE * PARL_DAY);
  g_autoptr (GPtrArray) hours
      = parl_store_count_hours (parl_session_get_store (session), (const char *const *)sources,
                                (ParlWindow){ from - from % PARL_DAY, now }, now, error);
  if (hours == NULL)
    return NULL;

  add_hours (self, hours, known);
  g_ptr_array_set_free_func (self->all, NULL);
  g_ptr_array_set_size (self->all, 0);
  g_ptr_array_set_free_func (self->all, (GDestroyNotify)free_total);
  g_tree_foreach (known, take_total, self->all);
  if (self->is_first && !takes_past && self->path != NULL)
    begin_at_zero (self);
  return g_steal_pointer (&self);
}

static void
write_total (const ParlTotal *total, int64_t oldest, const char *group, GKeyFile *file)
{
  g_autoptr (GString) days = g_string_new (NULL);
  int64_t base = total->base;

  for (unsigned i = 0; i < total->days->len; i++)
    {
      const Cell *day = &g_array_index (total->days, Cell, i);
      if (day->at < oldest)
        base += day->count;
      else
        g_string_append_printf (days, "%" G_GINT64_FORMAT ":%" G_GINT64_FORMAT ";", day->at,
                                day->count);
    }
  for (unsigned i = 0; i < parl_labels_size (total->labels); i++)
    {
      g_autofree char *key = g_strconcat (LABEL, parl_labels_get_key (total->labels, i), NULL);
      g_key_file_set_string (file, group, key, parl_labels_get_value (total->labels, i));
    }
  g_key_file_set_boolean (file, group, "Retry", total->retry);
  g_key_file_set_int64 (file, group, "Base", base);
  g_key_file_set_string (file, group, "Days", days->str);
}

/* To be called once the receiver has it. Does nothing where `until` is before the last time. */
bool
parl_totals_remember (const ParlTotals *self, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  int64_t oldest = self->until / PARL_DAY - LATE;

  if (self->path == NULL || (!self->is_first && self->until < self->since))
    return true;
  g_key_file_set_int64 (file, HEAD, "Until", self->until);
  for (unsigned i = 0; i < self->all->len; i++)
    {
      g_autofree char *group = g_strdup_printf ("%u", i + 1);
      write_total (self->all->pdata[i], oldest, group, file);
    }
  g_autofree char *text = g_key_file_to_data (file, NULL, NULL);
  return g_file_set_contents_full (self->path, text, -1,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0600, error);
}

void
parl_totals_free (ParlTotals *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->all);
  g_free (self->path);
  g_free (self);
}
