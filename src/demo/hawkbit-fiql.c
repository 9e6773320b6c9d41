/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads and answers FIQL. Knows nothing of devices or actions: an entity's table says what can be
 * asked, and a callback gives the values. */
#include "config.h"

#include "demo/hawkbit-fiql.h"

#include <stdlib.h>
#include <string.h>

#define MAX_DEPTH 16

typedef enum
{
  OP_EQUAL,
  OP_NOT_EQUAL,
  OP_GREATER,
  OP_GREATER_EQUAL,
  OP_LESS,
  OP_LESS_EQUAL,
  OP_IN,
  OP_OUT
} Operator;

static const struct
{
  const char *text;
  Operator operator;
} operators[] = {
  { "==", OP_EQUAL },     { "!=", OP_NOT_EQUAL },
  { "=gt=", OP_GREATER }, { "=ge=", OP_GREATER_EQUAL },
  { "=lt=", OP_LESS },    { "=le=", OP_LESS_EQUAL },
  { "=in=", OP_IN },      { "=out=", OP_OUT },
};

typedef enum
{
  NODE_AND,
  NODE_OR,
  NODE_COMPARE
} NodeKind;

struct _ParlFiql
{
  NodeKind kind;
  GPtrArray *children; /* of AND and OR */

  unsigned field;
  ParlFiqlType type;
  char *key;
  Operator operator;
  GPtrArray *texts;    /* lower case */
  GHashTable *exact;   /* those without a `*` */
  GPtrArray *patterns; /* and those with one */
  GArray *numbers;     /* sorted */
};

typedef struct
{
  const char *rest;
  const ParlFiqlEntity *entity;
  unsigned depth;
} Reader;

G_DEFINE_QUARK (parl - fiql - error - quark, parl_fiql_error)

static ParlFiql *read_or (Reader *reader, GError **error);

static ParlFiql *
create_node (NodeKind kind)
{
  ParlFiql *self = g_new0 (ParlFiql, 1);

  self->kind = kind;
  self->children = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_fiql_free);
  self->texts = g_ptr_array_new_with_free_func (g_free);
  self->exact = g_hash_table_new (g_str_hash, g_str_equal);
  self->patterns = g_ptr_array_new ();
  self->numbers = g_array_new (FALSE, FALSE, sizeof (int64_t));
  return self;
}

static void
fail_syntax (const Reader *reader, GError **error)
{
  g_set_error (error, PARL_FIQL_ERROR, PARL_FIQL_ERROR_SYNTAX,
               "The given search parameter is not well formed at “%s”", reader->rest);
}

static bool
find_field (const Reader *reader, const char *selector, ParlFiql *node, GError **error)
{
  const ParlFiqlEntity *entity = reader->entity;
  g_autofree char *name = g_ascii_strdown (selector, -1);
  const char *dot = strchr (name, '.');

  for (unsigned i = 0; entity->fields[i].name != NULL; i++)
    {
      const ParlFiqlField *field = &entity->fields[i];
      bool is_map = field->type == PARL_FIQL_MAP && dot != NULL
                    && strlen (field->name) == (size_t)(dot - name)
                    && g_str_has_prefix (name, field->name);
      if (!is_map && (field->type == PARL_FIQL_MAP || strcmp (field->name, name) != 0))
        continue;
      node->field = i;
      node->type = field->type;
      node->key = is_map ? g_strdup (selector + (dot - name) + 1) : NULL;
      return true;
    }

  if (entity->parent != NULL && dot != NULL && strlen (entity->parent) == (size_t)(dot - name)
      && g_str_has_prefix (name, entity->parent))
    g_set_error (error, PARL_FIQL_ERROR, PARL_FIQL_ERROR_SUBFIELD,
                 "The given search field {%s} has unsupported sub-attributes. Supported "
                 "sub-attributes are [%s]",
                 selector, entity->parts);
  else
    g_set_error (error, PARL_FIQL_ERROR, PARL_FIQL_ERROR_FIELD,
                 "The given search parameter field {%s} does not exist, must be one of the "
                 "following fields {[%s]}",
                 selector, entity->names);
  return false;
}

static bool
read_operator (Reader *reader, Operator *operator, GError ** error)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (operators); i++)
    if (g_str_has_prefix (reader->rest, operators[i].text))
      {
        reader->rest += strlen (operators[i].text);
        *operator= operators[i].operator;
        return true;
      }
  fail_syntax (reader, error);
  return false;
}

static bool
add_value (ParlFiql *node, const Reader *reader, char *value, GError **error)
{
  g_autofree char *text = value;

  if (node->type == PARL_FIQL_NUMBER)
    {
      int64_t number;
      if (!g_ascii_string_to_signed (text, 10, INT64_MIN, INT64_MAX, &number, NULL))
        {
          fail_syntax (reader, error);
          return false;
        }
      g_array_append_val (node->numbers, number);
      return true;
    }

  char *lower = g_ascii_strdown (text, -1);
  g_ptr_array_add (node->texts, lower);
  if (strchr (lower, '*') != NULL)
    g_ptr_array_add (node->patterns, lower);
  else
    g_hash_table_add (node->exact, lower);
  return true;
}

static bool
read_value (Reader *reader, ParlFiql *node, GError **error)
{
  const char *start = reader->rest;

  if (*start == '\'' || *start == '"')
    {
      const char *end = strchr (start + 1, *start);
      if (end == NULL)
        {
          fail_syntax (reader, error);
          return false;
        }
      reader->rest = end + 1;
      return add_value (node, reader, g_strndup (start + 1, (size_t)(end - start - 1)), error);
    }

  size_t length = strcspn (start, ";,()'\" =!<>");
  if (length == 0)
    {
      fail_syntax (reader, error);
      return false;
    }
  reader->rest += length;
  return add_value (node, reader, g_strndup (start, length), error);
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  int64_t left = *(const int64_t *)a;
  int64_t right = *(const int64_t *)b;

  return (left > right) - (left < right);
}

static bool
read_values (Reader *reader, ParlFiql *node, GError **error)
{
  if (node->operator!= OP_IN && node->operator!= OP_OUT)
    return read_value (reader, node, error);

  if (*reader->rest != '(')
    {
      fail_syntax (reader, error);
      return false;
    }
  do
    {
      reader->rest++;
      if (!read_value (reader, node, error))
        return false;
    }
  while (*reader->rest == ',');
  if (*reader->rest != ')')
    {
      fail_syntax (reader, error);
      return false;
    }
  reader->rest++;
  g_array_sort (node->numbers, compare_numbers);
  return true;
}

static ParlFiql *
read_term (Reader *reader, GError **error)
{
  if (*reader->rest == '(' && reader->depth < MAX_DEPTH)
    {
      reader->rest++;
      reader->depth++;
      g_autoptr (ParlFiql) inner = read_or (reader, error);
      reader->depth--;
      if (inner == NULL)
        return NULL;
      if (*reader->rest != ')')
        {
          fail_syntax (reader, error);
          return NULL;
        }
      reader->rest++;
      return g_steal_pointer (&inner);
    }

  size_t length = strcspn (reader->rest, ";,()'\" =!<>");
  g_autofree char *selector = g_strndup (reader->rest, length);
  g_autoptr (ParlFiql) node = create_node (NODE_COMPARE);
  if (length == 0)
    {
      fail_syntax (reader, error);
      return NULL;
    }
  reader->rest += length;
  if (!read_operator (reader, &node->operator, error) || !find_field (reader, selector, node, error)
      || !read_values (reader, node, error))
    return NULL;
  return g_steal_pointer (&node);
}

static ParlFiql *
read_and (Reader *reader, GError **error)
{
  g_autoptr (ParlFiql) node = create_node (NODE_AND);

  for (;;)
    {
      ParlFiql *term = read_term (reader, error);
      if (term == NULL)
        return NULL;
      g_ptr_array_add (node->children, term);
      if (*reader->rest != ';')
        return g_steal_pointer (&node);
      reader->rest++;
    }
}

static ParlFiql *
read_or (Reader *reader, GError **error)
{
  g_autoptr (ParlFiql) node = create_node (NODE_OR);

  for (;;)
    {
      ParlFiql *part = read_and (reader, error);
      if (part == NULL)
        return NULL;
      g_ptr_array_add (node->children, part);
      if (*reader->rest != ',')
        return g_steal_pointer (&node);
      reader->rest++;
    }
}

/* @text: the decoded value of `q`
 * @entity: what may be asked; must outlive the result
 * Returns: (transfer full): the question, or %NULL with a #ParlFiqlError whose message is worded as
 *   the server words it */
ParlFiql *
parl_fiql_new (const char *text, const ParlFiqlEntity *entity, GError **error)
{
  Reader reader = { text, entity, 0 };
  g_autoptr (ParlFiql) self = read_or (&reader, error);

  if (self == NULL)
    return NULL;
  if (*reader.rest != '\0')
    {
      fail_syntax (&reader, error);
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
parl_fiql_free (ParlFiql *self)
{
  g_ptr_array_unref (self->children);
  g_hash_table_unref (self->exact);
  g_ptr_array_unref (self->patterns);
  g_ptr_array_unref (self->texts);
  g_array_unref (self->numbers);
  g_free (self->key);
  g_free (self);
}

static bool
contains_number (const ParlFiql *self, int64_t number)
{
  return bsearch (&number, self->numbers->data, self->numbers->len, sizeof number, compare_numbers)
         != NULL;
}

static bool
compare_number (const ParlFiql *self, int64_t number)
{
  int64_t wanted = g_array_index (self->numbers, int64_t, 0);

  switch (self->operator)
    {
    case OP_EQUAL:
      return number == wanted;
    case OP_NOT_EQUAL:
      return number != wanted;
    case OP_GREATER:
      return number > wanted;
    case OP_GREATER_EQUAL:
      return number >= wanted;
    case OP_LESS:
      return number < wanted;
    case OP_LESS_EQUAL:
      return number <= wanted;
    case OP_IN:
      return contains_number (self, number);
    case OP_OUT:
      return !contains_number (self, number);
    default:
      g_assert_not_reached ();
    }
}

static bool
contains_text (const ParlFiql *self, const char *text)
{
  g_autofree char *lower = g_ascii_strdown (text, -1);

  if (g_hash_table_contains (self->exact, lower))
    return true;
  for (unsigned i = 0; i < self->patterns->len; i++)
    if (g_pattern_match_simple (g_ptr_array_index (self->patterns, i), lower))
      return true;
  return false;
}

static bool
compare_text (const ParlFiql *self, const char *text)
{
  const char *wanted = g_ptr_array_index (self->texts, 0);

  switch (self->operator)
    {
    case OP_EQUAL:
    case OP_IN:
      return contains_text (self, text);
    case OP_NOT_EQUAL:
    case OP_OUT:
      return !contains_text (self, text);
    case OP_GREATER:
      return g_ascii_strcasecmp (text, wanted) > 0;
    case OP_GREATER_EQUAL:
      return g_ascii_strcasecmp (text, wanted) >= 0;
    case OP_LESS:
      return g_ascii_strcasecmp (text, wanted) < 0;
    case OP_LESS_EQUAL:
      return g_ascii_strcasecmp (text, wanted) <= 0;
    default:
      g_assert_not_reached ();
    }
}

/* @get: gives the values of an item
 * @index: the item
 * Returns: whether the item is asked for; a value that is not there matches nothing */
bool
parl_fiql_match (const ParlFiql *self, ParlFiqlGet get, gconstpointer data, unsigned index)
{
  if (self->kind == NODE_COMPARE)
    {
      ParlFiqlValue value = { 0 };

      get (data, index, self->field, self->key, &value);
      if (self->type == PARL_FIQL_NUMBER)
        return value.number != INT64_MIN && compare_number (self, value.number);
      return value.text != NULL && compare_text (self, value.text);
    }

  bool is_or = self->kind == NODE_OR;
  for (unsigned i = 0; i < self->children->len; i++)
    if (parl_fiql_match (g_ptr_array_index (self->children, i), get, data, index) == is_or)
      return is_or;
  return !is_or;
}
