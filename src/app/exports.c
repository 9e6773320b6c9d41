/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Says that a page was written, in a toast or a notification with buttons that open it, and keeps
 * the menu of the last few. Writes no page. */
#include "config.h"

#include "app/exports.h"

#include <glib/gi18n.h>

#define MOST_RECENT 5
#define TOAST_SECONDS 10
#define OWNER "parlance" /* how the list tells our files from others */

void
parl_exports_add (const char *path)
{
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  g_autofree char *type = g_content_type_guess (path, NULL, 0, NULL);
  g_autofree char *mime = g_content_type_get_mime_type (type);
  GtkRecentData data = { .mime_type = mime != NULL ? mime : (char *)"application/octet-stream",
                         .app_name = (char *)OWNER,
                         .app_exec = (char *)"parlance %u" };

  if (uri != NULL)
    gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri, &data);
}

/* The newest first. */
static int
compare (gconstpointer a, gconstpointer b)
{
  return g_date_time_compare (gtk_recent_info_get_modified ((GtkRecentInfo *)b),
                              gtk_recent_info_get_modified ((GtkRecentInfo *)a));
}

static void
fill (GMenu *menu)
{
  GList *all
      = g_list_sort (gtk_recent_manager_get_items (gtk_recent_manager_get_default ()), compare);
  g_autoptr (GMenu) recent = g_menu_new ();
  unsigned n = 0;

  for (GList *l = all; l != NULL && n < MOST_RECENT; l = l->next)
    if (gtk_recent_info_has_application (l->data, OWNER) && gtk_recent_info_exists (l->data))
      {
        g_autoptr (GMenuItem) item
            = g_menu_item_new (gtk_recent_info_get_display_name (l->data), NULL);
        g_menu_item_set_action_and_target (item, "app.open-file", "s",
                                           gtk_recent_info_get_uri (l->data));
        g_menu_append_item (recent, item);
        n++;
      }
  g_list_free_full (all, (GDestroyNotify)gtk_recent_info_unref);
  g_menu_remove_all (menu);
  if (n > 0)
    g_menu_append_submenu (menu, _ ("_Recent Exports"), G_MENU_MODEL (recent));
}

void
parl_exports_follow (GMenu *menu)
{
  g_signal_connect_object (gtk_recent_manager_get_default (), "changed", G_CALLBACK (fill), menu,
                           G_CONNECT_SWAPPED);
  fill (menu);
}

AdwToast *
parl_exports_create_toast (const char *path)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  g_autofree char *folder_uri = g_filename_to_uri (folder, NULL, NULL);
  /* Translators: a file was written: "Saved parlance-exec-2026-11-21.png" */
  g_autofree char *words = g_strdup_printf (_ ("Saved %s"), name);
  AdwToast *toast = adw_toast_new (words);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (words), *button = gtk_button_new_with_label (_ ("Open"));

  gtk_label_set_wrap (GTK_LABEL (label), true);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "app.open-file");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", uri);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);
  adw_toast_set_custom_title (toast, box);
  adw_toast_set_button_label (toast, _ ("Show in Folder"));
  adw_toast_set_action_name (toast, "app.open-folder");
  adw_toast_set_action_target (toast, "s", folder_uri);
  adw_toast_set_timeout (toast, TOAST_SECONDS);
  return toast;
}

/* For whoever looks elsewhere by now: told by the desktop, and still there when the window is not.
 */
void
parl_exports_notify (const char *path)
{
  GApplication *application = g_application_get_default ();
  g_autoptr (GNotification) notification = g_notification_new (_ ("Page exported"));
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *uri = g_filename_to_uri (folder, NULL, NULL);

  /* Without a bus there is nobody to tell. */
  if (application == NULL || g_application_get_dbus_connection (application) == NULL || uri == NULL)
    return;
  g_notification_set_body (notification, name);
  g_notification_set_default_action_and_target (notification, "app.open-folder", "s", uri);
  g_notification_add_button_with_target (notification, _ ("Show in Folder"), "app.open-folder", "s",
                                         uri);
  g_application_send_notification (application, "export", notification);
}
