/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One card of a board as a slide of its own: its message, its number, its chart as large as it
 * gets, and its lines. Chooses no words. */
#include "config.h"

#include "charts/chart.h"
#include "report/layout.h"
#include "report/page.h"
#include "report/paper.h"

#include <math.h>

#define TITLE_TOP 56.0
#define TITLE_HEIGHT 136.0
#define BODY_TOP 224.0
#define NOTE_HEIGHT 76.0
#define VALUE_HEIGHT 110.0
#define LINE_HEIGHT 100.0

static const ParlFont value_font = { 84, 800 };
static const ParlFont unit_font = { 34, 400 };
static const ParlFont verdict_font = { 34, 700 };
static const ParlFont line_font = { 34, 700 };
static const ParlFont detail_font = { 26, 400 };
static const ParlFont note_font = { 24, 400 };

/* The big number with its unit, and at the right what it means. Returns: the y below it */
static double
lay_value (ParlScene *scene, const ParlCard *card, double y)
{
  double baseline = y + 76;
  double x = PARL_PAGE_LEFT + parl_scene_measure (scene, value_font, card->value) + 20;

  parl_scene_add_text (scene, PARL_COLOR_TEXT_1, value_font, PARL_ANCHOR_START, PARL_PAGE_LEFT,
                       baseline, card->value);
  if (card->unit != NULL)
    parl_scene_add_text (scene, PARL_COLOR_TEXT_2, unit_font, PARL_ANCHOR_START, x, baseline,
                         card->unit);
  if (card->verdict != NULL)
    {
      double width = parl_scene_measure (scene, verdict_font, card->verdict);
      parl_scene_add_text (scene, parl_tone_get_text (card->tone), verdict_font, PARL_ANCHOR_END,
                           PARL_PAGE_RIGHT, baseline, card->verdict);
      parl_scene_add_tone (scene, card->tone, PARL_PAGE_RIGHT - width - 28, baseline - 12, 34);
    }
  return y + VALUE_HEIGHT;
}

/* Returns: the y below it */
static double
lay_line (ParlScene *scene, const ParlLine *line, double y)
{
  const double indent = 56;
  double width = PARL_PAGE_RIGHT - PARL_PAGE_LEFT - indent;

  parl_scene_add_tone (scene, line->tone, PARL_PAGE_LEFT + 17, y + 22, 32);
  y = parl_layout_paragraph (scene, PARL_COLOR_TEXT_1, line_font, 44, line->text,
                             PARL_PAGE_LEFT + indent, y, width);
  if (line->detail != NULL)
    y = parl_layout_paragraph (scene, PARL_COLOR_TEXT_2, detail_font, 34, line->detail,
                               PARL_PAGE_LEFT + indent, y, width);
  return y + 18;
}

/* The largest type at which the chart has the height it needs. */
static ParlStyle
choose_style (const ParlChartSpec *chart, ParlTheme theme, double width, double height)
{
  static const double sizes[] = { 44, 38, 32, 28, 24, 20 };
  ParlStyle style = parl_style_new (theme);

  for (unsigned i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      style.label_size = sizes[i];
      style.value_size = sizes[i] * 1.4;
      if (parl_chart_get_natural_height (chart, &style, width) <= height)
        break;
    }
  return style;
}

/* What is left of the body for the chart, above the lines. */
static double
find_chart_height (const ParlCard *card, double top, double bottom)
{
  double lines = fmin (card->lines->len * LINE_HEIGHT, (bottom - top) / 2);
  return bottom - top - (card->lines->len > 0 ? lines + 24 : 0);
}

static void
draw_chart (const ParlChartSpec *chart, const ParlStyle *style, ParlBox box, cairo_t *cr)
{
  cairo_save (cr);
  cairo_translate (cr, box.x, box.y);
  parl_chart_draw (chart, style, box.width, box.height, cr);
  cairo_restore (cr);
}

/* Filters are on no other place of a slide. */
static char *
join_small_print (const ParlCard *card)
{
  if (card->scope == NULL || card->note == NULL)
    return g_strdup (card->scope != NULL ? card->scope : card->note);
  return g_strdup_printf ("%s · %s", card->scope, card->note);
}

/* Writes one card alone, its message above its chart, as a slide of its own, with the words of the
 * chart inside.
 * Returns: false with %PARL_REPORT_ERROR_DRAWING or the stream's error */
bool
parl_card_write (const ParlCard *card, const ParlPageSize *size, ParlTheme theme,
                 ParlPictureFormat format, GOutputStream *stream, GError **error)
{
  g_return_val_if_fail (card != NULL && size != NULL, false);

  ParlStyle style = parl_style_new (theme);
  g_autoptr (ParlScene) scene = parl_scene_new (&style, size->width, size->height);
  double width = PARL_PAGE_RIGHT - PARL_PAGE_LEFT;
  double bottom = size->height - NOTE_HEIGHT - 24;
  double y = BODY_TOP;
  ParlPaper *paper = parl_paper_begin (size, &style, format);
  cairo_t *cr = parl_paper_get_cairo (paper);

  parl_layout_title (scene, card->title->text,
                     (ParlBox){ PARL_PAGE_LEFT, TITLE_TOP, width, TITLE_HEIGHT });
  if (card->value != NULL)
    y = lay_value (scene, card, y);
  if (card->chart != NULL)
    {
      double room = find_chart_height (card, y, bottom);
      ParlStyle chart_style = choose_style (card->chart, theme, width, room);
      double natural = parl_chart_get_natural_height (card->chart, &chart_style, width);
      double height = fmin (room, natural * 1.6);

      draw_chart (card->chart, &chart_style, (ParlBox){ PARL_PAGE_LEFT, y, width, height }, cr);
      y += height + 24;
    }
  for (unsigned i = 0; i < card->lines->len && y + LINE_HEIGHT - 20 <= bottom + 24; i++)
    y = lay_line (scene, g_ptr_array_index (card->lines, i), y);

  g_autofree char *note = join_small_print (card);
  if (note != NULL)
    parl_layout_paragraph (scene, PARL_COLOR_TEXT_2, note_font, 30, note, PARL_PAGE_LEFT,
                           size->height - NOTE_HEIGHT, width);
  parl_scene_paint (scene, cr);

  g_autofree char *description
      = card->chart != NULL ? parl_chart_spec_describe (card->chart) : NULL;
  ParlPngWords words = { card->title->text, description };
  return parl_paper_finish (paper, &words, stream, error);
}
