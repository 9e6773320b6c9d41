/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of further settings: one for each key of the kind, and how it is asked. What a value may be
 * is asked of the settings. */
#include "config.h"

#include "app/sources/source-keys.h"

#include "app/sources/file-row.h"
#include "session/session.h"

#include <glib/gi18n.h>
#include <string.h>

/* One key and its row. */
typedef struct
{
  const ParlSetting *key;
  GtkWidget *row;         /* an AdwEntryRow, an AdwComboRow or a ParlFileRow */
  GtkSwitch *asked;       /* of a query: whether it is asked at all; else NULL */
  char **choices;         /* of a combo: what stands in it */
  ParlSourceExtra *extra; /* of a key that other settings call for; else NULL */
  ParlSetting own;        /* its setting then */
} Key;

static void
free_key (Key *self)
{
  g_strfreev (self->choices);
  parl_source_extra_free (self->extra);
  g_free (self);
}

struct _ParlSourceKeys
{
  AdwExpanderRow *expander;
  ParlSourceKeysFunc edited;
  gpointer data;
  const ParlSourceKind *kind;
  GPtrArray *rows; /* of Key; NULL: none is filled yet */
};

static void
on_edited (ParlSourceKeys *self)
{
  if (self->rows != NULL)
    self->edited (self->data);
}

static GtkWidget *
create_combo (ParlSourceKeys *self, char **choices, const char *chosen)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) names = gtk_string_list_new ((const char *const *)choices);

  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (names));
  for (unsigned i = 0; choices[i] != NULL; i++)
    if (g_strcmp0 (choices[i], chosen) == 0)
      adw_combo_row_set_selected (ADW_COMBO_ROW (row), i);
  g_signal_connect_swapped (row, "notify::selected", G_CALLBACK (on_edited), self);
  return row;
}

static GtkWidget *
create_entry (ParlSourceKeys *self, const char *value)
{
  GtkWidget *row = adw_entry_row_new ();

  gtk_editable_set_text (GTK_EDITABLE (row), value != NULL ? value : "");
  g_signal_connect_swapped (row, "changed", G_CALLBACK (on_edited), self);
  return row;
}

/* What is chosen is copied when it is saved: sources/certificate.h. */
static GtkWidget *
create_file (ParlSourceKeys *self, const char *value)
{
  GtkWidget *row = g_object_new (PARL_TYPE_FILE_ROW, NULL);

  parl_file_row_set_path (PARL_FILE_ROW (row), value != NULL ? value : "");
  parl_file_row_set_files (PARL_FILE_ROW (row), _ ("Certificates"), "*.[cCpP][eErR][mMrRtT]");
  parl_file_row_add_clear (PARL_FILE_ROW (row));
  g_signal_connect_swapped (row, "notify::path", G_CALLBACK (on_edited), self);
  return row;
}

static GtkWidget *
create_value (ParlSourceKeys *self, const ParlSetting *key, const char *value)
{
  return key->type == PARL_SETTING_PATH ? create_file (self, value) : create_entry (self, value);
}

/* The switch turns a query off that would otherwise have a default. */
static GtkSwitch *
add_switch (ParlSourceKeys *self, GtkWidget *row, const char *value)
{
  GtkSwitch *asked = GTK_SWITCH (gtk_switch_new ());

  gtk_switch_set_active (asked, value == NULL || *value != '\0');
  gtk_widget_set_valign (GTK_WIDGET (asked), GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (GTK_WIDGET (asked), _ ("Ask for This"));
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (row), GTK_WIDGET (asked));
  g_signal_connect_swapped (asked, "notify::active", G_CALLBACK (on_edited), self);
  return asked;
}

/* A title's %s stands for the part of the key behind the dot: "Query.fps". */
static char *
dup_title (const ParlSetting *key)
{
  const char *dot = strchr (key->key, '.');
  GString *title = g_string_new (_ (key->title));

  g_string_replace (title, "%s", dot != NULL ? dot + 1 : key->key, 1);
  return g_string_free (title, FALSE);
}

static ParlSourceDirs
get_dirs (void)
{
  const ParlSessionOptions options = parl_session_default_options ();

  return (ParlSourceDirs){ options.config_dir, options.data_dir };
}

/* (transfer full) (nullable): what @key may be, if that is a choice: as its setting says, or as
 * there are files; and @value, be it one of them or not. */
static char **
list_choices (ParlSourceKeys *self, const ParlSetting *key, const char *value)
{
  const ParlSourceKind *kind = self->kind;
  const ParlSourceDirs dirs = get_dirs ();

  if (key->type == PARL_SETTING_CHOICE)
    return g_strdupv ((char **)key->choices);
  char **found = kind->list_choices != NULL ? kind->list_choices (key->key, &dirs) : NULL;
  if (found == NULL || value == NULL || g_strv_contains ((const char *const *)found, value))
    return found;

  g_autoptr (GStrvBuilder) all = g_strv_builder_new ();
  g_strv_builder_add (all, value);
  g_strv_builder_addv (all, (const char **)found);
  g_strfreev (found);
  return g_strv_builder_end (all);
}

/* What the administrator states can be seen, but not changed. */
void
parl_source_keys_mark_fixed (const ParlSourceConfig *config, const char *key, gpointer row)
{
  if (config == NULL || !parl_source_config_is_fixed (config, key))
    return;
  gtk_widget_set_sensitive (row, false);
  gtk_widget_set_tooltip_text (row, _ ("Set by your administrator"));
}

/* @fallback: (nullable): what stands in the row when there is no value */
static Key *
create_key (ParlSourceKeys *self, const ParlSetting *key, const ParlSourceConfig *config,
            const char *fallback)
{
  const char *value = config != NULL ? parl_source_config_get (config, key->key) : NULL;
  g_autofree char *title = dup_title (key);
  Key *made = g_new0 (Key, 1);

  made->key = key;
  made->choices = list_choices (self, key, value);
  made->row = made->choices != NULL
                  ? create_combo (self, made->choices, value != NULL ? value : key->initial)
                  : create_value (self, key, value != NULL ? value : fallback);
  if (key->type == PARL_SETTING_RAW)
    made->asked = add_switch (self, made->row, value);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (made->row), false);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (made->row), title);
  gtk_widget_set_tooltip_text (made->row, key->help != NULL ? _ (key->help) : NULL);
  parl_source_keys_mark_fixed (config, key->key, made->row);
  adw_expander_row_add_row (self->expander, made->row);
  return made;
}

static void
remove_key (ParlSourceKeys *self, const Key *key)
{
  g_signal_handlers_disconnect_by_data (key->row, self);
  if (key->asked != NULL)
    g_signal_handlers_disconnect_by_data (key->asked, self);
  adw_expander_row_remove (self->expander, key->row);
}

/* Takes the rows of the old kind away. */
static void
clear_keys (ParlSourceKeys *self)
{
  for (unsigned i = 0; self->rows != NULL && i < self->rows->len; i++)
    remove_key (self, g_ptr_array_index (self->rows, i));
  g_clear_pointer (&self->rows, g_ptr_array_unref);
}

static char *dup_value (const Key *key);

/* What the rows say, as far as it is allowed: enough to find out what else is to be asked. */
static ParlSourceConfig *
create_draft (ParlSourceKeys *self)
{
  ParlSourceConfig *draft = parl_source_config_new ("draft", self->kind->name, "");

  for (unsigned i = 0; i < self->rows->len; i++)
    {
      const Key *key = g_ptr_array_index (self->rows, i);
      g_autofree char *value = key->extra == NULL ? dup_value (key) : NULL;
      if (value != NULL)
        parl_source_config_set (draft, key->key->key, value, NULL);
    }
  return draft;
}

static Key *
create_extra (ParlSourceKeys *self, ParlSourceExtra *extra, const ParlSourceConfig *config)
{
  const ParlSetting own = { .key = extra->key, .type = PARL_SETTING_LINE, .title = extra->title };
  Key *key = create_key (self, &own, config, extra->initial);

  key->extra = extra;
  key->own = own;
  key->key = &key->own;
  return key;
}

static bool
has_extras (ParlSourceKeys *self, const GPtrArray *extras)
{
  unsigned n = 0;

  for (unsigned i = 0; i < self->rows->len; i++)
    {
      const Key *key = g_ptr_array_index (self->rows, i);
      if (key->extra == NULL)
        continue;
      if (n >= extras->len
          || g_strcmp0 (key->extra->key, ((ParlSourceExtra *)extras->pdata[n])->key) != 0)
        return false;
      n++;
    }
  return n == extras->len;
}

/* Rows for what the chosen values call for; @config: (nullable): the values that are there. */
void
parl_source_keys_fill_extras (ParlSourceKeys *self, const ParlSourceConfig *config)
{
  const ParlSourceKind *kind = self->kind;
  const ParlSourceDirs dirs = get_dirs ();

  if (kind->list_extras == NULL)
    return;
  g_autoptr (ParlSourceConfig) draft = create_draft (self);
  g_autoptr (GPtrArray) extras = kind->list_extras (draft, &dirs, NULL);
  if (extras == NULL)
    extras = g_ptr_array_new ();
  if (has_extras (self, extras))
    return;
  for (unsigned i = self->rows->len; i > 0; i--)
    {
      Key *key = g_ptr_array_index (self->rows, i - 1);
      if (key->extra == NULL)
        continue;
      remove_key (self, key);
      g_ptr_array_remove_index (self->rows, i - 1);
    }
  for (unsigned i = 0; i < extras->len; i++)
    {
      ParlSourceExtra *extra = g_steal_pointer (&extras->pdata[i]);
      g_ptr_array_add (self->rows, create_extra (self, extra, config));
    }
}

/* @config: (nullable): the values that are there */
void
parl_source_keys_fill (ParlSourceKeys *self, const ParlSourceKind *kind,
                       const ParlSourceConfig *config)
{
  const ParlSetting *key;

  clear_keys (self);
  self->kind = kind;
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func ((GDestroyNotify)free_key);
  bool is_required = false;
  for (unsigned i = 0; (key = parl_settings_group_get (&kind->settings, i)) != NULL; i++)
    if (key->title != NULL)
      {
        g_ptr_array_add (keys, create_key (self, key, config, NULL));
        is_required |= key->required;
      }
  self->rows = g_steal_pointer (&keys);
  parl_source_keys_fill_extras (self, config);
  adw_expander_row_set_expanded (self->expander, is_required);
}

/* Returns: (transfer full) (nullable): the value; %NULL: the key is not set. */
static char *
dup_value (const Key *key)
{
  if (ADW_IS_COMBO_ROW (key->row))
    {
      unsigned selected = adw_combo_row_get_selected (ADW_COMBO_ROW (key->row));
      const char *chosen = selected != GTK_INVALID_LIST_POSITION ? key->choices[selected] : NULL;
      return g_strcmp0 (chosen, key->key->initial) != 0 ? g_strdup (chosen) : NULL;
    }
  if (PARL_IS_FILE_ROW (key->row))
    {
      const char *path = parl_file_row_get_path (PARL_FILE_ROW (key->row));
      return *path != '\0' ? g_strdup (path) : NULL;
    }
  if (key->asked != NULL && !gtk_switch_get_active (key->asked))
    return g_strdup ("");

  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (key->row))));
  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

/* Returns: false with CONFIG; the row that is wrong is marked. */
bool
parl_source_keys_apply (ParlSourceKeys *self, ParlSourceConfig *config, GError **error)
{
  bool good = true;

  for (unsigned i = 0; i < self->rows->len; i++)
    {
      Key *key = g_ptr_array_index (self->rows, i);
      g_autofree char *value = dup_value (key);
      bool taken = value == NULL
                   || parl_source_config_set (config, key->key->key, value, good ? error : NULL);

      if (taken)
        gtk_widget_remove_css_class (key->row, "error");
      else
        gtk_widget_add_css_class (key->row, "error");
      good &= taken;
    }
  return good;
}

/* Fills a row in that takes any text; shows where. */
void
parl_source_keys_set (ParlSourceKeys *self, const char *key, const char *value)
{
  for (unsigned i = 0; i < self->rows->len; i++)
    {
      const Key *one = g_ptr_array_index (self->rows, i);
      if (g_str_equal (one->key->key, key) && ADW_IS_ENTRY_ROW (one->row))
        gtk_editable_set_text (GTK_EDITABLE (one->row), value);
    }
  adw_expander_row_set_expanded (self->expander, TRUE);
}

/* Returns: (transfer full): what the rows hold that other settings call for, wrong or not */
char *
parl_source_keys_dup_extras (ParlSourceKeys *self)
{
  GString *all = g_string_new (NULL);

  for (unsigned i = 0; i < self->rows->len; i++)
    {
      const Key *key = g_ptr_array_index (self->rows, i);
      g_autofree char *value = key->extra != NULL ? dup_value (key) : NULL;
      g_string_append_printf (all, "|%s", value != NULL ? value : "");
    }
  return g_string_free (all, FALSE);
}

/* @expander: not owned; it must outlive the rows
 * @edited: called whenever a value has changed
 * Returns: (transfer full): no row yet */
ParlSourceKeys *
parl_source_keys_new (AdwExpanderRow *expander, ParlSourceKeysFunc edited, gpointer data)
{
  ParlSourceKeys *self = g_new0 (ParlSourceKeys, 1);

  self->expander = expander;
  self->edited = edited;
  self->data = data;
  return self;
}

void
parl_source_keys_free (ParlSourceKeys *self)
{
  if (self == NULL)
    return;
  clear_keys (self);
  g_free (self);
}
