/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The strip under the header bar: a chip for each source, which fold into one where there is no
 * room, and three filters that follow the scope: actions of the window. Knows neither history nor
 * server. */
#include "config.h"

#include "app/sources/freshness-strip.h"

#include "app/breakpoint-bin.h"
#include "app/sources/source-chip.h"
#include "app/widget.h"

#include <glib/gi18n.h>

#define SEARCH_FROM 9 /* fewer values than this are seen at a glance */

/* A filter. */

struct _ParlFilterButton
{
  AdwBin parent_instance;

  char *action, *all, *title;
  char *chosen;         /* NULL: all */
  GtkStringList *names; /* "" first: all */
  GtkStringFilter *filter;
  GtkFilterListModel *shown;

  GtkMenuButton *button;
  GtkButton *remove_button;
  GtkPopover *popover;
  GtkSearchEntry *search;
  GtkListView *list;
};

G_DEFINE_FINAL_TYPE (ParlFilterButton, parl_filter_button, ADW_TYPE_BIN)

enum
{
  PROP_ACTION = 1,
  PROP_ALL,
  PROP_TITLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const char *
get_name (ParlFilterButton *self, unsigned position)
{
  GtkStringObject *object = g_list_model_get_item (G_LIST_MODEL (self->shown), position);
  const char *name = object != NULL ? gtk_string_object_get_string (object) : NULL;

  if (object != NULL)
    g_object_unref (object); /* the list keeps it */
  return name;
}

static void
on_activate (ParlFilterButton *self, unsigned position)
{
  const char *name = get_name (self, position);

  if (name == NULL)
    return;
  gtk_popover_popdown (self->popover);
  gtk_widget_activate_action (GTK_WIDGET (self), self->action, "s", name);
}

/* Enter takes the first that fits. */
static void
on_search_activate (ParlFilterButton *self)
{
  on_activate (self, 0);
}

static void
on_search_changed (ParlFilterButton *self)
{
  gtk_string_filter_set_search (self->filter, gtk_editable_get_text (GTK_EDITABLE (self->search)));
}

static void
on_popover_closed (ParlFilterButton *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
}

static void
on_remove (ParlFilterButton *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->button));
  gtk_widget_activate_action (GTK_WIDGET (self), self->action, "s", "");
}

/* Rows. */

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *check = gtk_image_new_from_icon_name ("object-select-symbolic");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, true);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), check);
  gtk_list_item_set_child (item, box);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  ParlFilterButton *self = data;
  GtkWidget *box = gtk_list_item_get_child (item);
  GtkWidget *label = gtk_widget_get_first_child (box);
  const char *name = gtk_string_object_get_string (gtk_list_item_get_item (item));
  bool chosen = g_strcmp0 (self->chosen != NULL ? self->chosen : "", name) == 0;
  gtk_label_set_text (GTK_LABEL (label), *name != '\0' ? name : self->all);
  gtk_widget_set_opacity (gtk_widget_get_last_child (box), chosen ? 1 : 0);
}

/* Values. */

static bool
has_names (ParlFilterButton *self, const char *const *values)
{
  unsigned n = g_list_model_get_n_items (G_LIST_MODEL (self->names));

  if (n != g_strv_length ((char **)values) + 1)
    return false;
  for (unsigned i = 1; i < n; i++)
    if (!g_str_equal (gtk_string_list_get_string (self->names, i), values[i - 1]))
      return false;
  return true;
}

static void
set_names (ParlFilterButton *self, const char *const *values)
{
  unsigned n = g_strv_length ((char **)values);
  g_autofree const char **names = g_new0 (const char *, n + 2);

  names[0] = "";
  for (unsigned i = 0; i < n; i++)
    names[i + 1] = values[i];
  gtk_string_list_splice (self->names, 0, g_list_model_get_n_items (G_LIST_MODEL (self->names)),
                          names);
}

/* @values: %NULL-terminated; copied
 * @chosen: (nullable): the one that is set, of @values or not
 * Hides the whole where there is nothing to choose. */
void
parl_filter_button_set_values (ParlFilterButton *self, const char *const *values,
                               const char *chosen)
{
  bool other = g_strcmp0 (chosen, self->chosen) != 0;
  unsigned n = g_strv_length ((char **)values);

  if (other)
    {
      g_free (self->chosen);
      self->chosen = g_strdup (chosen);
    }
  if (other || !has_names (self, values))
    set_names (self, values);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 1 || chosen != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->search), n >= SEARCH_FROM);
  gtk_menu_button_set_label (self->button, chosen != NULL ? chosen : self->all);
  gtk_widget_set_visible (GTK_WIDGET (self->remove_button), chosen != NULL);
}

/* Life. */

static void
parl_filter_button_finalize (GObject *object)
{
  ParlFilterButton *self = PARL_FILTER_BUTTON (object);

  g_free (self->action);
  g_free (self->all);
  g_free (self->title);
  g_free (self->chosen);
  g_clear_object (&self->names);
  g_clear_object (&self->filter);
  g_clear_object (&self->shown);
  G_OBJECT_CLASS (parl_filter_button_parent_class)->finalize (object);
}

static void
parl_filter_button_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  ParlFilterButton *self = PARL_FILTER_BUTTON (object);

  switch (id)
    {
    case PROP_ACTION:
      self->action = g_value_dup_string (value);
      break;
    case PROP_ALL:
      self->all = g_value_dup_string (value);
      break;
    case PROP_TITLE:
      self->title = g_value_dup_string (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
parl_filter_button_constructed (GObject *object)
{
  ParlFilterButton *self = PARL_FILTER_BUTTON (object);
  const char *none[] = { NULL };
  g_autofree char *remove = g_strdup_printf (_ ("Remove Filter: %s"), self->title);

  G_OBJECT_CLASS (parl_filter_button_parent_class)->constructed (object);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), self->title);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->remove_button), remove);
  parl_widget_set_spoken (self->list, self->title);
  parl_filter_button_set_values (self, none, NULL);
}

static void
parl_filter_button_class_init (ParlFilterButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = parl_filter_button_finalize;
  object_class->set_property = parl_filter_button_set_property;
  object_class->constructed = parl_filter_button_constructed;
  properties[PROP_ACTION] = g_param_spec_string ("action", NULL, NULL, NULL, flags);
  properties[PROP_ALL] = g_param_spec_string ("all", NULL, NULL, NULL, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  parl_widget_class_set_template (widget_class, "filter-button.ui");
  PARL_BIND_CHILDREN (widget_class, ParlFilterButton, button, remove_button, popover, search, list);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_popover_closed);
  gtk_widget_class_bind_template_callback (widget_class, on_remove);
}

static void
parl_filter_button_init (ParlFilterButton *self)
{
  GtkExpression *string = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->names = gtk_string_list_new (NULL);
  self->filter = gtk_string_filter_new (string);
  self->shown = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->names)),
                                           g_object_ref (GTK_FILTER (self->filter)));
  gtk_widget_init_template (GTK_WIDGET (self));

  g_autoptr (GtkNoSelection) selection
      = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->shown)));
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), self);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
}

/* The bar. */

struct _ParlFilterBar
{
  GtkBox parent_instance;

  ParlDashboard *dashboard;
  ParlFilterButton *site, *device_class, *release;
  GtkButton *clear_button;
};

PARL_DEFINE_TEMPLATE_TYPE (ParlFilterBar, parl_filter_bar, GTK_TYPE_BOX)

static void
update_filters (ParlFilterBar *self)
{
  static const char *const none[] = { NULL };
  const ParlChoices *choices = self->dashboard->computer->computed->choices;
  const ParlScope *scope = self->dashboard->computer->scope;

  parl_filter_button_set_values (
      self->site, choices != NULL ? (const char *const *)choices->sites : none, scope->site);
  parl_filter_button_set_values (self->device_class,
                                 choices != NULL ? (const char *const *)choices->classes : none,
                                 scope->device_class);
  parl_filter_button_set_values (self->release,
                                 choices != NULL ? (const char *const *)choices->releases : none,
                                 scope->release);
  gtk_widget_set_visible (GTK_WIDGET (self->clear_button), parl_scope_is_filtered (scope));
}

static void
parl_filter_bar_dispose (GObject *object)
{
  parl_filter_bar_set_dashboard (PARL_FILTER_BAR (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), PARL_TYPE_FILTER_BAR);
  G_OBJECT_CLASS (parl_filter_bar_parent_class)->dispose (object);
}

static void
parl_filter_bar_class_init (ParlFilterBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parl_filter_bar_dispose;
  g_type_ensure (PARL_TYPE_FILTER_BUTTON);
  parl_widget_class_set_template (widget_class, "filter-bar.ui");
  PARL_BIND_CHILDREN (widget_class, ParlFilterBar, site, device_class, release, clear_button);
}

void
parl_filter_bar_set_dashboard (ParlFilterBar *self, ParlDashboard *dashboard)
{
  if (self->dashboard != NULL)
    g_signal_handlers_disconnect_by_data (self->dashboard, self);
  g_set_object (&self->dashboard, dashboard);
  if (dashboard == NULL)
    return;
  g_signal_connect_swapped (dashboard, "changed", G_CALLBACK (update_filters), self);
  g_signal_connect_swapped (dashboard, "scope-changed", G_CALLBACK (update_filters), self);
  update_filters (self);
}

/* The strip. */

struct _ParlFreshnessStrip
{
  GtkBox parent_instance;

  ParlDashboard *dashboard;
  GtkBox *chips; /* of ParlSourceChip, in the order of the sources */
  ParlSourceChip *folded;
  ParlFilterBar *filters, *folded_filters;
  bool narrow, over_rows;
  GtkMenuButton *filters_button;
};

PARL_DEFINE_TEMPLATE_TYPE (ParlFreshnessStrip, parl_freshness_strip, GTK_TYPE_BOX)

static void
update_chips (ParlFreshnessStrip *self)
{
  GListModel *sources = G_LIST_MODEL (self->dashboard->syncs->sources);
  const ParlTargets *targets = self->dashboard->computer->targets;
  unsigned n = g_list_model_get_n_items (sources);
  ParlTime now = parl_time_now ();

  parl_box_set_n_children (self->chips, n, PARL_TYPE_SOURCE_CHIP);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->chips));
  for (unsigned i = 0; i < n; i++, child = gtk_widget_get_next_sibling (child))
    {
      g_autoptr (ParlSourceItem) item = g_list_model_get_item (sources, i);
      parl_source_chip_show_one (PARL_SOURCE_CHIP (child), item, now, targets);
    }
  parl_source_chip_show_all (self->folded, sources, now, targets);
}

/* Says in the folded button how many filters are set. */
static void
update_filters_button (ParlFreshnessStrip *self)
{
  const ParlScope *scope = self->dashboard->computer->scope;
  unsigned n = (scope->site != NULL) + (scope->device_class != NULL) + (scope->release != NULL);
  g_autofree char *label = n > 0 ? g_strdup_printf (_ ("Filters (%u)"), n) : NULL;

  gtk_menu_button_set_label (self->filters_button, label != NULL ? label : _ ("Filters"));
}

static void
parl_freshness_strip_dispose (GObject *object)
{
  parl_freshness_strip_set_dashboard (PARL_FRESHNESS_STRIP (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), PARL_TYPE_FRESHNESS_STRIP);
  G_OBJECT_CLASS (parl_freshness_strip_parent_class)->dispose (object);
}

static void
parl_freshness_strip_class_init (ParlFreshnessStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parl_freshness_strip_dispose;
  g_type_ensure (PARL_TYPE_FILTER_BAR);
  g_type_ensure (PARL_TYPE_FIT_BIN);
  g_type_ensure (PARL_TYPE_SOURCE_CHIP);
  parl_widget_class_set_template (widget_class, "freshness-strip.ui");
  PARL_BIND_CHILDREN (widget_class, ParlFreshnessStrip, chips, folded, filters, folded_filters,
                      filters_button);
}

void
parl_freshness_strip_set_dashboard (ParlFreshnessStrip *self, ParlDashboard *dashboard)
{
  if (self->dashboard != NULL)
    g_signal_handlers_disconnect_by_data (self->dashboard, self);
  g_set_object (&self->dashboard, dashboard);
  if (self->chips == NULL) /* it is going */
    return;
  parl_filter_bar_set_dashboard (self->filters, dashboard);
  parl_filter_bar_set_dashboard (self->folded_filters, dashboard);
  if (dashboard == NULL)
    {
      parl_box_set_n_children (self->chips, 0, PARL_TYPE_SOURCE_CHIP);
      return;
    }
  g_signal_connect_swapped (dashboard, "scope-changed", G_CALLBACK (update_filters_button), self);
  update_filters_button (self);
  g_signal_connect_swapped (dashboard, "sources-changed", G_CALLBACK (update_chips), self);
  update_chips (self);
}

/* Rows have choices of their own; beside them the fleet's are only shown where one is set. */
static void
show_filters (ParlFreshnessStrip *self)
{
  bool filtered
      = self->dashboard != NULL && parl_scope_is_filtered (self->dashboard->computer->scope);
  bool shown = !self->over_rows || filtered;

  gtk_widget_set_visible (GTK_WIDGET (self->filters), shown && !self->narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->filters_button), shown && self->narrow);
}

void
parl_freshness_strip_set_over_rows (ParlFreshnessStrip *self, bool over_rows)
{
  self->over_rows = over_rows;
  show_filters (self);
}

void
parl_freshness_strip_set_mode (ParlFreshnessStrip *self, ParlWidth mode)
{
  bool narrow = mode == PARL_WIDTH_NARROW;

  self->narrow = narrow;
  show_filters (self);
  parl_widget_set_class (self, "narrow", narrow);
}
