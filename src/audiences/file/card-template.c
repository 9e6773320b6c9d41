/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads a [Card ...] group: what a card shows and of which lines it is made. */
#include "config.h"

#include "audiences/file/template.h"

#include "audiences/charts/board-chart.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
parl_card_template_free (ParlCardTemplate *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_strfreev (self->titles);
  g_strfreev (self->lines);
  g_strfreev (self->notes);
  parl_fact_ref_free (self->value);
  g_free (self->unit);
  parl_fact_ref_free (self->of);
  g_hash_table_unref (self->parts);
  g_free (self->head);
  g_free (self->empty);
  g_free (self->help);
  g_free (self);
}

static bool
parse_chart (ParlCardTemplate *self, GKeyFile *file, const char *group, GError **error)
{
  g_autofree char *name = g_key_file_get_string (file, group, "Chart", NULL);

  self->chart = parl_board_chart_lookup (name);
  if (self->chart != NULL)
    return true;

  g_autofree char *charts = parl_board_chart_list_names ();
  return parl_template_fail (error, group, "Chart", _ ("there is no chart “%s”; there are: %s"),
                             name, charts);
}

static bool
parse_ref (ParlFactRef **ref, GKeyFile *file, const char *group, const char *key, GError **error)
{
  g_autofree char *text = g_key_file_get_string (file, group, key, NULL);
  g_autoptr (GError) wrong = NULL;

  if (text == NULL)
    return true;
  *ref = parl_fact_ref_parse (text, &wrong);
  return *ref != NULL || parl_template_fail (error, group, key, "%s", wrong->message);
}

static bool
parse_part (ParlCardTemplate *self, GKeyFile *file, const char *group, const char *key,
            GError **error)
{
  const char *allowed = self->chart->parts;
  g_auto (GStrv) parts = g_strsplit (allowed, " ", -1);
  const char *part = key + strlen ("Part.");

  if (*part == '\0' || !g_strv_contains ((const char *const *)parts, part))
    return parl_template_fail (error, group, key, _ ("a chart “%s” has no such part; it has: %s"),
                               self->chart->name, *allowed == '\0' ? _ ("none") : allowed);
  g_hash_table_insert (self->parts, g_strdup (part),
                       g_key_file_get_string (file, group, key, NULL));
  return true;
}

static bool
parse_keys (ParlCardTemplate *self, GKeyFile *file, const char *group, GError **error)
{
  const char *const allowed[] = { "Head", "Title", "Chart", "Of",    "Value", "Unit",
                                  "Span", "Lines", "Note",  "Empty", "Help",  NULL };
  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, NULL);

  for (unsigned i = 0; keys[i] != NULL; i++)
    if (g_str_has_prefix (keys[i], "Part."))
      {
        if (!parse_part (self, file, group, keys[i], error))
          return false;
      }
    else if (!g_strv_contains (allowed, keys[i]))
      {
        g_autofree char *all = g_strjoinv (", ", (char **)allowed);
        return parl_template_fail (error, group, keys[i],
                                   _ ("is not known; there are: %s, Part.name"), all);
      }
  return true;
}

static bool
parse_span (ParlCardTemplate *self, GKeyFile *file, const char *group, GError **error)
{
  g_autofree char *text = g_key_file_get_string (file, group, "Span", NULL);
  g_autoptr (GError) wrong = NULL;
  guint64 span = 4;

  if (text != NULL && !g_ascii_string_to_unsigned (text, 10, 1, 12, &span, &wrong))
    return parl_template_fail (error, group, "Span", "%s", wrong->message);
  self->span = (unsigned)span;
  return true;
}

/**
 * parl_card_template_parse:
 * @group: "Card updates"
 *
 * Returns: (transfer full): or %NULL with @error naming group and key
 */
ParlCardTemplate *
parl_card_template_parse (GKeyFile *file, const char *group, GError **error)
{
  g_autoptr (ParlCardTemplate) self = g_new0 (ParlCardTemplate, 1);

  self->id = g_strdup (group + strlen ("Card "));
  self->parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->titles = g_key_file_get_string_list (file, group, "Title", NULL, NULL);
  self->lines = g_key_file_get_string_list (file, group, "Lines", NULL, NULL);
  self->notes = g_key_file_get_string_list (file, group, "Note", NULL, NULL);
  self->unit = g_key_file_get_string (file, group, "Unit", NULL);
  self->head = g_key_file_get_string (file, group, "Head", NULL);
  self->empty = g_key_file_get_string (file, group, "Empty", NULL);
  self->help = g_key_file_get_string (file, group, "Help", NULL);
  if (!parse_chart (self, file, group, error) || !parse_keys (self, file, group, error)
      || !parse_ref (&self->value, file, group, "Value", error)
      || !parse_ref (&self->of, file, group, "Of", error) || !parse_span (self, file, group, error))
    return NULL;

  const char *missing = self->titles == NULL                        ? "Title"
                        : self->empty == NULL                       ? "Empty"
                        : self->help == NULL                        ? "Help"
                        : self->of == NULL && self->chart->needs_of ? "Of"
                                                                    : NULL;
  if (missing != NULL)
    {
      parl_template_fail (error, group, missing, _ ("is missing"));
      return NULL;
    }
  if (!parl_template_check_plain (group, "Empty", self->empty, error)
      || !parl_template_check_plain (group, "Help", self->help, error))
    return NULL;
  return g_steal_pointer (&self);
}
