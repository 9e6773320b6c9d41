/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Boards of five fleets for three audiences, as text, against tests/audiences/boards. With
 * PARLANCE_UPDATE_GOLDEN=1 the files are written instead: read them aloud before they are kept. */
#include "config.h"

#include "audiences/board.h"

#include "fixture.h"

#include <locale.h>
#include <math.h>
#include <string.h>

static const char *const audiences[] = { "engineer", "ops", "exec" };

static ParlBoard *
create_board (const char *audience_id, const char *fleet)
{
  g_autofree char *dir = fixture_get_audiences_dir ();
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlAudience) audience = parl_audience_find (audience_id, NULL, dir, &error);
  g_assert_no_error (error);
  g_autoptr (ParlFindings) findings = fixture_get (fleet);

  return parl_board_new (audience, findings);
}

static void
test_golden_text (gconstpointer data)
{
  g_auto (GStrv) parts = g_strsplit (data, " ", 2);
  g_autoptr (ParlBoard) board = create_board (parts[0], parts[1]);
  g_autofree char *text = parl_board_to_text (board);
  g_autofree char *name = g_strdup_printf ("%s-%s.txt", parts[0], parts[1]);
  g_autofree char *path
      = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "audiences", "boards", name, NULL);
  g_autofree char *wanted = NULL;
  g_autoptr (GError) error = NULL;

  if (g_getenv ("PARLANCE_UPDATE_GOLDEN") != NULL)
    g_file_set_contents (path, text, -1, &error);
  else
    g_file_get_contents (path, &wanted, NULL, &error);
  g_assert_no_error (error);
  if (wanted != NULL)
    g_assert_cmpstr (text, ==, wanted);
}

int
main (int argc, char **argv)
{
  const char *const fleets[] = { "golden", "healthy", "tiny", "empty", "stale" };

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS (audiences); i++)
    for (unsigned j = 0; j < G_N_ELEMENTS (fleets); j++)
      {
        g_autofree char *path = g_strdup_printf ("/board/text/%s/%s", audiences[i], fleets[j]);
        g_test_add_data_func_full (path, g_strdup_printf ("%s %s", audiences[i], fleets[j]),
                                   test_golden_text, g_free);
      }
  return g_test_run ();
}
