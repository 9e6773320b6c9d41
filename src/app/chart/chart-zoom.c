/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Zooming and panning of a time axis: a view never leaves the extent, never gets narrower than a
 * few samples, and one that shows everything is the whole view. Knows no widget. */
#include "config.h"

#include "app/chart/chart-zoom.h"

#include <math.h>

#define FEWEST_ITEMS 4 /* that the narrowest view shows */

ParlView
parl_zoom_get_whole (void)
{
  return (ParlView){ NAN, NAN };
}

bool
parl_zoom_is_whole (ParlView view)
{
  return !(view.from < view.to);
}

/* @extent: of @spec
 * Returns: the narrowest span worth looking at: a few items where they lie evenly */
double
parl_zoom_get_minimum (const ParlChartSpec *spec, ParlView extent)
{
  unsigned n_items = parl_chart_get_n_items (spec);

  return (extent.to - extent.from) * fmin ((double)FEWEST_ITEMS / fmax (n_items, 1), 1);
}

/* Returns: whether at least half of @view is in @extent: otherwise a chart that follows another's
 *   view would show next to nothing of its own */
bool
parl_zoom_overlaps (ParlView view, ParlView extent)
{
  double shared = fmin (view.to, extent.to) - fmax (view.from, extent.from);

  return shared >= (view.to - view.from) / 2;
}

/* Returns: @view, widened to @minimum about its middle and moved into @extent; the whole view where
 *   it would show all of @extent */
ParlView
parl_zoom_fit (ParlView view, ParlView extent, double minimum)
{
  double whole = extent.to - extent.from;
  double span = fmax (view.to - view.from, minimum);

  if (!(span < whole))
    return parl_zoom_get_whole ();

  double from = view.from + (view.to - view.from - span) / 2;
  from = CLAMP (from, extent.from, extent.to - span);
  return (ParlView){ from, fmin (from + span, extent.to) };
}

/* @anchor: the time that stays where it is, where there is room for that
 * @factor: below 1: closer */
ParlView
parl_zoom_scale (ParlView view, ParlView extent, double minimum, double anchor, double factor)
{
  ParlView shown = parl_zoom_is_whole (view) ? extent : view;
  double span = shown.to - shown.from;

  if (!(span > 0 && factor > 0))
    return view;

  double wanted = fmax (span * factor, fmin (minimum, span));
  double part = isnan (anchor) ? 0.5 : CLAMP ((anchor - shown.from) / span, 0, 1);
  double from = shown.from + part * (span - wanted);
  return parl_zoom_fit ((ParlView){ from, from + wanted }, extent, minimum);
}

/* @delta: later is above 0
 * Returns: @view moved as far as @extent goes; a whole view stays */
ParlView
parl_zoom_pan (ParlView view, ParlView extent, double delta)
{
  if (parl_zoom_is_whole (view))
    return view;
  return parl_zoom_fit ((ParlView){ view.from + delta, view.to + delta }, extent, 0);
}
