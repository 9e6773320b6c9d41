/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads one part after the other. A part that is asked for each row of a list gives the values of
 * that row to its requests. What rows become is feeds.c's business, how pages are found pages.c's.
 */
#include "config.h"

#include "sources/mapping/read.h"

#include "sources/ask.h"
#include "sources/source-config.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#define MOST_SHOWN 10
#define MOST_REASONS 30
#define LETTERS G_CSET_a_2_z G_CSET_A_2_Z " "
#define MOST_LIST_ROWS 20000

/* A row of a list. */
typedef struct
{
  GHashTable *values; /* (element-type utf8 utf8): those of the lists above it, too */
  ParlTime ended;
} Item;

static void
free_item (Item *self)
{
  g_hash_table_unref (self->values);
  g_free (self);
}

static GHashTable *
create_values (GHashTable *like)
{
  GHashTable *values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GHashTableIter iter;
  const char *name, *value;

  g_hash_table_iter_init (&iter, like);
  while (g_hash_table_iter_next (&iter, (gpointer *)&name, (gpointer *)&value))
    g_hash_table_insert (values, g_strdup (name), g_strdup (value));
  return values;
}

static void
set_value (GHashTable *values, const char *name, const char *value)
{
  g_hash_table_replace (values, g_strdup (name), g_strdup (value));
}

/* The reader. */

/* @self: (out): to be cleared by the caller when true is returned
 * Returns: false with CONFIG: the mapping needs a value that the source does not set */
bool
parl_map_reader_init (ParlMapReader *self, const ParlSourceCall *call, const ParlMapping *mapping,
                      GError **error)
{
  *self = (ParlMapReader){ .call = call, .mapping = mapping, .budget = PARL_MAP_BUDGET };
  self->settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->lists = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)g_ptr_array_unref);
  self->short_lists = g_hash_table_new (NULL, NULL);
  for (unsigned i = 0; i < mapping->settings->len; i++)
    {
      const ParlMapSetting *setting = mapping->settings->pdata[i];
      g_autofree char *key = g_strconcat ("Value.", setting->name, NULL);
      const char *value = parl_source_config_get (call->config, key);
      if (value == NULL)
        value = setting->initial;
      if (value == NULL && setting->is_optional)
        continue;
      if (value == NULL)
        {
          g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_CONFIG,
                       _ ("%s: the mapping “%s” needs %s: %s"),
                       parl_source_config_get_name (call->config), mapping->name, key,
                       setting->title);
          parl_map_reader_clear (self);
          return false;
        }
      set_value (self->settings, setting->name, value);
    }
  return true;
}

void
parl_map_reader_clear (ParlMapReader *self)
{
  g_hash_table_unref (self->settings);
  g_hash_table_unref (self->lists);
  g_hash_table_unref (self->short_lists);
}

/* What stands for the period: whole hours of samples, whole days of counts. */
static ParlTime
round_since (const ParlMapPart *part, ParlTime since)
{
  if (part->feed == PARL_MAP_DAYS)
    return since - since % PARL_DAY;
  if (part->feed == PARL_MAP_SPEED)
    return since - since % PARL_HOUR;
  return since - since % PARL_SECOND;
}

static void
set_period (const ParlMapPart *part, ParlTime since, ParlTime until, GHashTable *values)
{
  g_autofree char *from = parl_map_format_time (since, part->since_format);
  g_autofree char *to = parl_map_format_time (until, part->since_format);

  set_value (values, "since", from);
  set_value (values, "until", to);
}

/* Lists. */

typedef struct
{
  ParlMapReader *reader;
  const ParlMapPart *part;
  GHashTable *above;
  GPtrArray *items;
} Listing;

static bool
read_item (ParlMapRow *row, gpointer data, GError **error)
{
  Listing *self = data;
  Item *item = g_new0 (Item, 1);
  ParlMapValue value = PARL_MAP_NO_VALUE;

  item->values = create_values (self->above);
  item->ended = PARL_TIME_NONE;
  if (self->part->fields[PARL_MAP_ENDED] != NULL
      && parl_map_field_read (self->part->fields[PARL_MAP_ENDED], row, &value, NULL))
    item->ended = value.time;
  parl_map_value_clear (&value);
  for (unsigned i = 0; i < self->part->outs->len; i++)
    {
      const ParlMapOut *out = self->part->outs->pdata[i];
      if (parl_map_field_read (out->field, row, &value, NULL) && value.text != NULL)
        set_value (item->values, out->name, value.text);
      parl_map_value_clear (&value);
    }
  if (row->unwanted)
    free_item (item);
  else
    g_ptr_array_add (self->items, item);
  if (self->items->len <= MOST_LIST_ROWS)
    return !(self->reader->first_page_only && self->items->len > 0);
  g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_TOO_LARGE,
               _ ("%s: the list “%s” has more than %d rows"),
               parl_source_config_get_name (self->reader->call->config), self->part->name,
               MOST_LIST_ROWS);
  return false;
}

static GPtrArray *get_items (ParlMapReader *self, const ParlMapPart *list, ParlTime since,
                             GError **error);

/* A row that lacks what the request is made of is none to ask for. */
static bool
can_ask (const ParlMapPart *part, const Item *item)
{
  for (unsigned i = 0; i < part->needed->len; i++)
    if (!g_hash_table_contains (item->values, part->needed->pdata[i]))
      return false;
  return true;
}

/* What a part is asked for: once, or for each row of its list.
 * Returns: (transfer full) (element-type Item) */
static GPtrArray *
list_items (ParlMapReader *self, const ParlMapPart *part, ParlTime since, GError **error)
{
  GPtrArray *wanted = g_ptr_array_new_with_free_func ((GDestroyNotify)free_item);

  if (part->each == NULL)
    {
      Item *once = g_new0 (Item, 1);
      once->values = create_values (self->settings);
      g_ptr_array_add (wanted, once);
      return wanted;
    }
  GPtrArray *all = get_items (self, part->each, since, error);
  for (unsigned i = 0; all != NULL && i < all->len; i++)
    {
      const Item *item = all->pdata[i];
      if ((item->ended != PARL_TIME_NONE && item->ended < since) || !can_ask (part, item))
        continue;
      Item *copy = g_new0 (Item, 1);
      copy->values = create_values (item->values);
      copy->ended = item->ended;
      g_ptr_array_add (wanted, copy);
    }
  if (all == NULL)
    g_clear_pointer (&wanted, g_ptr_array_unref);
  return wanted;
}

/* (transfer none) (element-type Item): asked for once a sync. */
static GPtrArray *
get_items (ParlMapReader *self, const ParlMapPart *list, ParlTime since, GError **error)
{
  GPtrArray *known = g_hash_table_lookup (self->lists, list);
  if (known != NULL)
    return known;

  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify)free_item);
  g_autoptr (GPtrArray) above = list_items (self, list, since, error);
  for (unsigned i = 0; above != NULL && i < above->len; i++)
    {
      Item *item = above->pdata[i];
      Listing listing = { self, list, item->values, items };
      g_autoptr (GHashTable) values = create_values (item->values);
      ParlMapAsk ask = { .call = self->call,
                         .part = list,
                         .values = values,
                         .budget = &self->budget,
                         .complaints = self->complaints,
                         .first_page_only = self->first_page_only };
      set_period (list, round_since (list, since), self->call->now, values);
      bool read = parl_map_ask (&ask, read_item, &listing, error);
      g_clear_pointer (&ask.body, g_bytes_unref);
      g_free (ask.where);
      if (ask.is_short)
        g_hash_table_add (self->short_lists, (gpointer)list);
      if (!read)
        return NULL;
    }
  if (above == NULL)
    return NULL;
  GPtrArray *kept = g_ptr_array_ref (items);
  g_hash_table_insert (self->lists, (gpointer)list, kept);
  return kept;
}

/* Rows. */

typedef struct
{
  char *text; /* of the first */
  unsigned n;
} Reason;

static void
free_reason (Reason *self)
{
  g_free (self->text);
  g_free (self);
}

static void
note_reason (ParlMapResult *result, const char *field, const GError *problem)
{
  Reason *reason = g_hash_table_lookup (result->reasons, field);

  result->n_left_out++;
  if (reason == NULL)
    {
      reason = g_new0 (Reason, 1);
      reason->text = g_strdup (problem->message);
      g_hash_table_insert (result->reasons, g_strdup (field), reason);
    }
  reason->n++;
}

static void
show_row (ParlMapResult *result, const ParlMapValue *values)
{
  const ParlMapFieldInfo *fields = parl_map_get_fields (result->feeder.part->feed);
  g_autoptr (GStrvBuilder) cells = g_strv_builder_new ();

  if (result->shown == NULL || result->shown->len == MOST_SHOWN)
    return;
  for (unsigned i = 0; fields[i].key != NULL; i++)
    if (result->feeder.part->fields[i] != NULL)
      g_strv_builder_add (cells, values[i].text != NULL ? values[i].text : "");
  g_ptr_array_add (result->shown, g_strv_builder_end (cells));
}

static bool
read_fields (ParlMapRow *row, ParlMapResult *result, ParlMapValue *values)
{
  const ParlMapPart *part = result->feeder.part;
  const ParlMapFieldInfo *fields = parl_map_get_fields (part->feed);
  g_autoptr (GError) problem = NULL;

  for (unsigned i = 0; fields[i].key != NULL && !row->unwanted; i++)
    if (part->fields[i] != NULL
        && !parl_map_field_read (part->fields[i], row, &values[i], &problem))
      {
        note_reason (result, fields[i].key, problem);
        return false;
      }
  if (!row->unwanted && parl_map_feeder_add (&result->feeder, row, values, &problem))
    return true;
  if (row->unwanted)
    {
      result->n_unwanted++;
      return false;
    }
  /* What is wrong with a row as a whole is the same of others but for its numbers. */
  g_autofree char *kind = g_strcanon (g_strdup (problem->message), LETTERS, '#');
  note_reason (result, g_hash_table_size (result->reasons) < MOST_REASONS ? kind : "", problem);
  return false;
}

/* Sums of which a part is missing are wrong; of other rows those that came are right. */
static bool
is_sum (const ParlMapPart *part)
{
  return part->feed == PARL_MAP_DAYS || part->feed == PARL_MAP_SPEED;
}

/* Whether a row before said the same: pages overlap. Equal rows of sums are none of that. */
static bool
is_repeated (ParlMapResult *result, const ParlMapValue *values)
{
  int64_t key = (int64_t)0xcbf29ce484222325; /* 64 bits of FNV-1a (Fowler, Noll and Vo) */

  if (is_sum (result->feeder.part))
    return false;
  for (unsigned i = 0; i < PARL_MAP_MOST_FIELDS; i++)
    for (const char *c = values[i].text != NULL ? values[i].text : ""; c != NULL;
         c = *c != '\0' ? c + 1 : NULL)
      key = (int64_t)(((uint64_t)key ^ (unsigned char)*c) * 0x100000001b3);
  return !g_hash_table_add (result->rows, g_memdup2 (&key, sizeof key));
}

/* A row that cannot be understood is left out, never the end of a sync. */
static bool
read_row (ParlMapRow *row, gpointer data, GError **error G_GNUC_UNUSED)
{
  ParlMapResult *result = data;
  ParlMapValue values[PARL_MAP_MOST_FIELDS];

  for (unsigned i = 0; i < PARL_MAP_MOST_FIELDS; i++)
    values[i] = PARL_MAP_NO_VALUE;
  result->n_rows++;
  if (read_fields (row, result, values))
    {
      show_row (result, values);
      row->repeated = is_repeated (result, values);
    }
  for (unsigned i = 0; i < PARL_MAP_MOST_FIELDS; i++)
    parl_map_value_clear (&values[i]);
  return true;
}

static bool
is_of_short_list (const ParlMapReader *self, const ParlMapPart *part)
{
  for (const ParlMapPart *list = part->each; list != NULL; list = list->each)
    if (g_hash_table_contains (self->short_lists, list))
      return true;
  return false;
}

/* What the progress calls it. */
static const char *
get_step (ParlMapFeed feed)
{
  static const char *const steps[] = {
    [PARL_MAP_LIST] = "",
    [PARL_MAP_ATTEMPTS] = "reading attempts",
    [PARL_MAP_DAYS] = "reading counts",
    [PARL_MAP_DEVICES] = "reading devices",
    [PARL_MAP_SPEED] = "reading speed",
    [PARL_MAP_ROLLOUTS] = "reading rollouts",
    [PARL_MAP_MILESTONES] = "reading milestones",
    [PARL_MAP_CHANGES] = "reading changes",
    [PARL_MAP_BUILDS] = "reading builds",
  };

  return steps[feed];
}

static bool
ask_once (ParlMapReader *self, const Item *item, ParlMapResult *result, GError **error)
{
  const ParlMapPart *part = result->feeder.part;
  ParlMapAsk ask = { .call = self->call,
                     .part = part,
                     .values = item->values,
                     .budget = &self->budget,
                     .complaints = self->complaints,
                     .first_page_only = self->first_page_only };
  g_hash_table_remove_all (result->rows);
  bool read = parl_map_ask (&ask, read_row, result, error);

  result->is_whole &= !ask.is_short;
  if (result->body == NULL)
    {
      result->body = g_steal_pointer (&ask.body);
      result->where = g_steal_pointer (&ask.where);
    }
  g_clear_pointer (&ask.body, g_bytes_unref);
  g_free (ask.where);
  return read;
}

/* Asks for the period as a whole, or part by part. A first look needs the newest part only. */
static bool
ask_item (ParlMapReader *self, const Item *item, ParlTime since, ParlMapResult *result,
          GError **error)
{
  const ParlMapPart *part = result->feeder.part;
  ParlTime now = self->call->now, step = part->slice;
  ParlTime from
      = self->first_page_only && step > 0 ? MAX (since, round_since (part, now - step)) : since;

  do
    {
      ParlTime until = step > 0 ? MIN (from + step, now) : now;
      set_period (part, from, until, item->values);
      if (!ask_once (self, item, result, error))
        return false;
      from = until;
    }
  while (step > 0 && from < now);
  return true;
}

/* @since: asked for by those that ask for a period
 * @result: (inout): `shown` is set or not; to be cleared by the caller, in any case
 * Returns: false with any error of this room: nothing of the part is to be kept */
bool
parl_map_read (ParlMapReader *self, const ParlMapPart *part, ParlTime since, ParlMapResult *result,
               ParlComplaints *complaints, GError **error)
{
  ParlTime from = round_since (part, since);

  self->complaints = complaints;
  result->feeder = (ParlMapFeeder){ .part = part,
                                    .known = self->call->known,
                                    .causes = self->causes,
                                    .now = self->call->now,
                                    .since = part->is_incremental ? from : PARL_TIME_NONE };
  parl_map_feeder_init (&result->feeder);
  result->rows = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  result->reasons
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)free_reason);
  result->is_whole = true;

  g_autoptr (GPtrArray) items = list_items (self, part, since, error);
  if (items == NULL)
    return false;
  result->is_whole = !is_of_short_list (self, part);
  for (unsigned i = 0; i < items->len && !(self->first_page_only && i > 0); i++)
    {
      const Item *item = items->pdata[i];
      g_autoptr (GError) problem = NULL;

      parl_ask_report (self->call, get_step (part->feed), i, items->len);
      if (ask_item (self, item, from, result, &problem))
        continue;
      bool is_spent = g_error_matches (problem, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_SPENT);
      if ((part->each == NULL && !is_spent) || is_sum (part)
          || !parl_source_error_is_local (problem))
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return false;
        }
      result->is_whole = false;
      if (!parl_complaints_tolerate (complaints, g_steal_pointer (&problem),
                                     _ ("what it would say is missing"), error))
        return false;
    }
  if (!result->is_whole && is_sum (part))
    {
      g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_MALFORMED,
                   _ ("%s: rows of “%s” are missing, so that their sums would be wrong"),
                   parl_source_config_get_name (self->call->config), part->name);
      return false;
    }
  parl_map_feeder_finish (&result->feeder);
  return true;
}

void
parl_map_result_clear (ParlMapResult *self)
{
  if (self->feeder.part != NULL)
    parl_map_feeder_clear (&self->feeder);
  g_clear_pointer (&self->rows, g_hash_table_unref);
  g_clear_pointer (&self->reasons, g_hash_table_unref);
  g_clear_pointer (&self->shown, g_ptr_array_unref);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->where, g_free);
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(char *const *)a, *(char *const *)b);
}

/* Returns: (transfer full) (element-type utf8): sorted */
GPtrArray *
parl_map_result_list_reasons (const ParlMapResult *self)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  Reason *reason;

  g_hash_table_iter_init (&iter, self->reasons);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&reason))
    g_ptr_array_add (
        texts, g_strdup_printf (ngettext ("%s (%u of %u row is left out for this)",
                                          "%s (%u of %u rows are left out for this)", self->n_rows),
                                reason->text, reason->n, self->n_rows));
  g_ptr_array_sort (texts, compare_texts);
  return texts;
}
