/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes what every audience reads of the golden fleet and of every made-up one: the facts, each
 * board as text and JSON as the tool prints them, and each fact in everyone's words as the window
 * shows it. Judges nothing: tests/cli/test-claims.py does. A folder a fleet, below the one that is
 * named on the command line. */
#include "config.h"

#include "analysis/catalogue.h"
#include "audiences/fact-words.h"
#include "report/facts-json.h"

#include "golden.h"
#include "random-fleet.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <locale.h>
#include <math.h>

#define SAMPLE 11 /* every so many fleets are looked at under scopes and other settings, too */
#define PANEL 5   /* and of every so many each fact in everyone's words */

typedef struct
{
  const char *name;
  unsigned days;
  const char *device_class, *release, *site;
  bool golden_only;
} View;

static const View views[] = {
  { "7 days", 7, NULL, NULL, NULL, false },
  { "56 days", 56, NULL, NULL, NULL, false },
  { "class", 28, "Nano", NULL, NULL, false },
  { "site", 14, NULL, NULL, "Delft", false },
  { "release", 28, NULL, "v2.4", NULL, false },
  { "class of golden", 28, "nano", NULL, NULL, true },
  { "all of it", 21, "Orin", "v2.5", "Gent", false },
};

typedef struct
{
  const char *name;
  double success, halt, fps, fps_share, minimum_n, minimum_effect, impact_hours, efficacy;
  int finish; /* days from now; 0: unset */
} Settings;

static const Settings settings[] = {
  { "strict", 0.99, 0.02, 60, 0.99, 1, 0, 10, 1, 2 },
  { "lax", 0.5, 1, 5, 0.1, 1000, 0.1, 1e9, 0.25, 400 },
  { "nothing may fail", 0.9999, 0.1, 30, 1, 200, 0.005, 3000, 1, -3 },
};

/* Where it goes, and in whose words. */
typedef struct
{
  const char *folder;
  GPtrArray *audiences;
  bool panel; /* each fact in everyone's words, too */
} Output;

static void
write_file (const char *folder, const char *name, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (folder, name, NULL);

  if (!g_file_set_contents (path, text, -1, &error))
    g_error ("%s", error->message);
}

static void
add_double (JsonBuilder *builder, const char *key, double value)
{
  json_builder_set_member_name (builder, key);
  if (isnan (value))
    json_builder_add_null_value (builder);
  else
    json_builder_add_double_value (builder, value);
}

/* As "8 Nov", or null. */
static void
add_day (JsonBuilder *builder, const char *key, const ParlControlDay *day)
{
  g_autoptr (GDateTime) date
      = day != NULL ? g_date_time_new_from_unix_utc (day->time / 1000) : NULL;
  g_autofree char *text = date != NULL ? g_date_time_format (date, "%-d %b") : NULL;

  json_builder_set_member_name (builder, key);
  if (text != NULL)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

static char *
finish_json (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);

  return json_to_string (root, FALSE);
}

static void
add_name (JsonBuilder *builder, const char *id, const char *name)
{
  json_builder_set_member_name (builder, id);
  json_builder_add_string_value (builder, name);
}

/* What rollouts and stages are called: {id: {name, stages: {id: name}}}. */
static void
add_rollouts (JsonBuilder *builder, const ParlSnapshot *snapshot)
{
  json_builder_set_member_name (builder, "rollouts");
  json_builder_begin_object (builder);
  for (unsigned i = 0; i < snapshot->rollouts->len; i++)
    {
      const ParlRollout *rollout = snapshot->rollouts->pdata[i];
      json_builder_set_member_name (builder, rollout->id);
      json_builder_begin_object (builder);
      add_name (builder, "name", rollout->name);
      json_builder_set_member_name (builder, "stages");
      json_builder_begin_object (builder);
      for (unsigned j = 0; j < rollout->stages->len; j++)
        {
          const ParlStage *stage = rollout->stages->pdata[j];
          add_name (builder, stage->id, stage->name);
        }
      json_builder_end_object (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
}

/* The limits of the daily chart, and the first days of the window that signal. */
static void
add_control (JsonBuilder *builder, const ParlFindings *findings)
{
  const ParlControl *control = findings->control;
  const ParlControlDay *beyond = NULL, *run = NULL;

  json_builder_set_member_name (builder, "control");
  if (control == NULL || isnan (control->upper))
    {
      json_builder_add_null_value (builder);
      return;
    }
  for (unsigned i = control->days->len; i > 0; i--)
    {
      const ParlControlDay *day = &g_array_index (control->days, ParlControlDay, i - 1);
      if (day->time >= findings->window.since && day->beyond)
        beyond = day;
      if (day->time >= findings->window.since && day->run)
        run = day;
    }
  json_builder_begin_object (builder);
  add_double (builder, "lower", control->lower);
  add_double (builder, "upper", control->upper);
  add_day (builder, "beyond", beyond);
  add_day (builder, "run", run);
  json_builder_end_object (builder);
}

static char *
write_settings (const char *name, const ParlFindings *findings)
{
  const ParlTargets *targets = findings->targets;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "name");
  json_builder_add_string_value (builder, name);
  add_double (builder, "success", targets->success);
  add_double (builder, "halt", targets->halt);
  add_double (builder, "fps", targets->fps);
  add_double (builder, "fps_share", targets->fps_share);
  add_double (builder, "minimum_n", targets->minimum_n);
  add_double (builder, "minimum_effect", targets->minimum_effect);
  add_double (builder, "silent_hours", (double)targets->silent_limit / PARL_HOUR);
  json_builder_set_member_name (builder, "efficacy");
  json_builder_begin_object (builder);
  for (unsigned i = 0; targets->preventable[i] != NULL; i++)
    add_double (builder, targets->preventable[i], targets->efficacy[i]);
  json_builder_end_object (builder);
  add_rollouts (builder, findings->snapshot);
  add_control (builder, findings);
  json_builder_end_object (builder);
  return finish_json (builder);
}

static void
add_address (JsonBuilder *builder, const ParlFact *fact)
{
  json_builder_set_member_name (builder, "fact");
  json_builder_add_string_value (builder, fact->id);
  json_builder_set_member_name (builder, "subject");
  json_builder_begin_object (builder);
  for (unsigned i = 0; i < parl_labels_size (fact->subject); i++)
    {
      json_builder_set_member_name (builder, parl_labels_get_key (fact->subject, i));
      json_builder_add_string_value (builder, parl_labels_get_value (fact->subject, i));
    }
  json_builder_end_object (builder);
}

/* Every fact in the words of one audience, as lines of a report's JSON. */
static char *
write_said (const ParlAudience *audience, const ParlFindings *findings)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (unsigned i = 0; i < findings->facts->len; i++)
    {
      g_autoptr (ParlLine) line
          = parl_audience_say_fact (audience, findings, findings->facts->pdata[i]);
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "text");
      json_builder_add_string_value (builder, line->text);
      if (line->detail != NULL)
        {
          json_builder_set_member_name (builder, "detail");
          json_builder_add_string_value (builder, line->detail);
        }
      add_address (builder, line->fact);
      json_builder_set_member_name (builder, "others");
      json_builder_begin_array (builder);
      for (unsigned j = 0; line->others != NULL && j < line->others->len; j++)
        {
          json_builder_begin_object (builder);
          add_address (builder, line->others->pdata[j]);
          json_builder_end_object (builder);
        }
      json_builder_end_array (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  return finish_json (builder);
}

static void
write_audience (const char *folder, const ParlAudience *audience, const ParlFindings *findings,
                bool panel)
{
  g_autoptr (ParlBoard) board = parl_board_new (audience, findings);
  const char *id = parl_audience_get_id (audience);
  g_autofree char *text = parl_board_to_text (board);
  g_autofree char *json = parl_board_to_json (board);
  g_autofree char *text_name = g_strconcat (id, ".txt", NULL);
  g_autofree char *json_name = g_strconcat (id, ".json", NULL);

  write_file (folder, text_name, text);
  write_file (folder, json_name, json);
  if (panel)
    {
      g_autofree char *said = write_said (audience, findings);
      g_autofree char *said_name = g_strconcat (id, ".said.json", NULL);
      write_file (folder, said_name, said);
    }
}

static void
write_state (const Output *output, const char *name, const ParlSnapshot *snapshot,
             const ParlTargets *targets, const ParlScope *scope)
{
  g_autoptr (ParlFindings) findings = parl_findings_new (snapshot, targets, scope);
  g_autofree char *folder = g_build_filename (output->folder, name, NULL);
  g_autofree char *facts = parl_facts_to_json (findings, findings->facts);
  g_autofree char *set = write_settings (name, findings);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  write_file (folder, "settings.json", set);
  write_file (folder, "facts.json", facts);
  for (unsigned i = 0; i < output->audiences->len; i++)
    write_audience (folder, output->audiences->pdata[i], findings, output->panel);
}

static void
write_views (const Output *output, const char *name, const ParlSnapshot *snapshot,
             const ParlTargets *targets, bool golden)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (views); i++)
    {
      ParlScope scope = { views[i].days, (char *)views[i].device_class, (char *)views[i].release,
                          (char *)views[i].site };
      g_autofree char *view = g_strdup_printf ("%s, %s", name, views[i].name);
      if (golden || !views[i].golden_only)
        write_state (output, view, snapshot, targets, &scope);
    }
}

static void
write_settings_views (const Output *output, const char *name, const ParlSnapshot *snapshot,
                      const ParlTargets *usual)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      const Settings *set = &settings[i];
      g_autoptr (ParlTargets) targets = parl_targets_copy (usual);
      g_autofree char *view = g_strdup_printf ("%s, %s", name, set->name);

      targets->success = set->success;
      targets->halt = set->halt;
      targets->fps = set->fps;
      targets->fps_share = set->fps_share;
      targets->minimum_n = set->minimum_n;
      targets->minimum_effect = set->minimum_effect;
      targets->impact_hours = set->impact_hours;
      targets->finish = snapshot->as_of + set->finish * PARL_DAY;
      for (unsigned j = 0; targets->preventable[j] != NULL; j++)
        targets->efficacy[j] = set->efficacy;
      write_state (output, view, snapshot, targets, NULL);
    }
}

static void
write_fleet (Output *output, const char *name, const ParlSnapshot *snapshot, ParlTargets *targets,
             bool sampled)
{
  bool golden = g_str_equal (name, "golden");

  if (targets->currency == NULL)
    targets->currency = g_strdup ("EUR");
  write_state (output, name, snapshot, targets, NULL);
  if (!sampled)
    return;
  output->panel = golden;
  write_views (output, name, snapshot, targets, golden);
  write_settings_views (output, name, snapshot, targets);
}

static void
add_audiences (GPtrArray *audiences)
{
  const char *dir = g_getenv ("PARLANCE_DATA_DIR");
  g_autofree char *folder = g_build_filename (dir, "audiences", NULL);
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) ids = parl_audience_list (NULL, folder, problems);

  for (unsigned i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      ParlAudience *audience = parl_audience_find (ids[i], NULL, folder, &error);
      if (audience == NULL)
        g_error ("%s", error->message);
      g_ptr_array_add (audiences, audience);
    }
}

int
main (int argc, char *argv[])
{
  g_autoptr (GPtrArray) audiences
      = g_ptr_array_new_with_free_func ((GDestroyNotify)parl_audience_unref);
  Output output = { argc > 1 ? argv[1] : NULL, audiences, true };

  setlocale (LC_ALL, "C.UTF-8");
  if (output.folder == NULL)
    g_error ("the folder to write to is missing");
  add_audiences (audiences);

  g_autoptr (ParlSnapshot) golden = golden_snapshot_new ();
  g_autoptr (ParlTargets) defaults = parl_targets_new ();
  write_fleet (&output, "golden", golden, defaults, true);
  for (unsigned i = 0; i < N_RANDOM_FLEETS; i++)
    {
      g_autoptr (ParlSnapshot) snapshot = random_fleet_new (i);
      g_autoptr (ParlTargets) targets = random_fleet_targets_new (i);
      g_autofree char *name = random_fleet_dup_name (i);
      output.panel = i % PANEL == 0;
      write_fleet (&output, name, snapshot, targets, i % SAMPLE == 0);
    }
  return 0;
}
