/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each column keeps its different texts once, and for each row the number of its text. So a search
 * looks at each text once, a filter compares numbers, and sorting compares ranks. Knows no widget
 * and no words. */
#include "config.h"

#include "analysis/evidence-table.h"

#include <string.h>

typedef struct
{
  ParlCellKind kind;
  GPtrArray *texts; /* borrowed from the rows, each once */
  unsigned *ids;    /* of each row: index in texts */
  unsigned *ranks;  /* of each text, from 1 by value, 0 for ""; NULL: not sorted by yet */
  char **folded;    /* of each text, for searching; NULL: not searched yet */
} Column;

struct _ParlEvidenceTable
{
  gatomicrefcount references;
  ParlEvidence *evidence;
  unsigned n_columns;
  Column *columns;
  GMutex mutex; /* over ranks and folded */
};

static const char *const number_columns[]
    = { "count", "total",  "succeeded", "failed", "cancelled", "running", "waiting", "value", "le",
        "hours", "before", "now",       "days",   "devices",   "changes", "minutes", NULL };
static const char *const time_columns[]
    = { "started", "ended", "day",    "last_seen", "time",         "since", "until", "start",
        "due",     "done",  "merged", "tagged",    "first_device", "half",  NULL };

static void
fill_column (Column *column, const ParlEvidence *evidence, unsigned index)
{
  const char *name = evidence->columns[index];
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  column->kind = g_strv_contains (number_columns, name) ? PARL_CELL_NUMBER
                 : g_strv_contains (time_columns, name) ? PARL_CELL_TIME
                                                        : PARL_CELL_TEXT;
  column->texts = g_ptr_array_new ();
  column->ids = g_new (unsigned, evidence->rows->len);
  for (unsigned i = 0; i < evidence->rows->len; i++)
    {
      char *text = ((char **)g_ptr_array_index (evidence->rows, i))[index];
      gpointer id;

      if (!g_hash_table_lookup_extended (seen, text, NULL, &id))
        {
          id = GUINT_TO_POINTER (column->texts->len);
          g_ptr_array_add (column->texts, text);
          g_hash_table_insert (seen, text, id);
        }
      column->ids[i] = GPOINTER_TO_UINT (id);
    }
}

/* @evidence: (transfer full):
 * Looks at each cell once: for many rows call it off the main thread. */
ParlEvidenceTable *
parl_evidence_table_new_take (ParlEvidence *evidence)
{
  ParlEvidenceTable *self = g_new0 (ParlEvidenceTable, 1);

  g_atomic_ref_count_init (&self->references);
  g_mutex_init (&self->mutex);
  self->evidence = evidence;
  self->n_columns = g_strv_length ((char **)evidence->columns);
  self->columns = g_new0 (Column, self->n_columns);
  for (unsigned i = 0; i < self->n_columns; i++)
    fill_column (&self->columns[i], evidence, i);
  return self;
}

ParlEvidenceTable *
parl_evidence_table_ref (ParlEvidenceTable *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
parl_evidence_table_unref (ParlEvidenceTable *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  for (unsigned i = 0; i < self->n_columns; i++)
    {
      Column *column = &self->columns[i];

      for (unsigned j = 0; column->folded != NULL && j < column->texts->len; j++)
        g_free (column->folded[j]);
      g_free (column->folded);
      g_free (column->ranks);
      g_free (column->ids);
      g_ptr_array_unref (column->texts);
    }
  g_free (self->columns);
  parl_evidence_free (self->evidence);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

const ParlEvidence *
parl_evidence_table_get_evidence (const ParlEvidenceTable *self)
{
  return self->evidence;
}

/* Returns: its index, or -1. */
int
parl_evidence_table_find_column (const ParlEvidenceTable *self, const char *name)
{
  for (unsigned i = 0; i < self->n_columns; i++)
    if (strcmp (self->evidence->columns[i], name) == 0)
      return (int)i;
  return -1;
}

ParlCellKind
parl_evidence_table_get_kind (const ParlEvidenceTable *self, unsigned column)
{
  g_return_val_if_fail (column < self->n_columns, PARL_CELL_TEXT);

  return self->columns[column].kind;
}

static int
compare_values (gconstpointer a, gconstpointer b)
{
  const ParlEvidenceValue *x = a, *y = b;

  return x->n_rows != y->n_rows ? (x->n_rows < y->n_rows ? 1 : -1) : strcmp (x->text, y->text);
}

/* Returns: (transfer full) (element-type ParlEvidenceValue): the different texts of a column, the
 *   most frequent first */
GArray *
parl_evidence_table_list_values (const ParlEvidenceTable *self, unsigned column)
{
  g_return_val_if_fail (column < self->n_columns, NULL);

  const Column *own = &self->columns[column];
  GArray *values = g_array_sized_new (FALSE, TRUE, sizeof (ParlEvidenceValue), own->texts->len);

  g_array_set_size (values, own->texts->len);
  for (unsigned i = 0; i < own->texts->len; i++)
    g_array_index (values, ParlEvidenceValue, i).text = g_ptr_array_index (own->texts, i);
  for (unsigned i = 0; i < self->evidence->rows->len; i++)
    g_array_index (values, ParlEvidenceValue, own->ids[i]).n_rows++;
  g_array_sort (values, compare_values);
  return values;
}

/* Sorting. */

typedef struct
{
  char *key;
  double number;
  unsigned id;
} RankedText;

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  const RankedText *x = a, *y = b;

  return strcmp (x->key, y->key);
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  const RankedText *x = a, *y = b;

  return (x->number > y->number) - (x->number < y->number);
}

/* Texts as people count: "2.9" before "2.10". Times of one form are in order as texts. */
static unsigned *
make_ranks (const Column *column)
{
  unsigned n = column->texts->len;
  g_autofree RankedText *ranked = g_new0 (RankedText, n);
  unsigned *ranks = g_new0 (unsigned, n);

  for (unsigned i = 0; i < n; i++)
    {
      const char *text = g_ptr_array_index (column->texts, i);
      ranked[i].id = i;
      ranked[i].key = column->kind == PARL_CELL_TEXT ? g_utf8_collate_key_for_filename (text, -1)
                                                     : g_strdup (text);
      ranked[i].number = g_ascii_strtod (text, NULL);
    }
  qsort (ranked, n, sizeof *ranked,
         column->kind == PARL_CELL_NUMBER ? compare_numbers : compare_texts);
  for (unsigned i = 0; i < n; i++)
    {
      const char *text = g_ptr_array_index (column->texts, ranked[i].id);
      ranks[ranked[i].id] = *text != '\0' ? i + 1 : 0;
      g_free (ranked[i].key);
    }
  return ranks;
}

static const unsigned *
get_ranks (ParlEvidenceTable *self, unsigned column)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (self->columns[column].ranks == NULL)
    self->columns[column].ranks = make_ranks (&self->columns[column]);
  return self->columns[column].ranks;
}

/* A row's place in one number: its rank, then where it was listed. Unknown cells come last,
 * whatever the direction. */
static int
compare_places (gconstpointer a, gconstpointer b)
{
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

  return (x > y) - (x < y);
}

static void
sort_pick (ParlEvidenceTable *self, const ParlEvidenceLayout *layout, ParlEvidencePick *pick)
{
  int column = parl_evidence_table_find_column (self, layout->sort);
  if (column < 0)
    return;

  const unsigned *ranks = get_ranks (self, (unsigned)column);
  const unsigned *ids = self->columns[column].ids;
  g_autofree uint64_t *places = g_new (uint64_t, pick->n);

  for (unsigned i = 0; i < pick->n; i++)
    {
      uint64_t rank = ranks[ids[pick->rows[i]]];
      if (rank == 0)
        rank = G_MAXUINT32;
      else if (layout->descending)
        rank = G_MAXUINT32 - rank;
      places[i] = rank << 32 | pick->rows[i];
    }
  if (pick->n > 0)
    qsort (places, pick->n, sizeof *places, compare_places);
  for (unsigned i = 0; i < pick->n; i++)
    pick->rows[i] = (unsigned)(places[i] & G_MAXUINT32);
}

/* Searching and narrowing: what is not wanted is struck out. */

static char **
fold_texts (const Column *column)
{
  char **folded = g_new (char *, column->texts->len);

  for (unsigned i = 0; i < column->texts->len; i++)
    folded[i] = g_utf8_casefold (g_ptr_array_index (column->texts, i), -1);
  return folded;
}

static char **
get_folded (ParlEvidenceTable *self, unsigned column)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (self->columns[column].folded == NULL)
    self->columns[column].folded = fold_texts (&self->columns[column]);
  return self->columns[column].folded;
}

/* @word: folded */
static void
strike_without (ParlEvidenceTable *self, const char *word, bool *keep)
{
  unsigned n_rows = self->evidence->rows->len;
  g_autofree bool *found = g_new0 (bool, n_rows);

  for (unsigned i = 0; i < self->n_columns; i++)
    {
      const Column *column = &self->columns[i];
      if (column->kind == PARL_CELL_TIME)
        continue;

      char **folded = get_folded (self, i);
      g_autofree bool *hits = g_new0 (bool, column->texts->len);

      for (unsigned j = 0; j < column->texts->len; j++)
        hits[j] = strstr (folded[j], word) != NULL;
      for (unsigned j = 0; j < n_rows; j++)
        found[j] |= hits[column->ids[j]];
    }
  for (unsigned i = 0; i < n_rows; i++)
    keep[i] = keep[i] && found[i];
}

/* Every word must be in the row, in whichever column. */
static void
strike_unfound (ParlEvidenceTable *self, const char *search, bool *keep)
{
  g_autofree char *folded = g_utf8_casefold (search, -1);
  g_auto (GStrv) words = g_strsplit_set (folded, " \t", -1);

  for (char **word = words; *word != NULL; word++)
    if (**word != '\0')
      strike_without (self, *word, keep);
}

static void
strike_others (const ParlEvidenceTable *self, unsigned index, const char *only, bool *keep)
{
  const Column *column = &self->columns[index];
  unsigned wanted = G_MAXUINT;

  for (unsigned i = 0; i < column->texts->len; i++)
    if (strcmp (g_ptr_array_index (column->texts, i), only) == 0)
      wanted = i;
  for (unsigned i = 0; i < self->evidence->rows->len; i++)
    keep[i] = keep[i] && column->ids[i] == wanted;
}

/* Rows that compare equal stay in the order in which they were listed; cells without a value come
 * last. For many rows call it off the main thread. */
ParlEvidencePick *
parl_evidence_table_pick (ParlEvidenceTable *self, const ParlEvidenceLayout *layout)
{
  unsigned n_rows = self->evidence->rows->len;
  g_autofree bool *keep = g_new (bool, n_rows);
  ParlEvidencePick *pick = g_new0 (ParlEvidencePick, 1);

  for (unsigned i = 0; i < n_rows; i++)
    keep[i] = true;
  for (unsigned i = 0; i < self->n_columns; i++)
    {
      const char *only = g_hash_table_lookup (layout->only, self->evidence->columns[i]);
      if (only != NULL)
        strike_others (self, i, only, keep);
    }
  if (layout->search != NULL && *layout->search != '\0')
    strike_unfound (self, layout->search, keep);

  pick->rows = g_new (unsigned, n_rows);
  for (unsigned i = 0; i < n_rows; i++)
    if (keep[i])
      {
        pick->rows[pick->n++] = i;
        pick->sum += g_array_index (self->evidence->weights, double, i);
      }
  if (layout->sort != NULL)
    sort_pick (self, layout, pick);
  return pick;
}

/* Returns: (transfer full): as parl_evidence_to_csv(), of the picked rows in their order */
char *
parl_evidence_table_to_csv (const ParlEvidenceTable *self, const ParlEvidencePick *pick)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_sized_new (pick->n);
  ParlEvidence part = { .columns = self->evidence->columns, .rows = rows };

  for (unsigned i = 0; i < pick->n; i++)
    g_ptr_array_add (rows, g_ptr_array_index (self->evidence->rows, pick->rows[i]));
  return parl_evidence_to_csv (&part);
}

void
parl_evidence_pick_free (ParlEvidencePick *self)
{
  if (self == NULL)
    return;
  g_free (self->rows);
  g_free (self);
}

/* Returns: (transfer full): all rows, as they were listed. */
ParlEvidenceLayout *
parl_evidence_layout_new (void)
{
  ParlEvidenceLayout *self = g_new0 (ParlEvidenceLayout, 1);

  self->only = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

ParlEvidenceLayout *
parl_evidence_layout_copy (const ParlEvidenceLayout *self)
{
  ParlEvidenceLayout *copy = parl_evidence_layout_new ();
  GHashTableIter iter;
  gpointer column, text;

  copy->search = g_strdup (self->search);
  copy->sort = g_strdup (self->sort);
  copy->descending = self->descending;
  g_hash_table_iter_init (&iter, self->only);
  while (g_hash_table_iter_next (&iter, &column, &text))
    g_hash_table_insert (copy->only, g_strdup (column), g_strdup (text));
  return copy;
}

void
parl_evidence_layout_free (ParlEvidenceLayout *self)
{
  if (self == NULL)
    return;
  g_free (self->search);
  g_free (self->sort);
  g_hash_table_unref (self->only);
  g_free (self);
}
