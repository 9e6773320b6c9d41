/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Axes end at round numbers: 1, 2, 5 or 10 times a power of ten. Knows only positions, no facts. */
#include "config.h"

#include "audiences/scale.h"

#include <math.h>
#include <glib.h>

/* @top: the largest value that has to fit, in any unit
 * @max_ticks: how many steps may be taken from 0 to beyond @top
 * Returns: the smallest round step with which @top is reached in @max_ticks; 1 where @top is not a
 *   positive number */
double
parl_scale_get_step (double top, unsigned max_ticks)
{
  g_return_val_if_fail (max_ticks > 0, 1);

  const double factors[] = { 1, 2, 5, 10 };
  if (!(top > 0) || isinf (top))
    return 1;

  double power = pow (10, floor (log10 (top / max_ticks)));
  for (unsigned i = 0; i < G_N_ELEMENTS (factors); i++)
    if (factors[i] * power * max_ticks >= top * (1 - 1e-9))
      return factors[i] * power;
  return 10 * power;
}

/* The first whole step that is not below @value. */
double
parl_scale_round_up (double value, double step)
{
  return ceil (value / step - 1e-9) * step;
}
