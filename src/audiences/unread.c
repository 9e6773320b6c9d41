/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds the source that a line needs data from and that was never read. Where it is being read at
 * this moment, the line must not advise to connect it. */
#include "config.h"

#include "audiences/unread.h"

#include "model/name.h"

#include <glib/gi18n-lib.h>

/* What must be fed before there are rows. */
static const unsigned feeds[] = {
  [PARL_ROWS_ATTEMPTS] = PARL_FEEDS_ATTEMPTS | PARL_FEEDS_COUNTS,
  [PARL_ROWS_DEVICES] = PARL_FEEDS_DEVICES,
  [PARL_ROWS_STAGES] = PARL_FEEDS_ROLLOUTS,
  [PARL_ROWS_SERIES] = PARL_FEEDS_SPEED,
  [PARL_ROWS_MILESTONES] = PARL_FEEDS_PLAN,
  [PARL_ROWS_CHANGES] = PARL_FEEDS_CHANGES,
  [PARL_ROWS_RELEASES] = PARL_FEEDS_ATTEMPTS,
  [PARL_ROWS_BUILDS] = PARL_FEEDS_BUILDS,
};

/* @line_ids: (nullable): of lines that have nothing to say
 * Returns: (transfer none) (nullable): a source that was never read and feeds one of them, one that
 *   is being read before one that is not; %NULL: what feeds them was read */
const ParlSourceState *
parl_unread_find (const ParlWording *wording, char **line_ids)
{
  GPtrArray *sources = wording->findings->snapshot->sources;
  const ParlSourceState *found = NULL;
  unsigned wanted = 0;

  for (char **id = line_ids; id != NULL && *id != NULL; id++)
    {
      const ParlLineTemplate *line = g_hash_table_lookup (wording->audience->lines, *id);
      wanted |= feeds[line->fact->entry->rows];
    }
  for (unsigned i = 0; i < sources->len; i++)
    {
      const ParlSourceState *source = sources->pdata[i];
      if (source->fetched == PARL_TIME_NONE && (source->feeds & wanted) != 0
          && (found == NULL || source->is_being_read))
        found = source;
    }
  return found;
}

/* @source: never read
 * Returns: (transfer full): that, and whether it is being read */
char *
parl_unread_say (const ParlSourceState *source)
{
  g_autofree char *name = parl_name_mark (source->name);

  return g_strdup_printf (source->is_being_read ? _ ("%s is being read for the first time")
                                                : _ ("%s has not been read yet"),
                          name);
}
