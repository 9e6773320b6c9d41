/* SPDX-License-Identifier: GPL-3.0-or-later */
/* parlance-cli source add|list|test|remove: which servers and files there are. Secrets go to the
 * Secret Service or stay with the caller; never into the file. */
#include "config.h"

#include "cli/command.h"
#include "session/health.h"
#include "sources/certificate.h"
#include "sources/secret.h"

#include <glib/gi18n.h>
#include <stdio.h>

typedef struct
{
  char *kind;
  char *url;
  char *file;
  char *auth;
  char *user;
  char **settings;
} AddOptions;

static ParlSettingsLayers *
create_layers (void)
{
  const ParlSessionOptions options = parl_session_default_options ();

  return parl_source_config_new_layers (options.config_dir, options.system_dir);
}

/* From the descriptor into the keyring. */
static bool
keep_secret (const char *name, const char *url, int secret_fd, GError **error)
{
  char *secret = parl_secret_lookup (name, url, secret_fd, NULL, error);
  bool kept = secret != NULL && parl_secret_store (name, url, secret, NULL, error);

  parl_secret_free (secret);
  return kept;
}

/* What the settings of @config call for and is not set: what has to be, or what may be.
 * Returns: (transfer full): "--set Value.owner=… (Owner of the repository)", or "" */
static char *
list_open (const ParlSourceConfig *config, const GPtrArray *extras, bool is_optional)
{
  GString *text = g_string_new (NULL);

  for (unsigned i = 0; i < extras->len; i++)
    {
      const ParlSourceExtra *extra = extras->pdata[i];
      if (extra->is_optional == is_optional && extra->initial == NULL
          && parl_source_config_get (config, extra->key) == NULL)
        g_string_append_printf (text, "%s--set %s=… (%s)", text->len > 0 ? C_ ("list", ", ") : "",
                                extra->key, extra->title);
    }
  return g_string_free (text, FALSE);
}

/* (transfer full) (nullable) (element-type ParlSourceExtra) */
static GPtrArray *
list_extras (const ParlSourceConfig *config, GError **error)
{
  const ParlSessionOptions options = parl_session_default_options ();
  const ParlSourceDirs dirs = { options.config_dir, options.data_dir };
  const ParlSourceKind *kind = parl_source_kind_find (parl_source_config_get_kind (config));

  return kind != NULL && kind->list_extras != NULL ? kind->list_extras (config, &dirs, error)
                                                   : g_ptr_array_new ();
}

/* Copies the files that @config names, and keeps their key and the secret. */
static bool
keep_files (ParlSourceConfig *config, int secret_fd, GError **error)
{
  const char *name = parl_source_config_get_name (config);
  char *key = NULL;

  if (!parl_certificate_import (config, parl_session_default_options ().config_dir, &key, error))
    return false;
  bool kept = (key == NULL || parl_certificate_keep_key (name, key, NULL, error))
              && (secret_fd < 0
                  || keep_secret (name, parl_source_config_get_url (config), secret_fd, error));
  parl_secret_free (key);
  return kept;
}

static int
add_source (const char *name, const AddOptions *options, int secret_fd)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlSettingsLayers) files = create_layers ();
  g_autoptr (GPtrArray) sources = parl_source_config_load (files, &error);
  const ParlSourceConfig *old = sources != NULL ? parl_source_config_find (sources, name) : NULL;

  if (old != NULL && parl_source_config_is_managed (old))
    return parl_command_usage (&parl_command_source,
                               _ ("“%s” is set up by the administrator, in %s; say “sign-in”"),
                               name, files->system);
  g_autofree char *file
      = options->file != NULL ? g_canonicalize_filename (options->file, NULL) : NULL;
  g_autoptr (ParlSourceConfig) config
      = parl_source_config_new (name, options->kind, file != NULL ? file : options->url);

  if ((options->auth != NULL && !parl_source_config_set (config, "Auth", options->auth, &error))
      || (options->user != NULL && !parl_source_config_set (config, "User", options->user, &error))
      || !parl_command_set_settings (config, options->settings, &error))
    return parl_command_fail (error);
  g_autoptr (GPtrArray) extras = list_extras (config, &error);
  g_autofree char *missing = extras != NULL ? list_open (config, extras, false) : NULL;
  if (missing != NULL && *missing != '\0')
    return parl_command_usage (&parl_command_source, _ ("“%s” needs, too: %s"), name, missing);
  if (extras == NULL
      /* The secrets first: where no keyring answers, nothing is added. */
      || !keep_files (config, secret_fd, &error)
      || !parl_source_config_save (files, config, &error))
    {
      if (old == NULL)
        parl_certificate_remove_copies (parl_session_default_options ().config_dir, name);
      return parl_command_fail (error);
    }
  g_print (_ ("Added %s. Try “parlance-cli source test %s”.\n"), name, name);
  g_autofree char *open = list_open (config, extras, true);
  if (*open != '\0')
    g_print (_ ("It may have, too: %s\n"), open);
  return PARL_EXIT_DONE;
}

/* Who asks, and the secret; all else stays as it is. */
static int
sign_in (const char *name, const AddOptions *options, int secret_fd)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlSettingsLayers) files = create_layers ();
  g_autoptr (GPtrArray) sources = parl_source_config_load (files, &error);
  ParlSourceConfig *config = sources != NULL ? parl_source_config_find (sources, name) : NULL;

  if (sources != NULL && config == NULL)
    g_set_error (&error, PARL_SOURCE_ERROR, PARL_SOURCE_ERROR_CONFIG,
                 _ ("There is no source named “%s”"), name);
  if (config == NULL
      || (options->auth != NULL && !parl_source_config_set (config, "Auth", options->auth, &error))
      || (options->user != NULL && !parl_source_config_set (config, "User", options->user, &error))
      || (secret_fd >= 0
          && !keep_secret (name, parl_source_config_get_url (config), secret_fd, &error))
      || ((options->auth != NULL || options->user != NULL)
          && !parl_source_config_save (files, config, &error)))
    return parl_command_fail (error);
  g_print (_ ("Changed %s. Try “parlance-cli source test %s”.\n"), name, name);
  return PARL_EXIT_DONE;
}

static int
list_sources (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlSettingsLayers) files = create_layers ();
  g_autoptr (GPtrArray) sources = parl_source_config_load (files, &error);

  if (sources == NULL)
    return parl_command_fail (error);
  if (sources->len == 0)
    g_printerr (_ ("No source yet. Add one with “parlance-cli source add”.\n"));
  for (unsigned i = 0; i < sources->len; i++)
    {
      const ParlSourceConfig *config = g_ptr_array_index (sources, i);
      g_print ("%s\t%s\t%s%s%s\n", parl_source_config_get_name (config),
               parl_source_config_get_kind (config), parl_source_config_get_address (config),
               parl_source_config_get_paused (config) ? "\tpaused" : "",
               parl_source_config_is_managed (config) ? "\tadministrator’s" : "");
    }
  return PARL_EXIT_DONE;
}

static int
test_source (ParlCommon *common, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlSession) session = parl_command_open_session (common, &error);
  if (session == NULL)
    return parl_command_fail (error);

  g_autoptr (ParlSourceConfig) config = parl_session_find_source (session, name, &error);
  g_autoptr (ParlSource) source
      = config != NULL ? parl_session_open_source (session, config, common->cancellable, &error)
                       : NULL;
  ParlSourceVerdict verdict = { 0 };
  g_auto (GStrv) lines = source != NULL ? parl_source_test (source, common->time, &verdict,
                                                            common->cancellable, &error)
                                        : NULL;
  if (lines == NULL)
    return parl_command_fail (error);
  for (char **line = lines; *line != NULL; line++)
    g_print ("%s\n", *line);
  const ParlSourceDirs dirs = parl_session_get_dirs (session);
  g_autofree char *words = parl_source_verdict_dup_words (&verdict, config, &dirs);
  g_print ("%s\n", words);
  return verdict.is_partial ? PARL_EXIT_PARTIAL : PARL_EXIT_DONE;
}

static int
show_health (ParlCommon *common, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlSession) session = parl_command_open_session (common, &error);
  g_autoptr (ParlSourceConfig) config
      = session != NULL ? parl_session_find_source (session, name, &error) : NULL;
  const char *state_dir = config != NULL ? parl_session_get_state_dir (session) : NULL;
  g_autoptr (ParlHealth) health = NULL;

  if (config == NULL || (state_dir != NULL && !parl_health_load (state_dir, name, &health, &error)))
    return parl_command_fail (error);
  if (health == NULL)
    {
      g_print (_ ("%s: no reading is on record yet\n"), name);
      return PARL_EXIT_NO_DATA;
    }
  g_autofree char *summary = parl_health_dup_summary (health, common->time);
  g_auto (GStrv) needs = parl_health_list_needs (health);
  g_print (_ ("Last read: %s\n"), summary);
  if (health->error != NULL)
    g_print (_ ("Failed: %s\n"), health->error);
  for (unsigned i = 0; health->warnings[i] != NULL; i++)
    g_print (_ ("Missing: %s\n"), health->warnings[i]);
  for (unsigned i = 0; needs[i] != NULL; i++)
    g_print (_ ("Needed: %s\n"), needs[i]);
  for (unsigned i = 0; i < health->journal->len; i++)
    {
      const ParlJournalEntry *entry = health->journal->pdata[i];
      g_autofree char *line = parl_health_dup_line (entry);
      g_print ("%s: %s\n", entry->what, line);
    }
  return PARL_EXIT_DONE;
}

static int
remove_source (const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlSettingsLayers) files = create_layers ();
  g_autoptr (GPtrArray) sources = parl_source_config_load (files, &error);
  const ParlSourceConfig *config = sources != NULL ? parl_source_config_find (sources, name) : NULL;

  if (sources == NULL || !parl_source_config_remove (files, name, &error))
    return parl_command_fail (error);
  if (config != NULL && parl_source_config_get_auth (config) != PARL_AUTH_NONE
      && !parl_secret_clear (name, parl_source_config_get_url (config), NULL, &error))
    g_printerr ("parlance-cli: %s\n", error->message);
  g_clear_error (&error);
  if (config != NULL && parl_source_config_get (config, "Certificate") != NULL
      && !parl_certificate_keep_key (name, NULL, NULL, &error))
    g_printerr ("parlance-cli: %s\n", error->message);
  parl_certificate_remove_copies (parl_session_default_options ().config_dir, name);
  g_print (_ ("Removed %s. What it brought stays in the history.\n"), name);
  return PARL_EXIT_DONE;
}

static int
run_action (ParlCommon *common, const AddOptions *options, int argc, char **argv)
{
  const char *action = argc > 1 ? argv[1] : "";
  const char *name = argc > 2 ? argv[2] : NULL;

  if (g_str_equal (action, "list") && argc == 2)
    return list_sources ();
  if (name == NULL || argc > 3)
    return parl_command_usage (
        &parl_command_source, _ ("say add, sign-in, test, health or remove and one name, or list"));
  if (g_str_equal (action, "test"))
    return test_source (common, name);
  if (g_str_equal (action, "health"))
    return show_health (common, name);
  if (g_str_equal (action, "remove"))
    return remove_source (name);
  if (g_str_equal (action, "sign-in"))
    return sign_in (name, options, common->secret_fd);
  if (!g_str_equal (action, "add"))
    return parl_command_usage (&parl_command_source,
                               _ ("“%s” is none of add, list, sign-in, test, health, remove"),
                               action);
  if (options->kind == NULL)
    return parl_command_usage (&parl_command_source, _ ("a source needs --kind"));

  const ParlSourceKind *kind = parl_source_kind_find (options->kind);
  bool reads_file = kind != NULL && kind->reads_file;
  if (reads_file ? options->file == NULL || options->url != NULL || common->secret_fd >= 0
                 : options->url == NULL || options->file != NULL)
    return parl_command_usage (&parl_command_source,
                               reads_file
                                   ? _ ("a source of kind “%s” needs --file, and neither --url nor "
                                        "a secret")
                                   : _ ("a source of kind “%s” needs --url, and no --file"),
                               options->kind);
  return add_source (name, options, common->secret_fd);
}

/* One line a key: what it means and what counts when it is not set. */
static void
append_keys (GString *text, const ParlSourceKind *kind)
{
  const ParlSetting *key;

  g_string_append_printf (text, "\n%s: %s\n", kind->name, _ (kind->title));
  for (unsigned i = 0; (key = parl_settings_group_get (&kind->settings, i)) != NULL; i++)
    {
      g_string_append_printf (text, "  %-20s %s", key->key, _ (key->help));
      if (key->initial != NULL)
        g_string_append_printf (text, " (%s)", key->initial);
      g_string_append_c (text, '\n');
    }
}

static char *
describe_keys (void)
{
  const ParlSourceKind *kind;
  GString *text = g_string_new (_ ("Keys for --set, by kind of source (in brackets what counts "
                                   "without them):\n"));

  for (unsigned i = 0; (kind = parl_source_kind_get (i)) != NULL; i++)
    append_keys (text, kind);
  return g_string_free (text, FALSE);
}

static int
run_source (ParlCommon *common, int argc, char **argv)
{
  g_autofree char *kinds = parl_source_kind_dup_names ();
  AddOptions options = { NULL, NULL, NULL, NULL, NULL, NULL };
  GOptionEntry entries[] = {
    { "kind", 0, 0, G_OPTION_ARG_STRING, &options.kind, kinds, "KIND" },
    { "url", 0, 0, G_OPTION_ARG_STRING, &options.url, _ ("Where it answers"), "URL" },
    { "file", 0, 0, G_OPTION_ARG_FILENAME, &options.file, _ ("Where its counts stand"),
      "FILE.csv" },
    { "auth", 0, 0, G_OPTION_ARG_STRING, &options.auth, _ ("How to sign in"), "HOW" },
    { "user", 0, 0, G_OPTION_ARG_STRING, &options.user, _ ("User name, or id of a client"),
      "NAME" },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.settings,
      _ ("Any other key of a source, as in sources.conf"), "KEY=VALUE" },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };
  int status = PARL_EXIT_USAGE;

  if (parl_command_parse (&parl_command_source, common, entries, &argc, &argv))
    status = run_action (common, &options, argc, argv);
  g_free (options.kind);
  g_free (options.url);
  g_free (options.file);
  g_free (options.auth);
  g_free (options.user);
  g_strfreev (options.settings);
  return status;
}

const ParlCommand parl_command_source = {
  .name = "source",
  .synopsis = "add|list|sign-in|test|health|remove [NAME]",
  .summary = N_ (
      "Say which servers and files Parlance reads.\n"
      "A secret is never written to the file: give it on a descriptor (--secret-fd) to keep it in\n"
      "the Secret Service, or in PARLANCE_SECRET_<NAME> at each run."),
  .run = run_source,
  .describe = describe_keys,
};
