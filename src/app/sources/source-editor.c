/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window in which a source is described, tried and saved. Rules are source-form.c's, what takes
 * time is source-tasks.c's. A secret goes from its row into the keyring and nowhere else. */
#include "config.h"

#include "app/sources/source-editor.h"

#include "app/sources/file-row.h"
#include "app/sources/preview-window.h"
#include "app/sources/source-form.h"
#include "app/sources/source-keys.h"
#include "app/sources/source-tasks.h"
#include "app/sources/source-words.h"
#include "app/widget.h"
#include "sources/certificate.h"
#include "sources/secret.h"

#include <glib/gi18n.h>
#include <string.h>

struct _ParlSourceEditor
{
  AdwWindow parent_instance;

  ParlDashboard *dashboard;
  ParlSourceConfig *before; /* NULL: a new source */
  ParlSourceKeys *keys;     /* below more_row; NULL: not filled yet */
  char *saved_state;        /* of the fields, as they were first shown */
  char *given_name;         /* the name that was filled in for the user; NULL: typed */
  GCancellable *trial;      /* of the test under way; NULL: none */
  GCancellable *saving;     /* NULL: not saving */
  char **proposed;          /* key, value, key, value that would fit; NULL: none */
  ParlSourceConfig *saved;  /* what is being saved; NULL: nothing */
  bool closing;             /* nothing is to be asked any more */

  GtkButton *save_button;
  GtkSpinner *save_spinner;
  AdwPreferencesPage *page;
  AdwPreferencesGroup *server_group, *secret_group;
  AdwComboRow *kind_row, *auth_row;
  AdwEntryRow *name_row, *url_row, *user_row;
  AdwPasswordEntryRow *secret_row;
  ParlFileRow *file_row; /* in the place of the address, where a file is read */
  AdwActionRow *plain_row;
  GtkSwitch *plain_switch;
  AdwActionRow *flaws[PARL_N_FIELDS];
  AdwExpanderRow *more_row;
  GtkButton *test_button, *preview_button, *cancel_test_button;
  GtkSpinner *test_spinner;
  GtkListBox *findings;
};

G_DEFINE_FINAL_TYPE (ParlSourceEditor, parl_source_editor, ADW_TYPE_WINDOW)

/* How a server is signed in to, in the order of the settings' choices. */
static const char *
get_auth (unsigned choice)
{
  return parl_settings_group_find (&parl_server_settings, "Auth")->choices[choice];
}

static const ParlSourceKind *
get_kind (ParlSourceEditor *self)
{
  return parl_source_kind_get (adw_combo_row_get_selected (self->kind_row));
}

static const char *
get_text (gpointer row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static bool
reads_file (ParlSourceEditor *self)
{
  return get_kind (self)->reads_file;
}

static gpointer
get_address_row (ParlSourceEditor *self)
{
  return reads_file (self) ? (gpointer)self->file_row : self->url_row;
}

static ParlSourceForm
read_form (ParlSourceEditor *self)
{
  unsigned auth = reads_file (self) ? 0 : adw_combo_row_get_selected (self->auth_row);

  return (ParlSourceForm){ .kind = get_kind (self),
                           .name = get_text (self->name_row),
                           .url = reads_file (self) ? parl_file_row_get_path (self->file_row)
                                                    : get_text (self->url_row),
                           .auth = get_auth (auth),
                           .user = get_text (self->user_row),
                           .has_secret = *get_text (self->secret_row) != '\0',
                           .allow_plain = gtk_switch_get_active (self->plain_switch),
                           .before = self->before,
                           .sources = G_LIST_MODEL (self->dashboard->syncs->sources) };
}

static void on_edited (ParlSourceEditor *self);

/* What is wrong. */

/* Settings with the keys of the kind; marks the row that is wrong. */
static ParlSourceConfig *
new_config (ParlSourceEditor *self, GError **error)
{
  const ParlSourceForm form = read_form (self);
  g_autoptr (ParlSourceConfig) config = parl_source_form_new_config (&form, error);

  if (config == NULL || !parl_source_keys_apply (self->keys, config, error))
    return NULL;
  return g_steal_pointer (&config);
}

static void
show_flaw (ParlSourceEditor *self, ParlField field, const char *sentence)
{
  AdwActionRow *row = self->flaws[field];
  bool wrong = sentence != NULL && *sentence != '\0';

  gtk_widget_set_visible (GTK_WIDGET (row), wrong);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), wrong ? sentence : "");
}

/* Returns: whether all fields make sense. */
static bool
check_fields (ParlSourceEditor *self)
{
  const ParlSourceForm form = read_form (self);
  gpointer rows[PARL_N_FIELDS] = { [PARL_FIELD_NAME] = self->name_row,
                                   [PARL_FIELD_URL] = get_address_row (self),
                                   [PARL_FIELD_USER] = self->user_row,
                                   [PARL_FIELD_SECRET] = self->secret_row };
  bool good = true;

  for (ParlField field = 0; field < PARL_FIELD_MORE; field++)
    {
      g_autofree char *flaw = parl_source_form_dup_flaw (&form, field);
      show_flaw (self, field, flaw);
      if (rows[field] != NULL)
        parl_widget_set_class (rows[field], "error", flaw != NULL && *flaw != '\0');
      good &= flaw == NULL;
    }

  g_autoptr (GError) error = NULL;
  g_autoptr (ParlSourceConfig) config = good ? new_config (self, &error) : NULL;
  show_flaw (self, PARL_FIELD_MORE, error != NULL ? error->message : NULL);
  return config != NULL;
}

static void
clear_findings (ParlSourceEditor *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->findings, 0)) != NULL)
    gtk_list_box_remove (self->findings, GTK_WIDGET (row));
  gtk_widget_set_visible (GTK_WIDGET (self->findings), false);
}

/* The rows that the choices above them call for. */
static void
show_rows (ParlSourceEditor *self)
{
  const ParlSourceForm form = read_form (self);
  g_autofree char *url = parl_source_form_normalize_url (form.url);
  bool of_file = reads_file (self);

  gtk_widget_set_visible (GTK_WIDGET (self->file_row), of_file);
  gtk_widget_set_visible (GTK_WIDGET (self->url_row), !of_file);
  gtk_widget_set_visible (GTK_WIDGET (self->secret_group), !of_file);
  gtk_widget_set_visible (GTK_WIDGET (self->more_row), !of_file);
  gtk_widget_set_visible (GTK_WIDGET (self->preview_button), form.kind->preview != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->plain_row),
                          !of_file && parl_source_form_is_plain (url));
  gtk_widget_set_visible (GTK_WIDGET (self->user_row), parl_source_form_needs_user (&form));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->user_row),
                                 g_str_equal (form.auth, "oauth2") ? _ ("Client ID") : _ ("User"));
  gtk_widget_set_visible (GTK_WIDGET (self->secret_row), !g_str_equal (form.auth, "none"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->secret_row),
                                 parl_source_form_get_secret_title (&form));
}

static void
on_edited (ParlSourceEditor *self)
{
  if (self->keys == NULL || self->closing)
    return;
  parl_source_keys_fill_extras (self->keys, self->before);
  show_rows (self);
  clear_findings (self);
  bool good = check_fields (self) && self->saving == NULL;
  gtk_widget_set_sensitive (GTK_WIDGET (self->save_button), good);
  gtk_widget_set_sensitive (GTK_WIDGET (self->test_button), good);
  gtk_widget_set_sensitive (GTK_WIDGET (self->preview_button), good);
}

static void
fill_name (ParlSourceEditor *self)
{
  g_autofree char *name = parl_source_form_dup_free_name (
      get_kind (self), G_LIST_MODEL (self->dashboard->syncs->sources));

  g_free (self->given_name);
  self->given_name = g_strdup (name);
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), name);
}

static void
describe_kind (ParlSourceEditor *self)
{
  g_autofree char *feeds = parl_feeds_dup_words (get_kind (self)->feeds);
  g_autofree char *text = g_strdup_printf (_ ("It can tell of: %s."), feeds);

  adw_preferences_group_set_description (self->server_group, text);
}

/* Another kind has other keys, and its own name, unless the user has chosen one. */
static void
on_kind (ParlSourceEditor *self)
{
  if (self->keys == NULL)
    return;
  parl_source_keys_fill (self->keys, get_kind (self), NULL);
  if (g_strcmp0 (get_text (self->name_row), self->given_name) == 0)
    fill_name (self);
  describe_kind (self);
  on_edited (self);
}

/* Trying it. */

static void
show_trying (ParlSourceEditor *self, bool trying)
{
  gtk_widget_set_visible (GTK_WIDGET (self->test_button), !trying);
  gtk_widget_set_visible (GTK_WIDGET (self->cancel_test_button), trying);
  gtk_widget_set_visible (GTK_WIDGET (self->test_spinner), trying);
  gtk_spinner_set_spinning (self->test_spinner, trying);
}

static GtkWidget *
add_finding (ParlSourceEditor *self, const char *words)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), false);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), words);
  adw_preferences_row_set_title_selectable (ADW_PREFERENCES_ROW (row), true);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  gtk_list_box_append (self->findings, row);
  return row;
}

static void
on_use (ParlSourceEditor *self)
{
  g_auto (GStrv) values = g_steal_pointer (&self->proposed);

  for (char **value = values; *value != NULL; value += 2)
    parl_source_keys_set (self->keys, value[0], value[1]);
}

/* Takes @values: key, value, key, value. */
static void
offer_values (ParlSourceEditor *self, char **values)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Use"));

  g_strfreev (self->proposed);
  self->proposed = values;
  if (values == NULL || values[0] == NULL)
    {
      g_object_unref (g_object_ref_sink (button));
      return;
    }
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_use), self);
  adw_action_row_add_suffix (
      ADW_ACTION_ROW (add_finding (self, _ ("Fill in what would fit, above"))), button);
}

/* First whether it works, and what for, then what was found. */
static void
show_findings (ParlSourceEditor *self, char **lines, bool is_partial, unsigned found, char **values)
{
  const ParlSessionOptions options = parl_session_default_options ();
  const ParlSourceDirs dirs = { options.config_dir, options.data_dir };
  g_autoptr (ParlSourceConfig) config = new_config (self, NULL);
  const ParlSourceVerdict judged = { .is_partial = is_partial, .feeds = found };
  g_autofree char *words = parl_source_verdict_dup_words (&judged, config, &dirs);

  clear_findings (self);
  GtkWidget *verdict = add_finding (self, words);
  gtk_widget_add_css_class (verdict, is_partial ? "warn" : "good");
  gtk_widget_add_css_class (verdict, "verdict");
  for (char **line = lines; *line != NULL; line++)
    add_finding (self, *line);
  offer_values (self, values);
  gtk_widget_set_visible (GTK_WIDGET (self->findings), *lines != NULL);
}

/* An error stands at the field it concerns, as one sentence. */
static void
show_error (ParlSourceEditor *self, const GError *error)
{
  g_autofree char *sentence = g_strdup_printf ("%s.", error->message);

  show_flaw (self, parl_source_form_find_field (error), sentence);
}

static void
on_tried (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (ParlSourceEditor) self = data;
  g_autoptr (GError) error = NULL;
  bool is_partial = false;
  unsigned found = 0;
  char **values = NULL;
  g_auto (GStrv) lines = parl_source_try_finish (result, &is_partial, &found, &values, &error);
  g_clear_object (&self->trial);
  if (self->closing)
    {
      g_strfreev (values);
      return;
    }
  show_trying (self, false);
  if (lines != NULL)
    show_findings (self, lines, is_partial, found, g_steal_pointer (&values));
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_error (self, error);
  g_strfreev (values);
  gtk_widget_grab_focus (GTK_WIDGET (self->test_button));
}

static void
on_test (ParlSourceEditor *self)
{
  g_autoptr (ParlSourceConfig) config = check_fields (self) ? new_config (self, NULL) : NULL;
  const char *secret = get_text (self->secret_row);

  if (config == NULL || self->trial != NULL)
    return;
  clear_findings (self);
  show_trying (self, true);
  gtk_widget_grab_focus (GTK_WIDGET (self->cancel_test_button));
  self->trial = g_cancellable_new ();
  parl_source_try_async (config, *secret != '\0' ? secret : NULL, self->trial, on_tried,
                         g_object_ref (self));
}

/* The raw answers beside what is understood of them, in a window of its own. */
static void
on_preview (ParlSourceEditor *self)
{
  g_autoptr (ParlSourceConfig) config = check_fields (self) ? new_config (self, NULL) : NULL;
  const char *secret = get_text (self->secret_row);

  if (config != NULL)
    parl_window_present_over (GTK_WINDOW (self),
                              parl_preview_window_new (config, *secret != '\0' ? secret : NULL));
}

static void
on_cancel_test (ParlSourceEditor *self)
{
  g_cancellable_cancel (self->trial);
}

/* Saving it. */

static void
show_saving (ParlSourceEditor *self, bool saving)
{
  /* An entry that becomes insensitive must not have the focus: it would never hear of losing it. */
  if (saving)
    gtk_window_set_focus (GTK_WINDOW (self), NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->page), !saving);
  gtk_widget_set_sensitive (GTK_WIDGET (self->save_button), !saving);
  gtk_widget_set_visible (GTK_WIDGET (self->save_spinner), saving);
  gtk_spinner_set_spinning (self->save_spinner, saving);
}

/* The old address's secret is not needed any more; should it stay, it does no harm where it is. */
static void
forget_old_secret (ParlSourceEditor *self, const ParlSourceConfig *config)
{
  if (self->before == NULL || parl_source_config_get_auth (self->before) == PARL_AUTH_NONE)
    return;
  const char *old_url = parl_source_config_get_url (self->before);
  if (parl_source_config_get_auth (config) == PARL_AUTH_NONE
      || !g_str_equal (old_url, parl_source_config_get_url (config)))
    parl_keyring_forget_address (parl_source_config_get_name (config), old_url);
}

static void
close_now (ParlSourceEditor *self)
{
  self->closing = true;
  gtk_window_set_focus (GTK_WINDOW (self), NULL);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
write_config (ParlSourceEditor *self, const ParlSourceConfig *config)
{
  g_autoptr (GError) error = NULL;
  ParlSession *session = self->dashboard->session;

  if (session == NULL)
    return;
  if (!parl_source_config_save (parl_session_get_source_files (session), config, &error))
    {
      show_saving (self, false);
      show_error (self, error);
      return;
    }
  forget_old_secret (self, config);
  parl_dashboard_reload_sources (self->dashboard);
  if (!parl_source_config_get_paused (config))
    parl_syncs_read (self->dashboard->syncs, parl_source_config_get_name (config));
  close_now (self);
}

static void
on_stored (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (ParlSourceEditor) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlSourceConfig) config = g_steal_pointer (&self->saved);
  bool stored = parl_keyring_finish (result, &error);
  g_clear_object (&self->saving);
  if (self->closing)
    return;
  if (stored)
    {
      write_config (self, config);
      return;
    }
  show_saving (self, false);
  show_error (self, error);
}

/* (transfer full) (nullable): what is to be written, after its files were copied; @key: (out): what
 * is to be kept of them; for parl_secret_free() */
static ParlSourceConfig *
prepare_config (ParlSourceEditor *self, char **key)
{
  g_autoptr (ParlSourceConfig) config = check_fields (self) ? new_config (self, NULL) : NULL;
  ParlSession *session = self->dashboard->session;
  g_autoptr (GError) error = NULL;

  if (config == NULL || self->saving != NULL || session == NULL)
    return NULL;
  const char *folder = parl_session_get_dirs (session).user_dir;
  if (folder == NULL || parl_certificate_import (config, folder, key, &error))
    return g_steal_pointer (&config);
  show_error (self, error);
  return NULL;
}

/* The secret first: a source without its secret would be of no use. */
static void
on_save (ParlSourceEditor *self)
{
  char *key = NULL;
  g_autoptr (ParlSourceConfig) config = prepare_config (self, &key);
  const char *secret = get_text (self->secret_row);

  if (config == NULL)
    return;
  if (parl_source_config_get_auth (config) == PARL_AUTH_NONE || *secret == '\0')
    secret = NULL;
  show_saving (self, true);
  if (secret == NULL && key == NULL)
    {
      write_config (self, config);
      return;
    }
  self->saving = g_cancellable_new ();
  self->saved = parl_source_config_ref (config);
  parl_keyring_store_async (config, secret, key, self->saving, on_stored, g_object_ref (self));
  parl_secret_free (key);
}

/* Leaving it. */

static char *
dup_state (ParlSourceEditor *self)
{
  const ParlSourceForm form = read_form (self);
  g_autoptr (ParlSourceConfig) config = new_config (self, NULL);
  g_autofree char *state = parl_source_form_dup_state (&form, config);
  g_autofree char *extras = parl_source_keys_dup_extras (self->keys);

  return g_strconcat (state, extras, NULL);
}

static gboolean
on_discard_idle (gpointer data)
{
  close_now (data);
  return G_SOURCE_REMOVE;
}

/* Closes the editor once the dialog is closed: as its parent it would take the dialog with it. */
static void
on_discard (ParlSourceEditor *self)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, on_discard_idle, g_object_ref (self), g_object_unref);
}

/* Escape and closing the question mean no. */
static void
ask_to_discard (ParlSourceEditor *self)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (
      adw_message_dialog_new (GTK_WINDOW (self), _ ("Discard Changes?"),
                              _ ("What you typed about this source would be lost.")));

  adw_message_dialog_add_responses (dialog, "no", _ ("_Cancel"), "yes", _ ("_Discard"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "yes", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "no");
  adw_message_dialog_set_close_response (dialog, "no");
  gtk_window_set_destroy_with_parent (GTK_WINDOW (dialog), true);
  g_signal_connect_swapped (dialog, "response::yes", G_CALLBACK (on_discard), self);
  gtk_window_present (GTK_WINDOW (dialog));
}

static gboolean
parl_source_editor_close_request (GtkWindow *window)
{
  ParlSourceEditor *self = PARL_SOURCE_EDITOR (window);
  g_autofree char *state = dup_state (self);

  if (self->saving != NULL)
    {
      g_cancellable_cancel (self->saving);
      return GDK_EVENT_STOP;
    }
  if (!self->closing && g_strcmp0 (state, self->saved_state) != 0)
    {
      ask_to_discard (self);
      return GDK_EVENT_STOP;
    }
  return GTK_WINDOW_CLASS (parl_source_editor_parent_class)->close_request (window);
}

/* A test under way keeps the window in memory, but not on the screen. */
static void
parl_source_editor_unrealize (GtkWidget *widget)
{
  on_cancel_test (PARL_SOURCE_EDITOR (widget));
  GTK_WIDGET_CLASS (parl_source_editor_parent_class)->unrealize (widget);
}

static void
parl_source_editor_dispose (GObject *object)
{
  ParlSourceEditor *self = PARL_SOURCE_EDITOR (object);

  self->closing = true;
  g_cancellable_cancel (self->saving);
  g_clear_pointer (&self->keys, parl_source_keys_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), PARL_TYPE_SOURCE_EDITOR);
  g_clear_object (&self->dashboard);
  g_clear_pointer (&self->before, parl_source_config_unref);
  g_clear_pointer (&self->saved, parl_source_config_unref);
  g_clear_pointer (&self->proposed, g_strfreev);
  g_clear_pointer (&self->saved_state, g_free);
  g_clear_pointer (&self->given_name, g_free);
  G_OBJECT_CLASS (parl_source_editor_parent_class)->dispose (object);
}

static void
parl_source_editor_class_init (ParlSourceEditorClass *klass)
{
  static const char *const flaws[PARL_N_FIELDS]
      = { [PARL_FIELD_NAME] = "name_flaw",     [PARL_FIELD_URL] = "url_flaw",
          [PARL_FIELD_PLAIN] = "plain_flaw",   [PARL_FIELD_USER] = "user_flaw",
          [PARL_FIELD_SECRET] = "secret_flaw", [PARL_FIELD_MORE] = "more_flaw" };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (PARL_TYPE_FILE_ROW);
  G_OBJECT_CLASS (klass)->dispose = parl_source_editor_dispose;
  widget_class->unrealize = parl_source_editor_unrealize;
  GTK_WINDOW_CLASS (klass)->close_request = parl_source_editor_close_request;
  parl_widget_class_set_template (widget_class, "source-editor.ui");
  PARL_BIND_CHILDREN (widget_class, ParlSourceEditor, save_button, save_spinner, page, server_group,
                      kind_row, auth_row, name_row, url_row, user_row, secret_row, secret_group,
                      file_row, plain_row, plain_switch, more_row, test_button, preview_button,
                      cancel_test_button, test_spinner, findings);
  for (ParlField field = 0; field < PARL_N_FIELDS; field++)
    gtk_widget_class_bind_template_child_full (widget_class, flaws[field], FALSE,
                                               G_STRUCT_OFFSET (ParlSourceEditor, flaws)
                                                   + (gssize)(field * sizeof (gpointer)));
  gtk_widget_class_bind_template_callback (widget_class, on_edited);
  gtk_widget_class_bind_template_callback (widget_class, on_kind);
  gtk_widget_class_bind_template_callback (widget_class, on_test);
  gtk_widget_class_bind_template_callback (widget_class, on_preview);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_test);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
}

static void
parl_source_editor_init (ParlSourceEditor *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  const ParlSourceKind *kind;

  gtk_widget_init_template (GTK_WIDGET (self));
  for (unsigned i = 0; (kind = parl_source_kind_get (i)) != NULL; i++)
    gtk_string_list_append (titles, _ (kind->title));
  adw_combo_row_set_model (self->kind_row, G_LIST_MODEL (titles));
  parl_file_row_set_files (self->file_row, _ ("CSV Files"), "*.[cC][sS][vV]");
}

/* Filling it. */

static void
fill_fields (ParlSourceEditor *self)
{
  const ParlSourceConfig *before = self->before;
  const char *user = parl_source_config_get_user (before);
  const char *address = parl_source_config_get_address (before);
  unsigned kind = 0;

  while (!g_str_equal (parl_source_config_get_kind (before), parl_source_kind_get (kind)->name))
    kind++;
  gtk_window_set_title (GTK_WINDOW (self), _ ("Edit Source"));
  adw_combo_row_set_selected (self->kind_row, kind);
  gtk_widget_set_sensitive (GTK_WIDGET (self->kind_row), false);
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), parl_source_config_get_name (before));
  gtk_widget_set_sensitive (GTK_WIDGET (self->name_row), false);
  adw_preferences_group_set_description (
      self->server_group,
      parl_source_config_is_managed (before)
          ? _ ("Your administrator has set up this source. What is left open, such as who signs "
               "in, is yours.")
          : _ ("Name and kind stay: the history keeps what this source told under its name."));
  if (reads_file (self))
    parl_file_row_set_path (self->file_row, address);
  else
    gtk_editable_set_text (GTK_EDITABLE (self->url_row), address);
  adw_combo_row_set_selected (self->auth_row, (unsigned)parl_source_config_get_auth (before));
  gtk_editable_set_text (GTK_EDITABLE (self->user_row), user != NULL ? user : "");
  gtk_switch_set_active (self->plain_switch,
                         g_strcmp0 (parl_source_config_get (before, "AllowPlain"), "true") == 0);
  parl_source_keys_mark_fixed (before, "Url", self->url_row);
  parl_source_keys_mark_fixed (before, "File", self->file_row);
  parl_source_keys_mark_fixed (before, "Auth", self->auth_row);
  parl_source_keys_mark_fixed (before, "User", self->user_row);
  parl_source_keys_mark_fixed (before, "AllowPlain", self->plain_row);
}

/* @name: (nullable): the source to change
 * Returns: (transfer none): the window, not shown yet */
GtkWindow *
parl_source_editor_new (ParlDashboard *dashboard, const char *name)
{
  g_return_val_if_fail (PARL_IS_DASHBOARD (dashboard), NULL);

  ParlSourceEditor *self = g_object_new (PARL_TYPE_SOURCE_EDITOR, NULL);
  ParlSourceItem *item = parl_source_items_find (G_LIST_MODEL (dashboard->syncs->sources), name);

  self->dashboard = g_object_ref (dashboard);
  if (item != NULL)
    {
      self->before = parl_source_config_ref (item->config);
      fill_fields (self);
    }
  else
    {
      adw_combo_row_set_selected (
          self->kind_row, parl_source_form_propose_kind (G_LIST_MODEL (dashboard->syncs->sources)));
      fill_name (self);
      describe_kind (self);
    }
  self->keys = parl_source_keys_new (self->more_row, (ParlSourceKeysFunc)on_edited, self);
  parl_source_keys_fill (self->keys, get_kind (self), self->before);
  on_edited (self);
  self->saved_state = dup_state (self);
  gtk_widget_grab_focus (get_address_row (self));
  return GTK_WINDOW (self);
}
