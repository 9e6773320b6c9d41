/* SPDX-License-Identifier: GPL-3.0-or-later */
/* parlance-cli demo: serves the demo fleet over loopback until it is told to stop. */
#include "config.h"

#include "demo-command.h"

#include "demo-origin.h"

#include <glib/gi18n.h>

static void
on_cancelled (GCancellable *cancellable, gpointer data)
{
  (void)cancellable;
  g_main_loop_quit (data);
}

static int
run_demo (ParlCommon *common, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  int port = 0;
  GOptionEntry entries[] = {
    { "port", 0, 0, G_OPTION_ARG_INT, &port, _ ("Where to listen; default: any free port"), "N" },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };

  if (!parl_command_parse (&parl_command_demo, common, entries, &argc, &argv))
    return PARL_EXIT_USAGE;
  if (argc > 1)
    return parl_command_usage (&parl_command_demo, _ ("“%s” is not expected here"), argv[1]);
  if (port < 0 || port > 65535)
    return parl_command_usage (&parl_command_demo, _ ("%d is no port"), port);

  g_autoptr (ParlDemo) demo
      = parl_demo_start (common->demo_generation, common->time, (unsigned)port, &error);
  if (demo == NULL)
    return parl_command_fail (error);

  const char *server = parl_demo_get_server (common->demo_generation);
  g_autofree char *updates = parl_demo_dup_url (demo, server);
  g_autofree char *prometheus = parl_demo_dup_url (demo, "prometheus");
  g_autofree char *text = g_strdup_printf ("%s %s\nprometheus %s\n", server, updates, prometheus);
  if (!parl_command_print (text, &error))
    return parl_command_fail (error);

  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_cancellable_connect (common->cancellable, G_CALLBACK (on_cancelled), loop, NULL);
  if (!g_cancellable_is_cancelled (common->cancellable))
    g_main_loop_run (loop);
  return PARL_EXIT_DONE;
}

const ParlCommand parl_command_demo = {
  .name = "demo",
  .summary
  = N_ ("Serve the demo fleet on this machine, as an update server and a Prometheus, until "
        "interrupted."),
  .traits = PARL_COMMAND_TAKES_NOW,
  .run = run_demo,
};
