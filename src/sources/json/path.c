/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a path, and walks along it. Reads no value: that is for whoever asked. */
#include "config.h"

#include "sources/json/path.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MOST_STEPS 32

typedef enum
{
  STEP_MEMBER,  /* .name */
  STEP_ELEMENT, /* [n] */
  STEP_ALL,     /* [*] */
  STEP_DEEP,    /* ..name */
  STEP_FILTER   /* [?@.name=='x'] */
} StepType;

typedef struct
{
  StepType type;
  char *name;
  int64_t index;
  ParlJsonPath *of; /* of a filter: what is compared, with */
  char *value;
  bool differs; /* != */
} Step;

struct _ParlJsonPath
{
  char root;   /* $, @ or ^ */
  unsigned up; /* how many ^ */
  Step steps[MOST_STEPS];
  unsigned n_steps;
  bool name;
};

void
parl_json_path_free (ParlJsonPath *self)
{
  if (self == NULL)
    return;
  for (unsigned i = 0; i < self->n_steps; i++)
    {
      g_free (self->steps[i].name);
      g_free (self->steps[i].value);
      parl_json_path_free (self->steps[i].of);
    }
  g_free (self);
}

/* Reading a path. */

static bool
is_name_letter (char letter)
{
  return g_ascii_isalnum (letter) || strchr ("_-:$", letter) != NULL || (letter & 0x80) != 0;
}

/* (transfer full) (nullable): 'any name' or "any name"; *at then stands behind it. */
static char *
take_quoted (const char **at)
{
  char quote = **at;
  const char *end = quote == '\'' || quote == '"' ? strchr (*at + 1, quote) : NULL;

  if (end == NULL)
    return NULL;
  char *name = g_strndup (*at + 1, (size_t)(end - *at - 1));
  *at = end + 1;
  return name;
}

/* (transfer full) (nullable) */
static char *
take_name (const char **at)
{
  const char *start = *at;

  while (**at != '\0' && is_name_letter (**at))
    ++*at;
  return *at > start ? g_strndup (start, (size_t)(*at - start)) : NULL;
}

static ParlJsonPath *parse (const char **at);

/* "?@.name=='x'", up to the bracket. */
static bool
take_filter (Step *step, const char **at)
{
  ++*at;
  step->type = STEP_FILTER;
  step->of = parse (at);
  while (**at == ' ')
    ++*at;
  if (step->of == NULL || (strncmp (*at, "==", 2) != 0 && strncmp (*at, "!=", 2) != 0))
    return false;
  step->differs = **at == '!';
  *at += 2;
  while (**at == ' ')
    ++*at;
  step->value = **at == '\'' || **at == '"' ? take_quoted (at) : take_name (at);
  return step->value != NULL;
}

static bool
take_bracket (Step *step, const char **at)
{
  char *end;

  ++*at;
  if (**at == '*')
    {
      step->type = STEP_ALL;
      ++*at;
    }
  else if (**at == '?')
    {
      if (!take_filter (step, at))
        return false;
    }
  else if (**at == '-' || g_ascii_isdigit (**at))
    {
      step->type = STEP_ELEMENT;
      step->index = g_ascii_strtoll (*at, &end, 10);
      *at = end;
    }
  else
    {
      step->type = STEP_MEMBER;
      step->name = take_quoted (at);
      if (step->name == NULL)
        return false;
    }
  return *(*at)++ == ']';
}

static bool
take_step (Step *step, const char **at)
{
  if (**at == '[')
    return take_bracket (step, at);
  ++*at;
  step->type = STEP_MEMBER;
  if (**at == '*')
    {
      step->type = STEP_ALL;
      ++*at;
      return true;
    }
  if (**at == '.')
    {
      step->type = STEP_DEEP;
      ++*at;
    }
  step->name = take_name (at);
  return step->name != NULL;
}

/* As far as it is a path. Returns: (transfer full) (nullable): NULL with *at where it is none */
static ParlJsonPath *
parse (const char **at)
{
  g_autoptr (ParlJsonPath) self = g_new0 (ParlJsonPath, 1);

  if (**at == '\0' || strchr ("$@^", **at) == NULL)
    return NULL;
  self->root = **at;
  ++*at;
  for (self->up = 1; self->root == '^' && **at == '^'; ++*at)
    self->up++;
  while (**at == '.' || **at == '[')
    {
      const char *start = *at;
      if (self->n_steps == MOST_STEPS)
        return NULL;
      if (!take_step (&self->steps[self->n_steps++], at))
        {
          *at = start;
          return NULL;
        }
    }
  if (**at == '~')
    {
      self->name = true;
      ++*at;
    }
  return g_steal_pointer (&self);
}

/* Returns: (transfer full): the path; %NULL with CONFIG */
ParlJsonPath *
parl_json_path_new (const char *text, GError **error)
{
  const char *at = text;
  g_autoptr (ParlJsonPath) self = parse (&at);

  if (self != NULL && *at == '\0')
    return g_steal_pointer (&self);
  g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_CONFIG,
               _ ("“%s” is not a path like $.items[*] or @.name: it is not understood from “%s” "
                  "on"),
               text, at);
  return NULL;
}

/* Walking. */

typedef struct
{
  const ParlJsonPath *path;
  ParlJsonFound found;
  gpointer data;
  GError **error;
} Walk;

static bool walk_from (const Walk *walk, unsigned n, const ParlJsonAt *at);

/* Compares the first that is found. */
static bool
compare (const ParlJsonAt *at, bool name G_GNUC_UNUSED, gpointer data, GError **error G_GNUC_UNUSED)
{
  char **text = data;

  *text = parl_json_dup_scalar (at, NULL);
  return false;
}

static bool
passes (const Step *step, const ParlJsonAt *at)
{
  g_autofree char *text = NULL;

  parl_json_path_walk (step->of, at, NULL, compare, &text, NULL);
  return (g_strcmp0 (text, step->value) == 0) != step->differs;
}

static bool
walk_member (const Walk *walk, unsigned n, const ParlJsonAt *at, const char *name)
{
  ParlJsonAt member;
  bool present;

  return !parl_json_optional (at, name, &member, &present, NULL) || !present
         || walk_from (walk, n + 1, &member);
}

static bool
walk_deep (const Walk *walk, unsigned n, const ParlJsonAt *at, const char *name)
{
  unsigned length = parl_json_count_children (at);

  if (!walk_member (walk, n, at, name))
    return false;
  for (unsigned i = 0; i < length; i++)
    {
      ParlJsonAt child = parl_json_child (at, i);
      if (!walk_deep (walk, n, &child, name))
        return false;
    }
  return true;
}

static bool
walk_all (const Walk *walk, unsigned n, const ParlJsonAt *at, const Step *filter)
{
  unsigned length = parl_json_count_children (at);

  for (unsigned i = 0; i < length; i++)
    {
      ParlJsonAt child = parl_json_child (at, i);
      if ((filter == NULL || passes (filter, &child)) && !walk_from (walk, n + 1, &child))
        return false;
    }
  return true;
}

static bool
walk_element (const Walk *walk, unsigned n, const ParlJsonAt *at, int64_t index)
{
  unsigned length;

  if (!parl_json_length (at, &length, NULL))
    return true;
  if (index < 0)
    index += length;
  if (index < 0 || index >= length)
    return true;
  ParlJsonAt element = parl_json_child (at, (unsigned)index);
  return walk_from (walk, n + 1, &element);
}

/* Takes step @n of the path. */
static bool
walk_from (const Walk *walk, unsigned n, const ParlJsonAt *at)
{
  if (n == walk->path->n_steps)
    return walk->found (at, walk->path->name, walk->data, walk->error);

  const Step *step = &walk->path->steps[n];
  switch (step->type)
    {
    case STEP_MEMBER:
      return walk_member (walk, n, at, step->name);
    case STEP_ELEMENT:
      return walk_element (walk, n, at, step->index);
    case STEP_ALL:
      return walk_all (walk, n, at, NULL);
    case STEP_DEEP:
      return walk_deep (walk, n, at, step->name);
    case STEP_FILTER:
      return walk_all (walk, n, at, step);
    }
  g_assert_not_reached ();
}

/* The object that @at lies in, @up times. */
static const ParlJsonAt *
climb (const ParlJsonAt *at, unsigned up)
{
  while (at != NULL && up > 0)
    {
      at = at->parent;
      if (at != NULL && parl_json_is_object (at))
        up--;
    }
  return at;
}

bool
parl_json_path_walk (const ParlJsonPath *self, const ParlJsonAt *from, GHashTable *columns,
                     ParlJsonFound found, gpointer data, GError **error)
{
  const Walk walk = { self, found, data, error };

  if (self->root == '$')
    {
      ParlJsonAt root = parl_json_root (from->body);
      return walk_from (&walk, 0, &root);
    }
  const ParlJsonAt *at = self->root == '^' ? climb (from, self->up) : from;
  if (at == NULL)
    return true;
  if (self->root == '@' && columns != NULL && self->n_steps > 0
      && self->steps[0].type == STEP_MEMBER)
    {
      unsigned column = GPOINTER_TO_UINT (g_hash_table_lookup (columns, self->steps[0].name));
      return column == 0 || walk_element (&walk, 0, at, (int64_t)column - 1);
    }
  return walk_from (&walk, 0, at);
}

/* Writing a path. */

static bool
leads (const Step *step, const ParlJsonStep *to)
{
  bool is_member = step->type == STEP_MEMBER || step->type == STEP_DEEP;

  if (is_member)
    return to->name != NULL && strcmp (step->name, to->name) == 0;
  if (step->type == STEP_ELEMENT)
    return to->name == NULL && step->index == (int64_t)to->index;
  return true;
}

/* Returns: how many steps of @place, from @from on, the steps of @path between @first and @end
 * take; -1: @place does not lie there */
static int
match (const ParlJsonPath *path, unsigned first, unsigned end, const GArray *place, unsigned from)
{
  if (first == end)
    return (int)from;
  if (from == place->len)
    return -1;
  const Step *step = &path->steps[first];
  int found = leads (step, &g_array_index (place, ParlJsonStep, from))
                  ? match (path, first + 1, end, place, from + 1)
                  : -1;
  return found < 0 && step->type == STEP_DEEP ? match (path, first, end, place, from + 1) : found;
}

static void
write_steps (GString *text, const GArray *place, unsigned from)
{
  for (unsigned i = from; i < place->len; i++)
    {
      const ParlJsonStep *step = &g_array_index (place, ParlJsonStep, i);
      bool is_plain = step->name != NULL && *step->name != '\0';

      for (const char *c = step->name; is_plain && *c != '\0'; c++)
        is_plain = is_name_letter (*c);
      if (step->name == NULL)
        g_string_append_printf (text, "[%u]", step->index);
      else if (is_plain)
        g_string_append_printf (text, ".%s", step->name);
      else
        g_string_append_printf (text, strchr (step->name, '\'') == NULL ? "['%s']" : "[\"%s\"]",
                                step->name);
    }
}

/* Of the objects around a row the nearest that @place lies in, if there are several of its kind.
 * @from: (out): where in @place it ends. Returns: how far up it is; 0: none */
static unsigned
find_around (const ParlJsonPath *rows, const GArray *place, unsigned *from)
{
  unsigned up = 0;
  bool several = false;

  for (unsigned n = rows->n_steps; n > 0; n--)
    {
      const Step *step = &rows->steps[n - 1];
      if (step->type != STEP_MEMBER && step->type != STEP_DEEP)
        continue;
      up++;
      int end = match (rows, 0, n - 1, place, 0);
      several = false;
      for (unsigned i = 0; i + 1 < n; i++)
        several = several || rows->steps[i].type >= STEP_ALL;
      if (several && end >= 0)
        {
          *from = (unsigned)end;
          return up;
        }
    }
  return 0;
}

/* @rows: (nullable): which places are rows
 * @place: (element-type ParlJsonStep): from the body on
 * Returns: (transfer full): the path to @place, from its row, from an object around its row, or
 * from the body */
char *
parl_json_path_write (const ParlJsonPath *rows, const GArray *place)
{
  GString *text = g_string_new (NULL);
  int row = rows != NULL && rows->root == '$' ? match (rows, 0, rows->n_steps, place, 0) : -1;
  unsigned from = 0;
  unsigned up = row < 0 && rows != NULL ? find_around (rows, place, &from) : 0;

  if (row >= 0)
    from = (unsigned)row;
  if (row >= 0 || up == 0)
    g_string_append_c (text, row >= 0 ? '@' : '$');
  for (unsigned i = 0; i < up; i++)
    g_string_append_c (text, '^');
  write_steps (text, place, from);
  return g_string_free (text, FALSE);
}
