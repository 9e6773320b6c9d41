/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The protocol, and where its answers come from: the window's boards while it is open, else those
 * of a history that is read for the purpose. What a search finds is in search.c. */
#include "config.h"

#include "app/desktop/search-provider.h"

#include "app/desktop/search.h"
#include "analysis/fact-link.h"

#define MOST 5
#define KEPT (PARL_MINUTE * 5) /* for how long a history that was read counts as new */

static const char interface[]
    = "<node><interface name='org.gnome.Shell.SearchProvider2'>"
      "<method name='GetInitialResultSet'><arg type='as' name='terms' direction='in'/>"
      "<arg type='as' name='results' direction='out'/></method>"
      "<method name='GetSubsearchResultSet'><arg type='as' name='previous' direction='in'/>"
      "<arg type='as' name='terms' direction='in'/><arg type='as' name='results' direction='out'/>"
      "</method>"
      "<method name='GetResultMetas'><arg type='as' name='identifiers' direction='in'/>"
      "<arg type='aa{sv}' name='metas' direction='out'/></method>"
      "<method name='ActivateResult'><arg type='s' name='identifier' direction='in'/>"
      "<arg type='as' name='terms' direction='in'/><arg type='u' name='timestamp' direction='in'/>"
      "</method>"
      "<method name='LaunchSearch'><arg type='as' name='terms' direction='in'/>"
      "<arg type='u' name='timestamp' direction='in'/></method>"
      "</interface></node>";

struct _ParlSearchProvider
{
  GApplication *application; /* owns this */
  GDBusConnection *connection;
  guint registration;
  ParlSearchDesk desk;
  ParlComputed *computed; /* of a history that was read; NULL: none yet */
  ParlTime read;          /* when */
  GPtrArray *waiting;     /* (element-type GDBusMethodInvocation): for the history */
  GCancellable *cancellable;
  char **terms; /* of the last search; results are described after it */
};

/* Answers. */

static ParlBoard *
find_board (ParlSearchProvider *self)
{
  ParlDashboard *dashboard = self->desk.get_dashboard (self->desk.data);
  const ParlComputed *computed = self->computed;

  if (dashboard != NULL && dashboard->state == PARL_DASHBOARD_READY)
    computed = dashboard->computer->computed;
  if (computed == NULL || computed->boards->len == 0)
    return NULL;
  g_autofree char *audience
      = self->desk.dup_audience ((const char *const *)computed->ids, self->desk.data);
  return parl_computed_get_board (computed, audience);
}

static GVariant *
list_results (const ParlBoard *board, const char *const *terms)
{
  g_autoptr (GPtrArray) found = parl_search_board (board, terms, MOST);
  GVariantBuilder results;

  g_variant_builder_init (&results, G_VARIANT_TYPE ("as"));
  for (unsigned i = 0; i < found->len; i++)
    {
      const ParlLine *line = g_ptr_array_index (found, i);
      g_autofree char *link = parl_fact_link_new (line->fact);
      g_variant_builder_add (&results, "s", link);
    }
  return g_variant_new ("(as)", &results);
}

/* The sentence of a board about the fact of that address that the terms found. */
static const ParlLine *
find_line (const ParlBoard *board, const char *const *terms, const char *link)
{
  const ParlFact *fact = parl_fact_link_find (link, board->findings);
  g_autoptr (GPtrArray) lines = parl_search_board (board, terms, G_MAXUINT);

  for (unsigned i = 0; fact != NULL && i < lines->len; i++)
    {
      const ParlLine *line = g_ptr_array_index (lines, i);
      if (line->fact == fact)
        return line;
    }
  return NULL;
}

static GVariant *
describe_results (ParlSearchProvider *self, const ParlBoard *board, const char *const *links)
{
  g_autoptr (GIcon) icon = g_themed_icon_new (g_application_get_application_id (self->application));
  g_autoptr (GVariant) serialized = g_icon_serialize (icon);
  GVariantBuilder metas;

  g_variant_builder_init (&metas, G_VARIANT_TYPE ("aa{sv}"));
  for (; *links != NULL; links++)
    {
      const ParlLine *line = find_line (board, (const char *const *)self->terms, *links);
      if (line == NULL)
        continue;
      g_autofree char *detail = line->detail != NULL
                                    ? g_strdup_printf ("%s · %s", line->detail, board->period)
                                    : g_strdup (board->period);
      g_variant_builder_open (&metas, G_VARIANT_TYPE_VARDICT);
      g_variant_builder_add (&metas, "{sv}", "id", g_variant_new_string (*links));
      g_variant_builder_add (&metas, "{sv}", "name", g_variant_new_string (line->text));
      g_variant_builder_add (&metas, "{sv}", "description", g_variant_new_string (detail));
      g_variant_builder_add (&metas, "{sv}", "icon", serialized);
      g_variant_builder_close (&metas);
    }
  return g_variant_new ("(aa{sv})", &metas);
}

/* @invocation: (transfer full) */
static void
answer (ParlSearchProvider *self, GDBusMethodInvocation *invocation)
{
  const char *method = g_dbus_method_invocation_get_method_name (invocation);
  GVariant *parameters = g_dbus_method_invocation_get_parameters (invocation);
  bool describes = g_str_equal (method, "GetResultMetas");
  gsize last = g_variant_n_children (parameters) - 1;
  g_autoptr (GVariant) words = g_variant_get_child_value (parameters, last);
  g_autofree const char **list = g_variant_get_strv (words, NULL);
  ParlBoard *board = find_board (self);
  GVariant *reply;

  if (!describes)
    {
      g_strfreev (self->terms);
      self->terms = g_strdupv ((char **)list);
    }

  if (board == NULL)
    reply = describes ? g_variant_new ("(aa{sv})", NULL) : g_variant_new ("(as)", NULL);
  else
    reply = describes ? describe_results (self, board, list) : list_results (board, list);
  g_dbus_method_invocation_return_value (invocation, reply);
}

/* Reading the history. */

static void
run_read (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  ParlSessionOptions options = parl_session_default_options ();
  ParlTime now = parl_time_now ();
  ParlQuestion question = { NULL };
  GError *error = NULL;
  g_autoptr (ParlSession) session = parl_session_new (&options, now, &error);
  ParlComputed *computed
      = session != NULL ? parl_session_compute (session, &question, now, &error) : NULL;

  if (computed != NULL)
    g_task_return_pointer (task, computed, (GDestroyNotify)parl_computed_free);
  else
    g_task_return_error (task, error);
}

/* Without a history nothing is found. */
static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  ParlComputed *computed = g_task_propagate_pointer (G_TASK (result), &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  ParlSearchProvider *self = data;
  if (error != NULL)
    g_debug ("search: %s", error->message);
  g_clear_pointer (&self->computed, parl_computed_free);
  self->computed = computed;
  self->read = parl_time_now ();
  for (unsigned i = 0; i < self->waiting->len; i++)
    answer (self, g_ptr_array_index (self->waiting, i));
  g_ptr_array_set_size (self->waiting, 0);
  g_application_release (self->application);
}

static void
read_history (ParlSearchProvider *self)
{
  g_autoptr (GTask) task = g_task_new (NULL, self->cancellable, on_read, self);

  g_application_hold (self->application);
  g_task_run_in_thread (task, run_read);
}

static bool
is_ready (ParlSearchProvider *self)
{
  ParlDashboard *dashboard = self->desk.get_dashboard (self->desk.data);

  if (dashboard != NULL && dashboard->state == PARL_DASHBOARD_READY)
    return true;
  return self->computed != NULL && parl_time_now () - self->read < KEPT;
}

static void
on_call (GDBusConnection *connection, const char *sender, const char *path, const char *name,
         const char *method, GVariant *parameters, GDBusMethodInvocation *invocation, gpointer data)
{
  ParlSearchProvider *self = data;

  if (g_str_equal (method, "ActivateResult"))
    {
      const char *link;
      g_variant_get (parameters, "(&sasu)", &link, NULL, NULL);
      g_action_group_activate_action (G_ACTION_GROUP (self->application), "show-fact",
                                      g_variant_new_string (link));
      g_dbus_method_invocation_return_value (invocation, NULL);
    }
  else if (g_str_equal (method, "LaunchSearch"))
    {
      g_application_activate (self->application);
      g_dbus_method_invocation_return_value (invocation, NULL);
    }
  else if (is_ready (self))
    answer (self, invocation);
  else
    {
      g_ptr_array_add (self->waiting, invocation);
      if (self->waiting->len == 1)
        read_history (self);
    }
}

ParlSearchProvider *
parl_search_provider_new (GApplication *application, GDBusConnection *connection, const char *path,
                          const ParlSearchDesk *desk, GError **error)
{
  static const GDBusInterfaceVTable table = { .method_call = on_call };
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (interface, NULL);
  ParlSearchProvider *self = g_new0 (ParlSearchProvider, 1);

  self->application = application;
  self->connection = g_object_ref (connection);
  self->desk = *desk;
  self->waiting = g_ptr_array_new ();
  self->terms = g_strsplit (" ", " ", 2); /* nothing, which every sentence has */
  self->cancellable = g_cancellable_new ();
  self->registration = g_dbus_connection_register_object (connection, path, node->interfaces[0],
                                                          &table, self, NULL, error);
  if (self->registration != 0)
    return self;
  parl_search_provider_free (self);
  return NULL;
}

void
parl_search_provider_free (ParlSearchProvider *self)
{
  if (self->registration != 0)
    g_dbus_connection_unregister_object (self->connection, self->registration);
  g_cancellable_cancel (self->cancellable);
  for (unsigned i = 0; i < self->waiting->len; i++)
    g_dbus_method_invocation_return_dbus_error (
        g_ptr_array_index (self->waiting, i), "org.parlance.Parlance.Closed", "Parlance is closed");
  g_ptr_array_unref (self->waiting);
  g_strfreev (self->terms);
  g_clear_pointer (&self->computed, parl_computed_free);
  g_object_unref (self->cancellable);
  g_object_unref (self->connection);
  g_free (self);
}
