/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The golden fleet's story from its outcomes to the sentences, through the real analysis. */
#include "config.h"

#include "audiences/board.h"
#include "audiences/vocabulary.h"

#include "analysis/catalogue.h"

#include "fixture.h"
#include "golden.h"

#include <locale.h>
#include <string.h>

#define NB "\u00a0"

static ParlBoard *
create_board (const char *id)
{
  g_autoptr (ParlAudience) audience = fixture_load_audience (id);
  g_autoptr (ParlFindings) findings = golden_findings_new ();

  return parl_board_new (audience, findings);
}

static const char *
get_text (GPtrArray *lines, unsigned index)
{
  g_assert_cmpuint (lines->len, >, index);
  return ((const ParlLine *)lines->pdata[index])->text;
}

static void
print_board (const ParlBoard *board)
{
  g_autofree char *text = parl_board_to_text (board);

  g_test_message ("%s", text);
  g_assert_null (strchr (text, '{'));
  g_assert_null (strstr (text, "()"));
}

static void
test_exec (void)
{
  g_autoptr (ParlBoard) board = create_board ("exec");

  print_board (board);
  g_assert_cmpstr (board->headline->text, ==,
                   "1" NB "in" NB "14 updates failed, up from 1" NB "in" NB
                   "17, because more devices came from an old release");
  g_assert_cmpstr (get_text (board->bullets, 0), ==, "7.3" NB "% of updates failed");
  g_assert_cmpstr (get_text (board->bullets, 1), ==,
                   "One known issue causes about half of the failures");
  g_assert_cmpstr (get_text (board->bullets, 2), ==, "Up to 80" NB "% of failures are preventable");
  g_assert_cmpstr (get_text (board->actions, 0), ==, "Hold the devices on release v2.3");
}

static void
test_ops (void)
{
  g_autoptr (ParlBoard) board = create_board ("ops");

  print_board (board);
  g_assert_true (g_str_has_prefix (
      board->headline->text,
      "Hold the devices on v2.3 until the space check ships: the failure budget ran out on "));
  g_assert_cmpstr (get_text (board->bullets, 0), ==, "Budget spent: 905 of 620");
  g_assert_cmpstr (get_text (board->bullets, 1), ==, "v2.3 fails 20.0" NB "%: stop it");
  g_assert_cmpstr (get_text (board->bullets, 2), ==, "All but v2.3 may continue");
  g_assert_nonnull (board->main_card->chart);
}

static void
test_engineer (void)
{
  g_autoptr (ParlBoard) board = create_board ("engineer");

  print_board (board);
  g_assert_cmpstr (board->headline->text, ==,
                   "First-attempt OTA failure is 7.30" NB "% (6.85\u2060–\u20607.77), +1.32" NB
                   "points: mix +1.74, within cohorts −0.42");
  g_assert_cmpstr (get_text (board->bullets, 0), ==, "disk-space: 17.0" NB "% on v2.3");
  g_assert_cmpstr (get_text (board->bullets, 1), ==, "Disk preflight check: 7.30 → 3.73" NB "%");
  g_assert_cmpstr (get_text (board->bullets, 2), ==, "No cohort has a confirmed rise");
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/through-analysis/exec", test_exec);
  g_test_add_func ("/through-analysis/ops", test_ops);
  g_test_add_func ("/through-analysis/engineer", test_engineer);
  return g_test_run ();
}
