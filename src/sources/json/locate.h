/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Finds the path that leads to a position in the text of a body: the inverse of json/path.h. */

#include "sources/json/path.h"

/* @text: a body, or its beginning
 * @offset: in bytes
 * @rows: (nullable): which places are rows
 * Returns: (transfer full) (nullable): the path of the value there: of its row ("@.name"), of an
 *   object around its row ("^.name") or of the body ("$.items[2].name"); %NULL where there is none
 */
char *parl_json_locate (const char *text, size_t offset, const ParlJsonPath *rows);
