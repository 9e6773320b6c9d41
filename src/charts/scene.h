/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A display list: marks in semantic colours, measured and in their places, before anything is
 * painted. Painting, hit testing and the dump for tests all come from the same list. Charts and the
 * pages of a report are laid out with it.
 *
 *   +--> x          all in user units (px of the page at scale 1); edges of rectangles and of
 *   |               upright or level lines are set on whole pixels; text stands on its baseline
 *   v y
 */

#include "charts/spec.h"
#include "charts/style.h"

#include <cairo.h>
#include <pango/pango.h>

typedef enum
{
  PARL_MARK_RECT,
  PARL_MARK_OUTLINE, /* its line lies inside the rectangle */
  PARL_MARK_HATCH,   /* striped and outlined: a forecast */
  PARL_MARK_LINE,
  PARL_MARK_POLYLINE,
  PARL_MARK_POLYGON, /* filled */
  PARL_MARK_COLUMNS, /* a dense line: one rectangle a pixel column */
  PARL_MARK_GLYPH,
  PARL_MARK_TEXT,
  PARL_MARK_AREA /* paints nothing; belongs to an item when hit */
} ParlMarkKind;

typedef enum
{
  PARL_DASH_NONE,
  PARL_DASH_DASHED, /* 5-4: a target */
  PARL_DASH_DOTTED  /* 2-3: a limit */
} ParlDash;

typedef enum
{
  PARL_GLYPH_GOOD, /* disc with tick */
  PARL_GLYPH_WARN, /* triangle with "!" */
  PARL_GLYPH_BAD,  /* diamond with cross */
  PARL_GLYPH_RING,
  PARL_GLYPH_EQUAL,
  PARL_GLYPH_DOT,
  PARL_GLYPH_DIAMOND,
  PARL_GLYPH_HOLLOW, /* a diamond filled with the card's colour */
  PARL_GLYPH_OPEN,   /* a ring filled with the card's colour */
  PARL_GLYPH_UP,
  PARL_GLYPH_DOWN,
  PARL_GLYPH_RIGHT,
  PARL_GLYPH_LEFT
} ParlGlyph;

typedef struct
{
  double size; /* px */
  int weight;  /* 400, 700 or 800 */
} ParlFont;

typedef enum
{
  PARL_ANCHOR_START,
  PARL_ANCHOR_MIDDLE,
  PARL_ANCHOR_END
} ParlAnchor;

typedef struct
{
  ParlMarkKind kind;
  ParlColorRole role;
  int item;     /* of the chart, -1: none */
  bool in_plot; /* see parl_scene_begin_plot() */
  /* The box; of a line from x, y to x + width, y + height; of a text its width and its ink. */
  double x, y, width, height;
  double alpha, radius, stroke, baseline;
  ParlDash dash;
  ParlGlyph glyph;
  ParlFont font;
  char *text;
  size_t n_points;
  double *points; /* polyline, polygon: x, y; columns: x, top, bottom */
} ParlSceneMark;

typedef struct
{
  ParlStyle style;
  double width, height;
  double scale; /* label_size / 13: what a px of the window is here */
  PangoContext *context;
  int item;                     /* what the next marks belong to */
  bool in_plot;                 /* whether they keep their order when mirrored */
  double plot_left, plot_right; /* NAN: there is no plot */
  GArray *marks;                /* ParlSceneMark, in painting order */
  ParlView view;                /* the shown part of the time axis; NAN: there is none */
  double view_left, view_right;
} ParlScene;

ParlScene *parl_scene_new (const ParlStyle *style, double width, double height);
void parl_scene_free (ParlScene *self);

void parl_scene_add_rect (ParlScene *self, ParlColorRole role, double x, double y, double width,
                          double height);
void parl_scene_add_tint (ParlScene *self, ParlColorRole role, double alpha, double radius,
                          double x, double y, double width, double height);
void parl_scene_add_outline (ParlScene *self, ParlColorRole role, double x, double y, double width,
                             double height, double stroke);
void parl_scene_add_band (ParlScene *self, ParlColorRole role, double x, double y, double width,
                          double height);
void parl_scene_add_hatch (ParlScene *self, ParlColorRole role, double x, double y, double width,
                           double height);
void parl_scene_add_line (ParlScene *self, ParlColorRole role, double x1, double y1, double x2,
                          double y2, double stroke, ParlDash dash);
void parl_scene_add_polyline (ParlScene *self, ParlColorRole role, double stroke, size_t n_points,
                              const double *points);
void parl_scene_add_polygon (ParlScene *self, ParlColorRole role, double alpha, size_t n_points,
                             const double *points);
void parl_scene_add_columns (ParlScene *self, ParlColorRole role, size_t n_columns,
                             const double *columns);
void parl_scene_add_glyph (ParlScene *self, ParlGlyph glyph, ParlColorRole role, double x, double y,
                           double size);
void parl_scene_add_tone (ParlScene *self, ParlTone tone, double x, double y, double size);
void parl_scene_add_area (ParlScene *self, double x, double y, double width, double height);

/* In px whatever the screen says. Digits are tabular; but for whole px nothing is hinted: a text is
 * as wide on every machine that has the font. */
PangoContext *parl_text_create_context (const ParlStyle *style);
PangoLayout *parl_text_create_layout (PangoContext *context, ParlFont font, const char *text);
void parl_text_widen_spaces (PangoAttrList *attributes, double size, const char *text);
double parl_scene_px (const ParlScene *self, double px);
ParlFont parl_scene_label (const ParlScene *self, bool bold);
double parl_scene_measure (const ParlScene *self, ParlFont font, const char *text);
double parl_scene_center (ParlFont font, double y);
void parl_scene_add_text (ParlScene *self, ParlColorRole role, ParlFont font, ParlAnchor anchor,
                          double x, double baseline, const char *text);
bool parl_scene_try_text (ParlScene *self, ParlColorRole role, ParlFont font, ParlAnchor anchor,
                          double x, double baseline, const char *text);
char **parl_scene_wrap (const ParlScene *self, ParlFont font, const char *text, double width);
char *parl_scene_fit_names (const ParlScene *self, ParlFont font, const char *text, double width,
                            unsigned most);

void parl_scene_begin_plot (ParlScene *self, double left, double right);
void parl_scene_mirror (ParlScene *self);

ParlColorRole parl_tone_get_fill (ParlTone tone);
ParlColorRole parl_tone_get_text (ParlTone tone);

int parl_scene_hit (const ParlScene *self, double x, double y);
double parl_scene_get_time (const ParlScene *self, double x);
double parl_scene_get_x (const ParlScene *self, double time);
bool parl_scene_get_item_box (const ParlScene *self, int item, double *x, double *y, double *width,
                              double *height);
char *parl_scene_dump (const ParlScene *self);
void parl_scene_paint (const ParlScene *self, cairo_t *cr);
void parl_scene_paint_mark (const ParlScene *self, const ParlSceneMark *mark, cairo_t *cr);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlScene, parl_scene_free)
