/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The editor of a source: what it lets through, what it writes, and where the secret goes. Runs
 * itself again, once without any session bus, and once with a real keyring daemon, where there is
 * one. */

#include "sources-fixture.h"

#include "app/sources/file-row.h"
#include "app/sources/source-editor.h"
#include "demo/demo.h"
#include "sources/certificate.h"
#include "sources/secret.h"

#include "support/certificate.h"
#include "support/folder.h"
#include "support/keyring.h"

#include <string.h>

#define SECRET "open sesame"

static char *program;

typedef struct
{
  ParlDashboard *dashboard;
  char *folder;
  GtkWindow *editor; /* NULL when it is gone */
} Fixture;

static void
open_editor (Fixture *self, const char *name)
{
  self->editor = parl_source_editor_new (self->dashboard, name);
  g_object_add_weak_pointer (G_OBJECT (self->editor), (gpointer *)&self->editor);
  gtk_window_present (self->editor);
  fixture_settle ();
}

static void
set_up (Fixture *self)
{
  self->dashboard = fixture_new_open_dashboard (&self->folder);
  open_editor (self, NULL);
}

static bool
is_editor_gone (gpointer data)
{
  return ((Fixture *)data)->editor == NULL;
}

static void
tear_down (Fixture *self)
{
  if (self->editor != NULL)
    gtk_window_destroy (self->editor);
  wait_until (is_editor_gone, self);
  fixture_close_dashboard (self->dashboard);
  folder_remove (self->folder);
}

static GtkWidget *
get_row (Fixture *self, const char *title)
{
  GtkWidget *row = fixture_find_row (GTK_WIDGET (self->editor), title);

  if (row == NULL)
    g_error ("there is no row “%s”", title);
  return row;
}

static void
type (Fixture *self, const char *title, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (get_row (self, title)), text);
}

static void
choose (Fixture *self, const char *title, unsigned choice)
{
  adw_combo_row_set_selected (ADW_COMBO_ROW (get_row (self, title)), choice);
}

static void
choose_kind (Fixture *self, const ParlSourceKind *kind)
{
  unsigned place = 0;

  while (parl_source_kind_get (place) != kind)
    place++;
  choose (self, "Kind", place);
}

static GtkWidget *
get_button (Fixture *self, const char *label)
{
  return fixture_find_button (GTK_WIDGET (self->editor), label);
}

static void
click (Fixture *self, const char *label)
{
  GtkWidget *button = get_button (self, label);

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static bool
can_save (Fixture *self)
{
  return gtk_widget_is_sensitive (get_button (self, "_Save"));
}

/* Returns: (transfer full): the sources' file. */
static char *
read_file (Fixture *self)
{
  g_autofree char *path = g_build_filename (self->folder, "sources.conf", NULL);
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);
  return text;
}

static void
test_fields (void)
{
  Fixture self = { 0 };

  set_up (&self);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_row (&self, "Name"))), ==, "hawkBit");
  g_assert_false (can_save (&self));
  type (&self, "Address", "127.0.0.1:9/UI");
  g_assert_true (can_save (&self));
  choose_kind (&self, &parl_kind_prometheus);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_row (&self, "Name"))), ==,
                   "Prometheus");
  type (&self, "Address", "http://metrics.example.com");
  g_assert_false (can_save (&self));
  g_assert_true (fixture_shows (GTK_WIDGET (self.editor), "Use https"));
  g_assert_nonnull (get_row (&self, "Send without encryption"));
  type (&self, "Address", "https://metrics.example.com");
  g_assert_null (fixture_find_row (GTK_WIDGET (self.editor), "Send without encryption"));
  choose (&self, "Authentication", 1);
  g_assert_false (can_save (&self));
  type (&self, "User", "reader");
  type (&self, "Password", "x");
  g_assert_true (can_save (&self));
  tear_down (&self);
}

/* Every key of the file has a row, is taken over, and judged by the settings' own rules. */
static void
test_more_settings (void)
{
  Fixture self = { 0 };

  set_up (&self);
  type (&self, "Address", "127.0.0.1:9");
  type (&self, "Seconds to wait for an answer (30)", "soon");
  g_assert_false (can_save (&self));
  g_assert_true (fixture_shows (GTK_WIDGET (self.editor), "hawkBit: Timeout:"));
  type (&self, "Seconds to wait for an answer (30)", "5");
  type (&self, "Attribute of the site", "place");
  click (&self, "_Save");
  wait_until (is_editor_gone, &self);
  g_autofree char *text = read_file (&self);
  g_assert_nonnull (strstr (text, "Url=http://127.0.0.1:9\n"));
  g_assert_nonnull (strstr (text, "SiteAttribute=place\n"));
  g_assert_nonnull (strstr (text, "Timeout=5\n"));
  g_assert_cmpint (self.dashboard->state, ==, PARL_DASHBOARD_FIRST_SYNC);

  open_editor (&self, "hawkBit");
  g_assert_false (gtk_widget_is_sensitive (get_row (&self, "Name")));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_row (&self, "Attribute of the site"))),
                   ==, "place");
  tear_down (&self);
}

static GtkWindow *
find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (unsigned i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);
      if (ADW_IS_MESSAGE_DIALOG (window))
        return window;
    }
  return NULL;
}

static void
test_unsaved (void)
{
  Fixture self = { 0 };

  set_up (&self);
  gtk_window_close (self.editor); /* nothing was typed: it just goes */
  wait_until (is_editor_gone, &self);

  open_editor (&self, NULL);
  type (&self, "Address", "127.0.0.1:9");
  gtk_window_close (self.editor);
  fixture_settle ();
  GtkWindow *dialog = find_dialog ();
  g_assert_nonnull (dialog);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "no");
  gtk_window_destroy (dialog);
  fixture_settle ();
  g_assert_false (is_editor_gone (&self));
  gtk_window_close (self.editor);
  fixture_settle ();
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (find_dialog ()), "yes");
  wait_until (is_editor_gone, &self);
  g_autofree char *text = read_file (&self);
  g_assert_null (text);
  tear_down (&self);
}

static bool
is_tested (gpointer data)
{
  Fixture *self = data;

  return get_button (self, "_Test") != NULL;
}

static void
test_findings (void)
{
  Fixture self = { 0 };
  g_autoptr (GError) error = NULL;
  ParlDemo *demo = parl_demo_new (parl_time_now (), PARL_DEMO_HAWKBIT_0_10, 0, &error);

  g_assert_no_error (error);
  g_autofree char *url = parl_demo_dup_url (demo, "prometheus");
  set_up (&self);
  choose_kind (&self, &parl_kind_prometheus);
  type (&self, "Address", url);
  click (&self, "_Test");
  g_assert_nonnull (get_button (&self, "Cancel Test"));
  wait_until (is_tested, &self);
  g_assert_true (fixture_shows (GTK_WIDGET (self.editor), "fps-time: "));
  g_assert_true (fixture_shows (GTK_WIDGET (self.editor), "It can tell of: updates, speed."));
  g_assert_true (fixture_shows (GTK_WIDGET (self.editor), "Works: speed; no updates"));
  tear_down (&self);
  parl_demo_free (demo);
}

/* What the devices have is proposed, and fills the rows on one press. */
static void
test_proposals (void)
{
  Fixture self = { 0 };
  g_autoptr (GError) error = NULL;
  ParlDemo *demo = parl_demo_new (parl_time_now (), PARL_DEMO_HAWKBIT_0_10, 0, &error);

  g_assert_no_error (error);
  g_autofree char *url = parl_demo_dup_url (demo, "hawkbit");
  set_up (&self);
  type (&self, "Address", url);
  click (&self, "_Test");
  wait_until (is_tested, &self);
  g_assert_true (fixture_shows (GTK_WIDGET (self.editor), "of 40 devices that were looked at"));
  g_assert_true (
      fixture_shows (GTK_WIDGET (self.editor), "Works: updates, devices, rollouts; no speed"));
  click (&self, "_Use");
  static const char *const filled[][2] = { { "Attribute of the camera class", "hw" },
                                           { "Attribute of the site", "site" },
                                           { "Attribute of a rollback", "rollback" } };
  for (unsigned i = 0; i < G_N_ELEMENTS (filled); i++)
    g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_row (&self, filled[i][0]))), ==,
                     filled[i][1]);
  tear_down (&self);
  parl_demo_free (demo);
}

/* The form of a kind follows from its descriptor: what there is, what is found, what is written. */
static void
test_mender (void)
{
  Fixture self = { 0 };
  g_autoptr (GError) error = NULL;
  ParlDemo *demo = parl_demo_new (parl_time_now (), PARL_DEMO_MENDER, 0, &error);

  g_assert_no_error (error);
  g_autofree char *url = parl_demo_dup_url (demo, parl_kind_mender.name);
  set_up (&self);
  choose_kind (&self, &parl_kind_mender);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_row (&self, "Name"))), ==, "Mender");
  type (&self, "Address", url);
  type (&self, "Attribute of the site", "site");
  g_assert_nonnull (get_row (&self, "Attribute of the camera class"));
  click (&self, "_Test");
  wait_until (is_tested, &self);
  g_assert_true (fixture_shows (GTK_WIDGET (self.editor), "7 rollouts"));
  g_assert_true (fixture_shows (GTK_WIDGET (self.editor), "18000 devices"));
  g_assert_true (fixture_shows (GTK_WIDGET (self.editor), "device_type, site, rollback"));
  click (&self, "_Save");
  wait_until (is_editor_gone, &self);

  g_autofree char *text = read_file (&self);
  g_assert_nonnull (strstr (text, "[Source Mender]\nKind=mender\n"));
  g_assert_nonnull (strstr (text, "SiteAttribute=site\n"));
  tear_down (&self);
  parl_demo_free (demo);
}

/* A file has neither address nor credentials; what it holds is told before it is saved. */
static void
test_file (void)
{
  Fixture self = { 0 };
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "fixtures", "counts", "golden.csv", NULL);
  g_autofree char *line = g_strconcat ("Kind=counts\nFile=", path, "\n", NULL);

  set_up (&self);
  choose_kind (&self, &parl_kind_counts);
  g_assert_null (fixture_find_row (GTK_WIDGET (self.editor), "Address"));
  g_assert_false (gtk_widget_get_mapped (get_row (&self, "Authentication")));
  g_assert_false (can_save (&self));

  g_object_set (get_row (&self, "File"), "path", "/no/such/file.csv", NULL);
  click (&self, "_Test");
  wait_until (is_tested, &self);
  g_assert_true (fixture_shows (GTK_WIDGET (self.editor), "there is no such file."));

  g_object_set (get_row (&self, "File"), "path", path, NULL);
  click (&self, "_Test");
  wait_until (is_tested, &self);
  g_assert_true (fixture_shows (GTK_WIDGET (self.editor), "Days: 2025-09-19 to 2025-11-13"));
  g_assert_true (can_save (&self));
  click (&self, "_Save");
  wait_until (is_editor_gone, &self);

  g_autofree char *text = read_file (&self);
  g_assert_nonnull (strstr (text, line));
  g_assert_null (strstr (text, "Auth"));
  open_editor (&self, "Counts");
  g_autofree char *shown = NULL;
  g_object_get (get_row (&self, "File"), "path", &shown, NULL);
  g_assert_cmpstr (shown, ==, path);
  tear_down (&self);
}

/* A mapping is chosen from those there are, and asks for values of its own. */
static void
test_mapping (void)
{
  Fixture self = { 0 };

  set_up (&self);
  choose_kind (&self, &parl_kind_json);
  fixture_settle ();
  type (&self, "Address", "http://127.0.0.1:8001");
  AdwComboRow *mappings = ADW_COMBO_ROW (get_row (&self, "Mapping"));
  GListModel *names = adw_combo_row_get_model (mappings);
  unsigned n_chosen = 0;
  for (unsigned i = 0; i < g_list_model_get_n_items (names); i++)
    {
      g_autoptr (GtkStringObject) name = g_list_model_get_item (names, i);
      const char *text = gtk_string_object_get_string (name);
      if (!g_str_equal (text, "memfault") && !g_str_equal (text, "datasette"))
        continue;
      n_chosen++;
      adw_combo_row_set_selected (mappings, i);
      fixture_settle ();
      if (g_str_equal (text, "datasette"))
        {
          GtkWidget *row = get_row (&self, "Name of the database, as in the address of its page");
          g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, "fleet");
          gtk_editable_set_text (GTK_EDITABLE (row), "cams");
          g_assert_true (can_save (&self));
        }
      else
        {
          g_assert_null (fixture_find_row (GTK_WIDGET (self.editor),
                                           "Name of the database, as in the address of its page"));
          type (&self, "Slug of the organization", "acme");
          type (&self, "Slug of the project", "cameras");
        }
    }
  g_assert_cmpuint (n_chosen, ==, 2);
  g_assert_true (gtk_widget_get_visible (get_button (&self, "Show _Data…")));
  click (&self, "_Save");
  wait_until (is_editor_gone, &self);
  g_autofree char *file = read_file (&self);
  g_assert_nonnull (strstr (file, "Mapping=memfault\n"));
  g_assert_nonnull (strstr (file, "Value.organization=acme\nValue.project=cameras\n"));
  g_assert_null (strstr (file, "Value.database"));

  /* They are there again when it is changed. */
  open_editor (&self, "Service");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_row (&self, "Slug of the project"))),
                   ==, "cameras");
  tear_down (&self);
}

/* A server that does not answer keeps nobody waiting who has had enough. */
static void
test_cancel (void)
{
  Fixture self = { 0 };

  set_up (&self);
  type (&self, "Address", "127.0.0.1:9");
  click (&self, "_Test");
  click (&self, "Cancel Test");
  wait_until (is_tested, &self);
  g_assert_false (fixture_shows (GTK_WIDGET (self.editor), "127.0.0.1 refuses"));
  click (&self, "_Test");
  wait_until (is_tested, &self);
  g_assert_true (fixture_shows (GTK_WIDGET (self.editor), "127.0.0.1 refuses"));
  click (&self, "_Test"); /* and its window goes */
  tear_down (&self);
}

/* With and without a keyring. */

static void
test_no_bus (void)
{
  keyring_run_without_bus (program);
}

static bool
tells_of_keyring (gpointer data)
{
  return fixture_shows (GTK_WIDGET (((Fixture *)data)->editor), "the keyring cannot be asked");
}

static void
fill_with_token (Fixture *self)
{
  type (self, "Address", "127.0.0.1:9");
  choose (self, "Authentication", 2);
  g_assert_false (can_save (self));
  type (self, "Token", SECRET);
}

static int
check_no_bus (void)
{
  Fixture self = { 0 };

  set_up (&self);
  fill_with_token (&self);
  click (&self, "_Save");
  wait_until (tells_of_keyring, &self);
  g_autofree char *text = read_file (&self);
  g_assert_null (text);
  g_assert_true (can_save (&self)); /* again, when it is unlocked */
  tear_down (&self);
  return 0;
}

static void
test_keyring (void)
{
  keyring_run_with_daemon (program);
}

static bool
is_forgotten (gpointer data)
{
  char *secret = parl_secret_lookup ("hawkBit", "http://127.0.0.1:9", -1, NULL, NULL);
  bool gone = secret == NULL;

  (void)data;
  parl_secret_free (secret);
  return gone;
}

/* A chosen certificate is copied, its key goes into the keyring alone. */
static void
check_certificate (void)
{
  Fixture self = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *place = folder_new ();
  g_autofree char *pem = NULL;
  char *key = NULL;

  if (!certificate_make (place, &pem, &error))
    g_error ("%s", error->message);
  set_up (&self);
  type (&self, "Address", "127.0.0.1:9");
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (get_row (&self, "More Settings")), TRUE);
  parl_file_row_set_path (
      PARL_FILE_ROW (get_row (&self, "Own Certificate with Its Key (PEM file)")), pem);
  click (&self, "_Save");
  wait_until (is_editor_gone, &self);
  folder_remove (g_steal_pointer (&place));

  g_autoptr (ParlSourceConfig) config
      = parl_session_find_source (self.dashboard->session, "hawkBit", &error);
  g_assert_no_error (error);
  const char *copy = parl_source_config_get (config, "Certificate");
  g_autofree char *text = NULL;
  g_assert_true (g_str_has_prefix (copy, self.folder));
  g_assert_true (g_file_get_contents (copy, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "BEGIN CERTIFICATE"));
  g_assert_null (strstr (text, "PRIVATE KEY"));
  g_assert_true (parl_certificate_lookup_key (config, &key, NULL, &error));
  g_assert_no_error (error);
  g_assert_nonnull (strstr (key, "PRIVATE KEY"));
  parl_secret_free (key);
  tear_down (&self);
}

static int
check_keyring (void)
{
  Fixture self = { 0 };
  g_autoptr (GError) error = NULL;

  check_certificate ();

  set_up (&self);
  fill_with_token (&self);
  click (&self, "_Save");
  wait_until (is_editor_gone, &self);
  g_autofree char *text = read_file (&self);
  g_assert_nonnull (strstr (text, "Auth=bearer"));
  g_assert_null (strstr (text, SECRET));
  char *secret = parl_secret_lookup ("hawkBit", "http://127.0.0.1:9", -1, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (secret, ==, SECRET);
  parl_secret_free (secret);

  /* It is there, is not shown, and is not for another address. */
  open_editor (&self, "hawkBit");
  GtkWidget *row = get_row (&self, "New Token (the old one is stored in the keyring)");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, "");
  g_assert_true (can_save (&self));
  type (&self, "Address", "127.0.0.1:10");
  g_assert_false (can_save (&self));
  g_assert_true (fixture_shows (GTK_WIDGET (self.editor), "The address is another one"));

  /* Without credentials there is nothing to keep. */
  type (&self, "Address", "127.0.0.1:9");
  choose (&self, "Authentication", 0);
  click (&self, "_Save");
  wait_until (is_editor_gone, &self);
  wait_until (is_forgotten, NULL);
  tear_down (&self);
  return 0;
}

/* Of an administrator's source only what he leaves open can be changed: the user and the secret. */
static void
test_managed (void)
{
  Fixture self = { 0 };

  self.dashboard = fixture_new_open_dashboard (&self.folder);
  fixture_ship_source (self.dashboard, self.folder);
  open_editor (&self, "fleet");
  g_assert_true (fixture_shows (GTK_WIDGET (self.editor), "Your administrator has set up"));
  for (const char *const *title = (const char *const[]){ "Address", "Authentication",
                                                         "Attribute of the camera class", NULL };
       *title != NULL; title++)
    {
      g_assert_false (gtk_widget_get_sensitive (get_row (&self, *title)));
      g_assert_cmpstr (gtk_widget_get_tooltip_text (get_row (&self, *title)), ==,
                       "Set by your administrator");
    }
  g_assert_true (gtk_widget_get_sensitive (get_row (&self, "User")));
  g_assert_nonnull (get_row (&self, "Password")); /* nothing is said to be stored already */
  g_assert_false (can_save (&self));
  type (&self, "User", "ann");
  type (&self, "Attribute of the site", "site");
  click (&self, "_Save");
  wait_until (is_editor_gone, &self);
  g_autofree char *text = read_file (&self);
  g_assert_cmpstr (text, ==, "[Source fleet]\nSiteAttribute=site\nUser=ann\n");
  tear_down (&self);
}

int
main (int argc, char **argv)
{
  fixture_init (&argc, &argv);
  if (argc == 2 && g_str_has_prefix (argv[1], "--inside"))
    return g_str_equal (argv[1], "--inside-keyring") ? check_keyring () : check_no_bus ();

  program = g_canonicalize_filename (argv[0], NULL);
  g_test_add_func ("/source-editor/fields", test_fields);
  g_test_add_func ("/source-editor/more-settings", test_more_settings);
  g_test_add_func ("/source-editor/unsaved", test_unsaved);
  g_test_add_func ("/source-editor/findings", test_findings);
  g_test_add_func ("/source-editor/proposals", test_proposals);
  g_test_add_func ("/source-editor/mender", test_mender);
  g_test_add_func ("/source-editor/file", test_file);
  g_test_add_func ("/source-editor/mapping", test_mapping);
  g_test_add_func ("/source-editor/cancel", test_cancel);
  g_test_add_func ("/source-editor/managed", test_managed);
  g_test_add_func ("/source-editor/no-bus", test_no_bus);
  g_test_add_func ("/source-editor/keyring", test_keyring);
  int failed = g_test_run ();
  g_free (program);
  return failed;
}
