/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Builds a tree of a JSON text, and reads it with types. Knows where in a body it stands, not what
 * it means.
 *
 * Strictly and without recursion: json-glib takes ten times as long, crashes on deep nesting, takes
 * comments, 'quotes' and octal numbers, wraps integers beyond 64 bits around, and makes invalid
 * UTF-8 of half a surrogate pair. The tokens are lexer.c's.
 *
 * Strings stay in a copy of the text, and end where their quote was. A value waits on a pile until
 * what it lies in ends; then all that lies in it moves to the nodes at once:
 *
 *   [1, {"a": 2}      pile  1 2      nodes
 *   [1, {"a": 2}      pile  1 {}     nodes  2
 *   [1, {"a": 2}]     pile  []       nodes  2 1 {} */
#include "config.h"

#include "sources/json/json.h"

#include "sources/json/lexer.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

/* The tree of [1,1,1...] takes about 25 times the size of the text. */
#define MAX_BODY (16 * 1024 * 1024)

typedef enum
{
  PARL_JSON_NULL,
  PARL_JSON_BOOLEAN,
  PARL_JSON_INTEGER,
  PARL_JSON_DOUBLE, /* may be infinite: 1e400 */
  PARL_JSON_STRING,
  PARL_JSON_ARRAY,
  PARL_JSON_OBJECT
} Type;

typedef struct ParlJsonNode Node;
struct ParlJsonNode
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
  Type type;
};

struct _ParlJson
{
  char *text;    /* the strings of the nodes lie here */
  GArray *nodes; /* (element-type Node), the root last */
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

/* An array or object that is not yet at its end. */
typedef struct
{
  const char *name;
  unsigned first; /* of its children, on the pile */
} Level;

typedef struct
{
  ParlJson *json;
  size_t length; /* of the text, behind which there is a NUL */
  ParlJsonLexer lexer;
  const char *name; /* of the value that comes next */
  Level levels[PARL_JSON_MAX_DEPTH];
  GArray *pile; /* (element-type Node) */
} Builder;

static void
add_node (Builder *self, Node node)
{
  node.name = self->name;
  g_array_append_val (self->pile, node);
  self->name = NULL;
}

/* Returns: the string of the token, in the text, where it has room: escapes only get shorter. */
static const char *
keep_string (Builder *self)
{
  char *string = self->json->text + (self->lexer.start + 1 - self->json->text);

  if (self->lexer.text != string)
    memcpy (string, self->lexer.text, self->lexer.length);
  string[self->lexer.length] = '\0';
  return string;
}

static void
add_number (Builder *self)
{
  const char *number = self->lexer.text;
  char *end;

  errno = 0;
  int64_t whole = g_ascii_strtoll (number, &end, 10);
  if (end == number + self->lexer.length && errno == 0)
    add_node (self, (Node){ .type = PARL_JSON_INTEGER, .whole = whole });
  else
    add_node (self, (Node){ .type = PARL_JSON_DOUBLE, .number = g_ascii_strtod (number, NULL) });
}

/* The lexer has just gone one level down. */
static void
open_level (Builder *self)
{
  self->levels[self->lexer.depth - 1] = (Level){ self->name, self->pile->len };
  self->name = NULL;
}

/* The lexer has just come one level up. */
static void
close_level (Builder *self, Type type)
{
  const Level *level = &self->levels[self->lexer.depth];
  Node node
      = { .type = type, .first = self->json->nodes->len, .length = self->pile->len - level->first };

  if (node.length > 0)
    g_array_append_vals (self->json->nodes, &g_array_index (self->pile, Node, level->first),
                         node.length);
  g_array_set_size (self->pile, level->first);
  self->name = level->name;
  add_node (self, node);
}

static bool
refuse (Builder *self, GError **error)
{
  const ParlJsonLexer *lexer = &self->lexer;
  const char *text = self->json->text;
  bool unfinished = lexer->first == '"' && lexer->flaw == text + self->length;

  bool is_page = lexer->flaw == text + strspn (text, " \t\r\n") && *lexer->flaw == '<';

  if (is_page)
    g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_MALFORMED,
                 _ ("%s: expected JSON, found a web page"), self->json->where);
  else
    g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_MALFORMED,
                 _ ("%s: the answer is not JSON: expected %s at byte %zu"), self->json->where,
                 unfinished ? _ ("the end of a string") : _ (lexer->expected),
                 (size_t)(lexer->flaw - text));
  return false;
}

static bool
take_token (Builder *self, ParlToken token, GError **error)
{
  switch (token)
    {
    case PARL_TOKEN_BEGIN_OBJECT:
    case PARL_TOKEN_BEGIN_ARRAY:
      open_level (self);
      return true;
    case PARL_TOKEN_END_OBJECT:
    case PARL_TOKEN_END_ARRAY:
      close_level (self, token == PARL_TOKEN_END_OBJECT ? PARL_JSON_OBJECT : PARL_JSON_ARRAY);
      return true;
    case PARL_TOKEN_NAME:
      self->name = keep_string (self);
      return true;
    case PARL_TOKEN_STRING:
      add_node (self, (Node){ .type = PARL_JSON_STRING, .text = keep_string (self) });
      return true;
    case PARL_TOKEN_NUMBER:
      add_number (self);
      return true;
    case PARL_TOKEN_TRUE:
    case PARL_TOKEN_FALSE:
      add_node (self, (Node){ .type = PARL_JSON_BOOLEAN, .truth = token == PARL_TOKEN_TRUE });
      return true;
    case PARL_TOKEN_NULL:
      add_node (self, (Node){ .type = PARL_JSON_NULL });
      return true;
    case PARL_TOKEN_TOO_DEEP:
      g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_TOO_LARGE,
                   _ ("%s: the answer is nested more than %d levels deep"), self->json->where,
                   PARL_JSON_MAX_DEPTH);
      return false;
    case PARL_TOKEN_BROKEN:
      return refuse (self, error);
    case PARL_TOKEN_MORE:
    case PARL_TOKEN_TOO_LONG:
    case PARL_TOKEN_COMMA:
    case PARL_TOKEN_COLON:
    default:
      g_assert_not_reached ();
    }
}

/* The NUL behind the text ends the last token, and is none itself. */
static bool
build (Builder *self, GError **error)
{
  const char *at = self->json->text;
  const char *end = self->json->text + self->length;

  for (;;)
    {
      ParlToken token = parl_json_lexer_next (&self->lexer, &at, end + 1);

      if (self->lexer.start == end && self->lexer.expect == PARL_EXPECT_END)
        return true;
      if (!take_token (self, token, error))
        return false;
    }
}

/* @bytes: a whole body
 * @where: source and endpoint, for messages: "hawkBit: GET /rest/v1/rollouts"
 * Of two equal names in an object the last counts. An integer that int64_t cannot hold is kept as
 * a double.
 * Returns: (transfer full): the body, or %NULL with MALFORMED or TOO_LARGE */
ParlJson *
parl_json_parse (GBytes *bytes, const char *where, GError **error)
{
  g_return_val_if_fail (bytes != NULL && where != NULL, NULL);

  size_t length;
  const char *text = g_bytes_get_data (bytes, &length);

  if (!check_bytes (text, length, where, error))
    return NULL;

  ParlJson *self = g_new0 (ParlJson, 1);
  Builder builder = { .json = self, .length = length };

  self->text = g_strndup (text, length);
  self->nodes = g_array_new (FALSE, FALSE, sizeof (Node));
  self->where = g_strdup (where);
  builder.pile = g_array_new (FALSE, FALSE, sizeof (Node));
  parl_json_lexer_init (&builder.lexer);
  builder.lexer.max_token = G_MAXSIZE;
  builder.lexer.is_utf8 = true;
  if (build (&builder, error))
    g_array_append_vals (self->nodes, builder.pile->data, 1);
  else
    g_clear_pointer (&self, parl_json_free);
  parl_json_lexer_clear (&builder.lexer);
  g_array_unref (builder.pile);
  return self;
}

void
parl_json_free (ParlJson *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_array_unref (self->nodes);
  g_free (self->where);
  g_free (self);
}

ParlJsonAt
parl_json_root (ParlJson *self)
{
  const GArray *nodes = self->nodes;

  return (ParlJsonAt){ .body = self, .node = &g_array_index (nodes, Node, nodes->len - 1) };
}

static const Node *
get_child (const ParlJsonAt *at, unsigned index)
{
  return &g_array_index (at->body->nodes, Node, at->node->first + index);
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

/* @at: the place that the complaint is about
 * @format: the complaint, without a full stop: "expected a number, found a string" */
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
name_type (const Node *node)
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

/* @name: a literal, or at least living as long as @member
 * @member: (out): the place, when @present
 * Returns: false when @at is no object */
bool
parl_json_optional (const ParlJsonAt *at, const char *name, ParlJsonAt *member, bool *present,
                    GError **error)
{
  const Node *node = NULL;

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

bool
parl_json_is_object (const ParlJsonAt *at)
{
  return at->node->type == PARL_JSON_OBJECT;
}

unsigned
parl_json_count_children (const ParlJsonAt *at)
{
  return at->node->type == PARL_JSON_ARRAY || at->node->type == PARL_JSON_OBJECT ? at->node->length
                                                                                 : 0;
}

/* @index: below parl_json_count_children()
 * A name that comes twice is there twice. */
ParlJsonAt
parl_json_child (const ParlJsonAt *at, unsigned index)
{
  const Node *node = get_child (at, index);

  return (ParlJsonAt){
    .body = at->body, .node = node, .parent = at, .member = node->name, .index = index
  };
}

/* Returns: (transfer full): a name that comes twice is there twice; %NULL when @at is no object */
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

/* @value: (out) (transfer none): valid UTF-8, lives as long as the body; may be empty */
bool
parl_json_read_string (const ParlJsonAt *at, const char **value, GError **error)
{
  if (at->node->type != PARL_JSON_STRING)
    return fail_type (at, N_ ("a string"), error);
  *value = at->node->text;
  return true;
}

/* JSON knows only numbers, so 3.0 is the integer 3; but not where a double no longer tells two
 * integers apart. */
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

/* Returns: false for anything but whole milliseconds between 1970 and 2200 */
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

/* The shortest decimal that is this number. */
static char *
format_double (double number)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (text, sizeof text, "%.15g", number);
  return g_ascii_strtod (text, NULL) == number
             ? g_strdup (text)
             : g_strdup (g_ascii_dtostr (text, sizeof text, number));
}

/* Returns: (transfer full): the text; %NULL with MALFORMED for null, an array or an object, and for
 *   a number out of range */
char *
parl_json_dup_scalar (const ParlJsonAt *at, GError **error)
{
  double number;

  switch (at->node->type)
    {
    case PARL_JSON_BOOLEAN:
      return g_strdup (at->node->truth ? "true" : "false");
    case PARL_JSON_INTEGER:
      return g_strdup_printf ("%" PRId64, at->node->whole);
    case PARL_JSON_DOUBLE:
      return parl_json_read_double (at, &number, error) ? format_double (number) : NULL;
    case PARL_JSON_STRING:
      return g_strdup (at->node->text);
    case PARL_JSON_NULL:
    case PARL_JSON_ARRAY:
    case PARL_JSON_OBJECT:
    default:
      fail_type (at, N_ ("a text or a number"), error);
      return NULL;
    }
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
