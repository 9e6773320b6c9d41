/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Names the source that was not read yet, so that a line says “not read yet” and not “unknown”. */

#include "audiences/wording.h"

const ParlSourceState *parl_unread_find (const ParlWording *wording, char **line_ids);
char *parl_unread_say (const ParlSourceState *source);
