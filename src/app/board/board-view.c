/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes a widget of every card and keeps it while its card exists. Knows no kind of card. */
#include "config.h"

#include "app/board/board-view.h"

#include "app/board/card-parts.h"
#include "app/board/board-layout.h"
#include "app/board/card-view.h"
#include "app/sources/source-words.h"
#include "app/widget.h"

#include <glib/gi18n.h>
#include <string.h>

#define REVEAL_MARGIN 12 /* px between the fact and the edge of what is seen */

struct _ParlBoardView
{
  GtkBox parent_instance;

  ParlDashboard *dashboard;
  ParlBoard *board; /* NULL: none */
  ParlTimeLink *link;
  GHashTable *cards;       /* id -> ParlCardView, owned by the grid */
  GHashTable *heads;       /* id of the card below -> GtkLabel, owned by the grid */
  char *fact;              /* link of the one being explained; NULL: none */
  ParlFactArea *explained; /* weak: what has the ring */

  bool is_narrow;

  double scroll;       /* where it stood when another audience was shown */
  unsigned restore_id; /* of the idle that scrolls back there */
  unsigned reveal_id;  /* of the idle that scrolls to the fact */

  GtkScrolledWindow *scroller;
  GtkBox *grid;
  ParlBoardLayout *layout;
  ParlFactArea *headline;
  ParlBalancedLabel *headline_text;
  ParlBadge *headline_state;
  GtkLabel *headline_detail;
};

G_DEFINE_FINAL_TYPE (ParlBoardView, parl_board_view, GTK_TYPE_BOX)

static void
parl_board_view_dispose (GObject *object)
{
  ParlBoardView *self = PARL_BOARD_VIEW (object);

  g_clear_handle_id (&self->restore_id, g_source_remove);
  g_clear_handle_id (&self->reveal_id, g_source_remove);
  g_clear_weak_pointer (&self->explained);
  g_clear_pointer (&self->cards, g_hash_table_unref);
  g_clear_pointer (&self->heads, g_hash_table_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), PARL_TYPE_BOARD_VIEW);
  g_clear_pointer (&self->fact, g_free);
  g_clear_object (&self->link);
  parl_board_view_set_dashboard (self, NULL);
  g_clear_pointer (&self->board, parl_board_unref);
  G_OBJECT_CLASS (parl_board_view_parent_class)->dispose (object);
}

static gboolean
on_restore (gpointer data)
{
  ParlBoardView *self = data;

  self->restore_id = 0;
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), self->scroll);
  return G_SOURCE_REMOVE;
}

static void
parl_board_view_unmap (GtkWidget *widget)
{
  ParlBoardView *self = PARL_BOARD_VIEW (widget);

  if (self->restore_id == 0)
    self->scroll = gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (self->scroller));
  g_clear_handle_id (&self->restore_id, g_source_remove);
  GTK_WIDGET_CLASS (parl_board_view_parent_class)->unmap (widget);
}

/* GTK scrolls a view that is shown again to its focus; the reader may have left it elsewhere. */
static void
parl_board_view_map (GtkWidget *widget)
{
  ParlBoardView *self = PARL_BOARD_VIEW (widget);

  GTK_WIDGET_CLASS (parl_board_view_parent_class)->map (widget);
  self->restore_id = g_idle_add (on_restore, self);
}

static void
parl_board_view_class_init (ParlBoardViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = parl_board_view_dispose;
  widget_class->map = parl_board_view_map;
  widget_class->unmap = parl_board_view_unmap;
  g_type_ensure (PARL_TYPE_BADGE);
  g_type_ensure (PARL_TYPE_BALANCED_LABEL);
  g_type_ensure (PARL_TYPE_BOARD_LAYOUT);
  g_type_ensure (PARL_TYPE_FACT_AREA);
  parl_widget_class_set_template (widget_class, "board-view.ui");
  PARL_BIND_CHILDREN (widget_class, ParlBoardView, scroller, grid, layout, headline, headline_text,
                      headline_state, headline_detail);
}

static void
parl_board_view_init (ParlBoardView *self)
{
  self->link = g_object_new (PARL_TYPE_TIME_LINK, NULL);
  self->cards = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->heads = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* A card that waits for a source says how much of it is read. */
static void
update_progress (ParlBoardView *self)
{
  for (unsigned i = 0; self->board != NULL && i < self->board->cards->len; i++)
    {
      const ParlCard *card = g_ptr_array_index (self->board->cards, i);
      ParlSourceItem *item
          = parl_source_items_find (G_LIST_MODEL (self->dashboard->syncs->sources), card->reading);
      if (item == NULL || !item->syncing)
        continue;
      g_autofree char *step = parl_source_dup_step (item);
      g_autofree char *words = g_strdup_printf ("%s\n%s", card->note, step);
      parl_card_view_set_note (g_hash_table_lookup (self->cards, card->id), words);
    }
}

/* @dashboard: (nullable): where the audience's digits come from */
void
parl_board_view_set_dashboard (ParlBoardView *self, ParlDashboard *dashboard)
{
  if (self->dashboard != NULL)
    g_signal_handlers_disconnect_by_data (self->dashboard, self);
  g_set_object (&self->dashboard, dashboard);
  if (dashboard != NULL)
    g_signal_connect_swapped (dashboard, "sources-changed", G_CALLBACK (update_progress), self);
}

/* The headline. */

static void
set_headline (ParlBoardView *self, const ParlBoard *board)
{
  const ParlLine *line = board->headline;
  g_autoptr (ParlCardState) state = parl_card_state_new (line->fact, board->findings);
  const char *detail = line->detail != NULL ? line->detail : "";

  parl_balanced_label_set_text (self->headline_text, line->text);
  gtk_label_set_text (self->headline_detail, detail);
  gtk_widget_set_visible (GTK_WIDGET (self->headline_detail), *detail != '\0');
  parl_card_state_show (state, self->headline_state);
  parl_fact_area_set_line (self->headline, line, NULL);

  g_autofree char *words
      = state != NULL ? g_strdup_printf ("%s. %s", detail, state->text) : g_strdup (detail);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->headline), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  line->text, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
}

/* The cards. */

static GtkWidget *
ensure_head (ParlBoardView *self, const ParlCard *card)
{
  GtkWidget *head = g_hash_table_lookup (self->heads, card->id);

  if (head == NULL)
    {
      head = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_HEADING, "xalign",
                           0.0f, "wrap", TRUE, "css-classes",
                           (const char *[]){ "label", "act", NULL }, NULL);
      gtk_accessible_update_property (GTK_ACCESSIBLE (head), GTK_ACCESSIBLE_PROPERTY_LEVEL, 2, -1);
      gtk_box_append (self->grid, head);
      parl_board_layout_set_span (self->layout, head, 0);
      g_hash_table_insert (self->heads, g_strdup (card->id), head);
    }
  gtk_label_set_text (GTK_LABEL (head), card->head);
  return head;
}

static GtkWidget *
ensure_card (ParlBoardView *self, const ParlCard *card)
{
  GtkWidget *view = g_hash_table_lookup (self->cards, card->id);

  if (view == NULL)
    {
      view = parl_card_view_new (self->link);
      gtk_box_append (self->grid, view);
      g_hash_table_insert (self->cards, g_strdup (card->id), view);
    }
  parl_board_layout_set_span (self->layout, view, card->span);
  return view;
}

static const ParlCard *
find_card (const ParlBoard *board, const char *id)
{
  for (unsigned i = 0; board != NULL && i < board->cards->len; i++)
    {
      const ParlCard *card = g_ptr_array_index (board->cards, i);
      if (strcmp (card->id, id) == 0)
        return card;
    }
  return NULL;
}

static void
remove_gone (ParlBoardView *self, GHashTable *widgets, const ParlBoard *board, bool heads)
{
  GHashTableIter iter;
  const char *id;
  GtkWidget *widget;

  g_hash_table_iter_init (&iter, widgets);
  while (g_hash_table_iter_next (&iter, (gpointer *)&id, (gpointer *)&widget))
    {
      const ParlCard *card = find_card (board, id);
      if (card != NULL && (!heads || card->head != NULL))
        continue;
      gtk_box_remove (self->grid, widget);
      g_hash_table_iter_remove (&iter);
    }
}

/* A widget that is in its place already is left alone. */
static void
put_after (ParlBoardView *self, GtkWidget *widget, GtkWidget **last)
{
  if (gtk_widget_get_prev_sibling (widget) != *last)
    gtk_box_reorder_child_after (self->grid, widget, *last);
  *last = widget;
}

/* Small cards with a number that follow each other stand in one row, or in a square. */
static void
align_numbers (ParlBoardView *self)
{
  g_autoptr (GPtrArray) titles = NULL;

  for (unsigned i = 0; i < self->board->cards->len; i++)
    {
      const ParlCard *card = g_ptr_array_index (self->board->cards, i);
      bool is_aligned = card->value != NULL && card->span <= 4 && !self->is_narrow;
      if (!is_aligned)
        g_clear_pointer (&titles, g_ptr_array_unref);
      else if (titles == NULL)
        titles = g_ptr_array_new ();
      parl_card_view_set_peers (g_hash_table_lookup (self->cards, card->id), titles);
    }
}

void
parl_board_view_set_board (ParlBoardView *self, ParlBoard *board)
{
  GtkWidget *last = GTK_WIDGET (self->headline);
  ParlAudience *audience = board != NULL && self->dashboard != NULL
                               ? parl_dashboard_get_audience (self->dashboard, board->audience)
                               : NULL;

  g_clear_pointer (&self->board, parl_board_unref);
  self->board = board != NULL ? parl_board_ref (board) : NULL;
  gtk_widget_set_visible (GTK_WIDGET (self->grid), board != NULL);
  remove_gone (self, self->heads, board, true);
  remove_gone (self, self->cards, board, false);
  if (board == NULL)
    return;

  set_headline (self, board);
  for (unsigned i = 0; i < board->cards->len; i++)
    {
      const ParlCard *card = g_ptr_array_index (board->cards, i);
      GtkWidget *view = ensure_card (self, card);
      if (card->head != NULL)
        put_after (self, ensure_head (self, card), &last);
      parl_card_view_set_card (PARL_CARD_VIEW (view), card, board->findings, audience);
      put_after (self, view, &last);
    }
  align_numbers (self);
  if (self->dashboard != NULL)
    update_progress (self);
  parl_widget_set_spoken (self->grid, board->title);
  parl_board_view_set_fact (self, self->fact);
}

/* The fact being explained. */

static ParlFactArea *
find_area (GtkWidget *widget, const char *link)
{
  if (PARL_IS_FACT_AREA (widget)
      && g_strcmp0 (parl_fact_area_get_link (PARL_FACT_AREA (widget)), link) == 0)
    return PARL_FACT_AREA (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      ParlFactArea *found = find_area (child, link);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/* What was asked about, where several areas speak of one fact; else the first. */
static ParlFactArea *
choose_area (ParlBoardView *self, const char *link)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *candidates[] = { focus, GTK_WIDGET (self->explained) };

  for (unsigned i = 0; i < G_N_ELEMENTS (candidates); i++)
    if (candidates[i] != NULL && PARL_IS_FACT_AREA (candidates[i])
        && gtk_widget_is_ancestor (candidates[i], GTK_WIDGET (self))
        && g_strcmp0 (parl_fact_area_get_link (PARL_FACT_AREA (candidates[i])), link) == 0)
      return PARL_FACT_AREA (candidates[i]);
  return find_area (GTK_WIDGET (self->grid), link);
}

/* @link: (nullable): of a fact, whether it is on this board or not; %NULL takes the ring away */
void
parl_board_view_set_fact (ParlBoardView *self, const char *link)
{
  ParlFactArea *area = link != NULL ? choose_area (self, link) : NULL;

  if (self->explained != NULL)
    parl_fact_area_set_explained (self->explained, false);
  if (area != NULL)
    parl_fact_area_set_explained (area, true);
  g_set_weak_pointer (&self->explained, area);
  if (link != self->fact)
    {
      g_free (self->fact);
      self->fact = g_strdup (link);
    }
}

ParlLine *
parl_board_view_dup_said (ParlBoardView *self)
{
  return self->explained != NULL ? parl_fact_area_dup_line (self->explained) : NULL;
}

/* Scrolls as little as it takes to see all of it. */
static gboolean
on_reveal (gpointer data)
{
  ParlBoardView *self = data;
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  graphene_rect_t box;

  self->reveal_id = 0;
  if (self->explained != NULL
      && gtk_widget_compute_bounds (GTK_WIDGET (self->explained), GTK_WIDGET (self->grid), &box))
    gtk_adjustment_clamp_page (adjustment, box.origin.y - REVEAL_MARGIN,
                               box.origin.y + box.size.height + REVEAL_MARGIN);
  return G_SOURCE_REMOVE;
}

/* Scrolls after the next frame, when cards have got their places. */
void
parl_board_view_reveal_fact (ParlBoardView *self)
{
  if (self->reveal_id == 0)
    self->reveal_id = g_idle_add_full (G_PRIORITY_LOW, on_reveal, self, NULL);
}

void
parl_board_view_focus_fact (ParlBoardView *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->explained != NULL ? self->explained : self->headline));
}

/* A scrolled window does not ask how tall its child is at a width. */
static void
stop_scrolling (ParlBoardView *self)
{
  g_autoptr (GtkBox) grid = g_object_ref (self->grid);

  if (gtk_widget_get_parent (GTK_WIDGET (grid)) == GTK_WIDGET (self))
    return;
  gtk_viewport_set_child (GTK_VIEWPORT (gtk_widget_get_parent (GTK_WIDGET (grid))), NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->scroller), FALSE);
  gtk_widget_set_hexpand (GTK_WIDGET (grid), TRUE);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (grid));
}

void
parl_board_view_set_part (ParlBoardView *self, ParlBoard *board, unsigned first, unsigned n)
{
  parl_board_view_set_board (self, board);
  stop_scrolling (self);
  parl_board_layout_set_close (self->layout, true);
  gtk_widget_set_visible (GTK_WIDGET (self->headline), first == 0);
  for (unsigned i = 0; i < board->cards->len; i++)
    {
      const ParlCard *card = g_ptr_array_index (board->cards, i);
      GtkWidget *head = g_hash_table_lookup (self->heads, card->id);
      GtkWidget *view = g_hash_table_lookup (self->cards, card->id);
      bool shown = i >= first && i < first + n;
      gtk_widget_set_visible (view, shown);
      parl_card_view_hide_help (PARL_CARD_VIEW (view));
      if (head != NULL)
        gtk_widget_set_visible (head, shown);
    }
}

void
parl_board_view_foreach_part (ParlBoardView *self, void (*visit) (GtkWidget *widget, gpointer data),
                              gpointer data)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->grid)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_mapped (child))
      visit (child, data);
}

void
parl_board_view_set_mode (ParlBoardView *self, ParlWidth mode)
{
  bool narrow = mode == PARL_WIDTH_NARROW;

  self->is_narrow = narrow;
  if (self->board != NULL)
    align_numbers (self);
  parl_board_layout_set_single (self->layout, narrow);
  parl_widget_set_class (self, "narrow", narrow);
}
