/* SPDX-License-Identifier: GPL-3.0-or-later */
/* parlance-cli plan check FILE: whether a plan can be read, and what is wrong where if it cannot.
 */
#include "config.h"

#include "analysis/plan-file.h"
#include "cli/command.h"

#include <glib/gi18n.h>

static int
check_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlPlan) plan = parl_plan_load (path, &error);

  if (plan == NULL)
    return parl_command_fail (error);
  g_print (
      ngettext ("%s: right, %u milestone\n", "%s: right, %u milestones\n", plan->milestones->len),
      path, plan->milestones->len);
  return PARL_EXIT_DONE;
}

static int
run_plan (ParlCommon *common, int argc, char **argv)
{
  GOptionEntry entries[] = { { NULL, 0, 0, 0, NULL, NULL, NULL } };

  if (!parl_command_parse (&parl_command_plan, common, entries, &argc, &argv))
    return PARL_EXIT_USAGE;
  if (argc != 3 || !g_str_equal (argv[1], "check"))
    return parl_command_usage (&parl_command_plan, _ ("say check and one file"));
  return check_file (argv[2]);
}

const ParlCommand parl_command_plan = {
  .name = "plan",
  .synopsis = "check FILE",
  .summary = N_ ("Check a plan.conf of your own: what is wrong is told with file, group and key."),
  .run = run_plan,
};
