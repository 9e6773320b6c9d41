/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The sheet that pages and cards are drawn on. Private to the room. */

#include "report/page.h"

cairo_t *parl_paper_begin (const ParlPageSize *size, const ParlStyle *style);
cairo_surface_t *parl_paper_finish (cairo_t *cr, GError **error);
