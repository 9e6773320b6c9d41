/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Sentences with holes: "{value} of updates failed, {rate.count:update|updates} in all". */

#include <gio/gio.h>
#include <stdbool.h>

/* One hole. Strings are valid during the callback only. */
typedef struct
{
  const char *ref;      /* before the dot; NULL: the line's own fact */
  const char *name;     /* "one-in", always small */
  const char *argument; /* after the colon; NULL: none */
  bool capital;         /* "{Cause}" begins with a capital: so does what fills it */
} ParlHole;

/* Returns: (transfer full) (nullable): what fills the hole; NULL: there is nothing to say. */
typedef char *(*ParlHoleFill) (const ParlHole *hole, gpointer data);

char *parl_holes_fill (const char *text, ParlHoleFill fill, gpointer data, GError **error);
