/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Boards of five fleets for three audiences, as text, against tests/audiences/boards. With
 * PARLANCE_UPDATE_GOLDEN=1 the files are written instead: read them aloud before they are kept. */
#include "config.h"

#include "audiences/board.h"

#include "analysis/catalogue.h"

#include "fixture.h"

#include "support/golden-file.h"

#include <locale.h>
#include <math.h>
#include <string.h>

static const char *const audiences[] = { "engineer", "ops", "exec", "designer" };

static ParlBoard *
create_board (const char *audience_id, const char *fleet)
{
  g_autoptr (ParlAudience) audience = fixture_load_audience (audience_id);
  g_autoptr (ParlFindings) findings = fixture_get (fleet);

  return parl_board_new (audience, findings);
}

static void
test_golden_text (gconstpointer data)
{
  g_auto (GStrv) parts = g_strsplit (data, " ", 2);
  g_autoptr (ParlBoard) board = create_board (parts[0], parts[1]);
  g_autofree char *text = parl_board_to_text (board);
  g_autofree char *name = g_strdup_printf ("audiences/boards/%s-%s.txt", parts[0], parts[1]);

  golden_file_check (name, text);
}

static const ParlCard *
find_card (const ParlBoard *board, const char *id)
{
  for (unsigned i = 0; i < board->cards->len; i++)
    if (strcmp (((const ParlCard *)board->cards->pdata[i])->id, id) == 0)
      return board->cards->pdata[i];
  return NULL;
}

/* The verdict word, its tone and the big number of a card, by fleet. */
static void
test_verdicts (void)
{
  const struct
  {
    const char *fleet, *card, *value, *verdict;
    ParlTone tone;
  } cases[] = {
    { "golden", "updates", "7.3\u00a0%", "Missed", PARL_TONE_BAD },
    { "golden", "speed", "6.6\u00a0%", "Missed", PARL_TONE_BAD },
    { "golden", "impact", "1.9\u00a0h", "Missed", PARL_TONE_BAD },
    { "golden", "schedule", "18\u00a0d", "Missed", PARL_TONE_BAD },
    { "golden", "risk", "34", NULL, PARL_TONE_BAD },
    { "healthy", "updates", "2.5\u00a0%", "Met", PARL_TONE_GOOD },
    { "healthy", "impact", NULL, NULL, PARL_TONE_NONE },
    { "tiny", "updates", "2.6\u2060–\u206019.9\u00a0%", "too few to tell (n = 40)",
      PARL_TONE_NONE },
    { "tiny", "speed", NULL, NULL, PARL_TONE_NONE },
    { "stale", "updates", "7.3\u00a0%", NULL, PARL_TONE_NONE },
    { "stale", "risk", "34", NULL, PARL_TONE_NONE },
    { "empty", "updates", NULL, NULL, PARL_TONE_NONE },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ParlBoard) board = create_board ("exec", cases[i].fleet);
      const ParlCard *card = find_card (board, cases[i].card);
      g_assert_cmpstr (card->value, ==, cases[i].value);
      g_assert_cmpstr (card->verdict, ==, cases[i].verdict);
      g_assert_cmpint (card->tone, ==, cases[i].tone);
    }
}

static void
test_flags (void)
{
  const struct
  {
    const char *fleet;
    bool is_stale, has_data;
  } cases[] = {
    { "golden", false, true }, { "healthy", false, true }, { "tiny", false, true },
    { "empty", false, false }, { "stale", true, true },    { "planned", false, true },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    for (unsigned j = 0; j < G_N_ELEMENTS (audiences); j++)
      {
        g_autoptr (ParlBoard) board = create_board (audiences[j], cases[i].fleet);
        g_assert_cmpint (board->is_stale, ==, cases[i].is_stale);
        g_assert_cmpint (board->has_data, ==, cases[i].has_data);
        g_assert_false (board->is_partial);
        g_assert_cmpuint (board->bullets->len, <=, 4);
        g_assert_nonnull (board->main_card);
        g_assert_true (board->main_card->chart != NULL || !cases[i].has_data
                       || g_str_equal (cases[i].fleet, "tiny"));
        g_assert_cmpuint (board->changes->len, >, 0);
        g_assert_cmpuint (board->risks->len, >, 0);
        g_assert_cmpuint (board->actions->len, >, 0);
      }
}

/* A source that brought less makes the board partial, whatever the facts say; one that failed only
 * where what there is from before is partial, or nothing: else its age decides. */
static void
test_partial (void)
{
  g_autoptr (ParlAudience) exec = fixture_load_audience ("exec");
  g_autoptr (ParlFindings) findings = fixture_golden ();
  ParlSourceState *source = findings->snapshot->sources->pdata[0];

  source->state = PARL_SYNC_PARTIAL;
  source->message = g_strdup ("2 of 3 pages could not be read");
  g_autoptr (ParlBoard) board = parl_board_new (exec, findings);
  const ParlLine *line = board->freshness->pdata[0];
  g_assert_true (board->is_partial);
  g_assert_cmpint (line->tone, ==, PARL_TONE_WARN);
  g_assert_nonnull (strstr (line->text, "(partial)"));
  g_assert_cmpstr (line->detail, ==, source->message);

  static const struct
  {
    bool after_partial, was_fetched, is_partial;
  } cases[] = { { false, true, false }, { true, true, true }, { false, false, true } };
  ParlTime fetched = source->fetched;
  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      source->state = PARL_SYNC_FAILED;
      source->after_partial = cases[i].after_partial;
      source->fetched = cases[i].was_fetched ? fetched : PARL_TIME_NONE;
      g_autoptr (ParlBoard) failed = parl_board_new (exec, findings);
      const ParlLine *note = failed->freshness->pdata[0];
      g_assert_cmpint (failed->is_partial, ==, cases[i].is_partial);
      g_assert_nonnull (strstr (note->text, "(not reached)"));
    }
  source->after_partial = false;
  source->fetched = fetched;

  source->state = PARL_SYNC_DONE;
  parl_fact_add_caveat (findings->facts->pdata[0], "partial");
  g_autoptr (ParlBoard) again = parl_board_new (exec, findings);
  g_assert_true (again->is_partial);
}

/* What is being read for the first time is not to be connected. */
static void
test_being_read (void)
{
  static const char *const who[] = { "exec", "ops", "engineer", "designer" };
  g_autoptr (ParlFindings) findings = fixture_empty ();
  ParlSourceState *source = findings->snapshot->sources->pdata[0];

  for (unsigned i = 0; i < G_N_ELEMENTS (who); i++)
    {
      g_autoptr (ParlAudience) audience = fixture_load_audience (who[i]);
      for (unsigned being_read = 0; being_read < 2; being_read++)
        {
          source->is_being_read = being_read;
          g_autoptr (ParlBoard) board = parl_board_new (audience, findings);
          g_autofree char *text = parl_board_to_text (board);
          const char *said
              = being_read ? "is being read for the first time" : "has not been read yet";
          g_assert_nonnull (strstr (text, said));
          g_assert_nonnull (strstr (board->headline->text, said));
          g_assert_null (strstr (text, "Nothing else we watch"));
          g_assert_null (strstr (text, "system that updates"));
        }
    }
}

/* How much is left out as offline stands beside the share that leaves it out, and nowhere else. */
static void
test_offline (void)
{
  static const char *const who[] = { "exec", "engineer", "designer" };
  g_autoptr (ParlFindings) findings = fixture_golden ();
  ParlFact *share = (ParlFact *)parl_findings_find (findings, PARL_FACT_SPEED_KEPT, NULL, true);

  for (unsigned i = 0; i < G_N_ELEMENTS (who); i++)
    {
      g_autoptr (ParlAudience) audience = fixture_load_audience (who[i]);
      g_autoptr (ParlBoard) board = parl_board_new (audience, findings);
      g_autofree char *text = parl_board_to_text (board);
      g_assert_null (strstr (text, "offline"));
    }
  parl_fact_add_caveat (share, PARL_CAVEAT_OFFLINE "1344");
  for (unsigned i = 0; i < G_N_ELEMENTS (who); i++)
    {
      g_autoptr (ParlAudience) audience = fixture_load_audience (who[i]);
      g_autoptr (ParlBoard) board = parl_board_new (audience, findings);
      g_autofree char *text = parl_board_to_text (board);
      g_assert_nonnull (strstr (text, "eft out: 1,344 device-hours offline"));
    }
}

/* A stale board speaks of no change, no promise and no reason. */
static void
test_stale_claims (void)
{
  const char *const claims[] = { "Missed",           "Met",      "because", "Worse:", "Better:",
                                 "promised at most", "Hold the", "up from" };

  for (unsigned i = 0; i < G_N_ELEMENTS (audiences); i++)
    {
      g_autoptr (ParlBoard) board = create_board (audiences[i], "stale");
      g_autofree char *text = parl_board_to_text (board);
      for (unsigned j = 0; j < G_N_ELEMENTS (claims); j++)
        if (strstr (text, claims[j]) != NULL)
          g_error ("%s: stale, but claims “%s”", audiences[i], claims[j]);
    }
}

/* A sentence that speaks of a fact leads to it; one that leads nowhere holds no number. */
static void
check_links (const ParlBoard *board, GPtrArray *lines)
{
  for (unsigned i = 0; i < lines->len; i++)
    {
      const ParlLine *line = lines->pdata[i];
      bool counts_facts = strstr (line->text, "no measurable change") != NULL;
      if (line->fact == NULL && !counts_facts && strpbrk (line->text, "0123456789") != NULL)
        g_error ("%s: “%s” leads to no fact", board->audience, line->text);
      if (line->fact != NULL && !g_ptr_array_find (board->facts, line->fact, NULL))
        g_error ("%s: “%s” leads to a fact that is not the board’s", board->audience, line->text);
    }
}

static void
test_links (void)
{
  const char *const fleets[]
      = { "golden", "healthy", "tiny", "empty", "stale", "planned", "delivered" };

  for (unsigned i = 0; i < G_N_ELEMENTS (fleets); i++)
    for (unsigned j = 0; j < G_N_ELEMENTS (audiences); j++)
      {
        g_autoptr (ParlBoard) board = create_board (audiences[j], fleets[i]);
        g_autoptr (GPtrArray) titles = g_ptr_array_new ();

        g_ptr_array_add (titles, board->headline);
        for (unsigned k = 0; k < board->cards->len; k++)
          {
            const ParlCard *card = board->cards->pdata[k];
            g_ptr_array_add (titles, card->title);
            check_links (board, card->lines);
          }
        check_links (board, titles);
        check_links (board, board->bullets);
        check_links (board, board->changes);
        check_links (board, board->risks);
        check_links (board, board->actions);
      }
}

/* At most seven facts for executives: the rate, what it changed by and why are one, and so are the
 * speed and the room for more of it, an impact and its parts and costs, what a check would prevent
 * and the rate without it, and the schedule: an end in days, its date, how it moved, the
 * milestones on the way with what they brought, and how long finished work takes to devices. */
static void
test_few_facts (void)
{
  const char *const fleets[] = { "golden", "healthy", "planned", "delivered" };
  const struct
  {
    const char *id, *family;
  } families[] = {
    { "ota-failure-", "rate" },
    { "ota-cohort-share", "rate" },
    { "impact-", "impact" },
    { "customer-impact", "impact" },
    { "cost-of-failures", "rate" },
    { "cost-of-impact", "impact" },
    { "frame-", "speed" },
    { "rollout-finish", "schedule" },
    { "ota-cause-share", "cause" },
    { "ota-avoidable", "avoidable" },
    { "fps-", "speed" },
    { "ota-rate-without", "avoidable" },
    { "latency-", "speed" },
    { "fleet-", "silent" },
    { "rollout-risk", "risk" },
    { "blast-", "risk" }, /* names the wave that a decision is due before */
    { "rollout-progress", "schedule" },
    { "rollout-waits", "schedule" },
    { "schedule-", "schedule" },
    { "milestone-", "schedule" },
    { "value-", "schedule" },
    { "delivery-", "schedule" },
  };

  for (unsigned i = 0; i < G_N_ELEMENTS (fleets); i++)
    {
      g_autoptr (ParlBoard) board = create_board ("exec", fleets[i]);
      g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
      for (unsigned j = 0; j < board->facts->len; j++)
        {
          const ParlFact *fact = board->facts->pdata[j];
          const char *family = fact->id;
          for (unsigned k = 0; k < G_N_ELEMENTS (families); k++)
            if (g_str_has_prefix (fact->id, families[k].id))
              family = families[k].family;
          g_hash_table_add (seen, (gpointer)family);
        }
      g_assert_cmpuint (g_hash_table_size (seen), <=, 7);
      g_assert_cmpuint (g_hash_table_size (seen), >, 2);
    }
}

/* What the Ops board says was done, in each state of it. */
static void
test_halt (void)
{
  const struct
  {
    const char *aspect, *title;
    double low, high;
  } cases[] = {
    { "halted", "Wave 2 surely failed too often after 31\u00a0h; it was halted 9.0 to 12.0 h later",
      9, 12 },
    { "about", "Wave 2 surely failed too often after 31\u00a0h; it was halted by 12.0 h later", -3,
      12 },
    { "early", "Wave 2 was halted before it had surely failed too often, after 31\u00a0h", -9, -3 },
    { "finished",
      "Wave 2 surely failed too often after 31\u00a0h; it was not halted, and the rollout is done",
      NAN, NAN },
    { "unseen",
      "Wave 2 surely failed too often after 31\u00a0h; it is halted, and since when was not seen",
      NAN, NAN },
    { NULL, "Wave 2 surely failed too often after 31\u00a0h", NAN, NAN },
  };
  g_autoptr (ParlAudience) audience = fixture_load_audience ("ops");

  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ParlFindings) findings = fixture_halted ();
      for (unsigned j = 0; j < findings->facts->len; j++)
        {
          ParlFact *fact = findings->facts->pdata[j];
          if (strcmp (fact->id, "rollout-halt") != 0)
            continue;
          g_free (fact->aspect);
          fact->aspect = g_strdup (cases[i].aspect);
          fact->value = fact->high = cases[i].high;
          fact->low = cases[i].low;
          fact->verdict = isnan (fact->value) ? PARL_VERDICT_NO_DATA : PARL_VERDICT_NONE;
        }
      g_autoptr (ParlBoard) board = parl_board_new (audience, findings);
      g_assert_cmpstr (find_card (board, "detect")->title->text, ==, cases[i].title);
    }
}

int
main (int argc, char **argv)
{
  const char *const fleets[]
      = { "golden", "healthy", "tiny", "empty", "stale", "planned", "delivered" };

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS (audiences); i++)
    for (unsigned j = 0; j < G_N_ELEMENTS (fleets); j++)
      {
        g_autofree char *path = g_strdup_printf ("/board/text/%s/%s", audiences[i], fleets[j]);
        g_test_add_data_func_full (path, g_strdup_printf ("%s %s", audiences[i], fleets[j]),
                                   test_golden_text, g_free);
      }
  g_test_add_func ("/board/verdicts", test_verdicts);
  g_test_add_func ("/board/flags", test_flags);
  g_test_add_func ("/board/halt", test_halt);
  g_test_add_func ("/board/partial", test_partial);
  g_test_add_func ("/board/offline", test_offline);
  g_test_add_func ("/board/being-read", test_being_read);
  g_test_add_func ("/board/stale-claims", test_stale_claims);
  g_test_add_func ("/board/links", test_links);
  g_test_add_func ("/board/few-facts", test_few_facts);
  return g_test_run ();
}
