/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What a sync brought, as text: a line for each thing. */

#include "model/harvest.h"

char *harvest_dup_text (const ParlHarvest *harvest);
