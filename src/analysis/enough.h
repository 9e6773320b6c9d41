/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* How much must be observed before a rate can be told from its target. */

#include "model/fact.h"

double parl_count_to_tell (double share, double target);
double parl_fact_count_more_to_tell (const ParlFact *fact, double minimum_n);
