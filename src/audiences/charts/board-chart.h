/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Findings as chart specs: one file a chart that a card may ask for. Positions are the facts' own
 * numbers; every word is finished here. */

#include "audiences/wording.h"

struct _ParlBoardChart
{
  const char *name;  /* in an audience file: Chart=waterfall */
  const char *parts; /* what may be named Part.x, each a line whose text is a label of the chart */
  bool needs_of;     /* the card must say which facts it shows */
  bool draws_value;  /* it draws the card's own big number, of which less must be better */
  /* Returns: (transfer full) (nullable): NULL where there is nothing to draw. */
  ParlChartSpec *(*create) (ParlWording *wording, const ParlCardTemplate *card,
                            const char *message);
};

extern const ParlBoardChart parl_board_control, parl_board_heatmap, parl_board_waterfall,
    parl_board_histogram, parl_board_frame_time, parl_board_ladder, parl_board_bullet,
    parl_board_bars, parl_board_burn_down, parl_board_risk, parl_board_roadmap;

const ParlBoardChart *parl_board_chart_lookup (const char *name);
char *parl_board_chart_list_names (void);
ParlChartSpec *parl_board_chart_new (ParlWording *wording, const ParlCardTemplate *card,
                                     const char *message);

/* For those who fill a chart. */
ParlLine *parl_board_chart_say_part (ParlWording *wording, const ParlCardTemplate *card,
                                     const char *part, const ParlFact *fact);
char *parl_board_chart_dup_part (ParlWording *wording, const ParlCardTemplate *card,
                                 const char *part, const ParlFact *fact);
const ParlFact *parl_board_chart_find (ParlWording *wording, const char *id, const char *key,
                                       const char *value);
GPtrArray *parl_board_chart_pick (ParlWording *wording, const char *id, const char *key,
                                  unsigned max);
int parl_board_chart_compare_values (gconstpointer a, gconstpointer b);
void parl_board_chart_link (ParlChartSpec *spec, unsigned item, const ParlFact *fact);
void parl_board_chart_add_tick (GArray *ticks, double value, char *label);
void parl_board_chart_add_days (GArray *ticks, ParlTime since, ParlTime until);

/* Axes end at round numbers: 1, 2, 5 or 10 times a power of ten. */
double parl_scale_get_step (double top, unsigned max_ticks);
double parl_scale_round_up (double value, double step);
