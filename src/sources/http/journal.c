/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums requests up by what they have in common. Keeps no query, no name with a number in it, and no
 * body. */
#include "config.h"

#include "sources/http/journal.h"

#include <string.h>

#define MAX_ENTRIES 20
#define OTHERS "…"

static void
free_entry (gpointer data)
{
  ParlJournalEntry *entry = data;

  g_free (entry->what);
  g_free (entry->problem);
  g_free (entry);
}

GPtrArray *
parl_journal_new (void)
{
  return g_ptr_array_new_with_free_func (free_entry);
}

ParlJournalEntry *
parl_journal_append (GPtrArray *journal, const char *what)
{
  ParlJournalEntry *entry = g_new0 (ParlJournalEntry, 1);

  entry->what = g_strdup (what);
  g_ptr_array_add (journal, entry);
  return entry;
}

/* What has a number in it is the name of one of many, but for a version: "v1". */
static bool
is_name (const char *part)
{
  bool has_digit = strcspn (part, "0123456789") < strlen (part);
  bool is_version = part[0] == 'v' && strspn (part + 1, "0123456789.") == strlen (part + 1);

  return has_digit && !is_version;
}

/* "GET /rest/v1/targets/cam-17?limit=1" -> "GET /rest/v1/targets/…" */
static char *
dup_shape (const ParlJournalNote *note)
{
  g_autofree char *path = g_strndup (note->path, strcspn (note->path, "?"));
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);

  for (char **part = parts; *part != NULL; part++)
    if (is_name (*part))
      {
        g_free (*part);
        *part = g_strdup (OTHERS);
      }
  g_autofree char *shape = g_strjoinv ("/", parts);
  return g_strdup_printf ("%s %s", note->method, shape);
}

static ParlJournalEntry *
find_entry (GPtrArray *journal, const char *what)
{
  for (unsigned i = 0; i < journal->len; i++)
    if (g_str_equal (((ParlJournalEntry *)journal->pdata[i])->what, what))
      return journal->pdata[i];
  return NULL;
}

void
parl_journal_add (GPtrArray *journal, const ParlJournalNote *note)
{
  g_autofree char *shape = dup_shape (note);
  ParlJournalEntry *entry = find_entry (journal, shape);

  if (entry == NULL && journal->len >= MAX_ENTRIES)
    entry = find_entry (journal, OTHERS);
  if (entry == NULL)
    entry = parl_journal_append (journal, journal->len < MAX_ENTRIES ? shape : OTHERS);

  entry->n++;
  entry->bytes += note->bytes;
  entry->took += note->took;
  entry->slowest = MAX (entry->slowest, note->took);
  if (note->problem == NULL)
    return;
  entry->n_failed++;
  entry->n_denied += note->denied;
  g_free (entry->problem);
  entry->problem = g_strdup (note->problem);
}
