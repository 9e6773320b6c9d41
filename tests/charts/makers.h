/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Fills specs, for the fixtures. */

#include "charts/spec.h"

#define LONG_WORD "Datenträgerkapazitätsüberprüfungsfehler"
#define LONG_WORDS "Fehlgeschlagene Erstaktualisierungen je Geräteklasse und Vorgängerversion"

ParlTick make_tick (double value, const char *label);
void add_tick (GArray *ticks, double value, const char *label);
void add_mark (GArray *marks, ParlTime time, const char *label);
void set_control_limits (ParlControlChart *chart, double lower, double upper);
void add_control_point (ParlControlChart *chart, ParlTime time, double value, ParlSignal signal,
                        ParlTip tip);
char **copy_strings (const char *const *strings, unsigned length);
void fill_heatmap (ParlHeatmapChart *chart, unsigned n_rows, unsigned n_columns,
                   const char *const *rows, const char *const *columns);
void add_waterfall_bar (ParlWaterfallChart *chart, double from, double to, ParlTone tone,
                        bool triangle, const char *value, const char *label, const char *detail);
void add_histogram_row (ParlHistogramChart *chart, const char *label, const double *weights,
                        const char *value, const char *detail, ParlTone tone);
void add_cascade_row (ParlCascadeChart *chart, const char *label, double value, const char *text,
                      bool largest);
void add_stage (ParlLadderChart *chart, const char *name, double done, double total,
                const char *done_text, const char *n_text, double rate, double low, double high,
                const char *rate_text, ParlTone tone, const char *verdict, const char *soak,
                const char *gate);
void add_bar (ParlBarsChart *chart, const char *label, double value, double end, const char *text,
              ParlTone tone);
void fill_line (ParlLineChart *chart, size_t length, unsigned seed, double drift);
