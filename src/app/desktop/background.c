/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One question to org.freedesktop.portal.Background: the answer comes as a signal of a request
 * whose path is known beforehand, so that it cannot be missed. Knows no setting and no window. */
#include "config.h"

#include "app/desktop/background.h"

#define PORTAL "org.freedesktop.portal.Desktop"
#define PATH "/org/freedesktop/portal/desktop"

typedef struct
{
  GDBusConnection *connection;
  guint subscription;
  void (*answered) (bool allowed, gpointer data);
  gpointer data;
} Question;

static void
answer (Question *question, bool allowed)
{
  g_dbus_connection_signal_unsubscribe (question->connection, question->subscription);
  question->answered (allowed, question->data);
  g_object_unref (question->connection);
  g_free (question);
}

static void
on_response (GDBusConnection *connection, const char *sender, const char *path,
             const char *interface, const char *signal, GVariant *parameters, gpointer data)
{
  g_autoptr (GVariant) results = NULL;
  guint32 response = 2;
  gboolean background = FALSE;

  if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")))
    {
      g_variant_get (parameters, "(u@a{sv})", &response, &results);
      g_variant_lookup (results, "background", "b", &background);
    }
  answer (data, response == 0 && background);
}

static void
on_asked (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (object), result, &error);

  if (reply != NULL)
    return;
  g_debug ("no portal for the background: %s", error->message);
  answer (data, true);
}

void
parl_background_ask (GDBusConnection *connection, const char *reason,
                     void (*answered) (bool allowed, gpointer data), gpointer data)
{
  if (connection == NULL)
    {
      answered (true, data);
      return;
    }

  Question *question = g_new0 (Question, 1);
  g_autofree char *token = g_strdup_printf ("parlance%u", g_random_int ());
  g_autofree char *sender = g_strdup (g_dbus_connection_get_unique_name (connection) + 1);
  g_autofree char *path
      = g_strconcat (PATH "/request/", g_strdelimit (sender, ".", '_'), "/", token, NULL);
  GVariantBuilder options;

  question->connection = g_object_ref (connection);
  question->answered = answered;
  question->data = data;
  question->subscription = g_dbus_connection_signal_subscribe (
      connection, PORTAL, "org.freedesktop.portal.Request", "Response", path, NULL,
      G_DBUS_SIGNAL_FLAGS_NONE, on_response, question, NULL);
  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (token));
  g_variant_builder_add (&options, "{sv}", "reason", g_variant_new_string (reason));
  g_variant_builder_add (&options, "{sv}", "autostart", g_variant_new_boolean (FALSE));
  g_dbus_connection_call (connection, PORTAL, PATH, "org.freedesktop.portal.Background",
                          "RequestBackground", g_variant_new ("(sa{sv})", "", &options),
                          G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, on_asked,
                          question);
}
