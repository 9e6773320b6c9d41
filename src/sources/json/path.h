/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Paths into a body that somebody else has laid out: the part of JSONPath (RFC 9535) that names
 * places, from three beginnings.
 *
 *   $       the body
 *   @       the row at hand; ^ the object that the row lies in, ^^ the one around that
 *   .name   a member; ['any name'] one whose name holds other characters
 *   [0]     an element, [-1] the last; [*] and .* all elements or members
 *   ..name  members of that name at any depth
 *   [?@.name=='x']  those elements of which it is true; also !=
 *   ~       at the end: not the value, but the name of the member or the number of the element
 *
 * Not json-glib's JsonPath: it knows no filter and no way up, and what it finds no longer knows its
 * place in the body, which every complaint names. */

#include "sources/json/json.h"

typedef struct _ParlJsonPath ParlJsonPath;

/* Called for each place that is found, in the body's order. @name: the path asks for the name of
 * the place. Returns: false to stop, with or without @error. */
typedef bool (*ParlJsonFound) (const ParlJsonAt *at, bool name, gpointer data, GError **error);

ParlJsonPath *parl_json_path_new (const char *text, GError **error);
void parl_json_path_free (ParlJsonPath *self);

/* @from: what @ stands for
 * @columns: (nullable) (element-type utf8 guint): where @from is an array, which of its elements a
 *   name stands for, from 1 on
 * Returns: false when @found stopped */
bool parl_json_path_walk (const ParlJsonPath *self, const ParlJsonAt *from, GHashTable *columns,
                          ParlJsonFound found, gpointer data, GError **error);

/* One step to a place in a body. */
typedef struct
{
  const char *name; /* of a member; NULL: an element */
  unsigned index;
} ParlJsonStep;

char *parl_json_path_write (const ParlJsonPath *rows, const GArray *place);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlJsonPath, parl_json_path_free)
