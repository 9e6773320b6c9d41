/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The tables of the history, and the way from older ones to them. */

#include "store/sql.h"

/* Marks the file as Parlance's: "Parl". */
#define PARL_SCHEMA_APPLICATION_ID 0x5061726c

bool parl_schema_check (ParlSql *sql, GError **error);
bool parl_schema_upgrade (ParlSql *sql, GError **error);

/* For parl_schema_upgrade() and its test. */
bool parl_schema_migrate (ParlSql *sql, const char *const *steps, unsigned count, GError **error);
