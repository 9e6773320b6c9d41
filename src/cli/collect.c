/* SPDX-License-Identifier: GPL-3.0-or-later */
/* parlance-cli collect: asks every source for what is new and stores it. For a timer. */
#include "config.h"

#include "cli/command.h"
#include "session/collect.h"
#include "session/push.h"

#include <glib/gi18n.h>

/* Of what only trackers bring. @rows: (nullable) */
static void
print_count (const char *what, const GPtrArray *rows)
{
  if (rows != NULL && rows->len > 0)
    g_print (", %u %s", rows->len, what);
}

static void
print_result (const ParlCollected *result)
{
  const ParlHarvest *harvest = result->harvest;

  if (harvest == NULL)
    {
      g_printerr ("%s: failed: %s\n", result->source, result->error->message);
      return;
    }
  g_print ("%s: %u attempts, %u counts, %u devices, %u rollouts, %u series", result->source,
           result->attempts, harvest->days->len, result->devices, harvest->rollouts->len,
           harvest->series->len);
  print_count ("milestones", harvest->milestones);
  print_count ("changes", harvest->changes);
  print_count ("builds", harvest->builds);
  g_print (", %u requests\n", harvest->requests);
  for (unsigned i = 0; i < harvest->warnings->len; i++)
    g_printerr ("%s: partial: %s\n", result->source,
                (const char *)g_ptr_array_index (harvest->warnings, i));
  for (unsigned i = 0; i < harvest->notes->len; i++)
    g_printerr ("%s: note: %s\n", result->source, (const char *)harvest->notes->pdata[i]);
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

/* What was collected is then told to these. */
typedef struct
{
  char *file;
  char *url;
  char *user;
  gboolean has_token;
  gboolean allow_plain;
} Receivers;

static void
clear_receivers (Receivers *self)
{
  g_free (self->file);
  g_free (self->url);
  g_free (self->user);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Receivers, clear_receivers)

/* One that does not take it keeps the other from nothing. */
static int
tell (ParlCommon *common, ParlSession *session, const Receivers *receivers,
      const GPtrArray *results, int status)
{
  ParlPushOptions push
      = { receivers->url, receivers->user, receivers->has_token, receivers->allow_plain };
  g_autoptr (GError) file_error = NULL;
  g_autoptr (GError) push_error = NULL;

  if (receivers->file != NULL
      && !parl_push_write (session, receivers->file, results, common->time, &file_error))
    status = parl_command_fail (file_error);
  if (receivers->url != NULL
      && !parl_push (session, &push, results, common->time, common->cancellable, &push_error))
    status = parl_command_fail (push_error);
  return status;
}

static int
collect (ParlCommon *common, const Receivers *receivers, const char *only)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlSession) session = parl_command_open_session (common, &error);
  if (session == NULL)
    return parl_command_fail (error);

  g_autoptr (GPtrArray) results = parl_command_collect_sources (common, session, only, &error);
  if (results == NULL)
    {
      parl_command_fail (error);
      return PARL_EXIT_NO_DATA;
    }
  for (unsigned i = 0; i < results->len; i++)
    print_result (g_ptr_array_index (results, i));
  return tell (common, session, receivers, results, judge (results));
}

static int
run_collect (ParlCommon *common, int argc, char **argv)
{
  g_auto (Receivers) receivers = { 0 };
  GOptionEntry entries[] = {
    { "openmetrics", 0, 0, G_OPTION_ARG_FILENAME, &receivers.file,
      _ ("Write counters of all updates into this file, for node_exporter’s textfile collector"),
      "FILE.prom" },
    { "push", 0, 0, G_OPTION_ARG_STRING, &receivers.url,
      _ ("Send the same counters, with times, to VictoriaMetrics (an address that ends in "
         "/api/v1/import or /api/v1/import/prometheus), or without to a Pushgateway "
         "(/metrics/job/NAME)"),
      "URL" },
    { "push-user", 0, 0, G_OPTION_ARG_STRING, &receivers.user,
      _ ("Sign in there by this name; the password is the secret of “push”"), "NAME" },
    { "push-token", 0, 0, G_OPTION_ARG_NONE, &receivers.has_token,
      _ ("Sign in there by a token, the secret of “push”"), NULL },
    { "push-plain", 0, 0, G_OPTION_ARG_NONE, &receivers.allow_plain,
      _ ("Send over http to another host, too"), NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };

  if (!parl_command_parse (&parl_command_collect, common, entries, &argc, &argv))
    return PARL_EXIT_USAGE;
  if (argc > 2)
    return parl_command_usage (&parl_command_collect, _ ("at most one source can be named"));
  if (receivers.url != NULL && !parl_push_takes (receivers.url))
    return parl_command_usage (&parl_command_collect,
                               _ ("--push takes an address that ends in /api/v1/import, "
                                  "/api/v1/import/prometheus or /metrics/job/NAME, not “%s”"),
                               receivers.url);
  return collect (common, &receivers, argc == 2 ? argv[1] : NULL);
}

const ParlCommand parl_command_collect = {
  .name = "collect",
  .synopsis = "[SOURCE]",
  .summary = N_ ("Ask every source for what is new, and keep it in the history."),
  .traits = PARL_COMMAND_TAKES_NOW,
  .run = run_collect,
};
