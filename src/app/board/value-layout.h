/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Places a number, what it counts, and its verdict, the first three children. What it counts goes
 * below the number where there is no room beside it, and wraps there.
 *
 *   +--------------------------+   +--------------------------+
 *   | 7.3 % failed      Missed |   | 6.6 %             Missed |
 *   +--------------------------+   | of camera time below ... |
 *                                  +--------------------------+
 */

#include <gtk/gtk.h>

#define PARL_TYPE_VALUE_LAYOUT (parl_value_layout_get_type ())
G_DECLARE_FINAL_TYPE (ParlValueLayout, parl_value_layout, PARL, VALUE_LAYOUT, GtkLayoutManager)
