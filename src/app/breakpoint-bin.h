/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Lets the window become narrower than what it shows needs just now, and tells in which of three
 * widths it is, so that the window can show less. Like AdwBreakpointBin, which the oldest
 * libadwaita that we support does not have. */

#include <gtk/gtk.h>

typedef enum
{
  PARL_WIDTH_WIDE,   /* 1100 and more, in px at the usual size of text: 12 columns */
  PARL_WIDTH_MEDIUM, /* 700 to 1099: 6 columns */
  PARL_WIDTH_NARROW  /* below: one column */
} ParlWidth;

#define PARL_TYPE_BREAKPOINT_BIN (parl_breakpoint_bin_get_type ())
G_DECLARE_FINAL_TYPE (ParlBreakpointBin, parl_breakpoint_bin, PARL, BREAKPOINT_BIN, GtkWidget)

/* Fields are for reading. */
struct _ParlBreakpointBin
{
  GtkWidget parent_instance;

  GtkWidget *child;
  ParlWidth mode;
  unsigned notify_id;
};

/* Property: "child". Signal: "mode-changed", after the frame in which it changed. */

/* Shows its wide child where there is room for it, its slim child where there is not. Like
 * AdwSqueezer, which newer versions of libadwaita have given up. */
#define PARL_TYPE_FIT_BIN (parl_fit_bin_get_type ())
G_DECLARE_FINAL_TYPE (ParlFitBin, parl_fit_bin, PARL, FIT_BIN, GtkWidget)

/* Children in a .ui file: type="wide" and type="slim". */
