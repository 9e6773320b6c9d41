/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The sheet that pages, cards and charts are drawn on, whatever becomes of it. Private to the room.
 */

#include "report/page.h"
#include "report/png.h"

#include <gio/gio.h>
#include <stdbool.h>

typedef struct _ParlPaper ParlPaper;

ParlPaper *parl_paper_begin (const ParlPageSize *size, const ParlStyle *style,
                             ParlPictureFormat format);
cairo_t *parl_paper_get_cairo (ParlPaper *self);
bool parl_paper_finish (ParlPaper *self, const ParlPngWords *words, GOutputStream *stream,
                        GError **error);
