/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes what every audience reads of the golden fleet and of every made-up one: the facts, each
 * board as text and JSON as the tool prints them, and each fact in everyone's words as the window
 * shows it. Judges nothing: tests/cli/test-claims.py does. A folder a fleet, below the one that is
 * named on the command line. */
#include "config.h"

#include "analysis/catalogue.h"
#include "analysis/what-if.h"
#include "audiences/fact-words.h"
#include "report/facts-json.h"

#include "golden.h"
#include "random-fleet.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <locale.h>
#include <math.h>

#define SAMPLE 11   /* every so many fleets are looked at under scopes and other settings, too */
#define PANEL 5     /* of every so many each fact in everyone's words */
#define PLANNED 7   /* and so many have a plan */
#define DELIVERED 3 /* of so many fleets, one has a tracker that names releases and builds */

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

/* Classes with a promise of their own. */
static const struct
{
  const char *device_class;
  ParlPromise promise;
} own_promises[] = {
  { "Nano", { 0.97, 15, 0.9 } },
  { "Orin", { 0.92, 60, 0.99 } },
  { "Xavier", { NAN, NAN, NAN } },
};

static const Settings settings[] = {
  { "strict", 0.99, 0.02, 60, 0.99, 1, 0, 10, 1, 2 },
  { "lax", 0.5, 1, 5, 0.1, 1000, 0.1, 1e9, 0.25, 400 },
  { "nothing may fail", 0.9999, 0.1, 30, 1, 200, 0.005, 3000, 1, -3 },
  { "nothing promised", NAN, 0.1, NAN, NAN, 200, 0.005, NAN, 1, 0 },
};

/* Where it goes, and in whose words. */
typedef struct
{
  const char *folder;
  GPtrArray *audiences;
  GArray *checks; /* (element-type ParlCheck): what if there were these; NULL: none is imagined */
  bool panel;     /* each fact in everyone's words, too */
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

static void
add_date (JsonBuilder *builder, const char *key, ParlTime day)
{
  g_autoptr (GDateTime) date
      = day != PARL_TIME_NONE ? g_date_time_new_from_unix_utc (day / 1000) : NULL;
  g_autofree char *text = date != NULL ? g_date_time_format (date, "%F") : NULL;

  json_builder_set_member_name (builder, key);
  if (text != NULL)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

static void
add_subject (JsonBuilder *builder, const char *key, const ParlLabels *subject)
{
  json_builder_set_member_name (builder, key);
  json_builder_begin_object (builder);
  for (unsigned i = 0; subject != NULL && i < parl_labels_size (subject); i++)
    add_name (builder, parl_labels_get_key (subject, i), parl_labels_get_value (subject, i));
  json_builder_end_object (builder);
}

/* What is planned, {id: {title, measure, of, done}}, when it was reviewed, how many days of
 * outcomes are known, and whether any of them as counts by day alone. */
static void
add_plan (JsonBuilder *builder, const ParlSnapshot *snapshot)
{
  const ParlPlan *plan = snapshot->plan;
  bool by_day = false;
  int known = 0;

  for (size_t i = 0; i < parl_outcomes_size (snapshot->outcomes); i++)
    {
      const ParlOutcomeCount *cell = parl_outcomes_get (snapshot->outcomes, i);
      by_day = by_day || cell->by_day;
      if (cell->count > 0)
        known = MAX (known, cell->age + 1);
    }
  json_builder_set_member_name (builder, "by_day");
  json_builder_add_boolean_value (builder, by_day);
  add_double (builder, "known_days", known);
  add_date (builder, "review", plan != NULL ? plan->review : PARL_TIME_NONE);
  json_builder_set_member_name (builder, "milestones");
  json_builder_begin_object (builder);
  for (unsigned i = 0; plan != NULL && i < plan->milestones->len; i++)
    {
      const ParlMilestone *milestone = plan->milestones->pdata[i];
      json_builder_set_member_name (builder, milestone->id);
      json_builder_begin_object (builder);
      add_name (builder, "title", milestone->title);
      if (milestone->measure != NULL)
        add_name (builder, "measure", milestone->measure);
      add_subject (builder, "of", milestone->of);
      add_date (builder, "done", milestone->done);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
}

/* Whether the daily chart has limits, and the first days of the window that signal. */
static void
add_control (JsonBuilder *builder, const ParlFindings *findings)
{
  const ParlControl *control = findings->control;
  const ParlControlDay *beyond = NULL, *run = NULL;

  json_builder_set_member_name (builder, "control");
  if (control == NULL || isnan (control->mean))
    {
      json_builder_add_null_value (builder);
      return;
    }
  for (unsigned i = control->days->len; i > 0; i--)
    {
      const ParlControlDay *day = &g_array_index (control->days, ParlControlDay, i - 1);
      if (!day->is_before && day->beyond)
        beyond = day;
      if (!day->is_before && day->run)
        run = day;
    }
  json_builder_begin_object (builder);
  add_day (builder, "beyond", beyond);
  add_day (builder, "run", run);
  json_builder_end_object (builder);
}

static void
add_promise (JsonBuilder *builder, const ParlPromise *promise)
{
  add_double (builder, "success", promise->success);
  add_double (builder, "fps", promise->fps);
  add_double (builder, "fps_share", promise->fps_share);
}

static char *
write_settings (const char *name, const ParlFindings *findings)
{
  const ParlTargets *targets = findings->targets;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "name");
  json_builder_add_string_value (builder, name);
  add_promise (builder, &targets->promise);
  json_builder_set_member_name (builder, "classes");
  json_builder_begin_object (builder);
  for (unsigned i = 0; i < targets->classes->len; i++)
    {
      const ParlClassPromise *own = &g_array_index (targets->classes, ParlClassPromise, i);
      json_builder_set_member_name (builder, own->device_class);
      json_builder_begin_object (builder);
      add_promise (builder, &own->promise);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
  add_double (builder, "impact_hours", targets->impact_hours);
  add_date (builder, "finish", targets->finish);
  add_double (builder, "halt", targets->halt);
  add_double (builder, "minimum_n", targets->minimum_n);
  add_double (builder, "minimum_effect", targets->minimum_effect);
  add_double (builder, "silent_hours", (double)targets->silent_limit / PARL_HOUR);
  json_builder_set_member_name (builder, "efficacy");
  json_builder_begin_object (builder);
  for (unsigned i = 0; targets->preventable[i] != NULL; i++)
    add_double (builder, targets->preventable[i], targets->efficacy[i]);
  json_builder_end_object (builder);
  add_rollouts (builder, findings->snapshot);
  add_plan (builder, findings->snapshot);
  add_control (builder, findings);
  json_builder_end_object (builder);
  return finish_json (builder);
}

static void
add_address (JsonBuilder *builder, const ParlFact *fact)
{
  add_name (builder, "fact", fact->id);
  add_subject (builder, "subject", fact->subject);
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
  g_autoptr (ParlFindings) base = parl_findings_new (snapshot, targets, scope);
  g_autoptr (ParlFindings) findings = output->checks != NULL
                                          ? parl_findings_imagine (base, output->checks)
                                          : parl_findings_ref (base);
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

/* Three classes, each with another promise, and a fleet that promises something or nothing. */
static void
write_class_views (const Output *output, const char *name, const ParlSnapshot *snapshot,
                   const ParlTargets *usual)
{
  const char *const views_of[] = { "by class", "by class alone" };

  for (unsigned i = 0; i < G_N_ELEMENTS (views_of); i++)
    {
      g_autoptr (ParlTargets) targets = parl_targets_copy (usual);
      g_autofree char *view = g_strdup_printf ("%s, %s", name, views_of[i]);

      for (unsigned j = 0; j < G_N_ELEMENTS (own_promises); j++)
        {
          ParlClassPromise own
              = { g_strdup (own_promises[j].device_class), own_promises[j].promise };
          g_array_append_val (targets->classes, own);
        }
      if (i == 1)
        targets->promise = (ParlPromise){ NAN, NAN, NAN };
      write_state (output, view, snapshot, targets, NULL);
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

      targets->promise.success = set->success;
      targets->halt = set->halt;
      targets->promise.fps = set->fps;
      targets->promise.fps_share = set->fps_share;
      targets->minimum_n = set->minimum_n;
      targets->minimum_effect = set->minimum_effect;
      targets->impact_hours = set->impact_hours;
      targets->finish
          = set->finish != 0 ? snapshot->as_of + set->finish * PARL_DAY : PARL_TIME_NONE;
      for (unsigned j = 0; targets->preventable[j] != NULL; j++)
        targets->efficacy[j] = set->efficacy;
      write_state (output, view, snapshot, targets, NULL);
    }
}

/* With a check of every other cause that is known, of which all or only some see what they are for.
 */
static void
write_what_if (Output *output, const char *name, const ParlSnapshot *snapshot,
               const ParlTargets *targets)
{
  static const double efficacies[] = { NAN, 1, 0.9 };
  g_autoptr (ParlFindings) findings = parl_findings_new (snapshot, targets, NULL);
  g_autoptr (GPtrArray) causes = parl_what_if_list_causes (findings);

  for (unsigned i = 0; causes->len > 0 && i < G_N_ELEMENTS (efficacies); i++)
    {
      g_autoptr (GArray) checks = parl_checks_new ();
      g_autofree char *state = g_strdup_printf ("%s, what if %u", name, i);
      for (unsigned j = 0; j < causes->len; j += i + 1)
        parl_checks_add (checks, ((ParlWhatIfCause *)causes->pdata[j])->cause, efficacies[i]);
      if (!parl_checks_complete (checks, findings, NULL))
        g_error ("%s: a check that is none", name);
      output->checks = checks;
      write_state (output, state, snapshot, targets, NULL);
      output->checks = NULL;
    }
}

/* Titles that no sentence holds by chance. */
static void
write_plan (const Output *output, const char *name, ParlSnapshot *snapshot,
            const ParlTargets *targets)
{
  g_autofree char *state = g_strconcat (name, ", planned", NULL);
  const GPtrArray *milestones = snapshot->plan->milestones;

  for (unsigned i = 0; i < milestones->len; i++)
    {
      ParlMilestone *milestone = milestones->pdata[i];
      g_free (milestone->title);
      milestone->title = g_strdup_printf ("Trial %c", 'A' + (int)i);
    }
  write_state (output, state, snapshot, targets, NULL);
}

static void
write_delivered (const Output *output, const char *name, ParlSnapshot *snapshot,
                 const ParlTargets *targets, unsigned i)
{
  g_autofree char *state = g_strconcat (name, ", delivered", NULL);

  random_fleet_add_deliveries (snapshot, i);
  random_fleet_add_builds (snapshot, i);
  write_state (output, state, snapshot, targets, NULL);
}

/* Halted surely after, about when and before the golden fleet's failures were surely too many. */
static void
write_halted (const Output *output, const char *name, ParlSnapshot *snapshot,
              const ParlTargets *targets)
{
  ParlRollout *rollout = snapshot->rollouts->pdata[0];
  const int hours[] = { 60, 214, 216 };

  for (unsigned i = 0; i < G_N_ELEMENTS (hours); i++)
    {
      ParlTime by = snapshot->as_of - hours[i] * PARL_HOUR;
      const ParlSpell spells[] = { { PARL_PROGRESS_RUNNING, by - 40 * PARL_HOUR, by - 5000000 },
                                   { PARL_PROGRESS_PAUSED, by, snapshot->as_of } };
      g_autofree char *state = g_strdup_printf ("%s, halted %d h ago", name, hours[i]);
      g_array_set_size (rollout->spells, 0);
      g_array_append_vals (rollout->spells, spells, G_N_ELEMENTS (spells));
      write_state (output, state, snapshot, targets, NULL);
    }
}

static void
write_fleet (Output *output, const char *name, ParlSnapshot *snapshot, ParlTargets *targets,
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
  write_class_views (output, name, snapshot, targets);
  write_what_if (output, name, snapshot, targets);
  if (snapshot->rollouts->len > 0)
    write_halted (output, name, snapshot, targets);
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
  Output output = { argc > 1 ? argv[1] : NULL, audiences, NULL, true };

  setlocale (LC_ALL, "C.UTF-8");
  if (output.folder == NULL)
    g_error ("the folder to write to is missing");
  add_audiences (audiences);

  g_autoptr (ParlSnapshot) golden = golden_snapshot_new ();
  g_autoptr (ParlTargets) defaults = parl_targets_new_usual ();
  write_fleet (&output, "golden", golden, defaults, true);
  golden_add_plan (golden);
  write_plan (&output, "golden", golden, defaults);
  write_delivered (&output, "golden", golden, defaults, 3);
  for (unsigned i = 0; i < N_RANDOM_FLEETS; i++)
    {
      g_autoptr (ParlSnapshot) snapshot = random_fleet_new (i);
      g_autoptr (ParlTargets) targets = random_fleet_targets_new (i);
      g_autofree char *name = random_fleet_dup_name (i);
      output.panel = i % PANEL == 0;
      write_fleet (&output, name, snapshot, targets, i % SAMPLE == 0);
      if (i % PLANNED == 0)
        {
          output.panel = true;
          random_fleet_add_plan (snapshot, i);
          write_plan (&output, name, snapshot, targets);
        }
      if (i % DELIVERED == 0)
        write_delivered (&output, name, snapshot, targets, i);
    }
  return 0;
}
