/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixture.h"

#include <string.h>

static bool
has_parts (const char *form, const char *wanted)
{
  g_auto (GStrv) parts = g_strsplit (wanted, "|", -1);
  bool all = true;

  for (unsigned i = 0; parts[i] != NULL; i++)
    all = all && strstr (form, parts[i]) != NULL;
  return all;
}

ScriptAnswer
answer_query (const char *method, const char *target, const char *body, gpointer data)
{
  Fixture *fixture = data;
  g_autofree char *form = g_uri_unescape_string (body, NULL);

  g_assert_nonnull (form);
  if (g_str_equal (target, "/api/v1/status/buildinfo"))
    return (ScriptAnswer){ .body = "{\"status\":\"success\",\"data\":{\"version\":\"2.42.0\"}}" };
  g_assert_cmpstr (method, ==, "POST");
  g_mutex_lock (&fixture->mutex);
  g_ptr_array_add (fixture->forms, g_strdup (form));
  g_mutex_unlock (&fixture->mutex);
  for (const Answer *answer = fixture->answers; answer->query != NULL; answer++)
    if (has_parts (form, answer->query))
      return (ScriptAnswer){ .status = answer->status, .body = answer->body };
  return (ScriptAnswer){ .body = "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\","
                                 "\"result\":[]}}" };
}

void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->answers = data;
  g_mutex_init (&fixture->mutex);
  fixture->forms = g_ptr_array_new_with_free_func (g_free);
  fixture->server = script_server_new ();
  script_server_set_handler (fixture->server, answer_query, fixture);
}

void
tear_down (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  script_server_free (fixture->server);
  g_ptr_array_unref (fixture->forms);
  g_mutex_clear (&fixture->mutex);
}

/* @settings: key, value, ..., NULL */
ParlSource *
create_source (Fixture *fixture, const char *const *settings)
{
  g_autoptr (ParlSourceConfig) config
      = parl_source_config_new ("metrics", "prometheus", script_server_get_url (fixture->server));
  g_autoptr (GError) error = NULL;

  parl_source_config_set (config, "Rate", "1000", &error);
  for (; *settings != NULL; settings += 2)
    parl_source_config_set (config, settings[0], settings[1], &error);
  g_assert_no_error (error);
  ParlSource *source = parl_source_new (config, &(ParlSourceOptions){ 0 }, &error);
  g_assert_no_error (error);
  return source;
}

/* A first sync that has to succeed. */
ParlHarvest *
sync_all (Fixture *fixture, const char *const *settings)
{
  g_autoptr (ParlSource) source = create_source (fixture, settings);
  g_autoptr (ParlKnown) known = parl_known_new ();
  g_autoptr (GError) error = NULL;
  ParlHarvest *harvest = parl_source_sync (source, known, NOW, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return harvest;
}

char *
dump_series (const GPtrArray *all)
{
  GString *text = g_string_new (NULL);

  for (unsigned i = 0; i < all->len; i++)
    {
      const ParlSeries *series = all->pdata[i];
      g_autofree char *labels = parl_labels_to_string (series->labels);
      g_string_append_printf (text, "%s{%s} %s", series->name, labels, series->unit);
      for (size_t k = 0; k < series->length; k++)
        g_string_append_printf (text, " %" G_GINT64_FORMAT ":%.6g",
                                (series->times[k] - NOW) / PARL_MINUTE, series->values[k]);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}
