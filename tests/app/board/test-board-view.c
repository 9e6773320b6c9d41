/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A board in widgets: everything that is said stands there and is a link to its fact; a refresh
 * changes widgets in place; nothing is left behind. */
#include "config.h"

#include "analysis/catalogue.h"
#include "app/board/board-view.h"
#include "app/board/card-view.h"
#include "analysis/fact-link.h"

#include "tests/audiences/fixture.h"
#include "wait.h"

#include <string.h>

static const char *const fixtures[] = { "golden", "healthy", "tiny", "empty", "stale" };
static const char *const audiences[] = { "engineer", "ops", "exec" };

static ParlBoard *
create_board (const char *fixture, const char *id)
{
  g_autofree char *folder = fixture_get_audiences_dir ();
  g_autofree char *name = g_strconcat (id, ".audience", NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (ParlAudience) audience = parl_audience_load (path, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (ParlFindings) findings = fixture_get (fixture);

  return parl_board_new (audience, findings);
}

static void
on_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  (void)action;
  g_ptr_array_add (data, g_variant_dup_string (parameter, NULL));
}

/* A window that writes down which facts it was asked to explain. */
typedef struct
{
  GtkWindow *window;
  ParlBoardView *view;
  GPtrArray *asked;
} Fixture;

static Fixture
set_up (void)
{
  static const GActionEntry actions[]
      = { { .name = "fact", .activate = on_action, .parameter_type = "s" } };
  Fixture self = { GTK_WINDOW (gtk_window_new ()), NULL, g_ptr_array_new_with_free_func (g_free) };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  self.view = g_object_new (PARL_TYPE_BOARD_VIEW, NULL);
  gtk_window_set_child (self.window, GTK_WIDGET (self.view));
  g_action_map_add_action_entries (G_ACTION_MAP (group), actions, G_N_ELEMENTS (actions),
                                   self.asked);
  gtk_widget_insert_action_group (GTK_WIDGET (self.window), "win", G_ACTION_GROUP (group));
  return self;
}

static void
tear_down (Fixture *self)
{
  g_object_ref (self->view);
  gtk_window_destroy (self->window);
  g_assert_finalize_object (self->view);
  g_ptr_array_unref (self->asked);
}

static void
collect (GtkWidget *widget, GType type, GPtrArray *found)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    g_ptr_array_add (found, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect (child, type, found);
}

static GPtrArray *
list_all (Fixture *self, GType type)
{
  GPtrArray *found = g_ptr_array_new ();

  collect (GTK_WIDGET (self->view), type, found);
  return found;
}

static bool
is_shown (GtkWidget *widget)
{
  for (; widget != NULL && !GTK_IS_WINDOW (widget); widget = gtk_widget_get_parent (widget))
    if (!gtk_widget_get_visible (widget))
      return false;
  return true;
}

static void
assert_said (GPtrArray *labels, const char *text)
{
  if (text == NULL || *text == '\0')
    return;
  for (unsigned i = 0; i < labels->len; i++)
    if (is_shown (labels->pdata[i]) && strcmp (gtk_label_get_text (labels->pdata[i]), text) == 0)
      return;
  g_test_fail_printf ("“%s” is not on the board", text);
}

static void
assert_linked (GPtrArray *areas, const ParlLine *line)
{
  g_autofree char *link = line->fact != NULL ? parl_fact_link_new (line->fact) : NULL;

  for (unsigned i = 0; link != NULL && i < areas->len; i++)
    if (g_strcmp0 (parl_fact_area_get_link (areas->pdata[i]), link) == 0)
      return;
  if (link != NULL)
    g_test_fail_printf ("“%s” is no link to %s", line->text, link);
}

static void
check_card (GPtrArray *labels, GPtrArray *areas, const ParlCard *card)
{
  assert_said (labels, card->head);
  assert_said (labels, card->title->text);
  assert_linked (areas, card->title);
  assert_said (labels, card->value);
  assert_said (labels, card->unit);
  assert_said (labels, card->note);
  for (unsigned i = 0; i < card->lines->len; i++)
    {
      const ParlLine *line = card->lines->pdata[i];
      assert_said (labels, line->text);
      assert_said (labels, line->detail);
      assert_linked (areas, line);
    }
}

/* One view shows all boards in turn: what is gone must be gone, too. */
static void
test_sentences (void)
{
  Fixture self = set_up ();

  for (unsigned i = 0; i < G_N_ELEMENTS (fixtures); i++)
    for (unsigned j = 0; j < G_N_ELEMENTS (audiences); j++)
      {
        g_autoptr (ParlBoard) board = create_board (fixtures[i], audiences[j]);
        parl_board_view_set_board (self.view, board);
        g_autoptr (GPtrArray) labels = list_all (&self, GTK_TYPE_LABEL);
        g_autoptr (GPtrArray) areas = list_all (&self, PARL_TYPE_FACT_AREA);
        g_autoptr (GPtrArray) cards = list_all (&self, PARL_TYPE_CARD_VIEW);
        g_autoptr (GPtrArray) lines = list_all (&self, g_type_from_name ("ParlLineView"));
        unsigned n_lines = 0;

        assert_said (labels, board->headline->text);
        assert_said (labels, board->headline->detail);
        assert_linked (areas, board->headline);
        for (unsigned k = 0; k < board->cards->len; k++)
          {
            const ParlCard *card = board->cards->pdata[k];
            check_card (labels, areas, card);
            n_lines += card->lines->len;
          }
        g_assert_cmpuint (cards->len, ==, board->cards->len);
        g_assert_cmpuint (lines->len, ==, n_lines);
      }
  tear_down (&self);
}

/* Cards stand in the board's order, each head before its card. */
static void
test_order (void)
{
  Fixture self = set_up ();
  g_autoptr (ParlBoard) board = create_board ("golden", "exec");

  parl_board_view_set_board (self.view, board);
  g_autoptr (GPtrArray) cards = list_all (&self, PARL_TYPE_CARD_VIEW);
  for (unsigned i = 0; i < board->cards->len; i++)
    {
      const ParlCard *card = board->cards->pdata[i];
      GtkWidget *before = gtk_widget_get_prev_sibling (cards->pdata[i]);
      g_autofree char *link
          = card->title->fact != NULL ? parl_fact_link_new (card->title->fact) : NULL;
      g_assert_cmpstr (parl_fact_area_get_link (cards->pdata[i]), ==, link);
      g_assert_true (card->head != NULL ? GTK_IS_LABEL (before) : PARL_IS_FACT_AREA (before));
      if (card->head != NULL)
        g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (before)), ==, card->head);
    }
  tear_down (&self);
}

static void
test_activate (void)
{
  Fixture self = set_up ();
  g_autoptr (ParlBoard) board = create_board ("golden", "exec");
  unsigned n = 0;

  parl_board_view_set_board (self.view, board);
  g_autoptr (GPtrArray) areas = list_all (&self, PARL_TYPE_FACT_AREA);
  for (unsigned i = 0; i < areas->len; i++)
    {
      const char *link = parl_fact_area_get_link (areas->pdata[i]);
      g_assert_cmpint (gtk_widget_get_focusable (areas->pdata[i]), ==, link != NULL);
      gtk_widget_activate (areas->pdata[i]);
      if (link != NULL)
        g_assert_cmpstr (self.asked->pdata[n++], ==, link);
    }
  g_assert_cmpuint (n, >, 6);
  g_assert_cmpuint (self.asked->len, ==, n);
  tear_down (&self);
}

/* A refresh keeps the widgets of cards that are still there, the focus in them, and the ring. */
static void
test_refresh (void)
{
  Fixture self = set_up ();
  g_autoptr (ParlBoard) board = create_board ("golden", "exec");
  g_autoptr (ParlBoard) other = create_board ("healthy", "exec");

  parl_board_view_set_board (self.view, board);
  g_autoptr (GPtrArray) before = list_all (&self, PARL_TYPE_CARD_VIEW);
  gtk_widget_grab_focus (before->pdata[1]);
  parl_board_view_set_fact (self.view, parl_fact_area_get_link (before->pdata[1]));
  g_assert_true (gtk_widget_has_css_class (before->pdata[1], "explained"));

  parl_board_view_set_board (self.view, other);
  g_autoptr (GPtrArray) after = list_all (&self, PARL_TYPE_CARD_VIEW);
  g_assert_cmpuint (before->len, ==, after->len);
  for (unsigned i = 0; i < before->len; i++)
    g_assert_true (before->pdata[i] == after->pdata[i]);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (self.window)) == before->pdata[1]);
  g_assert_true (gtk_widget_has_css_class (before->pdata[1], "explained"));

  parl_board_view_set_fact (self.view, NULL);
  g_assert_false (gtk_widget_has_css_class (before->pdata[1], "explained"));
  tear_down (&self);
}

/* Another audience's cards, nothing at all, and a fact that no card speaks of. */
static void
test_replaced (void)
{
  Fixture self = set_up ();
  g_autoptr (ParlBoard) board = create_board ("golden", "exec");
  g_autoptr (ParlBoard) other = create_board ("golden", "ops");

  parl_board_view_set_fact (self.view, "no-such-fact");
  parl_board_view_set_board (self.view, board);
  parl_board_view_set_mode (self.view, PARL_WIDTH_NARROW);
  parl_board_view_set_board (self.view, other);
  g_autoptr (GPtrArray) cards = list_all (&self, PARL_TYPE_CARD_VIEW);
  g_assert_cmpuint (cards->len, ==, other->cards->len);
  parl_board_view_set_board (self.view, NULL);
  g_autoptr (GPtrArray) none = list_all (&self, PARL_TYPE_CARD_VIEW);
  g_assert_cmpuint (none->len, ==, 0);
  parl_board_view_set_dashboard (self.view, NULL);
  tear_down (&self);
}

/* What stands where the verdict stood. */
static void
test_states (void)
{
  static const struct
  {
    const char *caveat;
    ParlTime age;
    ParlVerdict verdict;
    bool several;
    const char *text; /* NULL: nothing */
    bool is_offline, is_stale, is_partial;
  } cases[] = {
    { NULL, 12 * PARL_MINUTE, PARL_VERDICT_CONFIRMED, false, NULL, false, false, false },
    { "failed", 2 * PARL_HOUR, PARL_VERDICT_NONE, false, "as of 07:28", true, false, false },
    { "failed", 2 * PARL_HOUR, PARL_VERDICT_NONE, true, "part as of 07:28", true, false, false },
    { "partial", PARL_MINUTE, PARL_VERDICT_NONE, false, "partial", false, false, true },
    { NULL, 10 * PARL_DAY, PARL_VERDICT_STALE, false, "as of 11\u00a0Nov\u00a009:28", false, true,
      false },
    { "failed", 10 * PARL_DAY, PARL_VERDICT_STALE, false, "as of 11\u00a0Nov\u00a009:28", true,
      true, false },
  };
  g_autoptr (ParlFindings) findings = fixture_golden ();
  ParlTime as_of;

  g_assert_true (parl_time_from_iso ("2026-11-21T09:28:00Z", &as_of, NULL));
  findings->as_of = as_of;
  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (ParlFact) fact = parl_fact_new ("ota-failure-rate", parl_labels_new (NULL, NULL));
      fact->freshness = as_of - cases[i].age;
      fact->verdict = cases[i].verdict;
      fact->source = cases[i].several ? NULL : g_strdup ("hawkBit");
      if (cases[i].caveat != NULL)
        parl_fact_add_caveat (fact, cases[i].caveat);
      g_autoptr (ParlCardState) state = parl_card_state_new (fact, findings);
      g_assert_cmpstr (state != NULL ? state->text : NULL, ==, cases[i].text);
      if (state == NULL)
        continue;
      g_assert_cmpint (state->is_offline, ==, cases[i].is_offline);
      g_assert_cmpint (state->is_stale, ==, cases[i].is_stale);
      g_assert_cmpint (state->is_partial, ==, cases[i].is_partial);
    }
  g_assert_null (parl_card_state_new (NULL, findings));
}

static graphene_rect_t
get_bounds (GtkWidget *widget, GtkWidget *of)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (widget, of, &bounds));
  return bounds;
}

/* No two labels of a board share a place, and each has the height that its text needs. */
static void
check_labels (Fixture *self, const char *font, int width)
{
  GtkWidget *view = GTK_WIDGET (self->view);
  g_autoptr (GPtrArray) labels = list_all (self, GTK_TYPE_LABEL);
  int least, height;

  gtk_widget_measure (view, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  gtk_widget_measure (view, GTK_ORIENTATION_VERTICAL, MAX (least, width), &height, NULL, NULL,
                      NULL);
  gtk_widget_allocate (view, MAX (least, width), height, -1, NULL);
  for (unsigned i = 0; i < labels->len; i++)
    {
      GtkWidget *label = labels->pdata[i];
      if (!is_shown (label))
        continue;
      graphene_rect_t box = get_bounds (label, view);
      gtk_widget_measure (label, GTK_ORIENTATION_VERTICAL, (int)box.size.width, &least, NULL, NULL,
                          NULL);
      least -= gtk_widget_get_margin_top (label) + gtk_widget_get_margin_bottom (label);
      if ((int)box.size.height < least)
        g_test_fail_printf ("%s, %d px: “%s” is cut off, %g of %d px", font, width,
                            gtk_label_get_text (GTK_LABEL (label)), box.size.height, least);
      for (unsigned j = i + 1; j < labels->len; j++)
        {
          graphene_rect_t other, both;
          if (!is_shown (labels->pdata[j]))
            continue;
          other = get_bounds (labels->pdata[j], view);
          if (graphene_rect_intersection (&box, &other, &both) && both.size.width >= 1
              && both.size.height >= 1)
            g_test_fail_printf ("%s, %d px: “%s” runs into “%s”", font, width,
                                gtk_label_get_text (GTK_LABEL (label)),
                                gtk_label_get_text (labels->pdata[j]));
        }
    }
}

/* Nothing collides in any font of a desktop; those that are not installed are stood in for. */
static void
test_fonts (void)
{
  static const char *const fonts[]
      = { "Cantarell 11",        "Adwaita Sans 11", "DejaVu Sans 11", "DejaVu Sans Condensed 11",
          "DejaVu Sans Mono 11", "Noto Sans 11",    "DejaVu Serif 16" };
  static const int widths[] = { 1280, 900, 600, 360 };
  GtkSettings *settings = gtk_settings_get_default ();
  g_autoptr (GtkCssProvider) style = gtk_css_provider_new ();
  g_autofree char *font = NULL;

  g_object_get (settings, "gtk-font-name", &font, NULL);
  gtk_css_provider_load_from_resource (style, "/org/parlance/Parlance/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (style),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  for (unsigned i = 0; i < G_N_ELEMENTS (fonts); i++)
    {
      g_object_set (settings, "gtk-font-name", fonts[i], NULL);
      for (unsigned j = 0; j < G_N_ELEMENTS (audiences); j++)
        {
          Fixture self = set_up ();
          g_autoptr (ParlBoard) board = create_board ("golden", audiences[j]);
          parl_board_view_set_board (self.view, board);
          for (unsigned k = 0; k < G_N_ELEMENTS (widths); k++)
            check_labels (&self, fonts[i], widths[k]);
          tear_down (&self);
        }
    }
  gtk_style_context_remove_provider_for_display (gdk_display_get_default (),
                                                 GTK_STYLE_PROVIDER (style));
  g_object_set (settings, "gtk-font-name", font, NULL);
}

int
main (int argc, char **argv)
{
  begin_with_display (&argc, &argv);
  g_test_add_func ("/app/board-view/sentences", test_sentences);
  g_test_add_func ("/app/board-view/order", test_order);
  g_test_add_func ("/app/board-view/activate", test_activate);
  g_test_add_func ("/app/board-view/refresh", test_refresh);
  g_test_add_func ("/app/board-view/replaced", test_replaced);
  g_test_add_func ("/app/board-view/states", test_states);
  g_test_add_func ("/app/board-view/fonts", test_fonts);
  return g_test_run ();
}
