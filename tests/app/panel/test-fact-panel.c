/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The panel on one fact, over the golden fleet: everyone's words, only the parts that make sense,
 * and a what-if whose numbers are the analysis's. */
#include "config.h"

#include "analysis/fact-link.h"
#include "app/panel/fact-panel.h"
#include "audiences/panel/evidence-words.h"
#include "audiences/fact-words.h"
#include "audiences/panel/panel-words.h"

#include "golden.h"
#include "panel-fixture.h"
#include "what-if-hand.h"

#include <math.h>
#include <string.h>

typedef struct
{
  PanelFixture panel;
  ParlFactPanel *view;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  (void)data;
  fixture->panel = panel_fixture_new (golden_findings_new ());
  fixture->view = g_object_new (PARL_TYPE_FACT_PANEL, NULL);
  parl_fact_panel_set_dashboard (fixture->view, fixture->panel.dashboard);
  panel_fixture_present (&fixture->panel, GTK_WIDGET (fixture->view));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  (void)data;
  panel_fixture_clear (&fixture->panel);
}

static GtkWidget *
get_child (Fixture *fixture, const char *name)
{
  return GTK_WIDGET (
      gtk_widget_get_template_child (GTK_WIDGET (fixture->view), PARL_TYPE_FACT_PANEL, name));
}

static const char *
get_state (Fixture *fixture)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (get_child (fixture, "states")));
}

static GtkLabel *
get_words (GtkWidget *card)
{
  return GTK_LABEL (gtk_widget_get_template_child (card, G_OBJECT_TYPE (card), "text"));
}

static bool
is_shown (GtkWidget *card)
{
  return gtk_widget_has_css_class (card, "explained");
}

static GtkWidget *
find_card (Fixture *fixture, const char *text)
{
  GtkWidget *card = gtk_widget_get_first_child (get_child (fixture, "wordings"));

  for (; card != NULL; card = gtk_widget_get_next_sibling (card))
    if (strcmp (gtk_label_get_label (get_words (card)), text) == 0)
      return card;
  return NULL;
}

/* Every fact of the fleet in every audience's words, and the shown audience first. */
static void
test_all_facts (Fixture *fixture, gconstpointer data)
{
  ParlDashboard *dashboard = fixture->panel.dashboard;
  const ParlFindings *findings = dashboard->computer->computed->findings;
  const char *const *ids = parl_dashboard_get_audiences (dashboard);
  unsigned n_ids = g_strv_length ((char **)ids);

  (void)data;
  g_assert_cmpuint (n_ids, >=, 3);
  for (unsigned i = 0; i < findings->facts->len; i++)
    {
      const ParlFact *fact = g_ptr_array_index (findings->facts, i);
      const char *shown = ids[i % n_ids];
      g_autofree char *link = parl_fact_link_new (fact);

      g_autoptr (ParlLine) said
          = parl_audience_say_fact (parl_dashboard_get_audience (dashboard, shown), findings, fact);
      parl_fact_panel_show (fixture->view, link, shown, said);
      g_assert_cmpstr (get_state (fixture), ==, "fact");
      for (const char *const *id = ids; *id != NULL; id++)
        {
          ParlAudience *audience = parl_dashboard_get_audience (dashboard, *id);
          g_autoptr (ParlLine) line = parl_audience_say_fact (audience, findings, fact);
          g_assert_nonnull (find_card (fixture, line->text));
        }
      GtkWidget *first = gtk_grid_get_child_at (GTK_GRID (get_child (fixture, "wordings")), 0, 0);
      GtkWidget *second = gtk_grid_get_child_at (GTK_GRID (get_child (fixture, "wordings")), 1, 0);
      g_assert_true (is_shown (first));
      g_assert_false (is_shown (second));
      g_assert_cmpint (gtk_widget_get_visible (get_child (fixture, "what_if")), ==,
                       parl_what_if_suits (findings, fact));
    }
}

/* Another audience moves the ring and changes nothing else. */
static void
test_audience (Fixture *fixture, gconstpointer data)
{
  GtkGrid *grid = GTK_GRID (get_child (fixture, "wordings"));

  (void)data;
  parl_fact_panel_show (fixture->view, "ota-failure-rate", "exec", NULL);
  g_autofree char *exec
      = g_strdup (gtk_label_get_label (get_words (gtk_grid_get_child_at (grid, 0, 0))));
  g_assert_true (g_str_has_prefix (exec, "1\u00a0in\u00a014 updates failed"));
  g_assert_false (is_shown (find_card (fixture, exec)));
  g_autofree char *title
      = g_strdup (gtk_label_get_label (GTK_LABEL (get_child (fixture, "title"))));
  g_assert_cmpstr (title, ==, "Updates that failed at the first try: 7.30\u00a0%");

  parl_fact_panel_show (fixture->view, "ota-failure-rate", "engineer", NULL);
  g_assert_cmpstr (gtk_label_get_label (get_words (gtk_grid_get_child_at (grid, 0, 0))), !=, exec);
  g_assert_false (is_shown (find_card (fixture, exec)));
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (get_child (fixture, "title"))), ==, title);
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (get_child (fixture, "rows_button"))), ==,
                   "Show the 905 Rows");
}

static void
assert_result (Fixture *fixture, const char *const *causes, const double *efficacies)
{
  GtkWidget *card = get_child (fixture, "what_if");
  const ParlFindings *findings = fixture->panel.dashboard->computer->computed->findings;
  g_autoptr (GArray) checks = parl_checks_new ();
  g_autoptr (GArray) none = parl_checks_new ();
  for (unsigned i = 0; causes[i] != NULL; i++)
    parl_checks_add (checks, causes[i], efficacies[i]);
  g_autoptr (ParlWhatIf) expected = parl_what_if_new (findings, checks);
  g_autofree char *sentence = parl_what_if_say (expected);
  bool always = true;

  for (unsigned i = 0; causes[i] != NULL; i++)
    always = always && efficacies[i] >= 1;
  g_autofree char *trust = parl_what_if_say_trust (expected, always);
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (what_if_get_child (card, "trust"))), ==, trust);

  /* What is behind the sentence, as a page gets it. */
  what_if_put_on_report (card, true);
  const GArray *chosen = fixture->panel.dashboard->what_if;
  g_autoptr (ParlWhatIf) result = parl_what_if_new (findings, chosen != NULL ? chosen : none);
  g_assert_cmpfloat (result->rate->value, ==, expected->rate->value);
  g_assert_cmpfloat (result->budget->value, ==, expected->budget->value);
  g_assert_cmpfloat (result->avoidable->count, ==, expected->avoidable->count);
  what_if_put_on_report (card, false);
  g_assert_cmpstr (what_if_get_sentence (card), ==, sentence);
}

/* A narrow window shows all of it. */
static void
test_narrow (Fixture *fixture, gconstpointer data)
{
  int minimum;

  (void)data;
  parl_fact_panel_set_mode (fixture->view, PARL_WIDTH_NARROW);
  parl_fact_panel_show (fixture->view, "ota-failure-rate", "exec", NULL);
  gtk_widget_measure (GTK_WIDGET (fixture->view), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL,
                      NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
}

static void
test_what_if (Fixture *fixture, gconstpointer data)
{
  GtkWidget *card = get_child (fixture, "what_if");
  const char *const three[] = { "disk-space", "battery", "network", NULL };

  (void)data;
  parl_fact_panel_show (fixture->view, "ota-failure-rate", "exec", NULL);
  assert_result (fixture, (const char *const[]){ "disk-space", NULL }, (double[]){ 1 });
  g_assert_cmpstr (what_if_get_sentence (card), ==,
                   "3.73\u00a0% would fail: 75\u00a0% of the budget");

  what_if_choose (card, "battery", true);
  what_if_choose (card, "network", true);
  assert_result (fixture, three, (double[]){ 1, 1, 1 });
  g_assert_true (g_str_has_prefix (what_if_get_sentence (card), "1.46\u00a0%"));
  what_if_set_efficacy (card, "disk-space", 0.5);
  assert_result (fixture, three, (double[]){ 0.5, 1, 1 });

  /* The choice stays on another fact, and over a refresh. */
  parl_fact_panel_show (fixture->view, "fleet-silent", "exec", NULL);
  g_assert_false (gtk_widget_get_visible (card));
  panel_fixture_take_findings (&fixture->panel, golden_findings_new ());
  parl_fact_panel_show (fixture->view, "ota-cause-share?cause=battery", "ops", NULL);
  g_assert_true (gtk_widget_get_visible (card));
  assert_result (fixture, three, (double[]){ 0.5, 1, 1 });

  for (unsigned i = 0; three[i] != NULL; i++)
    what_if_choose (card, three[i], false);
  assert_result (fixture, (const char *const[]){ NULL }, NULL);
  g_assert_true (g_str_has_prefix (what_if_get_sentence (card), "7.30\u00a0%"));
}

static void
assert_report (ParlDashboard *dashboard, const char *causes, double first_efficacy)
{
  const GArray *checks = dashboard->what_if;
  g_autoptr (GString) names = g_string_new (NULL);

  for (unsigned i = 0; checks != NULL && i < checks->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? "+" : "",
                            g_array_index (checks, ParlCheck, i).cause);
  g_assert_cmpstr (names->str, ==, causes);
  if (checks != NULL)
    g_assert_cmpfloat (g_array_index (checks, ParlCheck, 0).efficacy, ==, first_efficacy);
}

/* What the card shows is what a page then says; the boards of the window say what is. */
static void
test_report (Fixture *fixture, gconstpointer data)
{
  ParlDashboard *dashboard = fixture->panel.dashboard;
  GtkWidget *card = get_child (fixture, "what_if");

  (void)data;
  parl_fact_panel_show (fixture->view, "ota-failure-rate", "exec", NULL);
  assert_report (dashboard, "", NAN);
  what_if_put_on_report (card, true);
  assert_report (dashboard, "disk-space", 1);
  what_if_set_efficacy (card, "disk-space", 0.9);
  what_if_choose (card, "network", true);
  assert_report (dashboard, "disk-space+network", 0.9);

  g_autoptr (ParlBoard) page = parl_dashboard_make_page (dashboard, "ops", true);
  g_autoptr (ParlBoard) without = parl_dashboard_make_page (dashboard, "ops", false);
  g_autofree char *sentence = parl_what_if_say (page->findings->what_if);
  g_assert_cmpstr (what_if_get_sentence (card), ==, sentence);
  g_assert_cmpstr (((const ParlLine *)g_ptr_array_index (page->what_if, 0))->text, ==,
                   "the space and network checks gate every update (prevent 90\u00a0% and "
                   "100\u00a0%)");
  g_assert_true (without == parl_dashboard_get_board (dashboard, "ops"));
  g_assert_cmpuint (without->what_if->len, ==, 0);

  /* Over a refresh and another fact; without a check there is none, and it comes back with one. */
  panel_fixture_take_findings (&fixture->panel, golden_findings_new ());
  parl_fact_panel_show (fixture->view, "fleet-silent", "exec", NULL);
  assert_report (dashboard, "disk-space+network", 0.9);
  parl_fact_panel_show (fixture->view, "ota-burn", "exec", NULL);
  what_if_choose (card, "disk-space", false);
  what_if_choose (card, "network", false);
  assert_report (dashboard, "", NAN);
  g_assert_null (dashboard->what_if);
  what_if_choose (card, "network", true);
  assert_report (dashboard, "network", 1);
  what_if_put_on_report (card, false);
  assert_report (dashboard, "", NAN);
}

/* Money where a price is set, else not a word of it. */
static void
test_what_if_money (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ParlSnapshot) snapshot = golden_snapshot_new ();
  g_autoptr (ParlTargets) targets = parl_targets_new_usual ();
  GtkWidget *cost = what_if_get_child (get_child (fixture, "what_if"), "cost");

  (void)data;
  parl_fact_panel_show (fixture->view, "ota-failure-rate", "exec", NULL);
  g_assert_false (gtk_widget_get_visible (cost));
  targets->cost_per_failure = 100;
  targets->currency = g_strdup ("EUR");
  panel_fixture_take_findings (&fixture->panel, parl_findings_new (snapshot, targets, NULL));
  parl_fact_panel_show (fixture->view, "ota-failure-rate", "exec", NULL);
  g_assert_true (gtk_widget_get_visible (cost));
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (cost)), ==,
                   "Saves up to 44,200\u00a0EUR (41,263\u2060–\u206047,146)");
  what_if_choose (get_child (fixture, "what_if"), "disk-space", false);
  g_assert_false (gtk_widget_get_visible (cost));
}

static void
test_gone (Fixture *fixture, gconstpointer data)
{
  (void)data;
  parl_fact_panel_show (fixture->view, "ota-failure-rate?cohort=v9.9", "exec", NULL);
  g_assert_cmpstr (get_state (fixture), ==, "gone");
  g_assert_false (gtk_widget_get_visible (get_child (fixture, "clear_button")));
  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "panel.copy-all", NULL);
  parl_fact_panel_show (fixture->view, "ota-failure-rate", "exec", NULL);
  g_assert_cmpstr (get_state (fixture), ==, "fact");

  for (ParlWidth mode = PARL_WIDTH_WIDE; mode <= PARL_WIDTH_NARROW; mode++)
    parl_fact_panel_set_mode (fixture->view, mode);
  g_assert_null (gtk_grid_get_child_at (GTK_GRID (get_child (fixture, "wordings")), 1, 0));
  g_assert_nonnull (gtk_grid_get_child_at (GTK_GRID (get_child (fixture, "wordings")), 0, 2));

  parl_fact_panel_set_dashboard (fixture->view, NULL);
  g_assert_cmpstr (get_state (fixture), ==, "blank");
  parl_fact_panel_show (fixture->view, "ota-failure-rate", "exec", NULL);
  g_assert_cmpstr (get_state (fixture), ==, "blank");

  PanelFixture opening = panel_fixture_new (NULL);
  parl_fact_panel_set_dashboard (fixture->view, opening.dashboard);
  parl_fact_panel_show (fixture->view, "ota-failure-rate", "", NULL);
  g_assert_cmpstr (get_state (fixture), ==, "blank");
  parl_fact_panel_set_dashboard (fixture->view, NULL);
  panel_fixture_clear (&opening);
}

static void
on_text (GObject *object, GAsyncResult *result, gpointer data)
{
  *(char **)data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (object), result, NULL);
}

static bool
has_text (gpointer data)
{
  return *(char **)data != NULL;
}

static char *
copy (Fixture *fixture, const char *action)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (fixture->view));
  char *text = NULL;

  gtk_widget_activate_action (GTK_WIDGET (fixture->view), action, NULL);
  gdk_clipboard_read_text_async (clipboard, NULL, on_text, &text);
  wait_until (has_text, &text);
  return text;
}

static void
test_copies (Fixture *fixture, gconstpointer data)
{
  (void)data;
  parl_fact_panel_show (fixture->view, "ota-cohort-cause-rate?cause=disk-space,cohort=v2.3",
                        "engineer", NULL);
  g_autofree char *all = copy (fixture, "panel.copy-all");
  g_assert_nonnull (strstr (all, "Engineer: "));
  g_assert_nonnull (strstr (all, "Exec: "));
  g_assert_nonnull (strstr (all, "17.0"));
  g_autofree char *item = copy (fixture, "panel.copy-work-item");
  g_assert_nonnull (strstr (item, "2,600"));
}

/* Each chart has numbers from its explanation only, and ticks that hold them. */
static void
test_charts (Fixture *fixture, gconstpointer data)
{
  const ParlFindings *findings = fixture->panel.dashboard->computer->computed->findings;
  unsigned n_charts = 0;

  (void)data;
  for (unsigned i = 0; i < findings->facts->len; i++)
    {
      const ParlFact *fact = g_ptr_array_index (findings->facts, i);
      g_autoptr (ParlExplanation) explanation = parl_explanation_new (findings, fact);
      g_autoptr (ParlChartSpec) spec = parl_explanation_chart (explanation);
      if (spec == NULL)
        continue;

      GArray *ticks = spec->intervals.x_ticks, *rows = spec->intervals.rows;
      const ParlIntervalRow *now = &g_array_index (rows, ParlIntervalRow, rows->len - 1);
      n_charts++;
      g_assert_cmpfloat (now->value, ==, fact->value);
      g_assert_cmpuint (ticks->len, >=, 2);
      g_assert_cmpuint (ticks->len, <=, 10);
      g_assert_cmpfloat (g_array_index (ticks, ParlTick, 0).value, <=, fact->value);
      g_assert_cmpfloat (g_array_index (ticks, ParlTick, ticks->len - 1).value, >=, fact->value);
    }
  g_assert_cmpuint (n_charts, >, 20);
}

/* "= 905 ÷ 12,400 = 7.30 %" begins with its first sign, at the side where the language begins. */
static void
test_right_to_left (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const names[] = { "expression", "result" };

  parl_fact_panel_show (fixture->view, "ota-failure-rate", "engineer", NULL);
  gtk_widget_set_direction (GTK_WIDGET (fixture->view), GTK_TEXT_DIR_RTL);
  for (unsigned i = 0; i < G_N_ELEMENTS (names); i++)
    {
      GtkLabel *label = GTK_LABEL (get_child (fixture, names[i]));
      gtk_widget_set_direction (gtk_widget_get_parent (GTK_WIDGET (label)), GTK_TEXT_DIR_RTL);
      PangoLayout *layout = gtk_label_get_layout (label);
      PangoRectangle first, last;
      pango_layout_index_to_pos (layout, 0, &first);
      pango_layout_index_to_pos (layout, (int)strlen (pango_layout_get_text (layout)) - 1, &last);
      g_assert_cmpint (first.x, <, last.x);
      g_assert_cmpint (gtk_widget_get_direction (GTK_WIDGET (label)), ==, GTK_TEXT_DIR_LTR);
    }
}

int
main (int argc, char **argv)
{
  begin_with_display (&argc, &argv);
#define ADD(name) g_test_add ("/fact-panel/" #name, Fixture, NULL, set_up, test_##name, tear_down)
  ADD (all_facts);
  ADD (audience);
  ADD (narrow);
  ADD (what_if);
  ADD (report);
  ADD (what_if_money);
  ADD (gone);
  ADD (copies);
  ADD (charts);
  ADD (right_to_left);
  return g_test_run ();
}
