/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes and frees chart specs, as their kinds say. Knows which kinds there are, and nothing of what
 * they mean. */
#include "config.h"

#include "charts/kind.h"

#include <math.h>

static const ParlChartKindClass *const kinds[] = {
  [PARL_CHART_CONTROL] = &parl_control_kind,     [PARL_CHART_HEATMAP] = &parl_heatmap_kind,
  [PARL_CHART_WATERFALL] = &parl_waterfall_kind, [PARL_CHART_HISTOGRAM] = &parl_histogram_kind,
  [PARL_CHART_CASCADE] = &parl_cascade_kind,     [PARL_CHART_LADDER] = &parl_ladder_kind,
  [PARL_CHART_BULLET] = &parl_bullet_kind,       [PARL_CHART_LINE] = &parl_line_kind,
  [PARL_CHART_BARS] = &parl_bars_kind,           [PARL_CHART_INTERVALS] = &parl_intervals_kind,
  [PARL_CHART_BURNDOWN] = &parl_burndown_kind,   [PARL_CHART_RISK] = &parl_risk_kind,
  [PARL_CHART_ROADMAP] = &parl_roadmap_kind,
};

const ParlChartKindClass *
parl_chart_kind_get (ParlChartKind kind)
{
  g_assert (kind < G_N_ELEMENTS (kinds));

  return kinds[kind];
}

void
parl_tick_clear (ParlTick *self)
{
  g_clear_pointer (&self->label, g_free);
}

const char *
parl_ticks_find_label (const GArray *ticks, double value)
{
  for (unsigned i = 0; i < ticks->len; i++)
    if (g_array_index (ticks, ParlTick, i).value == value)
      return g_array_index (ticks, ParlTick, i).label;
  return NULL;
}

static void
init_owned (const ParlOwned *owned, void *member)
{
  switch (owned->type)
    {
    case PARL_OWNED_NUMBER:
      *(double *)member = NAN;
      break;
    case PARL_OWNED_TICK:
      ((ParlTick *)member)->value = NAN;
      break;
    case PARL_OWNED_ARRAY:
      *(GArray **)member = g_array_new (FALSE, TRUE, (unsigned)owned->item_size);
      g_array_set_clear_func (*(GArray **)member, owned->clear_item);
      break;
    case PARL_OWNED_STRING:
    case PARL_OWNED_END:
    default:
      break;
    }
}

static void
clear_owned (const ParlOwned *owned, void *member)
{
  switch (owned->type)
    {
    case PARL_OWNED_STRING:
      g_free (*(char **)member);
      break;
    case PARL_OWNED_TICK:
      parl_tick_clear (member);
      break;
    case PARL_OWNED_ARRAY:
      g_array_unref (*(GArray **)member);
      break;
    case PARL_OWNED_NUMBER:
    case PARL_OWNED_END:
    default:
      break;
    }
}

/* @message: the sentence it illustrates
 * Returns: (transfer full): an empty spec to be filled in: arrays there and empty, numbers NAN,
 *   strings %NULL, counts 0 */
ParlChartSpec *
parl_chart_spec_new (ParlChartKind kind, const char *message)
{
  const ParlChartKindClass *klass = parl_chart_kind_get (kind);
  ParlChartSpec *self = g_atomic_rc_box_new0 (ParlChartSpec);

  self->kind = kind;
  self->message = g_strdup (message);
  self->links = g_ptr_array_new_with_free_func (g_free);
  for (const ParlOwned *owned = klass->owned; owned->type != PARL_OWNED_END; owned++)
    init_owned (owned, G_STRUCT_MEMBER_P (self, owned->offset));
  if (klass->init != NULL)
    klass->init (self);
  return self;
}

/* @item: as parl_chart_hit() counts them
 * @link: (transfer full) (nullable): what a click on the item explains, opaque to charts */
void
parl_chart_spec_set_link (ParlChartSpec *self, unsigned item, char *link)
{
  g_return_if_fail (self != NULL);

  if (item >= self->links->len)
    g_ptr_array_set_size (self->links, (int)item + 1);
  g_free (self->links->pdata[item]);
  self->links->pdata[item] = link;
}

ParlChartSpec *
parl_chart_spec_ref (const ParlChartSpec *self)
{
  return g_atomic_rc_box_acquire ((ParlChartSpec *)self);
}

static void
free_spec (ParlChartSpec *self)
{
  const ParlChartKindClass *klass = parl_chart_kind_get (self->kind);

  if (klass->clear != NULL)
    klass->clear (self);
  for (const ParlOwned *owned = klass->owned; owned->type != PARL_OWNED_END; owned++)
    clear_owned (owned, G_STRUCT_MEMBER_P (self, owned->offset));
  g_free (self->message);
  g_ptr_array_unref (self->links);
}

void
parl_chart_spec_unref (ParlChartSpec *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify)free_spec);
}
