/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The part of FIQL that Parlance asks in: == != =gt= =ge= =lt= =le= =in= =out=, `;` before `,`,
 * parentheses, quoted values, and `*` in text. */

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef enum
{
  PARL_FIQL_ERROR_SYNTAX,
  PARL_FIQL_ERROR_FIELD,   /* no such field */
  PARL_FIQL_ERROR_SUBFIELD /* the field has no such part */
} ParlFiqlError;

#define PARL_FIQL_ERROR (parl_fiql_error_quark ())
GQuark parl_fiql_error_quark (void);

typedef enum
{
  PARL_FIQL_TEXT,
  PARL_FIQL_NUMBER,
  PARL_FIQL_MAP /* "attribute.hw": text by key */
} ParlFiqlType;

typedef struct
{
  const char *name; /* lower case */
  ParlFiqlType type;
} ParlFiqlField;

/* What one kind of entity can be asked by. */
typedef struct
{
  const ParlFiqlField *fields; /* ended by a NULL name */
  const char *names;           /* as the server lists them in its complaint */
  const char *parent;          /* the field that has parts, "target", or NULL */
  const char *parts;           /* as the server lists those */
} ParlFiqlEntity;

typedef struct
{
  const char *text; /* NULL: not there, matches nothing */
  int64_t number;   /* INT64_MIN: not there */
  char buffer[32];  /* room for `text` */
} ParlFiqlValue;

/* Gives @value of @field (its index in the entity's table) of the item @index. */
typedef void (*ParlFiqlGet) (gconstpointer data, unsigned index, unsigned field, const char *key,
                             ParlFiqlValue *value);

typedef struct _ParlFiql ParlFiql;

ParlFiql *parl_fiql_new (const char *text, const ParlFiqlEntity *entity, GError **error);
void parl_fiql_free (ParlFiql *self);
bool parl_fiql_match (const ParlFiql *self, ParlFiqlGet get, gconstpointer data, unsigned index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlFiql, parl_fiql_free)
