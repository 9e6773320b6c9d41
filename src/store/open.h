/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Opens the history at a path: makes it where there is none, checks it, and sets a damaged one
 * aside. */

#include "store/sql.h"

/* Which file a connection has, whatever stands under its name by now. */
typedef struct
{
  uint64_t device;
  uint64_t inode;
} ParlFileId;

ParlSql *parl_history_open (const char *path, ParlTime now, ParlFileId *file, char **notice,
                            GError **error);
bool parl_history_verify (ParlSql **sql, const char *path, ParlTime now, ParlFileId *file,
                          char **notice, GError **error);
