/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recorded bodies of hawkBit 0.10.0 and 0.3.0M7, and the shape of those in between, read as they
 * came; and the bookmark. */
#include "config.h"

#include "run.h"

#include "sources/hawkbit/private.h"

#include <math.h>
#include <string.h>

typedef struct
{
  HawkbitRun *run;
  ParlHb *hb;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  (void)data;
  f->run = hawkbit_run_new ("http://127.0.0.1:1");
  f->hb = parl_hb_new (&f->run->call);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  (void)data;
  parl_hb_free (f->hb);
  hawkbit_run_free (f->run);
}

static ParlJson *
parse (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  ParlJson *body = parl_json_parse (bytes, "recorded", &error);

  g_assert_no_error (error);
  return body;
}

static ParlJson *
load (const char *version, const char *name)
{
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "fixtures", "hawkbit", version, name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return parse (text);
}

static ParlJsonAt
get_row (const ParlJsonAt *root, ParlJsonAt *content, unsigned index)
{
  ParlJsonAt row;

  g_assert_true (parl_json_member (root, "content", content, NULL));
  g_assert_true (parl_json_element (content, index, &row, NULL));
  return row;
}

static void
test_old_actions (Fixture *f, gconstpointer data)
{
  g_autoptr (ParlJson) list = load ("0.3.0M7", "target-actions.json");
  g_autoptr (ParlJson) alone = load ("0.3.0M7", "target-action.json");
  ParlJsonAt root = parl_json_root (list), content;
  ParlJsonAt row = get_row (&root, &content, 0);
  g_autoptr (ParlHbAction) action = parl_hb_read_action (f->hb, &row, NULL, NULL);

  (void)data;
  g_assert_cmpint (action->id, ==, 140);
  g_assert_cmpstr (action->device, ==, "cam-00002");
  g_assert_cmpint (action->created, ==, 1795256526306);
  g_assert_cmpint (action->modified, ==, 1795256526445);
  g_assert_true (action->undecided);
  g_assert_cmpint (action->outcome, ==, PARL_OUTCOME_OPEN);
  g_assert_null (action->release);
  g_assert_cmpint (action->distribution, ==, -1);
  root = parl_json_root (alone);
  g_assert_cmpint (parl_hb_read_distribution (f->hb, &root), ==, 3);
  hawkbit_assert_silent (f->hb->harvest);
}

static void
test_new_actions (Fixture *f, gconstpointer data)
{
  g_autoptr (ParlJson) list = load ("0.10.0", "actions-errors.json");
  ParlJsonAt root = parl_json_root (list), content;

  (void)data;
  for (unsigned i = 0; i < 22; i++)
    {
      ParlJsonAt row = get_row (&root, &content, i);
      g_autoptr (ParlHbAction) action = parl_hb_read_action (f->hb, &row, NULL, NULL);

      g_assert_cmpint (action->outcome, ==, PARL_OUTCOME_FAILED);
      g_assert_true (g_str_has_prefix (action->device, "cam-"));
      g_assert_cmpstr (action->release, ==, CAMERA ("2.4.0"));
      g_assert_cmpint (action->rollout, ==, 1);
      g_assert_true (action->has_code);
      g_assert_cmpint (action->code, ==, 28);
    }
  g_assert_false (f->hb->mark->detailed);
  hawkbit_assert_silent (f->hb->harvest);
}

#define ACTION(MORE)                                                                               \
  "{\"id\":1,\"createdAt\":1682408571231," MORE                                                    \
  ",\"_links\":{\"self\":{\"href\":\"http://x/rest/v1/targets/a%20b/actions/1{?sort}\"},"          \
  "\"distributionset\":{\"href\":\"http://x/rest/v1/distributionsets/4\",\"name\":\"DS:1.0\"}}}"

static void
test_statuses (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *body;
    ParlOutcome outcome;
    bool undecided;
  } cases[] = {
    { ACTION ("\"status\":\"finished\",\"detailStatus\":\"error\""), PARL_OUTCOME_FAILED, false },
    { ACTION ("\"status\":\"finished\",\"detailStatus\":\"finished\""), PARL_OUTCOME_SUCCEEDED,
      false },
    { ACTION ("\"status\":\"pending\",\"detailStatus\":\"canceling\""), PARL_OUTCOME_OPEN, false },
    { ACTION ("\"status\":\"finished\",\"detailStatus\":\"canceled\""), PARL_OUTCOME_CANCELLED,
      false },
    { ACTION ("\"status\":\"finished\""), PARL_OUTCOME_OPEN, true },
    { ACTION ("\"status\":\"pending\""), PARL_OUTCOME_OPEN, false },
    { ACTION ("\"status\":\"finished\",\"active\":false"), PARL_OUTCOME_SUCCEEDED, false },
    { ACTION ("\"status\":\"scheduled\",\"active\":false"), PARL_OUTCOME_OPEN, false },
    { ACTION ("\"status\":\"warning\",\"active\":true"), PARL_OUTCOME_OPEN, false },
    { ACTION ("\"status\":\"wait_for_confirmation\",\"active\":true"), PARL_OUTCOME_OPEN, false },
    { ACTION ("\"status\":\"cancel_rejected\",\"active\":true"), PARL_OUTCOME_OPEN, false },
    { ACTION ("\"status\":\"downloaded\",\"active\":true"), PARL_OUTCOME_OPEN, false },
    { ACTION ("\"status\":\"downloaded\",\"active\":false"), PARL_OUTCOME_DOWNLOADED, false },
    { ACTION ("\"status\":\"downloaded\",\"active\":true,\"forceType\":\"downloadonly\""),
      PARL_OUTCOME_DOWNLOADED, false },
    { ACTION ("\"status\":\"finished\",\"detailStatus\":\"downloaded\""), PARL_OUTCOME_DOWNLOADED,
      false },
    { ACTION ("\"status\":\"pending\",\"detailStatus\":\"downloaded\""), PARL_OUTCOME_OPEN, false },
    { ACTION ("\"status\":\"pending\",\"detailStatus\":\"download\",\"forceType\":"
              "\"downloadonly\""),
      PARL_OUTCOME_OPEN, false },
    { ACTION ("\"status\":\"finished\",\"detailStatus\":\"finished\",\"forceType\":"
              "\"downloadonly\""),
      PARL_OUTCOME_SUCCEEDED, false },
  };

  (void)data;
  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ParlJson) body = parse (cases[i].body);
      ParlJsonAt root = parl_json_root (body);
      g_autoptr (ParlHbAction) action = parl_hb_read_action (f->hb, &root, NULL, NULL);

      g_assert_cmpint (action->outcome, ==, cases[i].outcome);
      g_assert_true (action->undecided == cases[i].undecided);
      g_assert_cmpstr (action->device, ==, "a b");
      g_assert_cmpstr (action->release, ==, "DS" PARL_RELEASE_MARK "1.0");
      g_assert_cmpint (action->distribution, ==, 4);
    }
  hawkbit_assert_silent (f->hb->harvest);
}

static void
test_old_rollouts (Fixture *f, gconstpointer data)
{
  g_autoptr (ParlJson) list = load ("0.3.0M7", "rollouts.json");
  g_autoptr (ParlJson) alone = load ("0.3.0M7", "rollout.json");
  g_autoptr (ParlJson) groups = load ("0.3.0M7", "deploygroups.json");
  g_autoptr (ParlJson) group = load ("0.3.0M7", "deploygroup-2.json");
  ParlJsonAt root = parl_json_root (list), content;
  ParlJsonAt row = get_row (&root, &content, 0);
  g_autoptr (ParlHbRollout) short_form = parl_hb_read_rollout (f->hb, &row, NULL);
  bool counted;

  (void)data;
  g_assert_null (short_form->state);
  g_assert_cmpint (short_form->distribution, ==, 3);
  g_assert_cmpint (short_form->total, ==, 120);

  root = parl_json_root (alone);
  g_autoptr (ParlHbRollout) whole = parl_hb_read_rollout (f->hb, &root, NULL);
  g_assert_cmpstr (whole->state, ==, "running 120 95 22 0 3 0");
  g_assert_null (whole->value->release);

  root = parl_json_root (groups);
  row = get_row (&root, &content, 1);
  g_autoptr (ParlStage) compact = parl_hb_read_stage (f->hb, &row, false, &counted, NULL);
  g_assert_false (counted);
  g_assert_cmpint (compact->total, ==, 30);

  root = parl_json_root (group);
  g_autoptr (ParlStage) stage = parl_hb_read_stage (f->hb, &root, false, &counted, NULL);
  g_assert_true (counted);
  g_assert_cmpstr (stage->name, ==, "group-2");
  g_assert_cmpint (stage->succeeded, ==, 23);
  g_assert_cmpint (stage->failed, ==, 5);
  g_assert_cmpint (stage->running, ==, 2);
  hawkbit_assert_silent (f->hb->harvest);
}

/* Another database of the same server: its numbers come again, its keys do not. */
static void
test_keys (Fixture *f, gconstpointer data)
{
  g_autofree char *first = parl_hb_key (f->hb, 17);
  int64_t id;

  (void)data;
  f->hb->mark->epoch = 2;
  g_autofree char *second = parl_hb_key (f->hb, 17);
  g_assert_cmpstr (first, ==, "17");
  g_assert_cmpstr (second, ==, "e2/17");
  g_assert_false (parl_hb_parse_key (f->hb, first, &id));
  g_assert_true (parl_hb_parse_key (f->hb, second, &id));
  g_assert_cmpint (id, ==, 17);
  f->hb->mark->epoch = 1;
  g_assert_false (parl_hb_parse_key (f->hb, second, &id));
}

static void
test_bookmark (Fixture *f, gconstpointer data)
{
  ParlHbMark *mark = f->hb->mark;
  g_autoptr (GError) error = NULL;

  (void)data;
  mark->way = PARL_HB_LEGACY;
  mark->epoch = 3;
  mark->seen = 1795256428929;
  for (int64_t id = 1; id <= 9; id++)
    {
      ParlHbAction action = { .id = id, .created = 1000 + id, .device = (char *)"cam \"7\"" };
      parl_hb_mark_add_anchor (mark, &action);
    }
  ParlHbRolloutMark *rollout = parl_hb_mark_rollout (mark, 4, true);
  rollout->release = g_strdup (CAMERA ("2.4.0"));
  rollout->moving = true;

  g_autofree char *text = parl_hb_mark_to_text (mark);
  g_autoptr (ParlHbMark) copy = parl_hb_mark_parse (text, &error);
  g_assert_no_error (error);
  g_autofree char *again = parl_hb_mark_to_text (copy);
  g_assert_cmpstr (text, ==, again);
  g_assert_cmpint (copy->highest, ==, 9);
  g_assert_cmpint (copy->changed, ==, PARL_TIME_NONE);
  g_assert_cmpuint (copy->anchors->len, ==, 6);
  g_assert_cmpint (((ParlHbAnchor *)copy->anchors->pdata[3])->id, ==, 7);
  g_assert_cmpstr (parl_hb_mark_rollout (copy, 4, false)->release, ==, CAMERA ("2.4.0"));
}

static void
test_clean (void)
{
  static const struct
  {
    const char *text, *clean;
  } cases[] = {
    { "plain", "plain" },        { " \t\n ", NULL },           { "", NULL },
    { "a\nb\tc", "a b c" },      { "\033[31mred", "[31mred" }, { "<b>&amp;</b>", "<b>&amp;</b>" },
    { "a\342\200\256b", "a b" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *clean = parl_clean_name (cases[i].text);
      g_assert_cmpstr (clean, ==, cases[i].clean);
    }
  g_assert_null (parl_clean_name (NULL));
}

static void
test_quote (void)
{
  static const struct
  {
    const char *value, *quoted;
  } cases[] = {
    { "2.4.0-rc_1", "2.4.0-rc_1" }, { "dome camera", "\"dome camera\"" },
    { "a;b,c", "\"a;b,c\"" },       { "wild*", NULL },
    { "say \"hi\"", NULL },         { "", NULL },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *quoted = parl_hb_quote (cases[i].value);
      g_assert_cmpstr (quoted, ==, cases[i].quoted);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(NAME, TEST)                                                                            \
  g_test_add ("/sources/hawkbit/read/" NAME, Fixture, NULL, set_up, TEST, tear_down)
  ADD ("old-actions", test_old_actions);
  ADD ("new-actions", test_new_actions);
  ADD ("statuses", test_statuses);
  ADD ("old-rollouts", test_old_rollouts);
  ADD ("keys", test_keys);
  ADD ("bookmark", test_bookmark);
  g_test_add_func ("/sources/hawkbit/read/clean", test_clean);
  g_test_add_func ("/sources/hawkbit/read/quote", test_quote);
  return g_test_run ();
}
