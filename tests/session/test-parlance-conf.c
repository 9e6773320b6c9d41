/* SPDX-License-Identifier: GPL-3.0-or-later */
/* docs/settings.md names every key of parlance.conf, with its default. */
#include "config.h"

#include "session/parlance-conf.h"

#include <string.h>

static void
test_documented (void)
{
  g_autofree char *path
      = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "..", "docs", "settings.md", NULL);
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  for (ParlConfGroup group = 0; group < PARL_N_CONF_GROUPS; group++)
    {
      const ParlSettingsGroup *schema = parl_conf_get_group (group);
      for (unsigned i = 0; i < schema->n_settings; i++)
        {
          const ParlSetting *setting = &schema->settings[i];
          g_autofree char *word = g_strdup_printf ("`%s`", setting->key);
          const char *line = strstr (text, word);
          g_autofree char *rest = line != NULL ? g_strndup (line, strcspn (line, "\n")) : NULL;
          g_test_message ("[%s] %s", schema->name, setting->key);
          g_assert_nonnull (rest);
          if (setting->help != NULL && setting->initial != NULL && group != PARL_CONF_WINDOW
              && group != PARL_CONF_EXPORT)
            g_assert_nonnull (strstr (rest, setting->initial));
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/parlance-conf/documented", test_documented);
  return g_test_run ();
}
