/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Why a report was not written. Nothing is left under its name in any of these cases. */

#include <glib.h>

typedef enum
{
  PARL_REPORT_ERROR_STALE,      /* data too old to speak about now, and nobody allowed it */
  PARL_REPORT_ERROR_PARTIAL,    /* a source brought less than asked for, and nobody allowed it */
  PARL_REPORT_ERROR_NO_DATA,    /* nothing to say: never a blank page */
  PARL_REPORT_ERROR_UNWRITABLE, /* the file could not be written; the message names it and why */
  PARL_REPORT_ERROR_DRAWING     /* the page could not be drawn or encoded */
} ParlReportError;

#define PARL_REPORT_ERROR (parl_report_error_quark ())
GQuark parl_report_error_quark (void);
