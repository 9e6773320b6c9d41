/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which trouble is told, and in which words. */

#include "app/sources/notice.h"

#define NOW ((ParlTime)1795269600000) /* 2026-11-21 14:00 UTC */

typedef struct
{
  const char *kind;
  ParlSyncState state;
  ParlTime age; /* of the newest datum; PARL_TIME_NONE: none */
  int code;     /* of the last sync of this run; -1: it worked; -2: there was none */
  ParlTime next;
  ParlHold hold;
  const char *history;
  const char *sentence; /* NULL: no notice */
  bool edit;
} Case;

static const Case cases[] = {
  { "hawkbit", PARL_SYNC_DONE, PARL_MINUTE, -1, NOW, PARL_HOLD_NONE, NULL, NULL, false },
  { "hawkbit", PARL_SYNC_FAILED, 6 * PARL_HOUR, PARL_SOURCE_ERROR_UNREACHABLE, NOW + PARL_HOUR,
    PARL_HOLD_NONE, NULL,
    "hawkBit has not answered since 08:00: the update numbers are from then, and it is asked again "
    "at 15:00.",
    false },
  { "prometheus", PARL_SYNC_FAILED, 26 * PARL_HOUR, PARL_SOURCE_ERROR_MALFORMED, PARL_TIME_NONE,
    PARL_HOLD_NONE, NULL,
    "hawkBit has answered nonsense since 20\u00a0Nov\u00a012:00: the speed numbers are from then.",
    false },
  { "hawkbit", PARL_SYNC_FAILED, 6 * PARL_HOUR, PARL_SOURCE_ERROR_DENIED, PARL_TIME_NONE,
    PARL_HOLD_NONE, NULL,
    "hawkBit has refused the credentials since 08:00: the update numbers are from then.", true },
  { "hawkbit", PARL_SYNC_FAILED, PARL_TIME_NONE, PARL_SOURCE_ERROR_SECRET, PARL_TIME_NONE,
    PARL_HOLD_NONE, NULL, "hawkBit lacks its password or token: there are no update numbers.",
    true },
  { "hawkbit", PARL_SYNC_FAILED, 6 * PARL_HOUR, -2, PARL_TIME_NONE, PARL_HOLD_NONE, NULL,
    "hawkBit could not be read since 08:00: the update numbers are from then.", false },
  { "hawkbit", PARL_SYNC_PARTIAL, PARL_MINUTE, -1, NOW, PARL_HOLD_NONE, NULL,
    "hawkBit gave only a part: it says why.", false },
  { "hawkbit", PARL_SYNC_DONE, 3 * PARL_HOUR, -1, NOW, PARL_HOLD_NONE, NULL,
    "The newest update of hawkBit is 3\u00a0h old: it answers, but has nothing newer.", false },
  { "prometheus", PARL_SYNC_DONE, 4 * PARL_DAY, -1, NOW, PARL_HOLD_NONE, NULL,
    "The newest speed measurement of hawkBit is 4\u00a0d old: it answers, but what it has says "
    "nothing about today.",
    false },
  { "hawkbit", PARL_SYNC_DONE, PARL_MINUTE, -1, NOW, PARL_HOLD_METERED, NULL,
    "The network connection is metered: the sources are read only when you ask for it.", false },
  { "hawkbit", PARL_SYNC_DONE, PARL_MINUTE, -1, NOW, PARL_HOLD_ASKED, NULL, NULL, false },
  { "hawkbit", PARL_SYNC_FAILED, 6 * PARL_HOUR, -2, NOW, PARL_HOLD_NONE, "It was set aside",
    "It was set aside ", false },
};

/* That the past is still being read is no trouble; that it was not read to its end is. */
static void
test_in_parts (void)
{
  g_autoptr (GListStore) sources = g_list_store_new (PARL_TYPE_SOURCE_ITEM);
  g_autoptr (ParlSourceConfig) config
      = parl_source_config_new ("hawkBit", "hawkbit", "https://updates.example.com");
  g_autoptr (ParlSourceItem) item = parl_source_item_new (config);
  g_autoptr (ParlSourceState) state = parl_source_state_new ("hawkBit", "hawkbit");
  g_autoptr (ParlTargets) targets = parl_targets_new_usual ();
  const ParlNoticeInput input
      = { .sources = G_LIST_MODEL (sources), .targets = targets, .now = NOW };

  state->state = PARL_SYNC_PARTIAL;
  state->newest = state->fetched = NOW - PARL_MINUTE;
  state->updates_since = NOW - 30 * PARL_DAY;
  parl_source_item_begin_sync (item);
  parl_source_item_set_state (item, state);
  g_list_store_append (sources, item);
  g_assert_null (parl_notice_new (&input));

  parl_source_item_end_sync (item, NULL);
  ParlNotice *notice = parl_notice_new (&input);
  g_assert_cmpint (notice->condition, ==, PARL_CONDITION_PARTIAL);
  parl_notice_free (notice);
}

static GListModel *
new_sources (const Case *each)
{
  GListStore *sources = g_list_store_new (PARL_TYPE_SOURCE_ITEM);
  g_autoptr (ParlSourceConfig) config
      = parl_source_config_new ("hawkBit", each->kind, "https://updates.example.com");
  g_autoptr (ParlSourceItem) item = parl_source_item_new (config);
  g_autoptr (ParlSourceState) state = parl_source_state_new ("hawkBit", each->kind);

  if (each->code >= -1)
    {
      g_autoptr (GError) error
          = each->code >= 0 ? g_error_new (PARL_SOURCE_ERROR, each->code, "why") : NULL;
      parl_source_item_begin_sync (item);
      parl_source_item_end_sync (item, error);
    }
  state->state = each->state;
  state->message = g_strdup ("it says why");
  state->newest = each->age == PARL_TIME_NONE ? PARL_TIME_NONE : NOW - each->age;
  state->fetched = state->newest;
  parl_source_item_set_state (item, state);
  parl_source_item_set_next_try (item, each->next);
  g_list_store_append (sources, item);
  return G_LIST_MODEL (sources);
}

static void
test_sentences (void)
{
  g_autoptr (ParlTargets) targets = parl_targets_new_usual ();

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GListModel) sources = new_sources (&cases[i]);
      const ParlNoticeInput input = { .sources = sources,
                                      .targets = targets,
                                      .hold = cases[i].hold,
                                      .history = cases[i].history,
                                      .now = NOW };
      g_autoptr (ParlNotice) notice = parl_notice_new (&input);
      g_autofree char *sentence
          = notice != NULL ? g_strjoin (" ", notice->lead, notice->rest, NULL) : NULL;

      g_assert_cmpstr (sentence, ==, cases[i].sentence);
      if (notice != NULL)
        g_assert_cmpint (notice->edit, ==, cases[i].edit);
    }
}

static void
assert_sentence (const ParlNoticeInput *input, const char *wanted)
{
  g_autoptr (ParlNotice) notice = parl_notice_new (input);
  g_autofree char *sentence = g_strjoin (" ", notice->lead, notice->rest, NULL);

  g_assert_cmpstr (sentence, ==, wanted);
  g_assert_null (notice->source);
}

/* What somebody has just written, before what a source lacks. */
static void
test_files (void)
{
  g_autoptr (ParlTargets) targets = parl_targets_new_usual ();
  g_autoptr (GListModel) sources = new_sources (&cases[1]);
  g_autoptr (GPtrArray) problems = g_ptr_array_new ();
  ParlNoticeInput input
      = { .sources = sources, .targets = targets, .audience_problems = problems, .now = NOW };

  g_autoptr (ParlNotice) offline = parl_notice_new (&input);
  g_assert_cmpstr (offline->source, ==, "hawkBit");
  g_ptr_array_add (problems, (char *)"sales.audience: it is empty");
  assert_sentence (&input, "1 audience file can’t be used: sales.audience: it is empty. What it "
                           "says now is not used.");
  g_ptr_array_add (problems, (char *)"ops.audience: it is empty");
  assert_sentence (&input, "2 audience files can’t be used, and this is the first one: "
                           "sales.audience: it is empty. What it says now is not used.");
  input.targets_problem = "parlance.conf: no";
  assert_sentence (
      &input, "The settings file can’t be used: parlance.conf: no. What it says now is not used.");
  input.history = "It was set aside";
  assert_sentence (&input, "It was set aside ");
}

/* Asked once everything was read, where nothing is promised and nobody has put the question away;
 * what a source lacks comes before it, what is only old does not. */
static void
test_targets (void)
{
  g_autoptr (ParlTargets) none = parl_targets_new ();
  g_autoptr (ParlTargets) usual = parl_targets_new_usual ();
  g_autoptr (GListModel) fresh = new_sources (&cases[0]);
  g_autoptr (GListModel) late = new_sources (&cases[7]);
  g_autoptr (GListModel) partial = new_sources (&cases[6]);
  ParlNoticeInput input
      = { .sources = fresh, .targets = none, .may_ask_for_targets = true, .now = NOW };

  assert_sentence (&input,
                   "No targets are set: nothing is judged by a promise. Usual are 95\u00a0% "
                   "update success, and 30\u00a0FPS for 95\u00a0% of the time.");
  input.sources = late;
  g_autoptr (ParlNotice) asked = parl_notice_new (&input);
  g_assert_true (asked->targets);
  input.sources = partial;
  g_autoptr (ParlNotice) trouble = parl_notice_new (&input);
  g_assert_false (trouble->targets);
  input.sources = fresh;
  input.may_ask_for_targets = false;
  g_assert_null (parl_notice_new (&input));
  input.may_ask_for_targets = true;
  input.targets = usual;
  g_assert_null (parl_notice_new (&input));
}

/* The words of a chip, and of several in one. */
static void
test_summary (void)
{
  g_autoptr (ParlTargets) targets = parl_targets_new_usual ();
  g_autoptr (GListModel) sources = new_sources (&cases[0]);
  g_autoptr (GListModel) late = new_sources (&cases[7]);
  g_autoptr (ParlSourceItem) item = g_list_model_get_item (late, 0);
  ParlCondition worst;

  g_list_store_append (G_LIST_STORE (sources), item);
  g_autofree char *summary = parl_sources_dup_summary (sources, NOW, targets, &worst);
  g_autofree char *title = parl_source_dup_title (item);
  g_autofree char *age = parl_source_dup_age (item, NOW);
  g_assert_cmpstr (summary, ==, "1 fresh, 1 late");
  g_assert_cmpint (worst, ==, PARL_CONDITION_LATE);
  g_assert_cmpstr (title, ==, "Updates · hawkBit");
  g_assert_cmpstr (age, ==, "3\u00a0h old");
  g_assert_cmpstr (parl_condition_get_word (worst), ==, "Late");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/notice/sentences", test_sentences);
  g_test_add_func ("/notice/files", test_files);
  g_test_add_func ("/notice/targets", test_targets);
  g_test_add_func ("/notice/summary", test_summary);
  g_test_add_func ("/notice/in-parts", test_in_parts);
  return g_test_run ();
}
