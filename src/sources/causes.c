/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cause rules: an ordered list of regular expressions and status codes, each with the cause it
 * stands for; the first that fits decides. Knows nothing of servers: a text and a number come in.
 *
 * A rule comes from a file that a person wrote and is tried on a text that a device wrote, so
 * neither may hold up a sync: a long text is looked at piece by piece, MAX_PIECES of them, and an
 * expression gives up after MATCH_LIMIT steps, which counts as "does not fit". */
#include "config.h"

#include "sources/causes.h"

#include "model/attempt.h"
#include "settings/file.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_MESSAGE 4096 /* bytes that are kept of what a device said */
#define PIECE 2000       /* bytes; pieces overlap by half, so that no cut hides what fits */
#define MAX_PIECES 32
#define MATCH_LIMIT "(*LIMIT_MATCH=100000)"
#define CAUSE_LETTERS "abcdefghijklmnopqrstuvwxyz0123456789-"

typedef struct
{
  char *cause;
  GRegex *regex;     /* NULL: a rule about codes */
  int64_t low, high; /* the codes, both included */
  char *place;       /* "/etc/causes.rules:7" */
  char *text;        /* as it stands there */
} Rule;

struct _ParlCauses
{
  GArray *rules;
};

static void
clear_rule (Rule *rule)
{
  g_free (rule->cause);
  g_clear_pointer (&rule->regex, g_regex_unref);
  g_free (rule->place);
  g_free (rule->text);
}

static GArray *
create_rules (void)
{
  GArray *rules = g_array_new (FALSE, FALSE, sizeof (Rule));

  g_array_set_clear_func (rules, (GDestroyNotify)clear_rule);
  return rules;
}

/* Cuts the first word off *text, which then stands at the next one. The word may be empty. */
static char *
take_word (const char **text)
{
  const char *start = *text + strspn (*text, " \t");
  size_t length = strcspn (start, " \t");

  *text = start + length + strspn (start + length, " \t");
  return g_strndup (start, length);
}

static bool
parse_code (const char *text, int64_t *code)
{
  return g_ascii_string_to_signed (text, 10, INT32_MIN, INT32_MAX, code, NULL);
}

/* "28", "-7" or "400..499". */
static bool
parse_codes (const char *text, Rule *rule)
{
  g_auto (GStrv) ends = g_strsplit (text, "..", 2);
  unsigned n = g_strv_length (ends);

  return n >= 1 && parse_code (ends[0], &rule->low) && parse_code (ends[n - 1], &rule->high)
         && rule->low <= rule->high;
}

/* A line that is neither empty nor a comment. What is wrong with it goes to *reason. */
static bool
parse_rule (const char *line, Rule *rule, char **reason)
{
  g_autofree char *kind = take_word (&line);
  g_autofree char *cause = take_word (&line);

  if (strcmp (kind, "message") != 0 && strcmp (kind, "code") != 0)
    {
      *reason = g_strdup_printf (_ ("expected “message” or “code”, found “%s”"), kind);
      return false;
    }
  if (*cause == '\0' || cause[strspn (cause, CAUSE_LETTERS)] != '\0')
    {
      *reason = g_strdup_printf (_ ("expected a cause of small letters, digits and hyphens, like "
                                    "“disk-space”, found “%s”"),
                                 cause);
      return false;
    }
  if (*line == '\0')
    {
      *reason = g_strdup_printf (_ ("expected %s after the cause, found nothing"),
                                 *kind == 'm' ? _ ("a regular expression") : _ ("a number"));
      return false;
    }
  if (*kind == 'c' && !parse_codes (line, rule))
    {
      *reason = g_strdup_printf (_ ("expected a number like “28” or a span like “400..499”, "
                                    "found “%s”"),
                                 line);
      return false;
    }
  if (*kind == 'm')
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *pattern = g_strconcat (MATCH_LIMIT, line, NULL);

      rule->regex = g_regex_new (pattern, G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, &error);
      if (rule->regex == NULL)
        {
          *reason = g_strdup_printf (_ ("expected a regular expression, found “%s”: %s"), line,
                                     error->message);
          return false;
        }
    }
  rule->cause = g_steal_pointer (&cause);
  return true;
}

/* Returns: (transfer full): no rules: every cause is unknown */
ParlCauses *
parl_causes_new (void)
{
  ParlCauses *self = g_new0 (ParlCauses, 1);

  self->rules = create_rules ();
  return self;
}

/* @path: a rule file
 * Puts its rules behind those that are there already: earlier rules win. All or nothing.
 * Returns: false with a %PARL_SETTINGS_ERROR; then @self is as before */
bool
parl_causes_add_file (ParlCauses *self, const char *path, GError **error)
{
  g_return_val_if_fail (self != NULL && path != NULL, false);

  g_auto (GStrv) lines = parl_settings_load_lines (path, error);
  g_autoptr (GArray) rules = create_rules ();

  for (unsigned i = 0; lines != NULL && lines[i] != NULL; i++)
    {
      const char *line = g_strstrip (lines[i]);
      g_autofree char *reason = NULL;
      Rule rule = { 0 };

      if (*line == '\0' || *line == '#')
        continue;
      if (!parse_rule (line, &rule, &reason))
        return parl_settings_refuse_line (path, i + 1, error, reason);
      rule.place = g_strdup_printf ("%s:%u", path, i + 1);
      rule.text = g_strdup (line);
      g_array_append_val (rules, rule);
    }

  /* The rules move over: the array that is left behind must not clear them. */
  g_array_append_vals (self->rules, rules->data, rules->len);
  g_array_set_clear_func (rules, NULL);
  return lines != NULL;
}

/* @user_file: (nullable): the user's own rules, which come first; it need not exist
 * @data_dir: where the builtin "causes.rules" is
 * @warnings: (element-type utf8): where to say that the user's rules are not used, and why
 * A mistake in the user's file costs the user's rules, never the builtin ones.
 * Returns: (transfer full): the rules, or %NULL with a %PARL_SETTINGS_ERROR when the builtin
 *   ones cannot be read */
ParlCauses *
parl_causes_load (const char *user_file, const char *data_dir, GPtrArray *warnings, GError **error)
{
  g_return_val_if_fail (data_dir != NULL && warnings != NULL, NULL);

  g_autoptr (ParlCauses) self = parl_causes_new ();
  g_autofree char *builtin = g_build_filename (data_dir, "causes.rules", NULL);
  g_autoptr (GError) local = NULL;

  if (user_file != NULL && g_file_test (user_file, G_FILE_TEST_EXISTS)
      && !parl_causes_add_file (self, user_file, &local))
    g_ptr_array_add (warnings,
                     g_strdup_printf (_ ("Your own cause rules are not used: %s"), local->message));
  if (!parl_causes_add_file (self, builtin, error))
    return NULL;
  return g_steal_pointer (&self);
}

static bool
fits_message (const Rule *rule, const char *message)
{
  const char *start = message, *end = message + strlen (message);

  for (unsigned i = 0; i < MAX_PIECES; i++)
    {
      const char *stop
          = end - start > PIECE ? g_utf8_find_prev_char (start, start + PIECE + 1) : end;

      if (g_regex_match_full (rule->regex, start, stop - start, 0, 0, NULL, NULL))
        return true;
      if (stop == end)
        return false;
      start = g_utf8_find_prev_char (start, start + PIECE / 2 + 1);
    }
  return false;
}

/* @message: (nullable): what the device said; %NULL: nothing
 * @code: (nullable): its status code; %NULL: none
 * Returns: the first rule that fits, and its cause; belongs to @self */
ParlCauseMatch
parl_causes_match (const ParlCauses *self, const char *message, const int64_t *code)
{
  g_return_val_if_fail (self != NULL, PARL_CAUSE_NO_MATCH);

  for (unsigned i = 0; i < self->rules->len; i++)
    {
      const Rule *rule = &g_array_index (self->rules, Rule, i);

      if (rule->regex == NULL ? code != NULL && *code >= rule->low && *code <= rule->high
                              : message != NULL && fits_message (rule, message))
        return (ParlCauseMatch){ rule->cause, i, rule->place, rule->text };
    }
  return PARL_CAUSE_NO_MATCH;
}

void
parl_causes_free (ParlCauses *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->rules);
  g_free (self);
}

/* @lines: (element-type utf8): what a device said about one update
 * @deciding: (out) (nullable) (transfer none): the line that the match is of
 * Line by line, for two lines together may read like something that neither says.
 * Returns: the match of the most specific rule that fits any of them; of equal ones the newest */
ParlCauseMatch
parl_causes_match_lines (const ParlCauses *self, const GPtrArray *lines, const char **deciding)
{
  ParlCauseMatch best = PARL_CAUSE_NO_MATCH;

  *deciding = NULL;
  for (unsigned i = 0; i < lines->len; i++)
    {
      ParlCauseMatch match = parl_causes_match (self, lines->pdata[i], NULL);
      if (match.rank < best.rank || (match.rank == best.rank && match.place != NULL))
        {
          best = match;
          *deciding = lines->pdata[i];
        }
    }
  return best;
}

/* The first and the last bytes of what is longer than MAX_MESSAGE: how it began and what came of it
 * stand there. */
static char *
shorten (const char *text)
{
  size_t length = strlen (text);

  if (length <= MAX_MESSAGE)
    return g_strdup (text);

  const char *mark = " … ";
  size_t half = (MAX_MESSAGE - strlen (mark)) / 2;
  const char *head = g_utf8_find_prev_char (text, text + half + 1);
  const char *tail = g_utf8_find_next_char (text + length - half - 1, NULL);
  return g_strdup_printf ("%.*s%s%s", (int)(head - text), text, mark, tail);
}

/* Returns: (transfer full): what is kept of @lines: all of them or, where that is too much, the one
 *   that decides */
char *
parl_causes_dup_message (const GPtrArray *lines, const char *deciding)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (unsigned i = 0; i < lines->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "; " : "", (const char *)lines->pdata[i]);
  return shorten (text->len > MAX_MESSAGE && deciding != NULL ? deciding : text->str);
}
