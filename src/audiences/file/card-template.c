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
read_chart (ParlCardTemplate *self, const ParlSettingsFile *file, const char *group, GError **error)
{
  const char *name = parl_settings_file_get (file, group, "Chart");

  self->chart = parl_board_chart_lookup (name);
  if (self->chart != NULL)
    return true;

  g_autofree char *charts = parl_board_chart_list_names ();
  return parl_settings_file_refuse (file, group, "Chart", error,
                                    _ ("there is no chart “%s”; there are: %s"), name, charts);
}

/* What is not there stays %NULL. */
static bool
read_ref (ParlFactRef **ref, const ParlSettingsFile *file, const char *group, const char *key,
          GError **error)
{
  if (parl_settings_file_get (file, group, key) == NULL)
    return true;
  *ref = parl_template_parse_ref (file, group, key, error);
  return *ref != NULL;
}

static bool
read_parts (ParlCardTemplate *self, const ParlSettingsFile *file, const char *group, GError **error)
{
  g_auto (GStrv) keys = parl_settings_file_list_keys (file, group);
  g_auto (GStrv) allowed = g_strsplit (self->chart->parts, " ", -1);

  for (unsigned i = 0; keys[i] != NULL; i++)
    {
      if (!g_str_has_prefix (keys[i], "Part."))
        continue;

      const char *part = keys[i] + strlen ("Part.");
      if (*part == '\0' || !g_strv_contains ((const char *const *)allowed, part))
        return parl_settings_file_refuse (
            file, group, keys[i], error, _ ("a chart “%s” has no such part; it has: %s"),
            self->chart->name, *self->chart->parts == '\0' ? _ ("none") : self->chart->parts);
      g_hash_table_insert (self->parts, g_strdup (part),
                           g_strdup (parl_settings_file_get (file, group, keys[i])));
    }
  return true;
}

/* @file: after its schema
 * @group: "Card updates"
 * Returns: (transfer full): or %NULL with @error naming group and key */
ParlCardTemplate *
parl_card_template_parse (const ParlSettingsFile *file, const char *group, GError **error)
{
  g_autoptr (ParlCardTemplate) self = g_new0 (ParlCardTemplate, 1);
  const char *span = parl_settings_file_get (file, group, "Span");

  self->id = g_strdup (group + strlen ("Card "));
  self->parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->titles = parl_settings_file_dup_list (file, group, "Title");
  self->lines = parl_settings_file_dup_list (file, group, "Lines");
  self->notes = parl_settings_file_dup_list (file, group, "Note");
  self->unit = parl_settings_file_dup_text (file, group, "Unit");
  self->head = parl_settings_file_dup_text (file, group, "Head");
  self->empty = parl_settings_file_dup_text (file, group, "Empty");
  self->help = parl_settings_file_dup_text (file, group, "Help");
  self->span = span != NULL ? (unsigned)g_ascii_strtoull (span, NULL, 10) : 4;
  if (!read_chart (self, file, group, error) || !read_parts (self, file, group, error)
      || !read_ref (&self->value, file, group, "Value", error)
      || !read_ref (&self->of, file, group, "Of", error)
      || !parl_template_check_plain (file, group, "Empty", error)
      || !parl_template_check_plain (file, group, "Help", error))
    return NULL;
  if (self->of == NULL && self->chart->needs_of)
    {
      parl_settings_file_refuse (file, group, "Of", error, _ ("is missing"));
      return NULL;
    }
  return g_steal_pointer (&self);
}
