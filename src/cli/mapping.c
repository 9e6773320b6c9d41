/* SPDX-License-Identifier: GPL-3.0-or-later */
/* parlance-cli mapping list|check|try: which mappings there are, whether a file is one, and what
 * Parlance understands of a service with it, before any source is added. */
#include "config.h"

#include "cli/command.h"
#include "settings/file.h"
#include "sources/mapping/mapping.h"
#include "sources/secret.h"

#include <glib/gi18n.h>
#include <string.h>

#define WIDEST 40     /* characters of a cell */
#define MOST_RAW 4000 /* bytes of a raw body */

typedef struct
{
  char *url, *auth, *user;
  char **settings;
  gboolean raw;
} TryOptions;

static ParlSourceDirs
get_dirs (void)
{
  ParlSessionOptions options = parl_session_default_options ();

  return (ParlSourceDirs){ options.config_dir, options.data_dir };
}

/* @name: of a mapping, or a file, which has a slash or the ending in its name */
static ParlMapping *
find_mapping (const char *name, GError **error)
{
  ParlSourceDirs dirs = get_dirs ();
  g_autofree char *path = NULL;

  if (strchr (name, '/') != NULL || g_str_has_suffix (name, PARL_MAP_ENDING))
    path = g_canonicalize_filename (name, NULL);
  return parl_mapping_find (path != NULL ? path : name, &dirs, error);
}

static int
list_mappings (void)
{
  ParlSourceDirs dirs = get_dirs ();
  g_auto (GStrv) names = parl_mapping_list (&dirs);
  int status = PARL_EXIT_DONE;

  for (char **name = names; *name != NULL; name++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ParlMapping) mapping = parl_mapping_find (*name, &dirs, &error);
      if (mapping != NULL)
        g_print ("%s\t%s\n", *name, mapping->title);
      else
        status = parl_command_fail (error);
    }
  return status;
}

static int
check_mapping (const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlMapping) mapping = find_mapping (name, &error);

  if (mapping == NULL)
    return parl_command_fail (error);
  g_print (ngettext ("%s: right, %u group\n", "%s: right, %u groups\n", mapping->parts->len),
           mapping->path, mapping->parts->len);
  if (mapping->note != NULL)
    g_print ("%s\n", mapping->note);
  for (unsigned i = 0; i < mapping->settings->len; i++)
    {
      const ParlMapSetting *setting = mapping->settings->pdata[i];
      g_print ("  --set Value.%s=…  %s", setting->name, setting->title);
      g_print (setting->initial != NULL ? " (%s)" : "", setting->initial);
      g_print ("%s\n", setting->is_optional ? _ (" (may be left open)") : "");
    }
  return PARL_EXIT_DONE;
}

/* A table with a line for each row. */

static char *
fit (const char *text)
{
  if (g_utf8_strlen (text, -1) <= WIDEST)
    return g_strdup (text);
  g_autofree char *beginning = g_utf8_substring (text, 0, WIDEST - 1);
  return g_strconcat (beginning, "…", NULL);
}

static size_t
measure (const ParlPreview *preview, unsigned column)
{
  size_t width = (size_t)g_utf8_strlen (preview->columns[column], -1);

  for (unsigned i = 0; i < preview->rows->len; i++)
    {
      char **cells = preview->rows->pdata[i];
      width = MAX (width, (size_t)g_utf8_strlen (cells[column], -1));
    }
  return MIN (width, WIDEST);
}

static void
append_row (GString *text, char **cells, const size_t *widths)
{
  for (unsigned i = 0; cells[i] != NULL; i++)
    {
      g_autofree char *cell = fit (cells[i]);
      g_string_append_printf (text, "  %s", cell);
      for (size_t n = (size_t)g_utf8_strlen (cell, -1); n < widths[i]; n++)
        g_string_append_c (text, ' ');
    }
  while (text->len > 0 && text->str[text->len - 1] == ' ')
    g_string_truncate (text, text->len - 1);
  g_string_append_c (text, '\n');
}

static void
append_preview (GString *text, const ParlPreview *preview, bool raw)
{
  unsigned n_columns = g_strv_length (preview->columns);
  g_autofree size_t *widths = g_new0 (size_t, n_columns);
  g_autofree char *count = parl_preview_dup_count (preview);

  g_string_append_printf (text, "[%s] %s\n", preview->title, preview->request);
  if (raw)
    g_string_append_printf (text, "%.*s\n", MOST_RAW, preview->body);
  for (unsigned i = 0; i < n_columns; i++)
    widths[i] = measure (preview, i);
  if (preview->rows->len > 0)
    append_row (text, preview->columns, widths);
  for (unsigned i = 0; i < preview->rows->len; i++)
    append_row (text, preview->rows->pdata[i], widths);
  if (count != NULL)
    g_string_append_printf (text, "%s\n", count);
  for (unsigned i = 0; i < preview->notes->len; i++)
    g_string_append_printf (text, "! %s\n", (char *)preview->notes->pdata[i]);
  g_string_append_c (text, '\n');
}

static int
print_previews (const GPtrArray *previews, bool raw)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  unsigned n_failed = 0, n_whole = 0;

  for (unsigned i = 0; i < previews->len; i++)
    {
      const ParlPreview *preview = previews->pdata[i];
      append_preview (text, preview, raw);
      n_failed += preview->is_failed;
      n_whole += preview->notes->len == 0;
    }
  if (!parl_command_print (text->str, &error))
    return parl_command_fail (error);
  if (n_failed == previews->len)
    return PARL_EXIT_FAILED;
  return n_whole == previews->len ? PARL_EXIT_DONE : PARL_EXIT_PARTIAL;
}

/* A source that is in no file. */
static ParlSourceConfig *
create_config (const ParlMapping *mapping, const TryOptions *options, GError **error)
{
  g_autoptr (ParlSourceConfig) config
      = parl_source_config_new (mapping->name, PARL_MAP_KIND, options->url);

  if (!parl_source_config_set (config, "Mapping", mapping->path, error)
      || (options->auth != NULL && !parl_source_config_set (config, "Auth", options->auth, error))
      || (options->user != NULL && !parl_source_config_set (config, "User", options->user, error))
      || !parl_command_set_settings (config, options->settings, error))
    return NULL;
  return g_steal_pointer (&config);
}

static ParlSource *
open_source (ParlSourceConfig *config, const ParlCommon *common, GError **error)
{
  ParlSourceDirs dirs = get_dirs ();
  ParlSourceOptions options = { .rules_dir = dirs.user_dir,
                                .data_dir = dirs.data_dir,
                                .cancellable = common->cancellable };
  char *secret = NULL;

  if (parl_source_config_get_auth (config) != PARL_AUTH_NONE)
    {
      secret = parl_secret_lookup (parl_source_config_get_name (config),
                                   parl_source_config_get_url (config), common->secret_fd,
                                   common->cancellable, error);
      if (secret == NULL)
        return NULL;
    }
  options.secret = secret;
  ParlSource *source = parl_source_new (config, &options, error);
  parl_secret_free (secret);
  return source;
}

static int
try_mapping (const char *name, const TryOptions *options, const ParlCommon *common)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlMapping) mapping = find_mapping (name, &error);
  g_autoptr (ParlSourceConfig) config
      = mapping != NULL ? create_config (mapping, options, &error) : NULL;
  g_autoptr (ParlSource) source = config != NULL ? open_source (config, common, &error) : NULL;
  g_autoptr (GPtrArray) previews
      = source != NULL ? parl_source_preview (source, common->time, common->cancellable, &error)
                       : NULL;

  return previews != NULL ? print_previews (previews, options->raw) : parl_command_fail (error);
}

static int
run_action (const ParlCommon *common, const TryOptions *options, int argc, char **argv)
{
  const char *action = argc > 1 ? argv[1] : "";

  if (g_str_equal (action, "list") && argc == 2)
    return list_mappings ();
  if (argc == 3 && g_str_equal (action, "check"))
    return check_mapping (argv[2]);
  if (argc != 3 || !g_str_equal (action, "try"))
    return parl_command_usage (&parl_command_mapping,
                               _ ("say list, or check or try and one mapping"));
  if (options->url == NULL)
    return parl_command_usage (&parl_command_mapping, _ ("to try a mapping needs --url"));
  return try_mapping (argv[2], options, common);
}

static int
run_mapping (ParlCommon *common, int argc, char **argv)
{
  TryOptions options = { NULL, NULL, NULL, NULL, FALSE };
  GOptionEntry entries[] = {
    { "url", 0, 0, G_OPTION_ARG_STRING, &options.url, _ ("Where it answers"), "URL" },
    { "auth", 0, 0, G_OPTION_ARG_STRING, &options.auth, _ ("How to sign in"), "HOW" },
    { "user", 0, 0, G_OPTION_ARG_STRING, &options.user, _ ("User name, or id of a client"),
      "NAME" },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.settings,
      _ ("Any other key of a source, as in sources.conf"), "KEY=VALUE" },
    { "raw", 0, 0, G_OPTION_ARG_NONE, &options.raw, _ ("Show what the service answers, too"),
      NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL },
  };
  int status = PARL_EXIT_USAGE;

  if (parl_command_parse (&parl_command_mapping, common, entries, &argc, &argv))
    status = run_action (common, &options, argc, argv);
  g_free (options.url);
  g_free (options.auth);
  g_free (options.user);
  g_strfreev (options.settings);
  return status;
}

const ParlCommand parl_command_mapping = {
  .name = "mapping",
  .synopsis = "list | check MAPPING | try MAPPING --url URL",
  .summary = N_ (
      "Show what Parlance makes of the JSON of a service.\n"
      "These are the first rows as it understands them, what it leaves out, and why. MAPPING is a\n"
      "name from the list, or a file."),
  .traits = PARL_COMMAND_TAKES_NOW,
  .run = run_mapping,
};
