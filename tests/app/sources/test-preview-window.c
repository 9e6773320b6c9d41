/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window that shows what a source answers, beside what is understood of it; and that it looks
 * again when the mapping is saved. */

#include "sources-fixture.h"

#include "app/sources/preview-window.h"
#include "support/folder.h"
#include "support/script-server.h"
#include "wait.h"

#include <string.h>

#define MAPPING                                                                                    \
  "[Mapping]\nTitle=x\n[Devices d]\nPath=/d\nId=@.id\nRelease=@.fw\n"                              \
  "[Rollouts r]\nPath=/r\nId=@.id\nProgress=@.p\nSucceeded=@.s\nFailed=@.f\n"

typedef struct
{
  ScriptServer *server;
  ParlSourceConfig *config;
  char *folder, *path;
  GtkWindow *window;
} Fixture;

static void
write_mapping (Fixture *self, const char *text)
{
  g_assert_true (g_file_set_contents (self->path, text, -1, NULL));
}

static void
set_up (Fixture *self)
{
  self->server = script_server_new ();
  self->folder = folder_new ();
  self->path = g_build_filename (self->folder, "x.mapping", NULL);
  self->config = parl_source_config_new ("fleet", "json", script_server_get_url (self->server));
  write_mapping (self, MAPPING);
  g_assert_true (parl_source_config_set (self->config, "Mapping", self->path, NULL));
}

static void
tear_down (Fixture *self)
{
  gtk_window_destroy (self->window);
  fixture_settle ();
  parl_source_config_unref (self->config);
  script_server_free (self->server);
  g_free (self->path);
  folder_remove (self->folder);
}

/* Any label or text below @widget that holds @text. */
static bool
shows (GtkWidget *widget, const char *text)
{
  if (!gtk_widget_get_visible (widget))
    return false;
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL)
    return true;
  if (GTK_IS_TEXT_VIEW (widget))
    {
      g_autofree char *all = NULL;
      g_object_get (gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget)), "text", &all, NULL);
      if (strstr (all, text) != NULL)
        return true;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (shows (child, text))
      return true;
  return false;
}

static bool
shows_rows (gpointer data)
{
  return shows (GTK_WIDGET (((Fixture *)data)->window), "2.4.0");
}

static bool
shows_failure (gpointer data)
{
  return shows (GTK_WIDGET (((Fixture *)data)->window), "key “Idd”: there is no such key");
}

static bool
is_right_again (gpointer data)
{
  return !shows_failure (data);
}

static bool
shows_404 (gpointer data)
{
  return shows (GTK_WIDGET (((Fixture *)data)->window), "404");
}

static GtkWidget *
find_dropdown (GtkWidget *widget)
{
  if (GTK_IS_DROP_DOWN (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_dropdown (child);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/* As a click on that text of the raw answer. */
static void
place_cursor (GtkWidget *widget, const char *text)
{
  if (GTK_IS_TEXT_VIEW (widget))
    {
      GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget));
      GtkTextIter start, found;

      gtk_text_buffer_get_start_iter (buffer, &start);
      g_assert_true (gtk_text_iter_forward_search (&start, text, 0, &found, NULL, NULL));
      gtk_text_buffer_place_cursor (buffer, &found);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    place_cursor (child, text);
}

static void
test_live (void)
{
  Fixture self;

  set_up (&self);
  script_server_add (
      self.server, "/d",
      &(ScriptAnswer){ .body = "[{\"id\":\"cam-1\",\"fw\":\"2.4.0\",\"at\":\"pier-11x\"},{}]" });
  self.window = parl_preview_window_new (self.config, NULL);
  gtk_window_present (self.window);
  wait_until (shows_rows, &self);
  g_assert_true (shows (GTK_WIDGET (self.window), "\"at\":\"pier-11x\"")); /* the raw answer */
  g_assert_true (shows (GTK_WIDGET (self.window), "2 rows on the first page, 1 understood"));
  g_assert_true (shows (GTK_WIDGET (self.window), "Id is missing (1 of 2 rows are left out"));
  g_assert_true (shows (GTK_WIDGET (self.window), "Choose a value"));
  place_cursor (GTK_WIDGET (self.window), "pier-11x");
  g_assert_true (shows (GTK_WIDGET (self.window), "@.at"));

  /* A mistake is told, and what was understood stays on show. */
  write_mapping (&self, "[Mapping]\nTitle=x\n[Devices d]\nPath=/d\nIdd=@.id\n");
  wait_until (shows_failure, &self);
  g_assert_true (shows_rows (&self));

  write_mapping (&self, "[Mapping]\nTitle=x\n[Devices d]\nPath=/d\nId=@.id\nSite=@.at\n"
                        "Site.Match=^(.*)x$\n");
  wait_until (is_right_again, &self);
  g_assert_true (shows (GTK_WIDGET (self.window), "Site"));
  g_assert_false (shows (GTK_WIDGET (self.window), "Release"));
  tear_down (&self);
}

static void
test_other_request (void)
{
  Fixture self;

  set_up (&self);
  script_server_add (self.server, "/d",
                     &(ScriptAnswer){ .body = "[{\"id\":\"cam-1\",\"fw\":\"2.4.0\"}]" });
  self.window = parl_preview_window_new (self.config, NULL);
  gtk_window_present (self.window);
  wait_until (shows_rows, &self);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (find_dropdown (GTK_WIDGET (self.window))), 1);
  wait_until (shows_404, &self);
  g_assert_false (shows_rows (&self));
  tear_down (&self);
}

/* It is closed while the server has not answered. */
static void
test_close (void)
{
  Fixture self;

  set_up (&self);
  script_server_add (self.server, "/d", &(ScriptAnswer){ .body = "[]", .delay = 500 });
  self.window = parl_preview_window_new (self.config, NULL);
  gtk_window_present (self.window);
  fixture_settle ();
  tear_down (&self);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  g_test_add_func ("/preview-window/live", test_live);
  g_test_add_func ("/preview-window/other-request", test_other_request);
  g_test_add_func ("/preview-window/close", test_close);
  return g_test_run ();
}
