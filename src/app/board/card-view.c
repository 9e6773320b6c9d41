/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lays out what a card says. Chooses no word and no number; widgets are kept and changed in place,
 * so that a refresh neither flickers nor takes the focus away.
 *
 *   +--------------------------------------+
 *   | title                        [state] |  the state here only where there is no number
 *   | value unit          [verdict / state] |
 *   | chart                                |
 *   | lines                                |
 *   | note                        [button] |
 *   +--------------------------------------+
 */
#include "config.h"

#include "app/board/card-view.h"

#include "app/board/card-parts.h"
#include "app/board/value-layout.h"
#include "app/chart/chart-view.h"
#include "app/picture-drag.h"
#include "app/widget.h"
#include "audiences/format.h"
#include "audiences/phrase.h"

#include <glib/gi18n.h>
#include <math.h>

/* How old and how complete the data are, from the fact alone; ages are as of the findings. */

static bool
has_caveat (const ParlFact *fact, const char *token)
{
  return g_strv_contains ((const char *const *)fact->caveats, token);
}

/* @fact: (nullable): what the card is about
 * @findings: it is from
 * Returns: (transfer full) (nullable): %NULL where there is nothing to say: fresh and whole */
ParlCardState *
parl_card_state_new (const ParlFact *fact, const ParlFindings *findings)
{
  if (fact == NULL || fact->freshness == PARL_TIME_NONE)
    return NULL;

  bool failed = has_caveat (fact, "failed"), partial = has_caveat (fact, "partial");
  bool stale = fact->verdict == PARL_VERDICT_STALE;
  bool late = findings->as_of - fact->freshness > findings->targets->late_after;
  if (!failed && !partial && !stale && !late)
    return NULL;

  ParlCardState *self = g_new0 (ParlCardState, 1);
  self->is_offline = failed;
  self->is_stale = stale;
  self->is_partial = !failed && !stale && !late;
  if (self->is_partial)
    self->text = g_strdup (_ ("partial"));
  else
    {
      /* Of several sources, one may be newer: then only a part is as old as that. */
      bool part = failed && fact->source == NULL;
      g_autofree char *time = parl_format_clock (fact->freshness, findings->as_of);
      self->text = g_strdup_printf (part ? _ ("part as of %s") : _ ("as of %s"), time);
    }
  return self;
}

void
parl_card_state_free (ParlCardState *self)
{
  g_free (self->text);
  g_free (self);
}

void
parl_card_state_show (const ParlCardState *self, ParlBadge *badge)
{
  if (self != NULL && self->is_offline)
    parl_badge_set_offline (badge, self->text);
  else
    parl_badge_set (badge, PARL_TONE_WARN, self != NULL ? self->text : NULL);
}

/* One line of the card: glyph, sentence, and a lighter second line; a link to its fact. */

#define PARL_TYPE_LINE_VIEW (parl_line_view_get_type ())
G_DECLARE_FINAL_TYPE (ParlLineView, parl_line_view, PARL, LINE_VIEW, ParlFactArea)

struct _ParlLineView
{
  ParlFactArea parent_instance;

  ParlGlyphView *glyph;
  GtkLabel *text, *detail;
};

PARL_DEFINE_TEMPLATE_TYPE (ParlLineView, parl_line_view, PARL_TYPE_FACT_AREA)

static void
parl_line_view_class_init (ParlLineViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (PARL_TYPE_GLYPH_VIEW);
  parl_widget_class_set_template (widget_class, "line-view.ui");
  PARL_BIND_CHILDREN (widget_class, ParlLineView, glyph, text, detail);
}

static void
set_line (ParlLineView *self, const ParlLine *line, const ParlAudience *audience)
{
  const ParlFact *fact = line->fact;
  bool has_number = fact != NULL && audience != NULL && !isnan (fact->value);
  g_autofree char *number = has_number
                                ? parl_format_value (fact->value, fact->unit,
                                                     parl_phrase_get_digits (audience, fact->unit))
                                : NULL;

  parl_glyph_view_set_tone (self->glyph, line->tone);
  gtk_label_set_text (self->text, line->text);
  parl_label_set_optional (self->detail, line->detail);
  parl_widget_set_class (self, "detailed", line->detail != NULL);
  parl_fact_area_set_line (PARL_FACT_AREA (self), line, number);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, line->text,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  line->detail != NULL ? line->detail : "", -1);
}

/* The card. */

struct _ParlCardView
{
  ParlFactArea parent_instance;

  ParlBalancedLabel *title;
  ParlBadge *title_state;
  GtkWidget *value_row;
  GtkLabel *value, *unit;
  ParlBadge *verdict;
  ParlChartView *chart;
  GtkBox *lines;
  GtkLabel *note;
  GtkWidget *button;
};

PARL_DEFINE_TEMPLATE_TYPE (ParlCardView, parl_card_view, PARL_TYPE_FACT_AREA)

/* A card is one stop for Tab; Down goes into it, to its chart and its lines. */
static gboolean
parl_card_view_focus (GtkWidget *widget, GtkDirectionType direction)
{
  bool is_tab = direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD;
  bool is_focus = gtk_widget_is_focus (widget);

  if (gtk_widget_get_focusable (widget) && is_tab && is_focus)
    return false;
  if (gtk_widget_get_focusable (widget) && is_tab && gtk_widget_get_focus_child (widget) == NULL)
    return gtk_widget_grab_focus (widget);
  if (is_focus && direction == GTK_DIR_DOWN)
    for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
         child = gtk_widget_get_next_sibling (child))
      if (gtk_widget_child_focus (child, GTK_DIR_TAB_FORWARD))
        return true;
  return GTK_WIDGET_CLASS (parl_card_view_parent_class)->focus (widget, direction);
}

static void
parl_card_view_class_init (ParlCardViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->focus = parl_card_view_focus;

  g_type_ensure (PARL_TYPE_BADGE);
  g_type_ensure (PARL_TYPE_BALANCED_LABEL);
  g_type_ensure (PARL_TYPE_CHART_VIEW);
  g_type_ensure (PARL_TYPE_VALUE_LAYOUT);
  parl_widget_class_set_template (widget_class, "card-view.ui");
  PARL_BIND_CHILDREN (widget_class, ParlCardView, title, title_state, value_row, value, unit,
                      verdict, chart, lines, note, button);
}

GtkWidget *
parl_card_view_new (ParlTimeLink *link)
{
  ParlCardView *self = g_object_new (PARL_TYPE_CARD_VIEW, NULL);

  parl_chart_view_set_link (self->chart, link);
  parl_picture_drag_install (GTK_WIDGET (self), parl_picture_drag_create_content, NULL);
  /* "7.3 %" reads from left to right in every language. */
  gtk_widget_set_direction (GTK_WIDGET (self->value), GTK_TEXT_DIR_LTR);
  return GTK_WIDGET (self);
}

/* The age takes the verdict's place; without a number there is none, and it stands by the title. */
static void
set_number (ParlCardView *self, const ParlCard *card, const ParlCardState *state)
{
  bool is_old = state != NULL && !state->is_partial;

  gtk_widget_set_visible (self->value_row, card->value != NULL);
  parl_label_set_optional (self->value, card->value);
  parl_label_set_optional (self->unit, card->unit);
  parl_widget_set_class (self, "stale", state != NULL && state->is_stale);
  if (is_old && card->value != NULL)
    parl_card_state_show (state, self->verdict);
  else
    parl_badge_set (self->verdict, card->tone, card->verdict);
  parl_card_state_show (is_old && card->value != NULL ? NULL : state, self->title_state);
}

/* A picture of bars side by side grows with its row; rows of bars stay as close as they are. */
static void
set_chart (ParlCardView *self, ParlChartSpec *spec)
{
  bool grows = spec != NULL
               && (spec->kind == PARL_CHART_CONTROL || spec->kind == PARL_CHART_WATERFALL
                   || spec->kind == PARL_CHART_LINE);

  parl_chart_view_set_spec (self->chart, spec);
  gtk_widget_set_visible (GTK_WIDGET (self->chart), spec != NULL);
  gtk_widget_set_vexpand (GTK_WIDGET (self->chart), grows);
}

static void
set_lines (ParlCardView *self, GPtrArray *lines, const ParlAudience *audience)
{
  parl_box_set_n_children (self->lines, lines->len, PARL_TYPE_LINE_VIEW);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->lines));
  for (unsigned i = 0; i < lines->len; i++, child = gtk_widget_get_next_sibling (child))
    set_line (PARL_LINE_VIEW (child), lines->pdata[i], audience);
  gtk_widget_set_visible (GTK_WIDGET (self->lines), lines->len > 0);
}

static void
append_words (GString *all, const char *words)
{
  if (words == NULL || *words == '\0')
    return;
  if (all->len > 0)
    g_string_append (all, ". ");
  g_string_append (all, words);
}

/* Name: the sentence. Description: number, verdict or age, small print, the chart in words. */
static void
describe (ParlCardView *self, const ParlCard *card)
{
  g_autoptr (GString) words = g_string_new (NULL);
  g_autofree char *value = card->value != NULL && card->unit != NULL
                               ? g_strdup_printf ("%s %s", card->value, card->unit)
                               : g_strdup (card->value);
  g_autofree char *chart = card->chart != NULL ? parl_chart_spec_describe (card->chart) : NULL;

  append_words (words, value);
  append_words (words, card->value != NULL ? parl_badge_get_text (self->verdict) : NULL);
  append_words (words, parl_badge_get_text (self->title_state));
  append_words (words, gtk_label_get_text (self->note));
  append_words (words, chart);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  card->title->text, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  words->str, -1);
}

/* What can be done about a card without data: widen what is looked at, or connect a source. */
static void
set_help (ParlCardView *self, const ParlCard *card, const ParlScope *scope)
{
  bool filtered = scope != NULL
                  && (scope->device_class != NULL || scope->release != NULL || scope->site != NULL);

  gtk_widget_set_visible (self->button, card->is_empty && card->reading == NULL);
  gtk_button_set_label (GTK_BUTTON (self->button),
                        filtered ? _ ("Show All Devices") : _ ("Sources…"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button),
                                  filtered ? "win.clear-filters" : "win.sources");
}

void
parl_card_view_hide_help (ParlCardView *self)
{
  gtk_widget_set_visible (self->button, FALSE);
}

void
parl_card_view_set_card (ParlCardView *self, const ParlCard *card, const ParlFindings *findings,
                         const ParlAudience *audience)
{
  const ParlLine *title = card->title;
  g_autoptr (ParlCardState) state = parl_card_state_new (title->fact, findings);
  g_autofree char *number = card->value != NULL && card->unit != NULL
                                ? g_strdup_printf ("%s %s", card->value, card->unit)
                                : g_strdup (card->value);

  parl_balanced_label_set_text (self->title, title->text);
  set_number (self, card, state);
  set_chart (self, card->chart);
  set_lines (self, card->lines, audience);
  parl_label_set_optional (self->note, card->note != NULL ? card->note : title->detail);
  set_help (self, card, findings->scope);
  parl_fact_area_set_line (PARL_FACT_AREA (self), title, number);
  describe (self, card);
}

void
parl_card_view_set_note (ParlCardView *self, const char *words)
{
  parl_label_set_optional (self->note, words);
}

void
parl_card_view_set_peers (ParlCardView *self, GPtrArray *titles)
{
  parl_balanced_label_set_peers (self->title, titles);
}
