/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "wait.h"

#include "app/parlance-resources.h"

#include <adwaita.h>
#include <stdlib.h>

bool
init_display (void)
{
  if (!gtk_init_check ())
    return false;
  /* A text whose field is taken away while its cursor blinks makes GTK warn, now and then. */
  g_object_set (gtk_settings_get_default (), "gtk-cursor-blink", FALSE, NULL);
  return true;
}

void
begin_with_display (int *argc, char ***argv)
{
  g_test_init (argc, argv, NULL);
  if (!init_display ())
    {
      g_print ("1..0 # SKIP there is no display\n");
      exit (0);
    }
  adw_init ();
  g_resources_register (parl_get_resource ());
}

static gboolean
on_late (gpointer data)
{
  (void)data;
  g_error ("waited for eight minutes in vain");
  return G_SOURCE_REMOVE;
}

/* A thread that lets go of something wakes nobody. */
static gboolean
on_tick (gpointer data)
{
  (void)data;
  return G_SOURCE_CONTINUE;
}

void
wait_until (bool (*done) (gpointer data), gpointer data)
{
  unsigned late = g_timeout_add_seconds (480, on_late, NULL);
  unsigned tick = g_timeout_add (5, on_tick, NULL);

  while (!done (data))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (tick);
  g_source_remove (late);
}

bool
is_gone (gpointer data)
{
  return *(gpointer *)data == NULL;
}
