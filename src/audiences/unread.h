/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Says of which source nothing is known yet, so that what is only unread is not called unknown. */

#include "audiences/wording.h"

const ParlSourceState *parl_unread_find (const ParlWording *wording, char **line_ids);
char *parl_unread_say (const ParlSourceState *source);
