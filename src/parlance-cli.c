/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main of the headless tool: picks the command, and turns an interrupt into a cancel. */
#include "config.h"

#include "cli/command.h"
#include "demo-command.h"
#include "demo-origin.h"
#include "language.h"
#include "sources/secret.h"

#include <glib/gi18n.h>
#include <signal.h>
#include <stdio.h>

static const ParlCommand *const commands[] = {
  &parl_command_report, &parl_command_facts,   &parl_command_evidence, &parl_command_collect,
  &parl_command_source, &parl_command_demo,    &parl_command_audience, &parl_command_plan,
  &parl_command_causes, &parl_command_mapping,
};

static const ParlDemoOffer demo_offer
    = { parl_demo_generations, parl_demo_servers, parl_demo_open_origin };

static sigset_t
list_interrupts (void)
{
  sigset_t set;

  sigemptyset (&set);
  sigaddset (&set, SIGINT);
  sigaddset (&set, SIGTERM);
  sigaddset (&set, SIGHUP);
  return set;
}

/* The first interrupt cancels, so that nothing is left half done; a second one ends at once, as if
 * nobody had ever waited for it. */
static gpointer
wait_for_interrupt (gpointer data)
{
  sigset_t set = list_interrupts ();
  int number;

  sigwait (&set, &number);
  g_cancellable_cancel (data);
  sigwait (&set, &number);
  signal (number, SIG_DFL);
  pthread_sigmask (SIG_UNBLOCK, &set, NULL);
  raise (number);
  return NULL;
}

static void
watch_interrupts (GCancellable *cancellable)
{
  sigset_t set = list_interrupts ();

  pthread_sigmask (SIG_BLOCK, &set, NULL);
  g_thread_unref (g_thread_new ("interrupts", wait_for_interrupt, cancellable));
}

static int
print_help (FILE *file)
{
  fprintf (file, _ ("Parlance %s: one fleet, one set of facts, in everyone’s words.\n\n"),
           PARL_VERSION);
  for (unsigned i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_auto (GStrv) lines = g_strsplit (_ (commands[i]->summary), "\n", 2);
      fprintf (file, "  parlance-cli %-9s %s\n", commands[i]->name, lines[0]);
    }
  fprintf (file,
           _ ("\nEach command has its own --help. Exit codes: 0 done, 1 failed, 2 usage, 3 stale "
              "data,\n4 partial data, 5 no data.\n"));
  return file == stdout ? PARL_EXIT_DONE : PARL_EXIT_USAGE;
}

/* For the build alone, and so in no help: what manual pages and completions are made from. */
static int
describe (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (unsigned i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      char *words[] = { (char *)commands[i]->name, NULL };
      ParlCommon common = { .demo_offer = &demo_offer, .secret_fd = -1, .description = text };
      commands[i]->run (&common, 1, words);
      parl_common_clear (&common);
    }
  return fputs (text->str, stdout) >= 0 ? PARL_EXIT_DONE : PARL_EXIT_FAILED;
}

int
main (int argc, char **argv)
{
  parl_secret_forbid_dumps ();
  parl_language_start ();
  g_set_prgname ("parlance-cli");

  if (argc < 2)
    return print_help (stderr);
  if (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "help"))
    return print_help (stdout);
  if (g_str_equal (argv[1], "--version"))
    {
      printf ("parlance-cli %s\n", PARL_VERSION);
      return PARL_EXIT_DONE;
    }

  if (g_str_equal (argv[1], "describe-options"))
    return describe ();

  for (unsigned i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (argv[1], commands[i]->name))
      {
        ParlCommon common
            = { .demo_offer = &demo_offer, .secret_fd = -1, .cancellable = g_cancellable_new () };
        watch_interrupts (common.cancellable);
        int status = commands[i]->run (&common, argc - 1, argv + 1);
        parl_common_clear (&common);
        return status;
      }
  fprintf (stderr, _ ("parlance-cli: there is no command “%s”.\n\n"), argv[1]);
  return print_help (stderr);
}
