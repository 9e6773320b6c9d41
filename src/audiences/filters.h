/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The scope of findings in an audience's words. */

#include "audiences/wording.h"

char *parl_filters_name (const ParlWording *wording);
char *parl_filters_name_with_days (const ParlWording *wording);
char *parl_filters_explain_empty (const ParlWording *wording);
