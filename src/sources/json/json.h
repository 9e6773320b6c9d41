/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Typed readers of JSON that was written by somebody else. Every error says which source, which
 * endpoint and which path in the body: “hawkBit: GET /rest/v1/rollouts: content[3].id: expected a
 * number, found a string”. Nothing is ever coerced. */

#include "model/instant.h"
#include "sources/error.h"

/* A parsed body. Its root and everything below lives as long as it does. */
typedef struct _ParlJson ParlJson;
struct ParlJsonNode;

/* A place in a body: a node, and how one got there. Passed by value; borrows from the ParlJson. */
typedef struct ParlJsonAt
{
  ParlJson *body;
  const struct ParlJsonNode *node; /* or NULL: it is not there */
  const struct ParlJsonAt *parent; /* must outlive this value: keep it on the caller's stack */
  const char *member;              /* or NULL for an element */
  unsigned index;
} ParlJsonAt;

/* @where: "hawkBit: GET /rest/v1/rollouts", for messages. Checks depth (at most 64), size and that
 * the whole is JSON before anything is built. */
ParlJson *parl_json_parse (GBytes *bytes, const char *where, GError **error);
void parl_json_free (ParlJson *self);
ParlJsonAt parl_json_root (ParlJson *self);

/* A member that must be there and not null, of any type. */
bool parl_json_member (const ParlJsonAt *at, const char *name, ParlJsonAt *member, GError **error);
/* The same, absent or null allowed: then *present is false. */
bool parl_json_optional (const ParlJsonAt *at, const char *name, ParlJsonAt *member, bool *present,
                         GError **error);
bool parl_json_is_null (const ParlJsonAt *at);
bool parl_json_length (const ParlJsonAt *at, unsigned *length, GError **error);
bool parl_json_element (const ParlJsonAt *at, unsigned index, ParlJsonAt *element, GError **error);

/* Whatever lies in an array or an object, in its order; anything else has no children. */
bool parl_json_is_object (const ParlJsonAt *at);
unsigned parl_json_count_children (const ParlJsonAt *at);
ParlJsonAt parl_json_child (const ParlJsonAt *at, unsigned index);

/* What an object's members are called, in their order. */
char **parl_json_dup_names (const ParlJsonAt *at, GError **error);

bool parl_json_read_string (const ParlJsonAt *at, const char **value, GError **error);
bool parl_json_read_int (const ParlJsonAt *at, int64_t *value, GError **error);
bool parl_json_read_count (const ParlJsonAt *at, int64_t *value, GError **error); /* int >= 0 */
bool parl_json_read_double (const ParlJsonAt *at, double *value, GError **error); /* finite */
bool parl_json_read_bool (const ParlJsonAt *at, bool *value, GError **error);
bool parl_json_read_epoch_ms (const ParlJsonAt *at, ParlTime *value,
                              GError **error); /* plausible */

/* A string, number or truth value as text; transfer full. */
char *parl_json_dup_scalar (const ParlJsonAt *at, GError **error);

/* Short forms for a required member. */
bool parl_json_get_string (const ParlJsonAt *at, const char *name, const char **value,
                           GError **error);
bool parl_json_get_int (const ParlJsonAt *at, const char *name, int64_t *value, GError **error);
bool parl_json_get_count (const ParlJsonAt *at, const char *name, int64_t *value, GError **error);

/* For a reader's own complaints: sets MALFORMED with source, endpoint and path. */
void parl_json_fail (const ParlJsonAt *at, GError **error, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlJson, parl_json_free)
