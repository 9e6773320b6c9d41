/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Members of a bookmark: what a source keeps from sync to sync, as JSON of its own. One that is not
 * there is unknown; one that is wrong is an error. */

#include "sources/json/json.h"

#include <json-glib/json-glib.h>

bool parl_mark_read_time (const ParlJsonAt *at, const char *name, ParlTime *time, GError **error);
bool parl_mark_read_text (const ParlJsonAt *at, const char *name, char **text, GError **error);
bool parl_mark_read_flag (const ParlJsonAt *at, const char *name, bool *flag, GError **error);

void parl_mark_add_int (JsonBuilder *builder, const char *name, int64_t value);
void parl_mark_add_text (JsonBuilder *builder, const char *name, const char *value);
void parl_mark_add_flag (JsonBuilder *builder, const char *name, bool value);
