/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The settings as rows, from one table: each bound to its key, each with what it means. A promise
 * that nobody made has no number, but offers the usual one. Computes nothing; who listens to the
 * settings acts on them. */
#include "config.h"

#include "app/preferences.h"

#include "analysis/targets.h"
#include "app/widget.h"

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

PARL_DEFINE_TEMPLATE_TYPE (ParlPreferences, parl_preferences, ADW_TYPE_PREFERENCES_WINDOW)

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
    { { "finish", N_ ("Rollout done by") } } },
  { N_ ("Money"),
    N_ ("Costs are spoken of only where a price is set, with its currency"),
    { { "cost-per-failure", N_ ("A failed update"), N_ ("0 is not set"), 1, 1, 2 },
      { "cost-per-hour", N_ ("A degraded device-hour"), N_ ("0 is not set"), 1, 1, 2 } },
    { { "currency", N_ ("Currency, like EUR") } } },
  { N_ ("Careful sentences"),
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

/* A row with one control at its end. */
static GtkWidget *
create_row (const char *title, const char *subtitle, GtkWidget *control)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), control);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), control);
  parl_widget_set_spoken (control, title);
  return row;
}

/* What the administrator has fixed can be seen, but not changed. */
static GtkWidget *
mark_locked (ParlSettings *settings, ParlConfGroup group, const char *key, GtkWidget *row)
{
  if (!parl_settings_is_locked (settings, group, key))
    return row;
  gtk_widget_set_sensitive (row, false);
  gtk_widget_set_tooltip_text (row, _ ("Set by your administrator"));
  if (ADW_IS_ACTION_ROW (row))
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ ("Set by your administrator"));
  return row;
}

static const char *
find_usual (const char *key)
{
  for (unsigned i = 0; parl_targets_usual[i][0] != NULL; i++)
    if (g_str_equal (parl_targets_usual[i][0], key))
      return parl_targets_usual[i][1];
  return NULL;
}

static void
on_promise (GtkButton *button, ParlSettings *settings)
{
  const char *key = g_object_get_data (G_OBJECT (button), "key");
  bool is_set = !isnan (parl_settings_get_number (settings, PARL_CONF_TARGETS, key));

  parl_settings_set (settings, PARL_CONF_TARGETS, key, is_set ? NULL : find_usual (key));
}

static void
show_promise (GtkButton *button, ParlSettings *settings)
{
  const char *key = g_object_get_data (G_OBJECT (button), "key");
  GtkWidget *spin = g_object_get_data (G_OBJECT (button), "spin");
  bool is_set = !isnan (parl_settings_get_number (settings, PARL_CONF_TARGETS, key));

  gtk_widget_set_visible (spin, is_set);
  gtk_button_set_label (button, is_set ? _ ("Unset") : _ ("Set"));
}

static void
on_setting_changed (ParlSettings *settings, gpointer button)
{
  show_promise (button, settings);
}

/* A button beside the number unsets it; without a number another one offers the usual value. */
static GtkWidget *
create_promise_control (ParlSettings *settings, const Number *number, GtkWidget *spin)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *button = gtk_button_new ();
  g_autofree char *signal
      = g_strdup_printf ("changed::%s/%s", parl_targets_group.name, number->key);

  g_object_set_data (G_OBJECT (button), "key", (gpointer)number->key);
  g_object_set_data (G_OBJECT (button), "spin", spin);
  gtk_box_append (GTK_BOX (box), spin);
  gtk_box_append (GTK_BOX (box), button);
  parl_widget_set_spoken (spin, _ (number->title));
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_promise), settings, 0);
  g_signal_connect_object (settings, signal, G_CALLBACK (on_setting_changed), button, 0);
  show_promise (GTK_BUTTON (button), settings);
  return box;
}

/* Its range is the setting's own. */
static GtkWidget *
create_number_row (ParlSettings *settings, ParlConfGroup group, const Number *number)
{
  const ParlSetting *setting = parl_settings_group_find (parl_conf_get_group (group), number->key);
  GtkWidget *spin = gtk_spin_button_new_with_range (setting->minimum * number->scale,
                                                    setting->maximum * number->scale, number->step);

  gtk_spin_button_set_digits (GTK_SPIN_BUTTON (spin), number->digits);
  gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (spin), TRUE);
  gtk_editable_set_width_chars (GTK_EDITABLE (spin), 7);
  parl_settings_bind_number (settings, group, number->key, spin, "value", PARL_BIND_BOTH,
                             number->scale, number->digits);

  bool is_promise = group == PARL_CONF_TARGETS && find_usual (number->key) != NULL;
  GtkWidget *control = is_promise ? create_promise_control (settings, number, spin) : spin;
  const char *subtitle = number->subtitle != NULL ? _ (number->subtitle) : NULL;
  return mark_locked (settings, group, number->key,
                      create_row (_ (number->title), subtitle, control));
}

static void
on_text_applied (AdwEntryRow *row, ParlSettings *settings)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (row));

  parl_settings_set (settings, PARL_CONF_TARGETS, g_object_get_data (G_OBJECT (row), "key"),
                     *text != '\0' ? text : NULL);
}

/* A date is set when it is complete. */
static GtkWidget *
create_text_row (ParlSettings *settings, const Text *text)
{
  GtkWidget *row = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (text->title));
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (row), TRUE);
  g_object_set_data (G_OBJECT (row), "key", (gpointer)text->key);
  parl_settings_bind (settings, PARL_CONF_TARGETS, text->key, row, "text", PARL_BIND_READ);
  g_signal_connect_object (row, "apply", G_CALLBACK (on_text_applied), settings, 0);
  return mark_locked (settings, PARL_CONF_TARGETS, text->key, row);
}

static void
add_groups (AdwPreferencesPage *page, ParlSettings *settings, const Group *groups,
            unsigned n_groups)
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
                                   create_number_row (settings, PARL_CONF_TARGETS, number));
      for (unsigned j = 0; j < G_N_ELEMENTS (groups[i].texts) && groups[i].texts[j].key != NULL;
           j++)
        adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                                   create_text_row (settings, &groups[i].texts[j]));
      adw_preferences_page_add (page, ADW_PREFERENCES_GROUP (group));
    }
}

static void
add_switch (ParlPreferences *self, AdwPreferencesGroup *group, const char *key, ParlBindFlags flags,
            const char *title, const char *subtitle)
{
  GtkWidget *toggle = gtk_switch_new ();

  parl_settings_bind (self->settings, PARL_CONF_COLLECTING, key, toggle, "active", flags);
  adw_preferences_group_add (group, mark_locked (self->settings, PARL_CONF_COLLECTING, key,
                                                 create_row (title, subtitle, toggle)));
}

static void
add_collecting (ParlPreferences *self)
{
  static const Number numbers[] = {
    { "interval", N_ ("Refresh interval"), N_ ("Minutes between two readings"), 1, 1, 0 },
    { "keep-days", N_ ("Keep speed samples"),
      N_ ("Days; 0 keeps them for ever, fewer than 130 count as 130"), 1, 1, 0 },
  };
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  add_switch (self, group, "paused", PARL_BIND_NEGATE, _ ("Read sources in the background"),
              _ ("Never on a metered connection, unless you ask for it"));
  add_switch (self, group, "background", PARL_BIND_BOTH,
              _ ("Keep collecting when the window is closed"),
              _ ("Notifications tell what needs you; Ctrl+Q ends it"));
  for (unsigned i = 0; i < G_N_ELEMENTS (numbers); i++)
    adw_preferences_group_add (
        group, create_number_row (self->settings, PARL_CONF_COLLECTING, &numbers[i]));
  adw_preferences_page_add (self->collecting_page, group);
}

static void
on_reset (GtkButton *button, ParlPreferences *self)
{
  parl_settings_reset (self->settings, PARL_CONF_TARGETS);
}

static void
parl_preferences_class_init (ParlPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parl_preferences_dispose;
  parl_widget_class_set_template (widget_class, "preferences.ui");
  PARL_BIND_CHILDREN (widget_class, ParlPreferences, targets_page, risk_page, collecting_page,
                      problem_group, problem_row);
  gtk_widget_class_bind_template_callback (widget_class, on_reset);
}

GtkWindow *
parl_preferences_new (ParlSettings *settings)
{
  ParlPreferences *self = g_object_new (PARL_TYPE_PREFERENCES, NULL);

  self->settings = g_object_ref (settings);
  add_groups (self->targets_page, settings, target_groups, G_N_ELEMENTS (target_groups));
  add_groups (self->risk_page, settings, risk_groups, G_N_ELEMENTS (risk_groups));
  add_collecting (self);
  return GTK_WINDOW (self);
}

void
parl_preferences_set_problem (ParlPreferences *self, const char *sentence)
{
  gtk_widget_set_visible (GTK_WIDGET (self->problem_group), sentence != NULL);
  adw_action_row_set_subtitle (self->problem_row, sentence != NULL ? sentence : "");
}
