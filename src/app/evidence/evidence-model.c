/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list over picked rows. One pick is made at a time; what is asked for meanwhile is picked after
 * it, and only the last of it. Knows no widget. */
#include "config.h"

#include "app/evidence/evidence-model.h"

struct _ParlEvidenceRow
{
  GObject parent_instance;

  ParlEvidenceTable *table;
  unsigned index;
};

G_DEFINE_FINAL_TYPE (ParlEvidenceRow, parl_evidence_row, G_TYPE_OBJECT)

static void parl_evidence_model_list_init (GListModelInterface *iface);
static void start_task (ParlEvidenceModel *self);

G_DEFINE_FINAL_TYPE_WITH_CODE (ParlEvidenceModel, parl_evidence_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      parl_evidence_model_list_init))

static guint changed_signal;

/* A row. */

static void
parl_evidence_row_finalize (GObject *object)
{
  g_clear_pointer (&PARL_EVIDENCE_ROW (object)->table, parl_evidence_table_unref);
  G_OBJECT_CLASS (parl_evidence_row_parent_class)->finalize (object);
}

static void
parl_evidence_row_class_init (ParlEvidenceRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = parl_evidence_row_finalize;
}

static void
parl_evidence_row_init (ParlEvidenceRow *self)
{
}

const char *const *
parl_evidence_row_get_cells (ParlEvidenceRow *self)
{
  return g_ptr_array_index (parl_evidence_table_get_evidence (self->table)->rows, self->index);
}

const char *
parl_evidence_row_get_cell (ParlEvidenceRow *self, const char *column)
{
  int index = parl_evidence_table_find_column (self->table, column);

  return index >= 0 ? parl_evidence_row_get_cells (self)[index] : "";
}

/* The list. */

static GType
parl_evidence_model_get_item_type (GListModel *list)
{
  return PARL_TYPE_EVIDENCE_ROW;
}

static unsigned
parl_evidence_model_get_n_items (GListModel *list)
{
  ParlEvidenceModel *self = PARL_EVIDENCE_MODEL (list);

  return self->pick != NULL ? self->pick->n : 0;
}

static gpointer
parl_evidence_model_get_item (GListModel *list, unsigned position)
{
  ParlEvidenceModel *self = PARL_EVIDENCE_MODEL (list);
  ParlEvidenceRow *row;

  if (self->pick == NULL || position >= self->pick->n)
    return NULL;
  row = g_object_new (PARL_TYPE_EVIDENCE_ROW, NULL);
  row->table = parl_evidence_table_ref (self->table);
  row->index = self->pick->rows[position];
  return row;
}

static void
parl_evidence_model_list_init (GListModelInterface *iface)
{
  iface->get_item_type = parl_evidence_model_get_item_type;
  iface->get_n_items = parl_evidence_model_get_n_items;
  iface->get_item = parl_evidence_model_get_item;
}

static void
parl_evidence_model_finalize (GObject *object)
{
  ParlEvidenceModel *self = PARL_EVIDENCE_MODEL (object);

  g_clear_pointer (&self->pick, parl_evidence_pick_free);
  g_clear_pointer (&self->table, parl_evidence_table_unref);
  g_clear_pointer (&self->layout, parl_evidence_layout_free);
  g_clear_pointer (&self->next, parl_evidence_free);
  G_OBJECT_CLASS (parl_evidence_model_parent_class)->finalize (object);
}

static void
parl_evidence_model_class_init (ParlEvidenceModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = parl_evidence_model_finalize;
  changed_signal = g_signal_new ("changed", PARL_TYPE_EVIDENCE_MODEL, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
parl_evidence_model_init (ParlEvidenceModel *self)
{
  self->layout = parl_evidence_layout_new ();
}

/* Picking. */

typedef struct
{
  ParlEvidence *evidence;   /* in: to be made a table of, or NULL: the table there is */
  ParlEvidenceTable *table; /* in or out */
  ParlEvidenceLayout *layout;
  ParlEvidencePick *pick; /* out */
  unsigned generation;
} PickJob;

static void
free_pick_job (gpointer data)
{
  PickJob *job = data;

  g_clear_pointer (&job->evidence, parl_evidence_free);
  g_clear_pointer (&job->table, parl_evidence_table_unref);
  parl_evidence_layout_free (job->layout);
  g_clear_pointer (&job->pick, parl_evidence_pick_free);
  g_free (job);
}

static void
run_pick (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  PickJob *job = data;
  if (job->evidence != NULL)
    job->table = parl_evidence_table_new_take (g_steal_pointer (&job->evidence));
  job->pick = parl_evidence_table_pick (job->table, job->layout);
  g_task_return_boolean (task, TRUE);
}

/* Swaps in another table and pick, both or none of them NULL. */
static void
show (ParlEvidenceModel *self, ParlEvidenceTable *table, ParlEvidencePick *pick)
{
  unsigned n_before = self->pick != NULL ? self->pick->n : 0;

  g_clear_pointer (&self->pick, parl_evidence_pick_free);
  g_clear_pointer (&self->table, parl_evidence_table_unref);
  self->table = table;
  self->pick = pick;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, pick != NULL ? pick->n : 0);
  g_signal_emit (self, changed_signal, 0);
}

static void
on_picked (GObject *object, GAsyncResult *result, gpointer data)
{
  ParlEvidenceModel *self = PARL_EVIDENCE_MODEL (object);
  PickJob *job = g_task_get_task_data (G_TASK (result));
  self->busy = false;
  if (job->generation == self->generation)
    show (self, g_steal_pointer (&job->table), g_steal_pointer (&job->pick));
  if (self->dirty)
    start_task (self);
}

static void
start_task (ParlEvidenceModel *self)
{
  self->dirty = self->busy;
  if (self->busy || (self->table == NULL && self->next == NULL))
    return;

  PickJob *job = g_new0 (PickJob, 1);
  job->evidence = g_steal_pointer (&self->next);
  if (job->evidence == NULL)
    job->table = parl_evidence_table_ref (self->table);
  job->layout = parl_evidence_layout_copy (self->layout);
  job->generation = self->generation;
  self->busy = true;

  g_autoptr (GTask) task = g_task_new (self, NULL, on_picked, NULL);
  g_task_set_task_data (task, job, free_pick_job);
  g_task_run_in_thread (task, run_pick);
}

void
parl_evidence_model_take_evidence (ParlEvidenceModel *self, ParlEvidence *evidence)
{
  self->generation++;
  g_clear_pointer (&self->next, parl_evidence_free);
  self->next = evidence;
  if (evidence != NULL)
    start_task (self);
  else if (self->table != NULL)
    show (self, NULL, NULL);
}

static bool
replace_text (char **place, const char *text)
{
  char *old = *place;

  if (g_strcmp0 (old, text) == 0)
    return false;
  *place = g_strdup (text);
  g_free (old);
  return true;
}

void
parl_evidence_model_set_search (ParlEvidenceModel *self, const char *search)
{
  if (replace_text (&self->layout->search, search != NULL && *search != '\0' ? search : NULL))
    start_task (self);
}

void
parl_evidence_model_set_only (ParlEvidenceModel *self, const char *column, const char *text)
{
  const char *now = g_hash_table_lookup (self->layout->only, column);

  if (g_strcmp0 (now, text) == 0)
    return;
  if (text != NULL)
    g_hash_table_insert (self->layout->only, g_strdup (column), g_strdup (text));
  else
    g_hash_table_remove (self->layout->only, column);
  start_task (self);
}

void
parl_evidence_model_set_sort (ParlEvidenceModel *self, const char *column, bool descending)
{
  bool other = replace_text (&self->layout->sort, column);

  if (!other && self->layout->descending == descending)
    return;
  self->layout->descending = descending;
  start_task (self);
}

void
parl_evidence_model_reset (ParlEvidenceModel *self)
{
  parl_evidence_layout_free (self->layout);
  self->layout = parl_evidence_layout_new ();
  start_task (self);
}
