/* SPDX-License-Identifier: GPL-3.0-or-later */
/* parlance-cli audience check FILE: whether a file of one's own can be read, and what is wrong
 * where if it cannot. */
#include "config.h"

#include "cli/command.h"

#include <glib/gi18n.h>

static int
check_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  ParlSessionOptions options = parl_session_default_options ();
  g_autoptr (ParlAudience) audience = parl_session_read_audience (&options, path, &error);

  if (audience == NULL)
    return parl_command_fail (error);
  g_print (_ ("%s: right, the audience “%s” (%s)\n"), path, parl_audience_get_id (audience),
           parl_audience_get_name (audience));
  return PARL_EXIT_DONE;
}

static int
run_audience (ParlCommon *common, int argc, char **argv)
{
  GOptionEntry entries[] = { { NULL, 0, 0, 0, NULL, NULL, NULL } };

  if (!parl_command_parse (&parl_command_audience, common, entries, &argc, &argv))
    return PARL_EXIT_USAGE;
  if (argc != 3 || !g_str_equal (argv[1], "check"))
    return parl_command_usage (&parl_command_audience, _ ("say check and one file"));
  return check_file (argv[2]);
}

const ParlCommand parl_command_audience = {
  .name = "audience",
  .synopsis = "check FILE",
  .summary = N_ (
      "Check an audience file of your own: what is wrong is told with file, line, group and key."),
  .run = run_audience,
};
