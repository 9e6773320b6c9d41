/* SPDX-License-Identifier: GPL-3.0-or-later */
/* parlance-cli facts and parlance-cli evidence: the numbers, and the rows that add up to one. */
#include "config.h"

#include "audiences/panel/evidence-words.h"
#include "cli/command.h"
#include "report/facts-json.h"

#include <glib/gi18n.h>

static int
print_or_fail (const char *text)
{
  g_autoptr (GError) error = NULL;

  return parl_command_print (text, &error) ? PARL_EXIT_DONE : parl_command_fail (error);
}

static int
run_facts (ParlCommon *common, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *audience = NULL;
  g_autofree char *format = NULL;
  GOptionEntry entries[] = {
    { "audience", 0, 0, G_OPTION_ARG_STRING, &audience,
      _ ("Only the facts that its board speaks of"), "AUDIENCE" },
    { "format", 0, 0, G_OPTION_ARG_STRING, &format, "json", "FORMAT" },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };

  if (!parl_command_parse (&parl_command_facts, common, entries, &argc, &argv))
    return PARL_EXIT_USAGE;
  if (argc > 1)
    return parl_command_usage (&parl_command_facts, _ ("“%s” is not expected here"), argv[1]);
  if (format != NULL && !g_str_equal (format, "json"))
    return parl_command_usage (&parl_command_facts, _ ("--format is json, not “%s”"), format);

  g_autoptr (ParlSession) session = parl_command_open_session (common, &error);
  const char *const audiences[] = { audience, NULL };
  g_autoptr (ParlComputed) computed
      = session != NULL ? parl_command_compute (common, session, audiences, &error) : NULL;
  if (computed == NULL)
    return parl_command_fail (error);

  ParlBoard *board = audience != NULL ? parl_computed_get_board (computed, audience) : NULL;
  g_autofree char *text = parl_facts_to_json (
      computed->findings, board != NULL ? board->facts : computed->findings->facts);
  int status = print_or_fail (text);
  if (status == PARL_EXIT_DONE)
    parl_command_note_targets (computed);
  return status;
}

/* "--subject cohort=v2.3 --subject cause=disk-space" as one label set. */
static ParlLabels *
read_subject (char **pairs, GError **error)
{
  g_autofree char *joined = pairs != NULL ? g_strjoinv (",", pairs) : g_strdup ("");
  return parl_labels_new_from_string (joined, error);
}

static int
run_evidence (ParlCommon *common, int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) pairs = NULL;
  g_autofree char *format = NULL;
  GOptionEntry entries[] = {
    { "subject", 0, 0, G_OPTION_ARG_STRING_ARRAY, &pairs,
      _ ("Of what: cohort=v2.3; may be repeated"), "KEY=VALUE" },
    { "format", 0, 0, G_OPTION_ARG_STRING, &format, "csv", "FORMAT" },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };

  if (!parl_command_parse (&parl_command_evidence, common, entries, &argc, &argv))
    return PARL_EXIT_USAGE;
  if (argc != 2)
    return parl_command_usage (&parl_command_evidence, _ ("name one fact, like ota-failure-rate"));
  if (format != NULL && !g_str_equal (format, "csv"))
    return parl_command_usage (&parl_command_evidence, _ ("--format is csv, not “%s”"), format);

  g_autoptr (ParlLabels) subject = read_subject (pairs, &error);
  if (subject == NULL)
    return parl_command_usage (&parl_command_evidence, "%s", error->message);

  g_autoptr (ParlSession) session = parl_command_open_session (common, &error);
  const char *const no_audience[] = { NULL };
  g_autoptr (ParlComputed) computed
      = session != NULL ? parl_command_compute (common, session, no_audience, &error) : NULL;
  if (computed == NULL)
    return parl_command_fail (error);

  /* The rows of what is imagined where that is asked for. */
  const ParlFindings *findings = computed->findings;
  g_autoptr (ParlLabels) imagined = parl_labels_with (subject, "what-if", "yes");
  const ParlFact *fact
      = findings->what_if != NULL ? parl_findings_find (findings, argv[1], imagined, false) : NULL;
  if (fact == NULL)
    fact = parl_findings_find (findings, argv[1], subject, true);
  if (fact == NULL)
    {
      g_autofree char *of = parl_labels_to_string (subject);
      return parl_command_usage (&parl_command_evidence, _ ("there is no fact %s%s%s"), argv[1],
                                 *of != '\0' ? " of " : "", of);
    }

  g_autoptr (ParlEvidence) evidence = parl_session_evidence (session, findings, fact, &error);
  if (evidence == NULL)
    return parl_command_fail (error);

  g_autofree char *text = parl_evidence_to_csv (evidence);
  g_autofree char *statement = parl_evidence_say (evidence, fact);
  g_printerr ("%s\n", statement);
  return print_or_fail (text);
}

const ParlCommand parl_command_facts = {
  .name = "facts",
  .summary = N_ ("Print the facts, with intervals, windows and evidence, as JSON.\n"
                 "The shape is facts.schema.json."),
  .traits = PARL_COMMAND_SHOWS_FACTS,
  .run = run_facts,
};

const ParlCommand parl_command_evidence = {
  .name = "evidence",
  .synopsis = "FACT-ID",
  .summary = N_ ("Print the rows that add up to one fact, as CSV; the sum goes to standard error."),
  .traits = PARL_COMMAND_SHOWS_FACTS,
  .run = run_evidence,
};
