/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Typed readers over the nodes of a tree. Knows where in a body it stands, not what it means. */
#include "config.h"

#include "sources/json/json.h"

#include "sources/json/tree.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

/* The tree of [1,1,1...] takes about 25 times the size of the text. */
#define MAX_BODY (16 * 1024 * 1024)

struct _ParlJson
{
  ParlJsonTree tree;
  char *where;
};

static bool
check_bytes (const char *text, size_t length, const char *where, GError **error)
{
  const char *invalid;

  if (length > MAX_BODY)
    {
      g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_TOO_LARGE,
                   _ ("%s: the answer has %zu bytes, more than the %d that are read"), where,
                   length, MAX_BODY);
      return false;
    }
  if (length == 0)
    {
      g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_MALFORMED,
                   _ ("%s: expected JSON, found an empty answer"), where);
      return false;
    }
  if (!g_utf8_validate_len (text, length, &invalid))
    {
      g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_MALFORMED,
                   _ ("%s: the answer is not valid UTF-8 at byte %zu"), where,
                   (size_t)(invalid - text));
      return false;
    }
  return true;
}

static void
set_flaw (ParlJsonVerdict verdict, const ParlJsonFlaw *flaw, const char *text, const char *where,
          GError **error)
{
  if (verdict == PARL_JSON_TOO_DEEP)
    g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_TOO_LARGE,
                 _ ("%s: the answer is nested more than %d levels deep"), where,
                 PARL_JSON_MAX_DEPTH);
  else if (flaw->position == 0 && *text == '<')
    g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_MALFORMED,
                 _ ("%s: expected JSON, found a web page"), where);
  else
    g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_MALFORMED,
                 _ ("%s: the answer is not JSON: expected %s at byte %zu"), where,
                 _ (flaw->expected), flaw->position);
}

/**
 * parl_json_parse:
 * @bytes: a whole body
 * @where: source and endpoint, for messages: "hawkBit: GET /rest/v1/rollouts"
 *
 * Of two equal names in an object the last counts. An integer that int64_t cannot hold is kept as
 * a double.
 *
 * Returns: (transfer full): the body, or %NULL with MALFORMED or TOO_LARGE
 */
ParlJson *
parl_json_parse (GBytes *bytes, const char *where, GError **error)
{
  g_return_val_if_fail (bytes != NULL && where != NULL, NULL);

  size_t length;
  const char *text = g_bytes_get_data (bytes, &length);
  ParlJsonFlaw flaw;
  ParlJsonTree tree;

  if (!check_bytes (text, length, where, error))
    return NULL;
  ParlJsonVerdict verdict = parl_json_tree_init (&tree, text, length, &flaw);
  if (verdict != PARL_JSON_SOUND)
    {
      set_flaw (verdict, &flaw, text, where, error);
      return NULL;
    }

  ParlJson *self = g_new0 (ParlJson, 1);
  self->tree = tree;
  self->where = g_strdup (where);
  return self;
}

void
parl_json_free (ParlJson *self)
{
  if (self == NULL)
    return;
  parl_json_tree_clear (&self->tree);
  g_free (self->where);
  g_free (self);
}

ParlJsonAt
parl_json_root (ParlJson *self)
{
  const GArray *nodes = self->tree.nodes;

  return (ParlJsonAt){ .body = self, .node = &g_array_index (nodes, ParlJsonNode, nodes->len - 1) };
}

static const ParlJsonNode *
get_child (const ParlJsonAt *at, unsigned index)
{
  return &g_array_index (at->body->tree.nodes, ParlJsonNode, at->node->first + index);
}

/* "content[3].id"; the empty string for the root. */
static void
append_path (const ParlJsonAt *at, GString *path)
{
  if (at->parent == NULL)
    return;
  append_path (at->parent, path);
  if (at->member == NULL)
    g_string_append_printf (path, "[%u]", at->index);
  else
    g_string_append_printf (path, "%s%s", path->len > 0 ? "." : "", at->member);
}

/**
 * parl_json_fail:
 * @at: the place that the complaint is about
 * @format: the complaint, without a full stop: "expected a number, found a string"
 */
void
parl_json_fail (const ParlJsonAt *at, GError **error, const char *format, ...)
{
  if (error == NULL)
    return;

  g_autoptr (GString) path = g_string_new (NULL);
  va_list args;

  append_path (at, path);
  va_start (args, format);
  g_autofree char *complaint = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_MALFORMED, "%s: %s%s%s", at->body->where,
               path->str, path->len > 0 ? ": " : "", complaint);
}

static const char *
name_type (const ParlJsonNode *node)
{
  static const char *const names[] = {
    [PARL_JSON_NULL] = N_ ("null"),        [PARL_JSON_BOOLEAN] = N_ ("a truth value"),
    [PARL_JSON_INTEGER] = N_ ("a number"), [PARL_JSON_DOUBLE] = N_ ("a number"),
    [PARL_JSON_STRING] = N_ ("a string"),  [PARL_JSON_ARRAY] = N_ ("an array"),
    [PARL_JSON_OBJECT] = N_ ("an object"),
  };

  return _ (names[node->type]);
}

static bool
fail_type (const ParlJsonAt *at, const char *expected, GError **error)
{
  parl_json_fail (at, error, _ ("expected %s, found %s"), _ (expected), name_type (at->node));
  return false;
}

/**
 * parl_json_optional:
 * @name: a literal, or at least living as long as @member
 * @member: (out): the place, when @present
 *
 * Returns: false when @at is no object
 */
bool
parl_json_optional (const ParlJsonAt *at, const char *name, ParlJsonAt *member, bool *present,
                    GError **error)
{
  const ParlJsonNode *node = NULL;

  if (at->node->type != PARL_JSON_OBJECT)
    return fail_type (at, N_ ("an object"), error);
  for (unsigned i = at->node->length; i > 0 && node == NULL; i--)
    if (strcmp (get_child (at, i - 1)->name, name) == 0)
      node = get_child (at, i - 1);
  *member = (ParlJsonAt){ .body = at->body, .node = node, .parent = at, .member = name };
  *present = node != NULL && node->type != PARL_JSON_NULL;
  return true;
}

bool
parl_json_member (const ParlJsonAt *at, const char *name, ParlJsonAt *member, GError **error)
{
  bool present;

  if (!parl_json_optional (at, name, member, &present, error))
    return false;
  if (!present)
    {
      parl_json_fail (member, error, member->node == NULL ? _ ("is missing") : _ ("is null"));
      return false;
    }
  return true;
}

bool
parl_json_is_null (const ParlJsonAt *at)
{
  return at->node->type == PARL_JSON_NULL;
}

bool
parl_json_length (const ParlJsonAt *at, unsigned *length, GError **error)
{
  if (at->node->type != PARL_JSON_ARRAY)
    return fail_type (at, N_ ("an array"), error);
  *length = at->node->length;
  return true;
}

bool
parl_json_element (const ParlJsonAt *at, unsigned index, ParlJsonAt *element, GError **error)
{
  unsigned length;

  if (!parl_json_length (at, &length, error))
    return false;
  if (index >= length)
    {
      parl_json_fail (at, error, _ ("expected more than %u elements, found %u"), index, length);
      return false;
    }
  *element = (ParlJsonAt){
    .body = at->body, .node = get_child (at, index), .parent = at, .index = index
  };
  return true;
}

/**
 * parl_json_dup_names:
 *
 * Returns: (transfer full): a name that comes twice is there twice; %NULL when @at is no object
 */
char **
parl_json_dup_names (const ParlJsonAt *at, GError **error)
{
  if (at->node->type != PARL_JSON_OBJECT)
    {
      fail_type (at, N_ ("an object"), error);
      return NULL;
    }

  char **names = g_new0 (char *, (size_t)at->node->length + 1);
  for (unsigned i = 0; i < at->node->length; i++)
    names[i] = g_strdup (get_child (at, i)->name);
  return names;
}

/**
 * parl_json_read_string:
 * @value: (out) (transfer none): valid UTF-8, lives as long as the body; may be empty
 */
bool
parl_json_read_string (const ParlJsonAt *at, const char **value, GError **error)
{
  if (at->node->type != PARL_JSON_STRING)
    return fail_type (at, N_ ("a string"), error);
  *value = at->node->text;
  return true;
}

/**
 * parl_json_read_int:
 *
 * JSON knows only numbers, so 3.0 is the integer 3; but not where a double no longer tells two
 * integers apart.
 */
bool
parl_json_read_int (const ParlJsonAt *at, int64_t *value, GError **error)
{
  if (at->node->type == PARL_JSON_INTEGER)
    {
      *value = at->node->whole;
      return true;
    }
  if (at->node->type != PARL_JSON_DOUBLE)
    return fail_type (at, N_ ("a number"), error);

  double number = at->node->number;
  if (!(fabs (number) <= 9007199254740992.0) || number != floor (number))
    {
      parl_json_fail (at, error, _ ("expected a whole number, found %.17g"), number);
      return false;
    }
  *value = (int64_t)number;
  return true;
}

bool
parl_json_read_count (const ParlJsonAt *at, int64_t *value, GError **error)
{
  if (!parl_json_read_int (at, value, error))
    return false;
  if (*value < 0)
    {
      parl_json_fail (at, error, _ ("expected a count, found %" PRId64), *value);
      return false;
    }
  return true;
}

bool
parl_json_read_double (const ParlJsonAt *at, double *value, GError **error)
{
  if (at->node->type != PARL_JSON_DOUBLE && at->node->type != PARL_JSON_INTEGER)
    return fail_type (at, N_ ("a number"), error);
  *value = at->node->type == PARL_JSON_DOUBLE ? at->node->number : (double)at->node->whole;
  if (!isfinite (*value))
    {
      parl_json_fail (at, error, _ ("the number is out of range"));
      return false;
    }
  return true;
}

bool
parl_json_read_bool (const ParlJsonAt *at, bool *value, GError **error)
{
  if (at->node->type != PARL_JSON_BOOLEAN)
    return fail_type (at, N_ ("true or false"), error);
  *value = at->node->truth;
  return true;
}

/**
 * parl_json_read_epoch_ms:
 *
 * Returns: false for anything but whole milliseconds between 1970 and 2200
 */
bool
parl_json_read_epoch_ms (const ParlJsonAt *at, ParlTime *value, GError **error)
{
  if (!parl_json_read_int (at, value, error))
    return false;
  if (!parl_time_is_plausible (*value))
    {
      parl_json_fail (at, error, _ ("expected milliseconds since 1970, found %" PRId64), *value);
      return false;
    }
  return true;
}

bool
parl_json_get_string (const ParlJsonAt *at, const char *name, const char **value, GError **error)
{
  ParlJsonAt member;

  return parl_json_member (at, name, &member, error)
         && parl_json_read_string (&member, value, error);
}

bool
parl_json_get_int (const ParlJsonAt *at, const char *name, int64_t *value, GError **error)
{
  ParlJsonAt member;

  return parl_json_member (at, name, &member, error) && parl_json_read_int (&member, value, error);
}

bool
parl_json_get_count (const ParlJsonAt *at, const char *name, int64_t *value, GError **error)
{
  ParlJsonAt member;

  return parl_json_member (at, name, &member, error)
         && parl_json_read_count (&member, value, error);
}
