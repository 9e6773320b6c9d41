/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the commands share: options, the session on the user's folders, and how an error is said:
 * one sentence on standard error, and an exit code. */
#include "config.h"

#include "cli/command.h"
#include "audiences/format.h"

#include "report/error.h"
#include "session/collect.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static GOptionEntry *
create_common_entries (ParlCommon *common, bool past)
{
  GOptionEntry entries[] = {
    { "demo", 0, 0, G_OPTION_ARG_NONE, &common->demo,
      _ ("Use the demo fleet, not the user's sources"), NULL },
    { "demo-server", 0, 0, G_OPTION_ARG_STRING, &common->demo_server,
      _ ("Which update server the demo is: hawkbit, mender or mender-open-source"), "SERVER" },
    { "demo-hawkbit", 0, 0, G_OPTION_ARG_STRING, &common->demo_generation,
      _ ("Which hawkBit the demo speaks: 0.10 or 0.3"), "VERSION" },
    { "secret-fd", 0, 0, G_OPTION_ARG_INT, &common->secret_fd,
      _ ("Read the source's secret from this descriptor"), "N" },
    { "verbose", 0, 0, G_OPTION_ARG_NONE, &common->verbose,
      _ ("Print to standard error what is asked and decided"), NULL },
    { past ? "as-of" : "now", 0, 0, G_OPTION_ARG_STRING, &common->now,
      past ? _ ("Speak as of this instant") : _ ("Take this instant for now"), "TIME" },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };
  return g_memdup2 (entries, sizeof entries);
}

/* What of, for the commands that speak of findings. */
static GOptionEntry *
create_scope_entries (ParlCommon *common)
{
  GOptionEntry entries[] = {
    { "days", 0, 0, G_OPTION_ARG_INT, &common->days,
      _ ("Speak of the last N days, and of the N before: 7, 14, 21 and so on up to 56; usually 28"),
      "N" },
    { "class", 0, 0, G_OPTION_ARG_STRING, &common->device_class,
      _ ("Only of devices of this class"), "CLASS" },
    { "release", 0, 0, G_OPTION_ARG_STRING, &common->release,
      _ ("Only of devices from this release, as v2.3"), "RELEASE" },
    { "site", 0, 0, G_OPTION_ARG_STRING, &common->site, _ ("Only of devices on this site"),
      "SITE" },
    { "what-if", 0, 0, G_OPTION_ARG_STRING_ARRAY, &common->what_if,
      _ ("What if this cause were checked for before each update, and the check prevented this "
         "share of its failures, 0.9 or 90%; may be repeated"),
      "CAUSE[=SHARE]" },
    { "counts", 0, 0, G_OPTION_ARG_FILENAME, &common->counts,
      _ ("Use the counts in this file, not the user's sources; -: standard input"), "FILE.csv" },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };
  return g_memdup2 (entries, sizeof entries);
}

/* "disk-space", "disk-space=0.9" or "disk-space=90%". */
static bool
read_check (GArray *checks, const char *text)
{
  g_autofree char *word = g_strstrip (g_strdup (text));
  char *equals = strrchr (word, '=');
  double efficacy = NAN;

  if (equals != NULL)
    {
      char *end;
      *equals = '\0';
      efficacy = g_ascii_strtod (equals + 1, &end);
      if (end == equals + 1)
        return false;
      while (g_ascii_isspace (*end))
        end++;
      if (*end == '%')
        {
          efficacy /= 100;
          end++;
        }
      if (*end != '\0' || !(efficacy >= 0 && efficacy <= 1))
        return false;
    }
  if (*word == '\0')
    return false;
  parl_checks_add (checks, word, efficacy);
  return true;
}

static bool
read_what_if (const ParlCommand *command, ParlCommon *common)
{
  common->checks = parl_checks_new ();
  for (char **text = common->what_if; text != NULL && *text != NULL; text++)
    if (!read_check (common->checks, *text))
      {
        parl_command_usage (command,
                            _ ("--what-if is CAUSE or CAUSE=SHARE, the share from 0 to 1 or from "
                               "0%% to 100%%, not “%s”"),
                            *text);
        return false;
      }
  return true;
}

static bool
read_generation (const ParlCommand *command, ParlCommon *common)
{
  const char *const *generations = common->demo_offer->generations;
  const char *const *servers = common->demo_offer->servers;

  if (common->demo_server != NULL && !g_strv_contains (servers, common->demo_server))
    {
      parl_command_usage (command,
                          _ ("--demo-server is hawkbit, mender or mender-open-source, not “%s”"),
                          common->demo_server);
      return false;
    }
  if (common->demo_server != NULL && !g_str_equal (common->demo_server, servers[0]))
    {
      g_free (common->demo_generation);
      common->demo_generation = g_strdup (common->demo_server);
      return true;
    }

  if (common->demo_generation == NULL)
    common->demo_generation = g_strdup (generations[0]);
  if (g_strv_contains (generations, common->demo_generation))
    return true;
  parl_command_usage (command, _ ("--demo-hawkbit is 0.10 or 0.3, not “%s”"),
                      common->demo_generation);
  return false;
}

/* Prints debug messages of Parlance's own rooms; those of libraries have their own switches. */
static GLogWriterOutput
write_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  const char *domain = NULL, *message = NULL;

  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "GLIB_DOMAIN"))
      domain = fields[i].value;
    else if (g_str_equal (fields[i].key, "MESSAGE"))
      message = fields[i].value;
  if (level != G_LOG_LEVEL_DEBUG || domain == NULL || !g_str_has_prefix (domain, "parlance-"))
    return g_log_writer_default (level, fields, n_fields, data);
  g_printerr ("%s: %s\n", domain, message);
  return G_LOG_WRITER_HANDLED;
}

static bool
read_common (const ParlCommand *command, ParlCommon *common)
{
  g_autoptr (GError) error = NULL;

  if (common->verbose)
    g_log_set_writer_func (write_log, NULL, NULL);
  common->time = parl_time_now ();
  if (common->now != NULL && !parl_time_from_iso (common->now, &common->time, &error))
    {
      parl_command_usage (command, "%s", error->message);
      return false;
    }
  if (!read_generation (command, common))
    return false;
  if (common->demo && common->counts != NULL)
    {
      parl_command_usage (command, _ ("--demo and --counts exclude each other"));
      return false;
    }
  if (common->days < 0 || !parl_scope_allows_days ((unsigned)common->days))
    {
      parl_command_usage (command, _ ("--days is a multiple of 7 from 7 to %d, not %d"),
                          PARL_SCOPE_MAX_DAYS, common->days);
      return false;
    }
  return read_what_if (command, common);
}

/* Descriptions: a line for each command, option and text, its parts between tabs, for what manual
 * pages and completions are made from (data/describe.py). */

static void
describe_part (GString *text, const char *part)
{
  g_autofree char *line = g_strdup (part != NULL ? part : "");

  g_strdelimit (line, "\t\n", ' ');
  g_string_append_printf (text, "\t%s", line);
}

static void
describe_options (GString *text, const GOptionEntry *entry)
{
  for (; entry->long_name != NULL; entry++)
    {
      const char letter[] = { entry->short_name, '\0' };
      bool takes_file = entry->arg == G_OPTION_ARG_FILENAME;
      g_string_append (text, takes_file ? "file-option" : "option");
      describe_part (text, entry->long_name);
      describe_part (text, letter);
      describe_part (text, entry->arg_description);
      describe_part (text, entry->description);
      g_string_append_c (text, '\n');
    }
}

static void
describe_command (const ParlCommand *command, const char *below, GString *text)
{
  g_string_append (text, "command");
  describe_part (text, command->name);
  describe_part (text, command->synopsis);
  describe_part (text, _ (command->summary));
  g_string_append_c (text, '\n');
  g_auto (GStrv) lines = g_strsplit (below != NULL ? below : "", "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    if (**line != '\0')
      {
        g_string_append (text, "below");
        describe_part (text, *line);
        g_string_append_c (text, '\n');
      }
}

/* @entries: the command's own options
 * @argc: (inout): what is left: the command's name and its words
 * Returns: false after a usage message, or a description: the command returns %PARL_EXIT_USAGE */
bool
parl_command_parse (const ParlCommand *command, ParlCommon *common, const GOptionEntry *entries,
                    int *argc, char ***argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GOptionContext) context = g_option_context_new (command->synopsis);
  bool past = (command->traits & PARL_COMMAND_TAKES_NOW) == 0;
  g_autofree GOptionEntry *common_entries = create_common_entries (common, past);
  g_autofree GOptionEntry *scope_entries = create_scope_entries (common);

  g_autofree char *name = g_strdup_printf ("parlance-cli %s", command->name);
  g_autofree char *description = command->describe != NULL ? command->describe () : NULL;

  if (common->description != NULL)
    {
      describe_command (command, description, common->description);
      describe_options (common->description, entries);
      if ((command->traits & PARL_COMMAND_SHOWS_FACTS) != 0)
        describe_options (common->description, scope_entries);
      describe_options (common->description, common_entries);
      return false;
    }
  common->days = PARL_SCOPE_DEFAULT_DAYS;
  g_set_prgname (name); /* as the usage line names it */
  g_option_context_set_summary (context, _ (command->summary));
  g_option_context_set_description (context, description);
  g_option_context_add_main_entries (context, entries, NULL);
  if ((command->traits & PARL_COMMAND_SHOWS_FACTS) != 0)
    g_option_context_add_main_entries (context, scope_entries, NULL);
  g_option_context_add_main_entries (context, common_entries, NULL);
  if (!g_option_context_parse (context, argc, argv, &error))
    {
      parl_command_usage (command, "%s", error->message);
      return false;
    }
  return read_common (command, common);
}

void
parl_common_clear (ParlCommon *common)
{
  g_free (common->demo_server);
  g_free (common->demo_generation);
  g_free (common->counts);
  g_free (common->now);
  g_free (common->device_class);
  g_free (common->release);
  g_free (common->site);
  g_strfreev (common->what_if);
  g_clear_pointer (&common->checks, g_array_unref);
  g_clear_object (&common->cancellable);
}

/* Returns: %PARL_EXIT_USAGE, after one line on standard error */
int
parl_command_usage (const ParlCommand *command, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_autofree char *message = g_strdup_vprintf (format, args);
  va_end (args);
  g_printerr (_ ("parlance-cli %s: %s. Try “parlance-cli %s --help”.\n"), command->name, message,
              command->name);
  return PARL_EXIT_USAGE;
}

/* Returns: the exit code that stands for @error, after its sentence on standard error */
int
parl_command_fail (const GError *error)
{
  g_printerr ("parlance-cli: %s\n", error->message);
  if (error->domain == PARL_AUDIENCE_ERROR && error->code == PARL_AUDIENCE_ERROR_NOT_FOUND)
    return PARL_EXIT_USAGE;
  if (error->domain == PARL_ANALYSIS_ERROR && error->code == PARL_ANALYSIS_ERROR_SCOPE)
    return PARL_EXIT_USAGE;
  if (error->domain == PARL_REPORT_ERROR)
    switch ((ParlReportError)error->code)
      {
      case PARL_REPORT_ERROR_STALE:
        return PARL_EXIT_STALE;
      case PARL_REPORT_ERROR_PARTIAL:
        return PARL_EXIT_PARTIAL;
      case PARL_REPORT_ERROR_NO_DATA:
        return PARL_EXIT_NO_DATA;
      case PARL_REPORT_ERROR_UNWRITABLE:
      case PARL_REPORT_ERROR_DRAWING:
        break;
      }
  return PARL_EXIT_FAILED;
}

/* Writes to standard output, and notices when nobody can take it: a full disk, a closed pipe. */
bool
parl_command_print (const char *text, GError **error)
{
  if (fputs (text, stdout) >= 0 && fflush (stdout) == 0)
    return true;
  g_set_error (error, PARL_REPORT_ERROR, PARL_REPORT_ERROR_UNWRITABLE,
               _ ("Standard output could not be written: %s"), g_strerror (errno));
  return false;
}

/* Returns: (transfer full): the session on the user's folders, on the demo or on a file of counts
 */
ParlSession *
parl_command_open_session (ParlCommon *common, GError **error)
{
  ParlSessionOptions options = parl_session_default_options ();

  options.secret_fd = common->secret_fd;
  if (common->demo)
    {
      options.open_origin = common->demo_offer->open;
      options.origin_data = common->demo_generation;
    }
  else if (common->counts != NULL)
    {
      options.open_origin = parl_origin_open_counts;
      options.origin_data = g_str_equal (common->counts, "-") ? "/dev/stdin" : common->counts;
    }

  ParlSession *session = parl_session_new (&options, common->time, error);

  if (session != NULL && parl_session_get_notice (session) != NULL)
    g_printerr ("parlance-cli: %s\n", parl_session_get_notice (session));
  return session;
}

/* One line that is written over again and again, and only where a person watches. */
static void
on_progress (const char *source, const char *what, unsigned done, unsigned total, ParlTime left,
             gpointer data)
{
  g_autofree char *count = total > 0 ? g_strdup_printf (" %u of %u", done, total) : g_strdup ("");
  g_autofree char *time = left != PARL_TIME_NONE ? parl_format_age (left) : NULL;
  g_autofree char *rest = time != NULL ? g_strdup_printf (_ ("%s left"), time) : NULL;

  (void)data;
  g_printerr ("\r\033[K%s: %s%s%s%s", source, _ (what), count, rest != NULL ? ", " : "",
              rest != NULL ? rest : "");
}

/* parl_session_collect() with its progress on a terminal. */
GPtrArray *
parl_command_collect_sources (ParlCommon *common, ParlSession *session, const char *only,
                              GError **error)
{
  bool watched = isatty (STDERR_FILENO);
  const ParlCollectWatch watch = { .progress = watched ? on_progress : NULL };
  GPtrArray *results
      = parl_session_collect (session, only, common->time, &watch, common->cancellable, error);

  if (watched)
    g_printerr ("\r\033[K");
  return results;
}

/* Of a session whose history is empty as yet: each of its sources has to bring something. */
static GPtrArray *
collect_all (ParlCommon *common, ParlSession *session, GError **error)
{
  g_autoptr (GPtrArray) results = parl_command_collect_sources (common, session, NULL, error);

  for (unsigned i = 0; results != NULL && i < results->len; i++)
    {
      ParlCollected *result = g_ptr_array_index (results, i);
      if (result->error == NULL)
        continue;
      g_propagate_error (error, g_steal_pointer (&result->error));
      return NULL;
    }
  return g_steal_pointer (&results);
}

/* A file of counts is read as of the clock, whatever instant is spoken of: a later day in it is
 * none of that instant's, but no mistake. Unless --as-of says which, it is the end of its last day,
 * so that the same file gives the same page tomorrow. */
static bool
collect_counts (ParlCommon *common, ParlSession *session, GError **error)
{
  ParlTime as_of = common->time;

  common->time = parl_time_now ();
  g_autoptr (GPtrArray) results = collect_all (common, session, error);
  if (results == NULL)
    return false;
  if (common->now != NULL)
    {
      common->time = as_of;
      return true;
    }

  const ParlCollected *result = g_ptr_array_index (results, 0);
  int64_t last = 0;
  for (unsigned i = 0; i < result->harvest->days->len; i++)
    last = MAX (last, ((ParlDayCount *)g_ptr_array_index (result->harvest->days, i))->day);
  common->time = MIN (common->time, (last + 1) * PARL_DAY);
  return true;
}

/* Holds the history against its checksums, and says where it was damaged. */
bool
parl_command_verify (ParlCommon *common, ParlSession *session, GError **error)
{
  g_autofree char *notice = NULL;
  bool is_done = parl_session_verify (session, common->time, &notice, error);

  if (notice != NULL)
    g_printerr ("parlance-cli: %s\n", notice);
  return is_done;
}

/* @audiences: ids of the boards to make
 * What facts, evidence and report start from: out of the history, or out of what the demo's servers
 * or the file of counts say now, of the part of the fleet that the options name, and with the
 * what-if that they ask for.
 * Returns: (transfer full): findings and boards; %NULL with an error of parl_session_compute(), of
 *   the source that failed, or with %PARL_REPORT_ERROR_NO_DATA where there is nothing to compute
 *   from */
ParlComputed *
parl_command_compute (ParlCommon *common, ParlSession *session, const char *const *audiences,
                      GError **error)
{
  if (!parl_command_verify (common, session, error)
      || (common->counts != NULL && !collect_counts (common, session, error)))
    return NULL;

  g_autoptr (GPtrArray) results = common->demo ? collect_all (common, session, error) : NULL;
  if (common->demo && results == NULL)
    return NULL;

  g_autoptr (ParlScope) scope = parl_scope_new ();
  scope->days = (unsigned)common->days;
  scope->device_class = g_strdup (common->device_class);
  scope->release = g_strdup (common->release);
  scope->site = g_strdup (common->site);

  ParlQuestion question = {
    .scope = scope, .scope_must_exist = true, .checks = common->checks, .audiences = audiences
  };
  g_autoptr (ParlComputed) computed
      = parl_session_compute (session, &question, common->time, error);
  if (computed == NULL || !parl_snapshot_is_empty (computed->snapshot))
    return g_steal_pointer (&computed);
  g_set_error (error, PARL_REPORT_ERROR, PARL_REPORT_ERROR_NO_DATA, _ ("Nothing to report: %s"),
               _ ("no source has brought any data yet"));
  return NULL;
}

/* Says on standard error that no targets are set, and where to set them: a page without verdicts is
 * no good news. */
void
parl_command_note_targets (const ParlComputed *computed)
{
  g_autofree char *keys = parl_targets_list_promises ();

  if (!parl_targets_has_promise (computed->findings->targets))
    g_printerr (_ ("parlance-cli: no targets are set, so nothing is held against one; they are %s "
                   "in [Targets] of parlance.conf\n"),
                keys);
}

/* @settings: (nullable): "Key=Value", as typed; a path begins in the current folder
 * Returns: false with CONFIG */
bool
parl_command_set_settings (ParlSourceConfig *config, char **settings, GError **error)
{
  for (char **setting = settings; setting != NULL && *setting != NULL; setting++)
    {
      g_auto (GStrv) pair = g_strsplit (*setting, "=", 2);
      if (g_strv_length (pair) != 2)
        {
          g_set_error (error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_CONFIG,
                       _ ("“%s” is not of the form Key=Value"), *setting);
          return false;
        }

      bool is_path = *pair[1] != '\0' && parl_source_config_is_path (config, pair[0], pair[1]);
      g_autofree char *path = is_path ? g_canonicalize_filename (pair[1], NULL) : NULL;
      if (!parl_source_config_set (config, pair[0], is_path ? path : pair[1], error))
        return false;
    }
  return true;
}
