/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a chart shows: data and finished words, no pixels, no colours, no cairo. Every text arrives
 * as it is to be read: numbers in it are already rounded and localised, so that charts know neither
 * locale nor arithmetic. One spec serves the widget, the PNG, the PDF, the SVG and the description
 * for those who can't see it. Made once (by audiences), then only read. */

#include "model/instant.h"

#include <glib.h>
#include <stdbool.h>

typedef enum
{
  PARL_TONE_PLAIN,    /* the actual: solid, dark */
  PARL_TONE_PREVIOUS, /* what was, or what is neither good nor bad: light */
  PARL_TONE_GOOD,
  PARL_TONE_WARN,
  PARL_TONE_BAD, /* worse for the customer, whichever way the number moved */
  PARL_TONE_NONE /* nothing known: an empty ring */
} ParlTone;

/* A position on an axis or a line across a chart; value NAN: there is none. */
typedef struct
{
  double value;
  char *label;
} ParlTick;

/* What is said of an item that is pointed at: "8 Nov" and "9.21 % (7.0–12.0), 44 of 478". */
typedef struct
{
  char *when; /* its day, or the name of its row or cell; NULL: `what` says it all */
  char *what;
} ParlTip;

/* An event on a time axis: a release, a stage. */
typedef struct
{
  ParlTime time;
  char *label;
  bool is_small; /* its label is only told, not drawn */
} ParlMark;

/* The shown part of a time axis, in ms since the epoch; of a line in units of its x. */
typedef struct
{
  double from, to;
} ParlView;

typedef enum
{
  PARL_SIGNAL_NONE,
  PARL_SIGNAL_BEYOND, /* outside the limits */
  PARL_SIGNAL_RUN     /* in a run of eight on one side */
} ParlSignal;

typedef struct
{
  ParlTime time;
  double value;        /* NAN: a gap */
  double lower, upper; /* its limits; NAN: none */
  bool is_partial;     /* drawn hollow: it is not over, or began before the axis */
  ParlSignal signal;
  ParlTip tip;
} ParlControlPoint;

/* A p' chart: y from 0; a band between the limits of each point. */
typedef struct
{
  GArray *points; /* ParlControlPoint, by time */
  ParlTick mean, budget;
  char *limit;     /* what the limits are called, at those of the newest point; NULL: nothing */
  GArray *marks;   /* ParlMark */
  GArray *x_ticks; /* ParlTick, value = ParlTime, as fine as any view needs: not all are shown */
  GArray *y_ticks; /* ParlTick; the last one is the top of the scale */
} ParlControlChart;

typedef struct
{
  double rate; /* NAN: not observed, drawn as a dash; 0 stays white */
  char *text;  /* "442 · 17.0 %" */
  ParlTip tip;
} ParlHeatCell;

typedef struct
{
  char **columns; /* n_columns names */
  char **rows;    /* n_rows names, by size */
  char **totals;  /* n_rows, the "all" column */
  char *totals_head;
  char **feet; /* n_columns + 1: "520 / 2,600", the last below the totals */
  char *feet_head;
  unsigned n_columns, n_rows;
  ParlHeatCell *cells; /* n_rows x n_columns, row by row */
} ParlHeatmapChart;

typedef struct
{
  double from, to; /* a total stands from 0 to `to`; a step between the running totals */
  ParlTone tone;
  bool triangle; /* direction before the value */
  char *value;   /* "+1.74" */
  char *label;   /* "More from an old release" */
  char *detail;  /* its reason, or NULL */
} ParlWaterfallBar;

typedef struct
{
  GArray *bars; /* ParlWaterfallBar, left to right, the first and the last are totals */
  ParlTick promise;
  char *subtitle; /* what is measured: "Failed updates per 100, first try"; or NULL */
} ParlWaterfallChart;

typedef struct
{
  char *label;
  double *weights; /* n_bins, share of the row's whole */
  char *value;     /* "82.1 % ≥ 30" */
  char *detail;    /* "p5 21.8" */
  ParlTone tone;
} ParlHistogramRow;

typedef struct
{
  GArray *rows;        /* ParlHistogramRow; they share the x axis and the scale */
  double start, width; /* bin i is start + i * width .. start + (i + 1) * width */
  unsigned n_bins;
  ParlTick target; /* what lies below is bad */
  GArray *x_ticks; /* ParlTick */
} ParlHistogramChart;

typedef struct
{
  char *label;
  double value;
  char *text;
  bool largest;
} ParlCascadeRow;

/* Parts that follow each other and add up: the stages of a slow frame. */
typedef struct
{
  GArray *rows; /* ParlCascadeRow */
  char *total_label;
  double total;
  char *total_text;
  ParlTick budget; /* what of the total lies beyond is bad */
} ParlCascadeChart;

typedef struct
{
  char *name;
  double done, total; /* devices; total NAN: no bar */
  char *done_text;
  char *n_text;
  double rate, low, high; /* NAN: not observed */
  char *rate_text;        /* "9.1 %" or "no data" */
  ParlTone tone;          /* of interval and verdict */
  char *verdict;          /* one or two words */
  char *soak;             /* also the interval, where a row has no stage */
  char *gate;
  bool new_group; /* a rule above, and a heading where there is one */
  char *group;
} ParlLadderRow;

typedef struct
{
  GArray *rows;   /* ParlLadderRow */
  char *heads[6]; /* stage, updated, n, verdict, soak, next gate */
  ParlTick promise, halt;
  double axis_end; /* of the rate axis, from 0 */
} ParlLadderChart;

typedef struct
{
  double value, previous, promise, end; /* from 0 to end; NAN where there is none */
  double forecast_low, forecast_high;
  char *promise_label, *previous_label;
} ParlBulletChart;

typedef struct _ParlPyramid ParlPyramid;

/* Any number of samples: reduced to pixel columns when drawn. */
typedef struct
{
  size_t length;
  double *x;                 /* rising */
  double *y;                 /* NAN: a gap */
  ParlTick target;           /* dashed */
  bool axes;                 /* false: a sparkline, without any words */
  GArray *x_ticks, *y_ticks; /* ParlTick, only with axes; of those in x not all are shown */
  ParlTip *tips;             /* length of them, or NULL */
  ParlPyramid *pyramid;      /* NULL, or made by parl_chart_spec_index() */
} ParlLineChart;

typedef struct
{
  char *label;
  double value, end; /* bar from 0 to value on a light bar to end; end NAN: no light bar */
  char *text;
  ParlTone tone;
  bool forecast; /* hatched: not observed, but expected */
} ParlBar;

/* Sorted bars, one below the other. */
typedef struct
{
  GArray *bars;     /* ParlBar */
  ParlTick promise; /* dashed through all bars */
} ParlBarsChart;

typedef struct
{
  double value, low, high; /* value NAN: not known, its label says so */
  char *label;             /* "now 7.30" */
  ParlTone tone;           /* PLAIN: what is, PREVIOUS: what was */
  ParlTip tip;
} ParlIntervalRow;

/* Values with their intervals, a row each, on one axis. */
typedef struct
{
  GArray *rows; /* ParlIntervalRow */
  ParlTick promise;
  GArray *x_ticks; /* ParlTick; the axis reaches from the first to the last one, or further */
} ParlIntervalsChart;

typedef struct
{
  ParlTime time;
  double left; /* of the budget; below 0: overspent; NAN: a gap */
  ParlTip tip;
} ParlBurndownPoint;

/* What is left of a budget: an even pace would lead from all of it at `since` to 0 at `until`. */
typedef struct
{
  GArray *points; /* ParlBurndownPoint, by time */
  double budget;
  ParlTime since, until;
  char *pace_label; /* "even pace" */
  ParlTick spent;   /* when it ran out, value = ParlTime: "spent 14 Nov" */
  char *end_label;  /* of the last point: "-285" */
  GArray *x_ticks;  /* ParlTick, value = ParlTime, as fine as any view needs */
  GArray *y_ticks;  /* ParlTick */
} ParlBurndownChart;

typedef struct
{
  char *label;
  double value, most; /* value NAN: unknown, a hollow bar as long as it could get */
  char *text;         /* "19", or "unknown" */
  ParlTone tone;
  char *detail; /* "19 of 35", or NULL */
} ParlRiskPart;

/* Parts that add up to a score on bands; a rule may raise the band above that of the score. */
typedef struct
{
  GArray *parts; /* ParlRiskPart, by size */
  GArray *bands; /* ParlTick: upper end and name, rising; from 0 */
  int band;      /* the one that holds, an index of bands; -1: not known */
  char *rule;    /* why it is above the score's own: "budget spent"; NULL: it is not */
} ParlRiskChart;

/* From one instant to another; until <= since: there is none. */
typedef struct
{
  ParlTime since, until;
} ParlSpan;

typedef struct
{
  char *name;
  ParlSpan done, plan, likely; /* solid, outlined, hatched */
  ParlSpan range;              /* P15 to P85 of its end */
  char *label;                 /* after the last of them: "8 to 11 Dec" */
  ParlTip tip;
  unsigned waits_for; /* 1 + the index of the lane whose end it waits for; 0: none */
} ParlLane;

/* Lanes on one time axis. */
typedef struct
{
  GArray *lanes;   /* ParlLane */
  ParlTick today;  /* value = ParlTime: "today" */
  GArray *x_ticks; /* ParlTick, value = ParlTime, as fine as any view needs */
} ParlRoadmapChart;

typedef enum
{
  PARL_CHART_CONTROL,
  PARL_CHART_HEATMAP,
  PARL_CHART_WATERFALL,
  PARL_CHART_HISTOGRAM,
  PARL_CHART_CASCADE,
  PARL_CHART_LADDER,
  PARL_CHART_BULLET,
  PARL_CHART_LINE,
  PARL_CHART_BARS,
  PARL_CHART_INTERVALS,
  PARL_CHART_BURNDOWN,
  PARL_CHART_RISK,
  PARL_CHART_ROADMAP
} ParlChartKind;

typedef struct
{
  ParlChartKind kind;
  char *message;    /* the sentence it illustrates: its accessible name */
  GPtrArray *links; /* of items, by their index: what a click on it explains, or NULL; may be
                       shorter than there are items */
  union
  {
    ParlControlChart control;
    ParlHeatmapChart heatmap;
    ParlWaterfallChart waterfall;
    ParlHistogramChart histogram;
    ParlCascadeChart cascade;
    ParlLadderChart ladder;
    ParlBulletChart bullet;
    ParlLineChart line;
    ParlBarsChart bars;
    ParlIntervalsChart intervals;
    ParlBurndownChart burndown;
    ParlRiskChart risk;
    ParlRoadmapChart roadmap;
  };
} ParlChartSpec;

/* All arrays are there and empty, all numbers NAN, all strings NULL; strings that go in are owned
 * by the spec from then on. */
ParlChartSpec *parl_chart_spec_new (ParlChartKind kind, const char *message);
/* Of a line that is to be drawn in many frames, when its samples are in: makes the time of a frame
 * independent of their number, for one pass over them. */
void parl_chart_spec_index (ParlChartSpec *self);
ParlChartSpec *parl_chart_spec_ref (const ParlChartSpec *self);
void parl_chart_spec_unref (ParlChartSpec *self);
void parl_chart_spec_set_link (ParlChartSpec *self, unsigned item, char *link);

/* What it shows, in words, for a screen reader, the alt text and the CLI: several lines. */
char *parl_chart_spec_describe (const ParlChartSpec *self);

char *parl_tip_join (const ParlTip *self); /* "8 Nov: 9.21 % (7.0–12.0), 44 of 478" */
void parl_tip_clear (ParlTip *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlChartSpec, parl_chart_spec_unref)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ParlTip, parl_tip_clear)
