/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes one row of the window from each row of a kind's table of keys. Knows no key by name; what a
 * value may be is asked of the settings. */
#include "config.h"

#include "app/source-keys.h"

#include <glib/gi18n.h>
#include <string.h>

/* One key and its row. */
typedef struct
{
  const ParlSetting *key;
  GtkWidget *row;   /* an AdwEntryRow or an AdwComboRow */
  GtkSwitch *asked; /* of a query: whether it is asked at all; else NULL */
} Key;

struct _ParlSourceKeys
{
  AdwExpanderRow *expander;
  GPtrArray *keys; /* of Key */
  void (*changed) (gpointer data);
  gpointer data;
};

static void
on_changed (ParlSourceKeys *self)
{
  self->changed (self->data);
}

static GtkWidget *
create_combo (ParlSourceKeys *self, const ParlSetting *key, const char *value)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) names = gtk_string_list_new (key->choices);
  const char *chosen = value != NULL ? value : key->initial;

  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (names));
  for (unsigned i = 0; key->choices[i] != NULL; i++)
    if (g_strcmp0 (key->choices[i], chosen) == 0)
      adw_combo_row_set_selected (ADW_COMBO_ROW (row), i);
  g_signal_connect_swapped (row, "notify::selected", G_CALLBACK (on_changed), self);
  return row;
}

static GtkWidget *
create_entry (ParlSourceKeys *self, const char *value)
{
  GtkWidget *row = adw_entry_row_new ();

  gtk_editable_set_text (GTK_EDITABLE (row), value != NULL ? value : "");
  g_signal_connect_swapped (row, "changed", G_CALLBACK (on_changed), self);
  return row;
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
  g_signal_connect_swapped (asked, "notify::active", G_CALLBACK (on_changed), self);
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

static void
add_key (ParlSourceKeys *self, const ParlSetting *key, const ParlSourceConfig *config)
{
  const char *value = config != NULL ? parl_source_config_get (config, key->key) : NULL;
  g_autofree char *title = dup_title (key);
  Key *made = g_new0 (Key, 1);

  made->key = key;
  made->row = key->type == PARL_SETTING_CHOICE ? create_combo (self, key, value)
                                               : create_entry (self, value);
  if (key->type == PARL_SETTING_RAW)
    made->asked = add_switch (self, made->row, value);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (made->row), false);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (made->row), title);
  gtk_widget_set_tooltip_text (made->row, _ (key->help));
  adw_expander_row_add_row (self->expander, made->row);
  g_ptr_array_add (self->keys, made);
}

/**
 * parl_source_keys_new:
 * @config: (nullable): the values that are there
 */
ParlSourceKeys *
parl_source_keys_new (AdwExpanderRow *expander, const ParlSourceKind *kind,
                      const ParlSourceConfig *config, void (*changed) (gpointer data),
                      gpointer data)
{
  ParlSourceKeys *self = g_new0 (ParlSourceKeys, 1);
  const ParlSetting *key;

  self->expander = expander;
  self->keys = g_ptr_array_new_with_free_func (g_free);
  self->changed = changed;
  self->data = data;
  for (unsigned i = 0; (key = parl_settings_group_get (&kind->settings, i)) != NULL; i++)
    if (key->title != NULL)
      add_key (self, key, config);
  return self;
}

void
parl_source_keys_free (ParlSourceKeys *self)
{
  if (self == NULL)
    return;
  for (unsigned i = 0; i < self->keys->len; i++)
    {
      Key *key = g_ptr_array_index (self->keys, i);
      g_signal_handlers_disconnect_by_data (key->row, self);
      if (key->asked != NULL)
        g_signal_handlers_disconnect_by_data (key->asked, self);
      adw_expander_row_remove (self->expander, key->row);
    }
  g_ptr_array_unref (self->keys);
  g_free (self);
}

/* Returns: (transfer full) (nullable): the value; %NULL: the key is not set. */
static char *
dup_value (const Key *key)
{
  if (ADW_IS_COMBO_ROW (key->row))
    {
      const char *chosen = key->key->choices[adw_combo_row_get_selected (ADW_COMBO_ROW (key->row))];
      return g_strcmp0 (chosen, key->key->initial) != 0 ? g_strdup (chosen) : NULL;
    }
  if (key->asked != NULL && !gtk_switch_get_active (key->asked))
    return g_strdup ("");

  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (key->row))));
  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

bool
parl_source_keys_apply (ParlSourceKeys *self, ParlSourceConfig *config, GError **error)
{
  bool good = true;

  for (unsigned i = 0; i < self->keys->len; i++)
    {
      Key *key = g_ptr_array_index (self->keys, i);
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
