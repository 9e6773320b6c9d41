/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Typed readers over json-glib's nodes. Knows where in a body it stands, not what it means. */
#include "config.h"

#include "sources/json.h"

#include "sources/json-scan.h"

#include <math.h>

/* json-glib takes about twelve times the size of the text. */
#define MAX_BODY (16 * 1024 * 1024)

struct _ParlJson
{
  JsonParser *parser;
  char *where;
};

static bool
check_bytes (const char *text, size_t length, const char *where, GError **error)
{
  const char *invalid;

  if (length > MAX_BODY)
    {
      g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_TOO_LARGE,
                   "%s: the answer has %zu bytes, more than the %d that are read", where, length,
                   MAX_BODY);
      return false;
    }
  if (length == 0)
    {
      g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_MALFORMED,
                   "%s: expected JSON, found an empty answer", where);
      return false;
    }
  if (!g_utf8_validate_len (text, length, &invalid))
    {
      g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_MALFORMED,
                   "%s: the answer is not valid UTF-8 at byte %zu", where,
                   (size_t)(invalid - text));
      return false;
    }
  return true;
}

static bool
check_scan (const ParlJsonScan *scan, const char *text, const char *where, GError **error)
{
  if (scan->verdict == PARL_JSON_TOO_DEEP)
    g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_TOO_LARGE,
                 "%s: the answer is nested more than %d levels deep", where, PARL_JSON_MAX_DEPTH);
  else if (scan->verdict == PARL_JSON_BROKEN && scan->position == 0 && *text == '<')
    g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_MALFORMED,
                 "%s: expected JSON, found a web page", where);
  else if (scan->verdict == PARL_JSON_BROKEN)
    g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_MALFORMED,
                 "%s: the answer is not JSON: expected %s at byte %zu", where, scan->expected,
                 scan->position);
  return scan->verdict == PARL_JSON_SOUND;
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
  ParlJsonScan scan;
  g_autoptr (ParlJson) self = g_new0 (ParlJson, 1);
  g_autoptr (GError) local = NULL;

  if (!check_bytes (text, length, where, error))
    return NULL;
  parl_json_scan (text, length, &scan);
  g_autoptr (GString) mended = scan.mended;
  if (!check_scan (&scan, text, where, error))
    return NULL;

  self->where = g_strdup (where);
  self->parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (self->parser, mended != NULL ? mended->str : text,
                                   mended != NULL ? mended->len : length, &local)
      || json_parser_get_root (self->parser) == NULL)
    {
      g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_MALFORMED,
                   "%s: the answer is not JSON: %s", where,
                   local != NULL ? local->message : "there is nothing in it");
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
parl_json_free (ParlJson *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->parser);
  g_free (self->where);
  g_free (self);
}

ParlJsonAt
parl_json_root (ParlJson *self)
{
  return (ParlJsonAt){ .body = self, .node = json_parser_get_root (self->parser) };
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
name_type (JsonNode *node)
{
  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_OBJECT:
      return "an object";
    case JSON_NODE_ARRAY:
      return "an array";
    case JSON_NODE_VALUE:
      if (json_node_get_value_type (node) == G_TYPE_STRING)
        return "a string";
      if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
        return "a truth value";
      return "a number";
    case JSON_NODE_NULL:
    default:
      return "null";
    }
}

static bool
fail_type (const ParlJsonAt *at, const char *expected, GError **error)
{
  parl_json_fail (at, error, "expected %s, found %s", expected, name_type (at->node));
  return false;
}

static bool
holds (const ParlJsonAt *at, GType type)
{
  return JSON_NODE_HOLDS_VALUE (at->node) && json_node_get_value_type (at->node) == type;
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
  if (!JSON_NODE_HOLDS_OBJECT (at->node))
    return fail_type (at, "an object", error);

  JsonNode *node = json_object_get_member (json_node_get_object (at->node), name);
  *member = (ParlJsonAt){ .body = at->body, .node = node, .parent = at, .member = name };
  *present = node != NULL && !JSON_NODE_HOLDS_NULL (node);
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
      parl_json_fail (member, error, member->node == NULL ? "is missing" : "is null");
      return false;
    }
  return true;
}

bool
parl_json_length (const ParlJsonAt *at, unsigned *length, GError **error)
{
  if (!JSON_NODE_HOLDS_ARRAY (at->node))
    return fail_type (at, "an array", error);
  *length = json_array_get_length (json_node_get_array (at->node));
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
      parl_json_fail (at, error, "expected more than %u elements, found %u", index, length);
      return false;
    }
  *element = (ParlJsonAt){ .body = at->body,
                           .node = json_array_get_element (json_node_get_array (at->node), index),
                           .parent = at,
                           .index = index };
  return true;
}

/**
 * parl_json_read_string:
 * @value: (out) (transfer none): valid UTF-8, lives as long as the body; may be empty
 */
bool
parl_json_read_string (const ParlJsonAt *at, const char **value, GError **error)
{
  if (!holds (at, G_TYPE_STRING))
    return fail_type (at, "a string", error);
  *value = json_node_get_string (at->node);
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
  if (holds (at, G_TYPE_INT64))
    {
      *value = json_node_get_int (at->node);
      return true;
    }
  if (!holds (at, G_TYPE_DOUBLE))
    return fail_type (at, "a number", error);

  double number = json_node_get_double (at->node);
  if (!(fabs (number) <= 9007199254740992.0) || number != floor (number))
    {
      parl_json_fail (at, error, "expected a whole number, found %.17g", number);
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
      parl_json_fail (at, error, "expected a count, found %" G_GINT64_FORMAT, *value);
      return false;
    }
  return true;
}

bool
parl_json_read_double (const ParlJsonAt *at, double *value, GError **error)
{
  if (!holds (at, G_TYPE_DOUBLE) && !holds (at, G_TYPE_INT64))
    return fail_type (at, "a number", error);
  *value = json_node_get_double (at->node);
  if (!isfinite (*value))
    {
      parl_json_fail (at, error, "the number is out of range");
      return false;
    }
  return true;
}

bool
parl_json_read_bool (const ParlJsonAt *at, bool *value, GError **error)
{
  if (!holds (at, G_TYPE_BOOLEAN))
    return fail_type (at, "true or false", error);
  *value = json_node_get_boolean (at->node);
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
      parl_json_fail (at, error, "expected milliseconds since 1970, found %" G_GINT64_FORMAT,
                      *value);
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
