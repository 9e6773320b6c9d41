/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* From a path to a history that can be trusted. */

#include "store/sql.h"

ParlSql *parl_history_open (const char *path, ParlTime now, char **notice, GError **error);
