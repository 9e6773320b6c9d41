/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Collects the warnings of a sync and counts those that differ in their numbers only. Knows no kind
 * of source. */
#include "config.h"

#include "sources/complaints.h"

#include <glib/gi18n-lib.h>

/* So many times tell whose clock is wrong: ours, where most of them are to come. */
#define ENOUGH_TIMES 20

struct _ParlComplaints
{
  GPtrArray *warnings; /* borrowed */
  GHashTable *places;  /* a warning without its numbers -> its place among ours */
  unsigned n_times;    /* that rows tell */
  unsigned n_future;   /* of these */
  bool is_spent;       /* that a bound was reached was said */
  GArray *entries;     /* (element-type Entry) */
};

typedef struct
{
  unsigned place; /* in `warnings` */
  unsigned more;  /* how many more of its kind came */
} Entry;

ParlComplaints *
parl_complaints_new (GPtrArray *warnings)
{
  ParlComplaints *self = g_new0 (ParlComplaints, 1);

  self->warnings = warnings;
  self->places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  return self;
}

void
parl_complaints_free (ParlComplaints *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->places);
  g_array_unref (self->entries);
  g_free (self);
}

/* The same complaint about other rows differs in its numbers only. */
static char *
blank_numbers (const char *text)
{
  GString *blank = g_string_new (NULL);

  for (const char *c = text; *c != '\0'; c++)
    if (!g_ascii_isdigit (*c))
      g_string_append_c (blank, *c);
    else if (blank->len == 0 || blank->str[blank->len - 1] != '#')
      g_string_append_c (blank, '#');
  return g_string_free (blank, FALSE);
}

/* Says once what is missing; the same about other rows is counted. */
void
parl_complain (ParlComplaints *self, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_autofree char *text = g_strdup_vprintf (format, args);
  va_end (args);

  g_autofree char *blank = blank_numbers (text);
  gpointer index;

  if (g_hash_table_lookup_extended (self->places, blank, NULL, &index))
    {
      g_array_index (self->entries, Entry, GPOINTER_TO_UINT (index)).more++;
      return;
    }
  g_hash_table_insert (self->places, g_steal_pointer (&blank),
                       GUINT_TO_POINTER (self->entries->len));
  g_array_append_val (self->entries, ((Entry){ self->warnings->len, 0 }));
  g_ptr_array_add (self->warnings, g_steal_pointer (&text));
}

/* @problem: (transfer full): why a part could not be read
 * @consequence: what is missing now, ends the warning's sentence
 * Makes a warning of an error that concerns one part only. That a bound of the whole sync was
 * reached, which all further requests find, is said once.
 * Returns: true then; false with @error when the whole sync has to end */
bool
parl_complaints_tolerate (ParlComplaints *self, GError *problem, const char *consequence,
                          GError **error)
{
  if (!parl_source_error_is_local (problem))
    {
      g_propagate_error (error, problem);
      return false;
    }
  if (!g_error_matches (problem, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_SPENT))
    parl_complain (self, "%s; %s", problem->message, consequence);
  else if (!self->is_spent)
    {
      self->is_spent = true;
      parl_complain (self, "%s", problem->message);
    }
  g_error_free (problem);
  return true;
}

/* @is_future: whether a time that a row tells is more than a day ahead of our clock */
void
parl_complaints_note_time (ParlComplaints *self, bool is_future)
{
  self->n_times++;
  self->n_future += is_future;
}

/* Whether a bound of the whole sync was reached: nothing more can be asked for. */
bool
parl_complaints_is_spent (const ParlComplaints *self)
{
  return self->is_spent;
}

/* Returns: false with CLOCK when most times of the sync lie in the future: without them what it
 *   brings would be wrong, and stay so */
bool
parl_complaints_check_clock (const ParlComplaints *self, GError **error)
{
  if (self->n_future >= ENOUGH_TIMES && self->n_future > self->n_times / 2)
    {
      g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_CLOCK,
                   _ ("%u of %u times that the server tells lie in the future: this computer’s "
                      "clock or the server’s is wrong, and nothing is read until it is right"),
                   self->n_future, self->n_times);
      return false;
    }
  return true;
}

/* Adds to each warning how many more of its kind there were. Returns: as
 * parl_complaints_check_clock() */
bool
parl_complaints_finish (ParlComplaints *self, GError **error)
{
  if (!parl_complaints_check_clock (self, error))
    return false;
  for (unsigned i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = &g_array_index (self->entries, Entry, i);
      g_autofree char *text = self->warnings->pdata[entry->place];

      self->warnings->pdata[entry->place]
          = entry->more > 0 ? g_strdup_printf (_ ("%s (and %u more like it)"), text, entry->more)
                            : g_steal_pointer (&text);
    }
  return true;
}
