/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A keyring for the length of one program: a bus, a home and a daemon of its own. */
#include "config.h"

#include "support/keyring.h"

#include "support/folder.h"

#include <gio/gio.h>

static void
run (const char *const *arguments)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *complaint = NULL;
  int status;

  g_spawn_sync (NULL, (char **)arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, &complaint,
                &status, &error);
  g_assert_no_error (error);
  if (!g_spawn_check_wait_status (status, &error))
    g_error ("%s: %s", error->message, complaint);
}

void
keyring_run_without_bus (const char *program)
{
  const char *arguments[]
      = { "env", "DBUS_SESSION_BUS_ADDRESS=unix:path=/nowhere", program, "--inside-no-bus", NULL };

  run (arguments);
}

void
keyring_run_with_daemon (const char *program)
{
  g_autofree char *daemon = g_find_program_in_path ("gnome-keyring-daemon");
  g_autofree char *bus = g_find_program_in_path ("dbus-run-session");

  if (daemon == NULL || bus == NULL)
    {
      g_test_skip ("gnome-keyring-daemon and dbus-run-session are not both installed");
      return;
    }
  char *home = folder_new ();
  g_autofree char *script = g_strdup_printf (
      "printf test | gnome-keyring-daemon --unlock --components=secrets >/dev/null && "
      "exec '%s' --inside-keyring",
      program);
  g_autofree char *home_setting = g_strconcat ("HOME=", home, NULL);
  g_autofree char *data_setting = g_strconcat ("XDG_DATA_HOME=", home, NULL);
  g_autofree char *runtime_setting = g_strconcat ("XDG_RUNTIME_DIR=", home, NULL);
  const char *arguments[]
      = { "env", home_setting, data_setting, runtime_setting, bus, "--", "sh", "-c", script, NULL };

  run (arguments);
  folder_remove (home);
}
