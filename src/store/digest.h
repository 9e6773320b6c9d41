/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Checksums of what is stored: whether the rows of each table are still those that were written. */

#include "store/sql.h"

bool parl_digest_attach (ParlSql *sql, GError **error);
bool parl_digest_watch (ParlSql *sql, GError **error);
bool parl_digest_transact (ParlSql *sql, ParlSqlAccess access, ParlSqlTask task, gpointer data,
                           GError **error);
bool parl_digest_take (ParlSql *sql, GError **error);
bool parl_digest_verify (ParlSql *sql, GError **error);
