/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An immutable sorted set of key = value pairs. Knows nothing of what the keys mean. */
#include "config.h"

#include "model/labels.h"

#include <gio/gio.h>
#include <string.h>

typedef struct
{
  char *key;
  char *value;
} Pair;

struct _ParlLabels
{
  GArray *pairs;
};

static void
clear_pair (Pair *pair)
{
  g_free (pair->key);
  g_free (pair->value);
}

static ParlLabels *
create_labels (void)
{
  ParlLabels *self = g_atomic_rc_box_new0 (ParlLabels);

  self->pairs = g_array_new (FALSE, FALSE, sizeof (Pair));
  g_array_set_clear_func (self->pairs, (GDestroyNotify)clear_pair);
  return self;
}

/* Keeps the pairs sorted; a key that is there already gets the new value. */
static void
insert_pair (ParlLabels *self, const char *key, const char *value)
{
  unsigned i;

  for (i = 0; i < self->pairs->len; i++)
    {
      Pair *pair = &g_array_index (self->pairs, Pair, i);
      int order = strcmp (key, pair->key);

      if (order == 0)
        {
          g_free (pair->value);
          pair->value = g_strdup (value);
          return;
        }
      if (order < 0)
        break;
    }

  Pair pair = { g_strdup (key), g_strdup (value) };
  g_array_insert_val (self->pairs, i, pair);
}

/* @first_key: (nullable): the first key, then its value, then further pairs, ended by %NULL
 * A pair whose value is %NULL still takes its place in the arguments, but is left out of the set.
 * Returns: (transfer full): the set; empty for a %NULL @first_key */
ParlLabels *
parl_labels_new (const char *first_key, ...)
{
  ParlLabels *self = create_labels ();
  va_list args;

  va_start (args, first_key);
  for (const char *key = first_key; key != NULL; key = va_arg (args, const char *))
    {
      const char *value = va_arg (args, const char *);
      if (value != NULL)
        insert_pair (self, key, value);
    }
  va_end (args);
  return self;
}

/* @text: what parl_labels_to_string() writes: "cause=disk-space,cohort=v2.3"; may be empty
 * Returns: (transfer full): the set, or %NULL with %G_IO_ERROR_INVALID_ARGUMENT */
ParlLabels *
parl_labels_new_from_string (const char *text, GError **error)
{
  g_return_val_if_fail (text != NULL, NULL);

  g_autoptr (ParlLabels) self = create_labels ();
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);

  for (unsigned i = 0; parts[i] != NULL; i++)
    {
      char *equals = strchr (parts[i], '=');
      if (*text == '\0')
        break;
      if (equals == NULL || equals == parts[i])
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                       "“%s” is not of the form key=value", parts[i]);
          return NULL;
        }
      *equals = '\0';
      insert_pair (self, parts[i], equals + 1);
    }
  return g_steal_pointer (&self);
}

/* Returns: (transfer full): a copy of @self in which @key has @value */
ParlLabels *
parl_labels_with (const ParlLabels *self, const char *key, const char *value)
{
  g_return_val_if_fail (self != NULL && key != NULL && value != NULL, NULL);

  ParlLabels *copy = create_labels ();

  for (unsigned i = 0; i < self->pairs->len; i++)
    insert_pair (copy, parl_labels_get_key (self, i), parl_labels_get_value (self, i));
  insert_pair (copy, key, value);
  return copy;
}

ParlLabels *
parl_labels_ref (const ParlLabels *self)
{
  return g_atomic_rc_box_acquire ((ParlLabels *)self);
}

static void
free_labels (ParlLabels *self)
{
  g_array_unref (self->pairs);
}

void
parl_labels_unref (ParlLabels *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify)free_labels);
}

unsigned
parl_labels_size (const ParlLabels *self)
{
  return self->pairs->len;
}

const char *
parl_labels_get_key (const ParlLabels *self, unsigned index)
{
  return g_array_index (self->pairs, Pair, index).key;
}

const char *
parl_labels_get_value (const ParlLabels *self, unsigned index)
{
  return g_array_index (self->pairs, Pair, index).value;
}

/* Returns: (transfer none) (nullable): the value of @key, %NULL when it is not in the set */
const char *
parl_labels_get (const ParlLabels *self, const char *key)
{
  for (unsigned i = 0; i < self->pairs->len; i++)
    if (strcmp (parl_labels_get_key (self, i), key) == 0)
      return parl_labels_get_value (self, i);
  return NULL;
}

/* Returns: whether every pair of @part is in @self */
bool
parl_labels_contain (const ParlLabels *self, const ParlLabels *part)
{
  for (unsigned i = 0; i < part->pairs->len; i++)
    if (g_strcmp0 (parl_labels_get (self, parl_labels_get_key (part, i)),
                   parl_labels_get_value (part, i))
        != 0)
      return false;
  return true;
}

/* A total order: pair by pair, key before value; a prefix comes first. */
int
parl_labels_compare (const ParlLabels *a, const ParlLabels *b)
{
  for (unsigned i = 0; i < a->pairs->len && i < b->pairs->len; i++)
    {
      int order = strcmp (parl_labels_get_key (a, i), parl_labels_get_key (b, i));
      if (order == 0)
        order = strcmp (parl_labels_get_value (a, i), parl_labels_get_value (b, i));
      if (order != 0)
        return order;
    }
  return (a->pairs->len > b->pairs->len) - (a->pairs->len < b->pairs->len);
}

/* Returns: (transfer full): "cause=disk-space,cohort=v2.3"; the empty string for an empty set */
char *
parl_labels_to_string (const ParlLabels *self)
{
  GString *text = g_string_new (NULL);

  for (unsigned i = 0; i < self->pairs->len; i++)
    g_string_append_printf (text, "%s%s=%s", i > 0 ? "," : "", parl_labels_get_key (self, i),
                            parl_labels_get_value (self, i));
  return g_string_free (text, FALSE);
}
