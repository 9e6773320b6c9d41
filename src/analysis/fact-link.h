/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A fact's address, as charts and the window's actions carry it: "ota-failure-rate?cohort=v2.3". It
 * outlives the findings: after a refresh, or under another filter, the same address finds the fact
 * of then. */

#include "analysis/findings.h"

char *parl_fact_link_new (const ParlFact *fact);
const ParlFact *parl_fact_link_find (const char *link, const ParlFindings *findings);
/* Whether the fact is about a device class, a release line or a site. */
bool parl_fact_names_part (const ParlFact *fact);
ParlScope *parl_fact_link_narrow (const char *link, const ParlFindings *findings);
