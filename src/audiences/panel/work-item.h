/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A fact as a work item for an issue tracker: what to do about it, its numbers, and the way to the
 * rows behind it. */

#include "analysis/findings.h"

char *parl_work_item_new (const ParlFindings *findings, const ParlFact *fact, const char *options);
