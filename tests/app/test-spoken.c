/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a screen reader is told, on every page, in every dialog and popover: each control has a name
 * of its own, no sign says the name of its class, and roles tell what a thing is. */
#include "config.h"

#include "window-fixture.h"

#include "app/board/card-view.h"
#include "app/board/fact-area.h"
#include "app/chart/chart-view.h"
#include "app/main-window.h"
#include "app/spoken.h"

static const GtkAccessibleRole controls[] = {
  GTK_ACCESSIBLE_ROLE_BUTTON,        GTK_ACCESSIBLE_ROLE_CELL,        GTK_ACCESSIBLE_ROLE_CHECKBOX,
  GTK_ACCESSIBLE_ROLE_COLUMN_HEADER, GTK_ACCESSIBLE_ROLE_COMBO_BOX,   GTK_ACCESSIBLE_ROLE_GRID_CELL,
  GTK_ACCESSIBLE_ROLE_LINK,          GTK_ACCESSIBLE_ROLE_LIST_ITEM,   GTK_ACCESSIBLE_ROLE_MENU_ITEM,
  GTK_ACCESSIBLE_ROLE_OPTION,        GTK_ACCESSIBLE_ROLE_RADIO,       GTK_ACCESSIBLE_ROLE_ROW,
  GTK_ACCESSIBLE_ROLE_SEARCH_BOX,    GTK_ACCESSIBLE_ROLE_SPIN_BUTTON, GTK_ACCESSIBLE_ROLE_SWITCH,
  GTK_ACCESSIBLE_ROLE_TAB,           GTK_ACCESSIBLE_ROLE_TEXT_BOX
};

static bool
is_control (GtkWidget *widget)
{
  GtkAccessibleRole role = gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget));

  for (unsigned i = 0; i < G_N_ELEMENTS (controls); i++)
    if (role == controls[i])
      return true;
  return GTK_IS_BUTTON (widget)
         || (gtk_widget_get_focusable (widget) && !GTK_IS_SCROLLED_WINDOW (widget)
             && !GTK_IS_WINDOW (widget) && !GTK_IS_POPOVER (widget)
             && role != GTK_ACCESSIBLE_ROLE_LABEL);
}

static bool
is_hidden (GtkWidget *widget)
{
  g_autofree char *other = gtk_test_accessible_check_state (GTK_ACCESSIBLE (widget),
                                                            GTK_ACCESSIBLE_STATE_HIDDEN, TRUE);

  return other == NULL
         || gtk_test_accessible_has_role (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_ROLE_PRESENTATION)
         || gtk_test_accessible_has_role (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_ROLE_NONE);
}

/* "GtkBox < ParlCardView exec" */
static char *
dup_path (GtkWidget *widget)
{
  GString *path = g_string_new (NULL);

  for (unsigned i = 0; widget != NULL && i < 6; widget = gtk_widget_get_parent (widget), i++)
    {
      const char *id = gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget));
      g_string_append_printf (path, "%s%s%s%s", i > 0 ? " < " : "", G_OBJECT_TYPE_NAME (widget),
                              id != NULL ? " " : "", id != NULL ? id : "");
    }
  return g_string_free (path, FALSE);
}

/* All that is seen, popovers included. */
static void
find_nameless (GtkWidget *widget, const char *where, unsigned *n_controls)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  bool control = is_control (widget);
  bool sign = GTK_IS_IMAGE (widget) || GTK_IS_PICTURE (widget);
  *n_controls += control;
  if ((control || sign) && !parl_spoken_has_name (widget) && !is_hidden (widget))
    {
      g_autofree char *path = dup_path (widget);
      g_test_message ("%s: no name: %s", where, path);
      g_test_fail ();
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    find_nameless (child, where, n_controls);
}

static void
assert_named (GtkWidget *root, const char *where)
{
  unsigned n = 0;

  find_nameless (root, where, &n);
  g_assert_cmpuint (n, >, 0);
}

static bool
is_mapped (gpointer data)
{
  return gtk_widget_get_mapped (data) && gtk_widget_get_width (data) > 0;
}

static void
add_menu_button (GtkWidget *widget, gpointer all)
{
  if (GTK_IS_MENU_BUTTON (widget) && gtk_widget_get_sensitive (widget)
      && gtk_menu_button_get_popover (GTK_MENU_BUTTON (widget)) != NULL)
    g_ptr_array_add (all, widget);
}

/* Opens one after the other. */
static void
assert_popovers_named (WindowFixture *self, const char *where)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();

  window_fixture_walk (self->window, add_menu_button, all);
  for (unsigned i = 0; i < all->len; i++)
    {
      GtkMenuButton *button = all->pdata[i];
      GtkWidget *popover = GTK_WIDGET (gtk_menu_button_get_popover (button));
      gtk_menu_button_popup (button);
      wait_until (is_mapped, popover);
      window_fixture_settle (self);
      assert_named (popover, where);
      gtk_menu_button_popdown (button);
      window_fixture_settle (self);
    }
}

static const struct
{
  const char *name;
  const char *actions;
} pages[] = {
  { "exec", "win.audience::exec" },
  { "ops", "win.audience::ops" },
  { "engineer", "win.audience::engineer" },
  { "designer", "win.audience::designer" },
  { "filtered", "win.class::nano" },
  { "panel", "win.clear-filters win.fact::ota-failure-rate" },
  { "what if", "win.fact::ota-avoidable" },
  { "evidence", "win.close-panel win.evidence::ota-failure-rate" },
};

static bool
is_listed (gpointer data)
{
  GtkWidget *view = window_fixture_find (data, GTK_TYPE_COLUMN_VIEW);

  return view != NULL && gtk_widget_get_mapped (view);
}

static void
test_pages (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;

  for (unsigned i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      window_fixture_do (self, pages[i].actions);
      if (g_str_equal (pages[i].name, "evidence"))
        wait_until (is_listed, self->window);
      window_fixture_settle (self);
      assert_named (self->window, pages[i].name);
      assert_popovers_named (self, pages[i].name);
    }
  window_fixture_do (self, "win.back");
  window_fixture_resize (self, 400, 860);
  assert_named (self->window, "narrow");
  assert_popovers_named (self, "narrow");
  window_fixture_do (self, "win.fact::ota-failure-rate");
  assert_named (self->window, "narrow panel");
  window_fixture_do (self, "win.close-panel win.audience::exec");
  window_fixture_resize (self, 1280, 860);
}

static void
test_dialogs (gconstpointer data)
{
  static const char *const dialogs[]
      = { "win.sources", "win.add-source",  "win.export", "win.ask",
          "win.present", "app.preferences", "app.about",  "win.show-help-overlay" };
  WindowFixture *self = (gpointer)data;

  for (unsigned i = 0; i < G_N_ELEMENTS (dialogs); i++)
    {
      window_fixture_do (self, dialogs[i]);
      GtkWindow *dialog = window_fixture_find_dialog (self);
      g_assert_nonnull (dialog);
      wait_until (is_mapped, dialog);
      assert_named (GTK_WIDGET (dialog), dialogs[i]);
      if (g_str_equal (dialogs[i], "win.show-help-overlay"))
        gtk_widget_set_visible (GTK_WIDGET (dialog), FALSE); /* the window keeps it */
      else
        window_fixture_close_dialog (self);
    }
}

static bool
is_evidence_mapped (gpointer data)
{
  return gtk_widget_get_mapped (GTK_WIDGET (PARL_MAIN_WINDOW (data)->evidence));
}

/* What devices said is on screen at 1280 px, below one row of filters. */
static void
test_evidence (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;
  ParlMainWindow *window = PARL_MAIN_WINDOW (self->window);

  window_fixture_do (self, "win.evidence::ota-failure-rate");
  wait_until (is_evidence_mapped, self->window);
  wait_until (is_listed, self->window);
  g_assert_null (window_fixture_find (GTK_WIDGET (window->strip), PARL_TYPE_FILTER_BAR));
  window_fixture_do (self, "win.back");
  g_assert_nonnull (window_fixture_find (GTK_WIDGET (window->strip), PARL_TYPE_FILTER_BAR));
}

/* The demo has updates and speed: the next kind of source is neither of them again. */
static void
test_next_kind (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;

  window_fixture_do (self, "win.add-source");
  GtkWindow *dialog = window_fixture_find_dialog (self);
  AdwComboRow *row = ADW_COMBO_ROW (
      gtk_widget_get_template_child (GTK_WIDGET (dialog), G_OBJECT_TYPE (dialog), "kind_row"));
  g_assert_cmpuint (adw_combo_row_get_selected (row), !=, 0);
  window_fixture_close_dialog (self);
}

/* Headlines are headings, cards and lines buttons, charts pictures that are told in words. */
static void
assert_role (GtkWidget *widget, gpointer data)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (widget);
  unsigned *n = data;

  if (PARL_IS_CHART_VIEW (widget))
    {
      gtk_test_accessible_assert_role (accessible, GTK_ACCESSIBLE_ROLE_IMG);
      g_assert_true (
          gtk_test_accessible_has_property (accessible, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION));
      n[2]++;
    }
  else if (PARL_IS_FACT_AREA (widget)
           && g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), "headline") == 0)
    {
      gtk_test_accessible_assert_role (accessible, GTK_ACCESSIBLE_ROLE_HEADING);
      n[0]++;
    }
  else if (PARL_IS_FACT_AREA (widget))
    {
      gtk_test_accessible_assert_role (accessible, GTK_ACCESSIBLE_ROLE_BUTTON);
      n[1]++;
    }
}

static void
test_roles (gconstpointer data)
{
  WindowFixture *self = (gpointer)data;
  unsigned n[3] = { 0 };

  for (unsigned i = 0; i < 4; i++)
    {
      window_fixture_do (self, pages[i].actions);
      window_fixture_walk (self->window, assert_role, n);
    }
  g_assert_cmpuint (n[0], ==, 4);
  g_assert_cmpuint (n[1], >, 20);
  g_assert_cmpuint (n[2], >, 10);
}

static void
prepare (WindowFixture *self)
{
  window_fixture_resize (self, 1280, 860);
  g_test_add_data_func ("/app/spoken/pages", self, test_pages);
  g_test_add_data_func ("/app/spoken/dialogs", self, test_dialogs);
  g_test_add_data_func ("/app/spoken/roles", self, test_roles);
  g_test_add_data_func ("/app/spoken/evidence", self, test_evidence);
  g_test_add_data_func ("/app/spoken/next-kind", self, test_next_kind);
  assert_named (self->window, "first run");
  window_fixture_fill (self);
}

int
main (int argc, char **argv)
{
  return window_fixture_main (argc, argv, prepare);
}
