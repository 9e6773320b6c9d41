/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The question to the Background portal, and every answer to it, from a stub on a bus of its own:
 * Debian 12's portals have no backend that answers. */
#include "config.h"

#include "app/desktop/background.h"

#include "wait.h"

#include <string.h>

static const char interface[]
    = "<node><interface name='org.freedesktop.portal.Background'><method name='RequestBackground'>"
      "<arg type='s' direction='in'/><arg type='a{sv}' direction='in'/>"
      "<arg type='o' direction='out'/></method></interface></node>";

/* How the portal answers; a response of -1: with an error. */
typedef struct
{
  const char *path;
  int response;
  bool background, allowed;
} Case;

static const Case cases[] = {
  { "/background/granted", 0, true, true },
  { "/background/refused", 0, false, false },
  { "/background/cancelled", 1, true, false },
  { "/background/error", -1, false, true },
};

typedef struct
{
  const Case *what;
  bool answered, allowed;
} Question;

static void
on_answered (bool allowed, gpointer data)
{
  Question *question = data;

  g_assert_false (question->answered);
  question->answered = true;
  question->allowed = allowed;
}

static bool
is_answered (gpointer data)
{
  return ((Question *)data)->answered;
}

static void
on_call (GDBusConnection *connection, const char *sender, const char *path, const char *name,
         const char *method, GVariant *parameters, GDBusMethodInvocation *invocation, gpointer data)
{
  const Case *what = ((Question *)data)->what;
  g_autoptr (GVariant) options = NULL;
  const char *token = NULL, *reason = NULL;
  gboolean autostart = TRUE;

  (void)path;
  (void)name;
  (void)method;
  if (what->response < 0)
    {
      g_dbus_method_invocation_return_dbus_error (invocation, "org.example.No", "no backend");
      return;
    }
  g_variant_get (parameters, "(&s@a{sv})", NULL, &options);
  g_assert_true (g_variant_lookup (options, "handle_token", "&s", &token));
  g_assert_true (g_variant_lookup (options, "reason", "&s", &reason));
  g_assert_true (g_variant_lookup (options, "autostart", "b", &autostart));
  g_assert_false (autostart);
  g_assert_cmpstr (reason, ==, "because");

  g_autofree char *of = g_strdelimit (g_strdup (sender + 1), ".", '_');
  g_autofree char *request
      = g_strdup_printf ("/org/freedesktop/portal/desktop/request/%s/%s", of, token);
  GVariantBuilder results;
  g_variant_builder_init (&results, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&results, "{sv}", "background", g_variant_new_boolean (what->background));
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", request));
  g_dbus_connection_emit_signal (
      connection, NULL, request, "org.freedesktop.portal.Request", "Response",
      g_variant_new ("(ua{sv})", (guint32)what->response, &results), NULL);
}

static void
test_answer (gconstpointer data)
{
  static const GDBusInterfaceVTable table = { .method_call = on_call };
  Question question = { .what = data };
  g_autoptr (GTestDBus) bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (interface, NULL);
  g_autoptr (GError) error = NULL;

  g_test_dbus_up (bus);
  GDBusConnection *ours = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (GDBusConnection) portal = g_dbus_connection_new_for_address_sync (
      g_test_dbus_get_bus_address (bus),
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
          | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_dbus_connection_register_object (portal, "/org/freedesktop/portal/desktop",
                                                       node->interfaces[0], &table, &question, NULL,
                                                       &error),
                    !=, 0);
  g_autoptr (GVariant) reply = g_dbus_connection_call_sync (
      portal, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
      "RequestName", g_variant_new ("(su)", "org.freedesktop.portal.Desktop", 0), NULL,
      G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);

  parl_background_ask (ours, "because", on_answered, &question);
  wait_until (is_answered, &question);
  g_assert_cmpint (question.allowed, ==, question.what->allowed);

  g_object_unref (ours);
  g_clear_object (&portal);
  g_test_dbus_down (bus);
}

static void
test_no_bus (void)
{
  Question question = { NULL };

  parl_background_ask (NULL, "because", on_answered, &question);
  g_assert_true (question.answered);
  g_assert_true (question.allowed);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/background/no-bus", test_no_bus);
  g_autofree char *daemon = g_find_program_in_path ("dbus-daemon");
  for (unsigned i = 0; daemon != NULL && i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_answer);
  if (daemon == NULL)
    g_test_message ("only one case is run: there is no dbus-daemon");
  return g_test_run ();
}
