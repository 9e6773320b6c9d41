/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a kind of chart is: how its spec is made and freed, drawn, pointed at, walked and read. Each
 * file of charts/kinds defines one ParlChartKindClass; chart.c and spec.c ask it and know no kind
 * by name. */

#include "charts/chart.h"
#include "charts/words.h"

typedef enum
{
  PARL_OWNED_END,
  PARL_OWNED_NUMBER, /* a double that begins as NAN */
  PARL_OWNED_STRING,
  PARL_OWNED_TICK, /* begins as NAN without a label */
  PARL_OWNED_ARRAY /* begins empty */
} ParlOwnedType;

/* A member of ParlChartSpec that is set up with it and freed with it. */
typedef struct
{
  ParlOwnedType type;
  size_t offset;
  size_t item_size;          /* of an array */
  GDestroyNotify clear_item; /* of an array */
} ParlOwned;

#define PARL_OWNED(type, member, item_size, clear_item)                                            \
  {                                                                                                \
    type, offsetof (ParlChartSpec, member), item_size, (GDestroyNotify)clear_item                  \
  }
#define PARL_NUMBER(member) PARL_OWNED (PARL_OWNED_NUMBER, member, 0, NULL)
#define PARL_STRING(member) PARL_OWNED (PARL_OWNED_STRING, member, 0, NULL)
#define PARL_TICK(member) PARL_OWNED (PARL_OWNED_TICK, member, 0, NULL)
#define PARL_ARRAY(member, Type, clear) PARL_OWNED (PARL_OWNED_ARRAY, member, sizeof (Type), clear)
#define PARL_TICKS(member) PARL_ARRAY (member, ParlTick, parl_tick_clear)

/* What may be NULL or 0 says so; everything else each kind has. */
typedef struct
{
  const ParlOwned *owned;          /* up to a PARL_OWNED_END */
  void (*init) (ParlChartSpec *);  /* NULL: the owned members say it all, the others begin as 0 */
  void (*clear) (ParlChartSpec *); /* NULL: likewise */

  /* The whole chart, into the scene's own width and height. */
  void (*lay_out) (const ParlChartSpec *, ParlScene *);
  /* Right to left its rows and columns go the other way; a scale of times or numbers among them
   * keeps its way, as a plot of the scene. */
  bool is_mirrored;
  /* In px of a window, where a label is 13: get_height (), or else height and so much an item. The
   * scene is empty, and as wide as the chart will be. */
  double height, item_height;
  double (*get_height) (const ParlChartSpec *, ParlScene *);

  /* The items: get_n_items (), or else those of the array at that offset. */
  size_t items;
  unsigned (*get_n_items) (const ParlChartSpec *);
  ParlTip (*dup_tip) (const ParlChartSpec *, unsigned item);
  /* The rest is NULL where the chart has no time axis. */
  void (*get_extent) (const ParlChartSpec *, ParlView *); /* leaves it empty: nothing is there */
  ParlItemPlace (*get_place) (const ParlChartSpec *, unsigned item);

  int (*hit) (const ParlChartSpec *, const ParlScene *, double x, double y); /* NULL: by marks */
  int (*get_step) (const ParlChartSpec *, bool sideways, double part); /* NULL: one, in both ways */

  ParlTable *(*tabulate) (const ParlChartSpec *);
  void (*describe) (const ParlChartSpec *, GString *); /* NULL: a line a row of the table */
} ParlChartKindClass;

extern const ParlChartKindClass parl_control_kind, parl_heatmap_kind, parl_waterfall_kind,
    parl_histogram_kind, parl_cascade_kind, parl_ladder_kind, parl_bullet_kind, parl_line_kind,
    parl_bars_kind, parl_intervals_kind, parl_burndown_kind, parl_risk_kind, parl_roadmap_kind;

const ParlChartKindClass *parl_chart_kind_get (ParlChartKind kind);

/* get_step() of items that stand side by side: up and down belong to the page. */
int parl_kind_step_sideways (const ParlChartSpec *spec, bool sideways, double part);

void parl_tick_clear (ParlTick *self);
/* Returns: (transfer none) (nullable): the name of exactly that place */
const char *parl_ticks_find_label (const GArray *ticks, double value);
