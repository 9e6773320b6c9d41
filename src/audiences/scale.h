/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Axes: where a scale ends and where its ticks stand. */

double parl_scale_get_step (double top, unsigned max_ticks);
double parl_scale_round_up (double value, double step);
