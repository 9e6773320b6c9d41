/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A JSON text as a tree, made strictly in one pass. What the nodes mean json.c knows. */

#include "sources/json/lexer.h"

#include <stddef.h>
#include <stdint.h>

typedef enum
{
  PARL_JSON_NULL,
  PARL_JSON_BOOLEAN,
  PARL_JSON_INTEGER,
  PARL_JSON_DOUBLE, /* may be infinite: 1e400 */
  PARL_JSON_STRING,
  PARL_JSON_ARRAY,
  PARL_JSON_OBJECT
} ParlJsonType;

typedef struct ParlJsonNode
{
  const char *name; /* (nullable): of a member */
  union
  {
    bool truth;
    int64_t whole;
    double number;
    const char *text;
    size_t first; /* of an array or object: index of its first child; all lie side by side */
  };
  unsigned length; /* how many children there are */
  ParlJsonType type;
} ParlJsonNode;

typedef struct
{
  char *text;    /* the strings of the nodes lie here */
  GArray *nodes; /* (element-type ParlJsonNode), the root last */
} ParlJsonTree;

typedef enum
{
  PARL_JSON_SOUND,
  PARL_JSON_BROKEN,  /* not JSON by RFC 8259 */
  PARL_JSON_TOO_DEEP /* nested more than PARL_JSON_MAX_DEPTH levels */
} ParlJsonVerdict;

typedef struct
{
  const char *expected; /* when broken: "a value", "“,” or “]”", ... */
  size_t position;      /* when not sound: bytes from the start */
} ParlJsonFlaw;

ParlJsonVerdict parl_json_tree_init (ParlJsonTree *self, const char *text, size_t length,
                                     ParlJsonFlaw *flaw);
void parl_json_tree_clear (ParlJsonTree *self);
