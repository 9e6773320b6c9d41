/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The settings as rows, from one table: each bound to its key, each with what it means. Computes
 * nothing; who listens to the settings acts on them. */
#include "config.h"

#include "app/preferences.h"

#include <glib/gi18n.h>
#include <math.h>

struct _ParlPreferences
{
  AdwPreferencesWindow parent_instance;

  AdwPreferencesPage *targets_page, *risk_page, *collecting_page;
  AdwPreferencesGroup *problem_group;
  AdwActionRow *problem_row;
  ParlSettings *settings;
};

G_DEFINE_FINAL_TYPE (ParlPreferences, parl_preferences, ADW_TYPE_PREFERENCES_WINDOW)

/* One number: what it is called here, and by how much the user sees it larger than it is stored. */
typedef struct
{
  const char *key;
  const char *title, *subtitle;
  double scale; /* 100: a share, shown in per cent */
  double step;
  unsigned digits;
} Number;

/* One word: empty is not set. */
typedef struct
{
  const char *key, *title;
} Text;

typedef struct
{
  const char *title, *description;
  Number numbers[8];
  Text texts[2];
} Group;

#define NO_TEXTS                                                                                   \
  {                                                                                                \
    {                                                                                              \
      NULL, NULL                                                                                   \
    }                                                                                              \
  }

static const Group target_groups[] = {
  { N_ ("Promises"),
    N_ ("What bars, verdicts and the failure budget are held against"),
    { { "success", N_ ("Update success"), N_ ("Per cent of first attempts"), 100, 0.5, 2 },
      { "fps", N_ ("Camera speed"), N_ ("Frames per second"), 1, 1, 1 },
      { "fps-share", N_ ("Time at that speed"), N_ ("Per cent of device-time"), 100, 0.5, 2 },
      { "halt", N_ ("Halt rule"), N_ ("Stop where surely more than this per cent of updates fail"),
        100, 0.5, 2 } },
    NO_TEXTS },
  { N_ ("Customer impact"),
    N_ ("Slow cameras, and devices not heard of since a failed update"),
    { { "impact-hours", N_ ("Most degraded device-hours"), N_ ("In the period; 0 is not set"), 1,
        100, 0 } },
    { { "finish", N_ ("Rollout done by, like 2026-12-24") } } },
  { N_ ("Money"),
    N_ ("Costs are spoken of only where a price is set, with its currency"),
    { { "cost-per-failure", N_ ("A failed update"), N_ ("0 is not set"), 1, 1, 2 },
      { "cost-per-hour", N_ ("A degraded device-hour"), N_ ("0 is not set"), 1, 1, 2 } },
    { { "currency", N_ ("Currency, like EUR") } } },
  { N_ ("How careful sentences are"),
    NULL,
    { { "minimum-n", N_ ("Fewest attempts"), N_ ("Below this a rate gets no verdict"), 1, 10, 0 },
      { "minimum-effect", N_ ("Smallest change worth a word"), N_ ("Points of a per cent"), 100,
        0.1, 2 } },
    NO_TEXTS },
  { N_ ("How old data may be"),
    N_ ("Hours"),
    { { "late-hours", N_ ("Late"), N_ ("A source whose newest datum is older"), 1, 1, 1 },
      { "stale-hours", N_ ("Stale"), N_ ("From here on no verdict is spoken"), 1, 1, 1 },
      { "silent-hours", N_ ("Silent"), N_ ("A device not heard of for longer"), 1, 1, 1 } },
    NO_TEXTS },
};

static const Group risk_groups[] = {
  { N_ ("Weights of the risk score"),
    N_ ("How many of its 100 points a part can bring"),
    { { "risk-failure", N_ ("Failure rate above the promise"), NULL, 1, 1, 1 },
      { "risk-next-stage", N_ ("Size of the next wave"), NULL, 1, 1, 1 },
      { "risk-silent", N_ ("Silent devices"), NULL, 1, 1, 1 },
      { "risk-untraced", N_ ("Failures without a cause"), NULL, 1, 1, 1 },
      { "risk-fps-drop", N_ ("Loss of speed"), NULL, 1, 1, 1 },
      { "risk-late", N_ ("Days late"), NULL, 1, 1, 1 } },
    NO_TEXTS },
  { N_ ("Bands"),
    N_ ("The score from which risk is called so"),
    { { "risk-medium", N_ ("Medium"), NULL, 1, 1, 1 },
      { "risk-high", N_ ("High"), NULL, 1, 1, 1 },
      { "risk-severe", N_ ("Severe"), NULL, 1, 1, 1 } },
    NO_TEXTS },
};

static void
parl_preferences_dispose (GObject *object)
{
  ParlPreferences *self = PARL_PREFERENCES (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), PARL_TYPE_PREFERENCES);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (parl_preferences_parent_class)->dispose (object);
}

/* Takes the range from the schema, so that it stands in one place. */
static void
get_range (GSettings *settings, const char *name, double *low, double *high)
{
  g_autoptr (GSettingsSchema) schema = NULL;
  g_object_get (settings, "settings-schema", &schema, NULL);
  g_autoptr (GSettingsSchemaKey) key = g_settings_schema_get_key (schema, name);
  g_autoptr (GVariant) range = g_settings_schema_key_get_range (key);
  g_autoptr (GVariant) limits = NULL;

  g_variant_get (range, "(sv)", NULL, &limits);
  g_variant_get (limits, "(dd)", low, high);
}

static gboolean
scale_up (GValue *value, GVariant *variant, gpointer data)
{
  g_value_set_double (value, g_variant_get_double (variant) * ((const Number *)data)->scale);
  return TRUE;
}

/* Rounded to what is shown: 0.97, not what is left of it after a division. */
static GVariant *
scale_down (const GValue *value, const GVariantType *type, gpointer data)
{
  const Number *number = data;
  double precision = pow (10, number->digits) * number->scale;

  (void)type;
  return g_variant_new_double (round (g_value_get_double (value) / number->scale * precision)
                               / precision);
}

static GtkWidget *
create_number_row (GSettings *settings, const Number *number)
{
  GtkWidget *row = adw_action_row_new ();
  double low, high;

  get_range (settings, number->key, &low, &high);
  GtkWidget *spin
      = gtk_spin_button_new_with_range (low * number->scale, high * number->scale, number->step);
  gtk_spin_button_set_digits (GTK_SPIN_BUTTON (spin), number->digits);
  gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (spin), TRUE);
  gtk_editable_set_width_chars (GTK_EDITABLE (spin), 7);
  gtk_widget_set_valign (spin, GTK_ALIGN_CENTER);
  g_settings_bind_with_mapping (settings, number->key, spin, "value", G_SETTINGS_BIND_DEFAULT,
                                scale_up, scale_down, (gpointer)number, NULL);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (number->title));
  if (number->subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ (number->subtitle));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), spin);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), spin);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (number->title), -1);
  return row;
}

static void
on_text_applied (AdwEntryRow *row, GSettings *settings)
{
  g_settings_set_string (settings, g_object_get_data (G_OBJECT (row), "key"),
                         gtk_editable_get_text (GTK_EDITABLE (row)));
}

/* Taken over when it is complete: half a date is none. */
static GtkWidget *
create_text_row (GSettings *settings, const Text *text)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (text->title));
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (row), TRUE);
  g_object_set_data (G_OBJECT (row), "key", (gpointer)text->key);
  g_settings_bind (settings, text->key, row, "text", G_SETTINGS_BIND_GET);
  g_signal_connect_object (row, "apply", G_CALLBACK (on_text_applied), settings, 0);
  return row;
}

static void
add_groups (AdwPreferencesPage *page, GSettings *settings, const Group *groups, unsigned n_groups)
{
  for (unsigned i = 0; i < n_groups; i++)
    {
      GtkWidget *group = adw_preferences_group_new ();
      adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ (groups[i].title));
      if (groups[i].description != NULL)
        adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group),
                                               _ (groups[i].description));
      for (const Number *number = groups[i].numbers; number->key != NULL; number++)
        adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                                   create_number_row (settings, number));
      for (unsigned j = 0; j < G_N_ELEMENTS (groups[i].texts) && groups[i].texts[j].key != NULL;
           j++)
        adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                                   create_text_row (settings, &groups[i].texts[j]));
      adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (group));
    }
}

static GtkWidget *
create_count_row (GSettings *settings, const char *key, const char *title, const char *subtitle,
                  double low, double high)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *spin = gtk_spin_button_new_with_range (low, high, 1);

  gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (spin), TRUE);
  gtk_widget_set_valign (spin, GTK_ALIGN_CENTER);
  g_settings_bind (settings, key, spin, "value", G_SETTINGS_BIND_DEFAULT);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), spin);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), spin);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  return row;
}

static GtkWidget *
create_pause_row (GSettings *settings)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *toggle = gtk_switch_new ();

  gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
  g_settings_bind (settings, "paused", toggle, "active",
                   G_SETTINGS_BIND_DEFAULT | G_SETTINGS_BIND_INVERT_BOOLEAN);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Read sources in the background"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row),
                               _ ("Never on a metered connection, unless you ask for it"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), toggle);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), toggle);
  gtk_accessible_update_property (GTK_ACCESSIBLE (toggle), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Read sources in the background"), -1);
  return row;
}

static void
add_collecting (ParlPreferences *self)
{
  GSettings *settings = parl_settings_get (self->settings, PARL_SETTINGS_COLLECTING);
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_add (group, create_pause_row (settings));
  adw_preferences_group_add (group, create_count_row (settings, "interval", _ ("Refresh interval"),
                                                      _ ("Minutes between two readings"), 1, 1440));
  adw_preferences_group_add (
      group,
      create_count_row (settings, "keep-days", _ ("Keep speed samples"),
                        _ ("Days; 0 keeps them for ever, fewer than 130 count as 130"), 0, 36500));
  adw_preferences_page_add (self->collecting_page, group);
}

static void
on_reset (GtkButton *button, ParlPreferences *self)
{
  GSettings *settings = parl_settings_get (self->settings, PARL_SETTINGS_TARGETS);
  g_autoptr (GSettingsSchema) schema = NULL;

  (void)button;
  g_object_get (settings, "settings-schema", &schema, NULL);
  g_auto (GStrv) keys = g_settings_schema_list_keys (schema);
  for (char **key = keys; *key != NULL; key++)
    g_settings_reset (settings, *key);
}

static void
parl_preferences_class_init (ParlPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parl_preferences_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/parlance/Parlance/preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, ParlPreferences, targets_page);
  gtk_widget_class_bind_template_child (widget_class, ParlPreferences, risk_page);
  gtk_widget_class_bind_template_child (widget_class, ParlPreferences, collecting_page);
  gtk_widget_class_bind_template_child (widget_class, ParlPreferences, problem_group);
  gtk_widget_class_bind_template_child (widget_class, ParlPreferences, problem_row);
  gtk_widget_class_bind_template_callback (widget_class, on_reset);
}

static void
parl_preferences_init (ParlPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWindow *
parl_preferences_new (ParlSettings *settings)
{
  ParlPreferences *self = g_object_new (PARL_TYPE_PREFERENCES, NULL);
  GSettings *targets = parl_settings_get (settings, PARL_SETTINGS_TARGETS);

  self->settings = g_object_ref (settings);
  add_groups (self->targets_page, targets, target_groups, G_N_ELEMENTS (target_groups));
  add_groups (self->risk_page, targets, risk_groups, G_N_ELEMENTS (risk_groups));
  add_collecting (self);
  return GTK_WINDOW (self);
}

void
parl_preferences_set_problem (ParlPreferences *self, const char *sentence)
{
  gtk_widget_set_visible (GTK_WIDGET (self->problem_group), sentence != NULL);
  adw_action_row_set_subtitle (self->problem_row, sentence != NULL ? sentence : "");
}
