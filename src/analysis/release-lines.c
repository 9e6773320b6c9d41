/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Release lines: "v2.5" holds 2.5.0 and 2.5.1. A release whose name is no number has no place in
 * their order. */
#include "config.h"

#include "analysis/release-lines.h"

#include "model/release.h"

#include <string.h>

/* Returns: (transfer full) (nullable): "v2.5" */
static char *
dup_line (const char *release)
{
  g_autofree char *line = parl_release_to_cohort (release);
  size_t major = *line == 'v' ? strspn (line + 1, "0123456789") : 0;
  bool is_line = major > 0 && line[1 + major] == '.' && line[2 + major] != '\0'
                 && strspn (line + 2 + major, "0123456789") == strlen (line + 2 + major);

  return is_line ? g_steal_pointer (&line) : NULL;
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return parl_release_compare (*(const char *const *)a, *(const char *const *)b);
}

static void
add_line (GPtrArray *lines, GHashTable *seen, const char *release)
{
  /* Devices are many, releases few. */
  if (release == NULL || g_hash_table_contains (seen, release))
    return;
  g_hash_table_add (seen, (void *)release);

  g_autofree char *line = dup_line (release);
  if (line != NULL && !g_ptr_array_find_with_equal_func (lines, line, g_str_equal, NULL))
    g_ptr_array_add (lines, g_steal_pointer (&line));
}

/* Returns: (transfer full) (element-type utf8): the lines that a device runs or a rollout that has
 *   begun brings, oldest first */
GPtrArray *
parl_list_release_lines (const ParlSnapshot *snapshot)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (unsigned i = 0; i < snapshot->devices->len; i++)
    add_line (lines, seen, ((const ParlDevice *)g_ptr_array_index (snapshot->devices, i))->release);
  for (unsigned i = 0; i < snapshot->rollouts->len; i++)
    {
      const ParlRollout *rollout = g_ptr_array_index (snapshot->rollouts, i);
      if (rollout->progress != PARL_PROGRESS_WAITING)
        add_line (lines, seen, rollout->release);
    }
  g_ptr_array_sort (lines, compare_lines);
  return lines;
}

/* @lines: of parl_list_release_lines()
 * Returns: how many lines are newer than that of @release; -1: it is not known, or none of them */
int
parl_count_lines_behind (const GPtrArray *lines, const char *release)
{
  g_autofree char *line = dup_line (release);
  unsigned index;

  if (line == NULL
      || !g_ptr_array_find_with_equal_func ((GPtrArray *)lines, line, g_str_equal, &index))
    return -1;
  return (int)(lines->len - 1 - index);
}
