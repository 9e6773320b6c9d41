/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A board on a page: where the blocks stand, and from there to pixels. Knows no words and no file.
 */
#include "config.h"

#include "report/page.h"

#include "charts/chart.h"
#include "report/error.h"
#include "report/layout.h"
#include "report/paper.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <pango/pangocairo.h>

/* A4 is 297 x 210 mm at 300 dpi; what it is taller than 16:9 goes to the chart and the lists. A
 * screen's pixel is 0.75 points. */
static const ParlPageSize sizes[] = {
  { "1080p", 1920, 1080, 1, 0.75 },
  { "2x", 1920, 1080, 2, 0.75 },
  { "a4", 1920, 1357, 3508 / 1920.0, 297 / 25.4 * 72 / 1920 },
};

#define TOP_OF_BODY 216.0
#define CHART_WIDTH 1152.0
#define BULLETS_LEFT 1264.0
#define WHAT_IF_GAP 16.0 /* below the chart */
#define STAMP_SIZE 220.0

typedef struct
{
  ParlScene *scene;
  ParlStyle chart_style;
  ParlBox chart;
} Page;

/* Returns: (transfer none) (nullable): "1080p", "2x" or "a4" */
const ParlPageSize *
parl_page_size_find (const char *name)
{
  for (unsigned i = 0; i < G_N_ELEMENTS (sizes); i++)
    if (g_strcmp0 (name, sizes[i].name) == 0)
      return &sizes[i];
  return NULL;
}

/* Executives read from three metres; the others' charts hold more. */
static ParlStyle
choose_chart_style (const ParlBoard *board, ParlTheme theme)
{
  ParlStyle style = parl_style_new (theme);
  bool large = board->main_card == NULL || board->main_card->chart == NULL
               || board->main_card->chart->kind == PARL_CHART_WATERFALL
               || board->main_card->chart->kind == PARL_CHART_BULLET;

  style.label_size = large ? 24 : 19;
  style.value_size = large ? 34 : 24;
  return style;
}

static Page
lay_out (const ParlBoard *board, const ParlPageSize *size, const ParlPageOptions *options)
{
  ParlStyle style = parl_style_new (options->theme);
  double extra = size->height - 1080;
  double chart_height = 484 + extra * 0.7;
  double rule = TOP_OF_BODY + chart_height + 24;
  double footer = size->height - 78;
  double width = PARL_PAGE_RIGHT - PARL_PAGE_LEFT;
  Page page = { .scene = parl_scene_new (&style, size->width, size->height),
                .chart_style = choose_chart_style (board, options->theme),
                .chart = { PARL_PAGE_LEFT, TOP_OF_BODY, CHART_WIDTH, chart_height } };
  ParlBox what_if = { PARL_PAGE_LEFT, 0, CHART_WIDTH, 0 };

  what_if.height = parl_layout_what_if (page.scene, board, what_if, true);
  if (what_if.height > 0)
    {
      page.chart.height -= what_if.height + WHAT_IF_GAP;
      what_if.y = TOP_OF_BODY + chart_height - what_if.height;
      parl_layout_what_if (page.scene, board, what_if, false);
    }

  parl_layout_header (page.scene, board);
  parl_layout_title (page.scene, board->headline->text,
                     (ParlBox){ PARL_PAGE_LEFT, 68, width, 136 });
  parl_layout_bullets (
      page.scene, board->bullets,
      (ParlBox){ BULLETS_LEFT, TOP_OF_BODY, PARL_PAGE_RIGHT - BULLETS_LEFT, chart_height });
  parl_scene_add_rect (page.scene, PARL_COLOR_TEXT_1, PARL_PAGE_LEFT, rule, width, 3);
  parl_layout_lists (page.scene, board,
                     (ParlBox){ PARL_PAGE_LEFT, rule + 16, width, footer - rule - 26 });
  parl_layout_footer (page.scene, board, (ParlBox){ PARL_PAGE_LEFT, footer, width, 52 });
  return page;
}

static void
draw_stamp (cairo_t *cr, const ParlPageSize *size, const ParlStyle *style, const char *stamp)
{
  PangoContext *context = parl_text_create_context (style);
  PangoLayout *layout = parl_text_create_layout (context, (ParlFont){ STAMP_SIZE, 800 }, stamp);
  ParlColor color = parl_style_get_color (style, PARL_COLOR_TEXT_1);
  int width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  cairo_save (cr);
  cairo_translate (cr, size->width / 2, size->height / 2);
  cairo_rotate (cr, -20 * G_PI / 180);
  cairo_set_source_rgba (cr, color.red, color.green, color.blue, 0.12);
  cairo_move_to (cr, -width / 2.0, -height / 2.0);
  pango_cairo_show_layout (cr, layout);
  cairo_restore (cr);
  g_object_unref (layout);
  g_object_unref (context);
}

/* @stream: stays open; what was written before a failure is no picture
 * Writes the board's page, with its words inside.
 * Returns: false with %PARL_REPORT_ERROR_NO_DATA for a board that has nothing to say,
 *   %PARL_REPORT_ERROR_DRAWING, or the stream's error */
bool
parl_page_write (const ParlBoard *board, const ParlPageSize *size, const ParlPageOptions *options,
                 ParlPictureFormat format, GOutputStream *stream, GError **error)
{
  g_return_val_if_fail (board != NULL && size != NULL && options != NULL, false);

  if (!board->has_data)
    {
      g_set_error (error, PARL_REPORT_ERROR, PARL_REPORT_ERROR_NO_DATA,
                   _ ("There is nothing to report: the data that came say nothing on this page"));
      return false;
    }

  Page page = lay_out (board, size, options);
  g_autoptr (ParlScene) scene = page.scene;
  g_autofree char *description = parl_board_to_text (board);
  ParlPngWords words = { board->headline->text, description };
  ParlPaper *paper = parl_paper_begin (size, &scene->style, format);
  cairo_t *cr = parl_paper_get_cairo (paper);

  if (options->stamp != NULL)
    draw_stamp (cr, size, &scene->style, options->stamp);
  parl_scene_paint (scene, cr);
  if (board->main_card != NULL && board->main_card->chart != NULL)
    {
      cairo_translate (cr, page.chart.x, page.chart.y);
      parl_chart_draw (board->main_card->chart, &page.chart_style, page.chart.width,
                       page.chart.height, cr);
    }
  return parl_paper_finish (paper, &words, stream, error);
}

/* Returns: (transfer full): the page's layout as text, one mark a line, the chart's after a line
 *   "chart"; for tests */
char *
parl_page_dump (const ParlBoard *board, const ParlPageSize *size, const ParlPageOptions *options)
{
  Page page = lay_out (board, size, options);
  g_autoptr (ParlScene) scene = page.scene;
  g_autofree char *words = parl_scene_dump (scene);
  g_autofree char *chart = g_strdup ("");

  if (board->main_card != NULL && board->main_card->chart != NULL)
    {
      g_autoptr (ParlScene) laid_out = parl_chart_layout (
          board->main_card->chart, &page.chart_style, NULL, page.chart.width, page.chart.height);
      g_free (chart);
      chart = parl_scene_dump (laid_out);
    }
  return g_strdup_printf ("%schart\n%s", words, chart);
}

/* @width: units, px of a widget
 * @height: units
 * @scale: pixels a unit, of a PNG
 * Writes a chart alone, on its card's colour, with its description inside.
 * Returns: false with %PARL_REPORT_ERROR_DRAWING or the stream's error */
bool
parl_chart_write (const ParlChartSpec *spec, const ParlStyle *style, double width, double height,
                  double scale, ParlPictureFormat format, GOutputStream *stream, GError **error)
{
  g_return_val_if_fail (spec != NULL && style != NULL && width > 0 && height > 0, false);

  ParlPageSize size = { NULL, width, height, scale, 0.75 };
  g_autofree char *description = parl_chart_spec_describe (spec);
  ParlPngWords words = { spec->message, description };
  ParlPaper *paper = parl_paper_begin (&size, style, format);

  parl_chart_draw (spec, style, width, height, parl_paper_get_cairo (paper));
  return parl_paper_finish (paper, &words, stream, error);
}
