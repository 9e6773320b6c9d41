/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of outcome counts: filled once by the store or a test, then only read. */
#include "config.h"

#include "model/outcomes.h"

struct _ParlOutcomes
{
  GArray *cells;
  GStringChunk *strings; /* each different string once */
  ParlOutcomes *whole;   /* whose strings a selection borrows; NULL: none */
};

ParlOutcomes *
parl_outcomes_new (void)
{
  ParlOutcomes *self = g_atomic_rc_box_new0 (ParlOutcomes);

  self->cells = g_array_new (FALSE, FALSE, sizeof (ParlOutcomeCount));
  self->strings = g_string_chunk_new (1024);
  return self;
}

static const char *
keep_string (ParlOutcomes *self, const char *text)
{
  return text != NULL ? g_string_chunk_insert_const (self->strings, text) : NULL;
}

/* @cell: copied, its strings too
 * For the maker of the table only, before it is handed on. */
void
parl_outcomes_add (ParlOutcomes *self, const ParlOutcomeCount *cell)
{
  ParlOutcomeCount copy = *cell;

  copy.from = keep_string (self, cell->from);
  copy.to = keep_string (self, cell->to);
  copy.device_class = keep_string (self, cell->device_class);
  copy.site = keep_string (self, cell->site);
  copy.cause = keep_string (self, cell->cause);
  g_array_append_val (self->cells, copy);
}

/* Returns: (transfer full): a table of those cells that @accepts takes; it keeps @self alive */
ParlOutcomes *
parl_outcomes_select (const ParlOutcomes *self, ParlOutcomeSelect accepts, gpointer data)
{
  ParlOutcomes *part = parl_outcomes_new ();

  part->whole = parl_outcomes_ref (self);
  for (unsigned i = 0; i < self->cells->len; i++)
    {
      const ParlOutcomeCount *cell = &g_array_index (self->cells, ParlOutcomeCount, i);
      if (accepts (cell, data))
        g_array_append_vals (part->cells, cell, 1);
    }
  return part;
}

ParlOutcomes *
parl_outcomes_ref (const ParlOutcomes *self)
{
  return g_atomic_rc_box_acquire ((ParlOutcomes *)self);
}

static void
free_outcomes (ParlOutcomes *self)
{
  g_array_unref (self->cells);
  g_string_chunk_free (self->strings);
  g_clear_pointer (&self->whole, parl_outcomes_unref);
}

void
parl_outcomes_unref (ParlOutcomes *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify)free_outcomes);
}

size_t
parl_outcomes_size (const ParlOutcomes *self)
{
  return self->cells->len;
}

const ParlOutcomeCount *
parl_outcomes_get (const ParlOutcomes *self, size_t index)
{
  return &g_array_index (self->cells, ParlOutcomeCount, index);
}

void
parl_day_count_free (ParlDayCount *self)
{
  if (self == NULL)
    return;
  g_free (self->from);
  g_free (self->to);
  g_free (self->device_class);
  g_free (self->site);
  g_free (self->cause);
  g_free (self);
}

void
parl_hour_count_free (ParlHourCount *self)
{
  if (self == NULL)
    return;
  g_free (self->source);
  g_free (self->from);
  g_free (self->to);
  g_free (self->device_class);
  g_free (self->cause);
  g_free (self);
}
