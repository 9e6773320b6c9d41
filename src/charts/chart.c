/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be asked of a chart of any kind: its layout, size, items, words. Answers by asking the
 * kind (charts/kind.h); knows none by name. */
#include "config.h"

#include "charts/chart.h"

#include "charts/kind.h"
#include "charts/words.h"

#include <math.h>

static const ParlChartKindClass *
get_kind (const ParlChartSpec *spec)
{
  return parl_chart_kind_get (spec->kind);
}

static ParlScene *
create_scene (const ParlChartSpec *spec, const ParlStyle *style, const ParlView *view, double width,
              double height)
{
  ParlScene *scene = parl_scene_new (style, width, height);

  if (parl_chart_get_extent (spec, &scene->view) && view != NULL && view->from < view->to
      && isfinite (view->from) && isfinite (view->to))
    scene->view = *view;
  return scene;
}

/* @view: (nullable): the part of the time axis to show, where there is one; what lies outside is
 *   clipped, and a line leads on to its edges. %NULL, or a view that is no stretch: all
 * Returns: (transfer full): the marks in their places, in user units from 0,0 to @width,@height;
 *   independent of @spec, used in one thread */
ParlScene *
parl_chart_layout (const ParlChartSpec *spec, const ParlStyle *style, const ParlView *view,
                   double width, double height)
{
  g_return_val_if_fail (spec != NULL && style != NULL, NULL);

  ParlScene *scene = create_scene (spec, style, view, width, height);

  get_kind (spec)->lay_out (spec, scene);
  if (style->is_rtl && get_kind (spec)->is_mirrored)
    parl_scene_mirror (scene);
  return scene;
}

/* @width: user units
 * @height: user units
 * @cr: whose status the caller looks at
 * Lays it out whole and paints it into 0,0 .. @width,@height, over whatever is there. */
void
parl_chart_draw (const ParlChartSpec *spec, const ParlStyle *style, double width, double height,
                 cairo_t *cr)
{
  g_return_if_fail (spec != NULL && style != NULL && cr != NULL);

  g_autoptr (ParlScene) scene = parl_chart_layout (spec, style, NULL, width, height);
  parl_scene_paint (scene, cr);
}

/* Returns: user units; what the rows ask for, or of a chart without rows a pleasant proportion */
double
parl_chart_get_natural_height (const ParlChartSpec *spec, const ParlStyle *style, double width)
{
  g_return_val_if_fail (spec != NULL && style != NULL, 0);

  const ParlChartKindClass *kind = get_kind (spec);
  g_autoptr (ParlScene) scene = create_scene (spec, style, NULL, width, 0);

  return ceil (scene->scale
               * (kind->get_height != NULL
                      ? kind->get_height (spec, scene)
                      : kind->height + kind->item_height * parl_chart_get_n_items (spec)));
}

/* @scene: made from @spec
 * Returns: the item at @x, @y; of a line or a burn-down the nearest point in x; -1: nothing */
int
parl_chart_hit (const ParlChartSpec *spec, const ParlScene *scene, double x, double y)
{
  g_return_val_if_fail (spec != NULL && scene != NULL, -1);

  const ParlChartKindClass *kind = get_kind (spec);

  return kind->hit != NULL ? kind->hit (spec, scene, x, y) : parl_scene_hit (scene, x, y);
}

/* @extent: (out): the whole of the time axis
 * Returns: whether the chart has a time axis and anything on it; else @extent is left as it is */
bool
parl_chart_get_extent (const ParlChartSpec *spec, ParlView *extent)
{
  g_return_val_if_fail (spec != NULL && extent != NULL, false);

  ParlView found = { INFINITY, -INFINITY };

  if (get_kind (spec)->get_extent != NULL)
    get_kind (spec)->get_extent (spec, &found);
  if (!(found.from <= found.to))
    return false;
  *extent = found;
  return true;
}

/* Returns: 0 of an empty chart; a cascade's total comes after its rows, and marks after points */
unsigned
parl_chart_get_n_items (const ParlChartSpec *spec)
{
  g_return_val_if_fail (spec != NULL, 0);

  const ParlChartKindClass *kind = get_kind (spec);

  return kind->get_n_items != NULL ? kind->get_n_items (spec)
                                   : G_STRUCT_MEMBER (GArray *, spec, kind->items)->len;
}

/* Returns: whether its items go from right to left where words do */
bool
parl_chart_is_mirrored (const ParlChartSpec *spec)
{
  g_return_val_if_fail (spec != NULL, false);

  return get_kind (spec)->is_mirrored;
}

/* @item: below parl_chart_get_n_items()
 * Returns: (transfer full): its value, interval, n and date as far as the spec has them: its own
 * tip, else made of its words, else the chart's message */
ParlTip
parl_chart_dup_tip (const ParlChartSpec *spec, unsigned item)
{
  g_return_val_if_fail (spec != NULL && item < parl_chart_get_n_items (spec), ((ParlTip){ 0 }));

  ParlTip tip = get_kind (spec)->dup_tip (spec, item);

  if (parl_tip_exists (&tip))
    return tip;
  parl_tip_clear (&tip);
  return parl_tip_new (NULL, PARL_WORDS (spec->message));
}

/* @item: below parl_chart_get_n_items()
 * Returns: where the item stands: a time of NAN where the chart's items have none */
ParlItemPlace
parl_chart_get_place (const ParlChartSpec *spec, unsigned item)
{
  g_return_val_if_fail (spec != NULL && item < parl_chart_get_n_items (spec),
                        ((ParlItemPlace){ NAN, false }));

  const ParlChartKindClass *kind = get_kind (spec);

  return kind->get_place != NULL ? kind->get_place (spec, item) : (ParlItemPlace){ NAN, false };
}

/* Returns: (transfer none) (nullable): what a click on the item explains */
const char *
parl_chart_get_link (const ParlChartSpec *spec, unsigned item)
{
  g_return_val_if_fail (spec != NULL, NULL);

  return item < spec->links->len ? spec->links->pdata[item] : NULL;
}

int
parl_kind_step_sideways (G_GNUC_UNUSED const ParlChartSpec *spec, bool sideways,
                         G_GNUC_UNUSED double part)
{
  return sideways ? 1 : 0;
}

/* @sideways: by the left or right key, not by up or down
 * @part: how much of the time axis is shown, up to 1
 * Returns: how many items an arrow key goes on; 0: the key is none of the chart's business */
int
parl_chart_get_step (const ParlChartSpec *spec, bool sideways, double part)
{
  g_return_val_if_fail (spec != NULL, 0);

  const ParlChartKindClass *kind = get_kind (spec);

  return kind->get_step != NULL ? kind->get_step (spec, sideways, part) : 1;
}

/* Returns: (transfer full): all of its words, as rows and columns */
ParlTable *
parl_chart_spec_tabulate (const ParlChartSpec *spec)
{
  g_return_val_if_fail (spec != NULL, NULL);

  return get_kind (spec)->tabulate (spec);
}

/* A line a row, as they stand in the table. */
static void
describe_rows (const ParlChartSpec *spec, GString *out)
{
  g_autoptr (ParlTable) table = parl_chart_spec_tabulate (spec);

  for (unsigned i = 0; i < table->rows->len; i++)
    {
      const char *const *row = g_ptr_array_index (table->rows, i);
      parl_words_add_line (out, row[0], table->n_columns - 1, row + 1);
    }
}

/* Returns: (transfer full): the message, then a line an item, without a line break at the end */
char *
parl_chart_spec_describe (const ParlChartSpec *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  const ParlChartKindClass *kind = get_kind (self);
  GString *out = g_string_new (NULL);

  parl_words_add_line (out, NULL, PARL_WORDS (self->message));
  if (kind->describe != NULL)
    kind->describe (self, out);
  else
    describe_rows (self, out);
  if (out->len > 0)
    g_string_truncate (out, out->len - 1);
  return g_string_free (out, FALSE);
}
