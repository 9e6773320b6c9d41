/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The built-in cause rules on a table of messages, shaped after what common update clients, package
 * managers, kernels and system libraries print, in five languages. */
#include "config.h"

#include "sources/causes.h"

#include <string.h>

static void
test_messages (void)
{
  g_autofree char *path
      = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "fixtures", "causes", "messages.tsv", NULL);
  g_autofree char *rules = g_build_filename (g_getenv ("PARLANCE_DATA_DIR"), "causes.rules", NULL);
  g_autoptr (ParlCauses) causes = parl_causes_new ();
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  unsigned n = 0, n_wrong = 0;

  g_assert_true (parl_causes_add_file (causes, rules, &error));
  g_assert_true (g_file_get_contents (path, &text, NULL, &error));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (unsigned i = 0; lines[i] != NULL; i++)
    {
      if (*lines[i] == '#' || *lines[i] == '\0')
        continue;
      g_auto (GStrv) row = g_strsplit (lines[i], "\t", 2);
      const char *found = parl_causes_match (causes, row[1], NULL).cause;
      n++;
      if (strcmp (found, row[0]) != 0)
        {
          n_wrong++;
          g_printerr ("line %u: %s, not %s: %s\n", i + 1, found, row[0], row[1]);
        }
    }
  g_assert_cmpuint (n, >=, 200);
  g_assert_cmpuint (n_wrong, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sources/causes/messages", test_messages);
  return g_test_run ();
}
