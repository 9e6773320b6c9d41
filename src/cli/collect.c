/* SPDX-License-Identifier: GPL-3.0-or-later */
/* parlance-cli collect: asks every source for what is new and stores it. For a timer. */
#include "config.h"

#include "cli/command.h"
#include "session/collect.h"

#include <glib/gi18n.h>

static void
print_result (const ParlCollected *result)
{
  const ParlHarvest *harvest = result->harvest;

  if (harvest == NULL)
    {
      g_printerr ("%s: failed: %s\n", result->source, result->error->message);
      return;
    }
  g_print ("%s: %u attempts, %u counts, %u devices, %u rollouts, %u series, %u requests\n",
           result->source, harvest->attempts->len, harvest->days->len, harvest->devices->len,
           harvest->rollouts->len, harvest->series->len, harvest->requests);
  for (unsigned i = 0; i < harvest->warnings->len; i++)
    g_printerr ("%s: partial: %s\n", result->source,
                (const char *)g_ptr_array_index (harvest->warnings, i));
}

static int
judge (const GPtrArray *results)
{
  unsigned failed = 0;
  bool partial = false;

  for (unsigned i = 0; i < results->len; i++)
    {
      const ParlCollected *result = g_ptr_array_index (results, i);
      failed += result->harvest == NULL;
      partial |= result->harvest != NULL && result->harvest->warnings->len > 0;
    }
  if (failed == results->len)
    return PARL_EXIT_NO_DATA;
  return failed > 0 || partial ? PARL_EXIT_PARTIAL : PARL_EXIT_DONE;
}

static int
run_collect (ParlCommon *common, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  GOptionEntry entries[] = { { NULL, 0, 0, 0, NULL, NULL, NULL } };

  if (!parl_command_parse (&parl_command_collect, common, entries, &argc, &argv))
    return PARL_EXIT_USAGE;
  if (argc > 2)
    return parl_command_usage (&parl_command_collect, _ ("at most one source can be named"));

  g_autoptr (ParlSession) session = parl_command_open_session (common, &error);
  if (session == NULL)
    return parl_command_fail (error);

  g_autoptr (GPtrArray) results
      = parl_command_collect_sources (common, session, argc == 2 ? argv[1] : NULL, &error);
  if (results == NULL)
    {
      parl_command_fail (error);
      return PARL_EXIT_NO_DATA;
    }
  for (unsigned i = 0; i < results->len; i++)
    print_result (g_ptr_array_index (results, i));
  return judge (results);
}

const ParlCommand parl_command_collect = {
  .name = "collect",
  .synopsis = "[SOURCE]",
  .summary = N_ ("Ask every source for what is new, and keep it in the history."),
  .traits = PARL_COMMAND_TAKES_NOW,
  .run = run_collect,
};
