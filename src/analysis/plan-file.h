/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The user's plan.conf, a key file. Every group but the last is one milestone; of its keys Title
 * and Due are needed. Days are written as 2026-12-01.
 *
 *   [Milestone disk-check]                a name of your own: letters, digits, "-", "_" and "."
 *   Title=Disk space is checked first     also Title[de]=…, in any language
 *   Outcome=Updates that succeed          what it is for: its lane of the roadmap; also [de]
 *   Owner=Platform lead
 *   Start=2026-11-10                      when work on it began or begins
 *   Due=2026-12-01
 *   Done=2026-11-28                       when it was done
 *   Blocked-by=other;another              milestones that it waits for
 *   Measure=ota-cohort-cause-rate?cause=disk-space,cohort=v2.3
 *                                         the fact that it should change, by its address
 *   [Review]
 *   Last=2026-11-14                       day of the last review */

#include "model/plan.h"

ParlPlan *parl_plan_load (const char *path, GError **error);
