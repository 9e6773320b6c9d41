/* SPDX-License-Identifier: GPL-3.0-or-later */
/* parlance-cli causes test FILE|-: what the cause rules make of messages, one a line, and which
 * rule decides. For whoever writes rules; asks no server and reads no history. */
#include "config.h"

#include "cli/command.h"
#include "settings/file.h"
#include "sources/causes.h"

#include <glib/gi18n.h>
#include <string.h>

/* The user's own rules, or those of --rules in their place, before the built-in ones. */
static ParlCauses *
load_rules (const char *rules, GError **error)
{
  ParlSessionOptions options = parl_session_default_options ();
  g_autofree char *own = g_build_filename (options.config_dir, "causes.rules", NULL);
  g_autofree char *builtin = g_build_filename (options.data_dir, "causes.rules", NULL);
  g_autoptr (ParlCauses) causes = parl_causes_new ();
  const char *first = rules != NULL ? rules : own;

  if ((rules == NULL && !g_file_test (own, G_FILE_TEST_EXISTS))
      || parl_causes_add_file (causes, first, error))
    return parl_causes_add_file (causes, builtin, error) ? g_steal_pointer (&causes) : NULL;
  return NULL;
}

static int
test_messages (const char *path, const char *rules, const int64_t *code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlCauses) causes = load_rules (rules, &error);
  g_auto (GStrv) lines
      = causes != NULL
            ? parl_settings_load_lines (strcmp (path, "-") == 0 ? "/dev/stdin" : path, &error)
            : NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  if (lines == NULL)
    return parl_command_fail (error);
  for (unsigned i = 0; lines[i] != NULL; i++)
    {
      const char *message = g_strchomp (lines[i]);
      ParlCauseMatch match = parl_causes_match (causes, message, code);

      if (*message != '\0')
        g_string_append_printf (text, "%s\t%s\t%s\t%s\n", match.cause,
                                match.place != NULL ? match.place : "-",
                                match.rule != NULL ? match.rule : "-", message);
    }
  return parl_command_print (text->str, &error) ? PARL_EXIT_DONE : parl_command_fail (error);
}

static int
run_causes (ParlCommon *common, int argc, char **argv)
{
  g_autofree char *rules = NULL;
  g_autofree char *code_text = NULL;
  int64_t code;
  GOptionEntry entries[] = {
    { "rules", 0, 0, G_OPTION_ARG_FILENAME, &rules,
      _ ("Rules to try in place of your own causes.rules"), "FILE" },
    { "code", 0, 0, G_OPTION_ARG_STRING, &code_text, _ ("The status code of the messages"),
      "NUMBER" },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };

  if (!parl_command_parse (&parl_command_causes, common, entries, &argc, &argv))
    return PARL_EXIT_USAGE;
  if (argc != 3 || !g_str_equal (argv[1], "test"))
    return parl_command_usage (&parl_command_causes, _ ("say test and one file"));
  if (code_text != NULL
      && !g_ascii_string_to_signed (code_text, 10, INT32_MIN, INT32_MAX, &code, NULL))
    return parl_command_usage (&parl_command_causes, _ ("--code is a number, not “%s”"), code_text);
  return test_messages (argv[2], rules, code_text != NULL ? &code : NULL);
}

const ParlCommand parl_command_causes = {
  .name = "causes",
  .synopsis = "test FILE|-",
  .summary
  = N_ ("Show which cause each message, one a line, stands for, and the rule that decides."),
  .run = run_causes,
};
