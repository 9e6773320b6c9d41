/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One row a key. What a value may be is the settings' business: they are asked. */
#include "config.h"

#include "app/source-keys.h"

#include "sources/prometheus/roles.h"

#include <glib/gi18n.h>
#include <string.h>

/* One key and its row. */
typedef struct
{
  char *key;
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

static const char *const profiles[]
    = { "exporter", "exporter-ota", "triton", "deepstream", "frigate", NULL };

static void
free_key (gpointer data)
{
  Key *key = data;

  g_free (key->key);
  g_free (key);
}

static void
on_changed (ParlSourceKeys *self)
{
  self->changed (self->data);
}

static Key *
add_key (ParlSourceKeys *self, const char *name, GtkWidget *row, const char *title)
{
  Key *key = g_new0 (Key, 1);

  key->key = g_strdup (name);
  key->row = row;
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), false);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_expander_row_add_row (self->expander, row);
  g_ptr_array_add (self->keys, key);
  return key;
}

static Key *
add_entry (ParlSourceKeys *self, const ParlSourceConfig *config, const char *name,
           const char *title)
{
  GtkWidget *row = adw_entry_row_new ();
  const char *value = config != NULL ? parl_source_config_get (config, name) : NULL;
  Key *key = add_key (self, name, row, title);

  gtk_editable_set_text (GTK_EDITABLE (row), value != NULL ? value : "");
  g_signal_connect_swapped (row, "changed", G_CALLBACK (on_changed), self);
  return key;
}

/* An empty query is the profile's own; the switch turns it off. */
static void
add_query (ParlSourceKeys *self, const ParlSourceConfig *config, ParlRole role)
{
  const char *role_name = parl_role_get_info (role)->name;
  g_autofree char *name = g_strconcat ("Query.", role_name, NULL);
  g_autofree char *title = g_strdup_printf (_ ("Query for %s (empty: the profile’s)"), role_name);
  const char *value = config != NULL ? parl_source_config_get (config, name) : NULL;
  Key *key = add_entry (self, config, name, title);

  key->asked = GTK_SWITCH (gtk_switch_new ());
  gtk_switch_set_active (key->asked, value == NULL || *value != '\0');
  gtk_widget_set_valign (GTK_WIDGET (key->asked), GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (GTK_WIDGET (key->asked), _ ("Ask for This"));
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (key->row), GTK_WIDGET (key->asked));
  g_signal_connect_swapped (key->asked, "notify::active", G_CALLBACK (on_changed), self);
}

static void
add_profile (ParlSourceKeys *self, const ParlSourceConfig *config)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) names = gtk_string_list_new (profiles);
  const char *value = config != NULL ? parl_source_config_get (config, "Profile") : NULL;

  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (names));
  for (unsigned i = 0; value != NULL && profiles[i] != NULL; i++)
    if (g_str_equal (profiles[i], value))
      adw_combo_row_set_selected (ADW_COMBO_ROW (row), i);
  add_key (self, "Profile", row, _ ("Profile of Queries"));
  g_signal_connect_swapped (row, "notify::selected", G_CALLBACK (on_changed), self);
}

static void
add_labels (ParlSourceKeys *self, const ParlSourceConfig *config)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (ParlRole role = 0; role < PARL_N_ROLES; role++)
    for (const char *const *label = parl_role_get_info (role)->labels; *label != NULL; label++)
      if (g_hash_table_add (seen, (char *)*label))
        {
          g_autofree char *name = g_strconcat ("Label.", *label, NULL);
          g_autofree char *title = g_strdup_printf (_ ("The server’s label for %s"), *label);
          add_entry (self, config, name, title);
        }
}

/**
 * parl_source_keys_new:
 * @config: (nullable): the values that are there
 */
ParlSourceKeys *
parl_source_keys_new (AdwExpanderRow *expander, const char *kind, const ParlSourceConfig *config,
                      void (*changed) (gpointer data), gpointer data)
{
  ParlSourceKeys *self = g_new0 (ParlSourceKeys, 1);

  self->expander = expander;
  self->keys = g_ptr_array_new_with_free_func (free_key);
  self->changed = changed;
  self->data = data;
  if (parl_source_kind_reads_file (kind))
    return self;
  if (g_str_equal (kind, "hawkbit"))
    {
      add_entry (self, config, "ClassAttribute", _ ("Attribute of the camera class"));
      add_entry (self, config, "SiteAttribute", _ ("Attribute of the site"));
      add_entry (self, config, "RollbackAttribute", _ ("Attribute of a rollback"));
      add_entry (self, config, "CohortBy", _ ("Groups: release, or attribute:NAME"));
    }
  else
    {
      add_profile (self, config);
      for (ParlRole role = 0; role < PARL_N_ROLES; role++)
        add_query (self, config, role);
      add_labels (self, config);
      add_entry (self, config, "Tenant", _ ("Tenant (X-Scope-OrgID)"));
    }
  add_entry (self, config, "Timeout", _ ("Seconds to wait for an answer (30)"));
  add_entry (self, config, "Rate", _ ("Requests a second at most (50)"));
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
      unsigned chosen = adw_combo_row_get_selected (ADW_COMBO_ROW (key->row));
      return chosen > 0 && chosen < G_N_ELEMENTS (profiles) - 1 ? g_strdup (profiles[chosen])
                                                                : NULL;
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
      bool taken
          = value == NULL || parl_source_config_set (config, key->key, value, good ? error : NULL);

      if (taken)
        gtk_widget_remove_css_class (key->row, "error");
      else
        gtk_widget_add_css_class (key->row, "error");
      good &= taken;
    }
  return good;
}
