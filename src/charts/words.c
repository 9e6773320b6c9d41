/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Puts the words of a spec together: tips, lines of a description, rows of a table. Only words that
 * stand in the spec; nothing is counted, rounded or judged here. Knows no kind of chart. */
#include "config.h"

#include "charts/words.h"

#include <math.h>

bool
parl_words_exist (const char *text)
{
  return text != NULL && *text != '\0';
}

static void
append_words (GString *out, const char *label, unsigned n_words, const char *const *words)
{
  const char *joint = parl_words_exist (label) ? ": " : "";

  if (parl_words_exist (label))
    g_string_append (out, label);
  for (unsigned i = 0; i < n_words; i++)
    if (parl_words_exist (words[i]))
      {
        g_string_append_printf (out, "%s%s", joint, words[i]);
        joint = ", ";
      }
}

bool
parl_tip_exists (const ParlTip *self)
{
  return parl_words_exist (self->when) || parl_words_exist (self->what);
}

ParlTip
parl_tip_copy (const ParlTip *self)
{
  return (ParlTip){ g_strdup (self->when), g_strdup (self->what) };
}

/* @when: (nullable): the day or name of the item
 * Returns: (transfer full): with the words as a list: "one, two" */
ParlTip
parl_tip_new (const char *when, unsigned n_words, const char *const *words)
{
  GString *what = g_string_new (NULL);

  append_words (what, NULL, n_words, words);
  return (ParlTip){ g_strdup (when), g_string_free (what, FALSE) };
}

/* Returns: (transfer full): both parts in one sentence */
char *
parl_tip_join (const ParlTip *self)
{
  GString *out = g_string_new (NULL);

  append_words (out, self->when, PARL_WORDS (self->what));
  return g_string_free (out, FALSE);
}

void
parl_tip_clear (ParlTip *self)
{
  g_clear_pointer (&self->when, g_free);
  g_clear_pointer (&self->what, g_free);
}

void
parl_words_add_line (GString *out, const char *label, unsigned n_words, const char *const *words)
{
  size_t before = out->len;

  append_words (out, label, n_words, words);
  if (out->len > before)
    g_string_append_c (out, '\n');
}

void
parl_words_add_tick (GString *out, const ParlTick *tick)
{
  if (isfinite (tick->value))
    parl_words_add_line (out, NULL, PARL_WORDS (tick->label));
}

/* Fills up with empty words. */
static char **
copy_words (unsigned length, unsigned n_words, const char *const *words)
{
  char **copy = g_new0 (char *, length + 1);

  for (unsigned i = 0; i < length; i++)
    copy[i] = g_strdup (i < n_words && words[i] != NULL ? words[i] : "");
  return copy;
}

/* Returns: (transfer full): a table of so many columns, without rows */
ParlTable *
parl_table_new (unsigned n_heads, const char *const *heads)
{
  ParlTable *self = g_new0 (ParlTable, 1);

  self->n_columns = n_heads;
  self->heads = copy_words (n_heads, n_heads, heads);
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
  return self;
}

void
parl_table_add_row (ParlTable *self, unsigned n_words, const char *const *words)
{
  g_ptr_array_add (self->rows, copy_words (self->n_columns, n_words, words));
}

/* A row of a line across the chart, where there is one. */
void
parl_table_add_tick (ParlTable *self, const char *name, const ParlTick *tick)
{
  if (isfinite (tick->value) && tick->label != NULL)
    parl_table_add_row (self, PARL_WORDS (name, tick->label));
}

void
parl_table_free (ParlTable *self)
{
  g_strfreev (self->heads);
  g_ptr_array_unref (self->rows);
  g_free (self);
}
