/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A simulated fleet of 18,000 cameras behind two servers on this machine's loopback address: the
 * hawkBit Management API of either generation or Mender's, and Prometheus, in their wire formats.
 * They answer what Parlance asks, and less than real ones: no login and nothing to write; of FIQL,
 * sorting and PromQL the parts that hawkbit-fiql.h, hawkbit-lists.c and promql.h name.
 *
 * What one can rely on, with W0 = [now - 28 d, now) and W1 = [now - 56 d, now - 28 d), counting
 * first attempts by the time they ended:
 *   - W0: 905 of 12,400 failed; W1: 706 of 11,800; release line, stage and cause exactly as in the
 *     golden fleet (v2.3 236 of 1,180 -> 520 of 2,600; canary 8 of 200, pilot 42 of 1,000, wave 1
 *     290 of 5,000, wave 2 565 of 6,200 with 800 running, wave 3 4,800 scheduled; disk-space 442).
 *   - In W0 and W1 nothing ends within 6 hours of a whole day before `now`, so the counts hold for
 *     as many hours of real time after it. A device takes part at most once in either window.
 *   - All v2.6 actions were created an hour before W0, after every hotfix had ended; the hotfixes'
 *     within three hours after the beginning of W1. So also a success whose own time is gone,
 *     because the server keeps only the newest `installedAt`, is known to belong to W1.
 *   - The daily failure rate is in control for 43 days and leaves its limits with the first day of
 *     wave 2; the 621st failure of W0 comes in the first half of the day that begins at
 *     now - 7 d.
 *   - 612 devices were last seen more than 24 h ago (286 within 3 d, 174 within 7 d, 98 within
 *     28 d, 54 longer), never before their own last outcome; all others within five minutes.
 *   - Wave 2's 1,365 devices without v2.6 stand on 41 sites, wave 3's 4,800 on 96; 384 of the
 *     latter have rollback=untested.
 *   - Speed, by hour for the last 90 days: at or above 30 FPS for 93.4 % of device-time in W0 (nano
 *     82.1, xavier 97.9, orin 99.6), 95.0 % in W1, p5 24.1 FPS; p95 frame time 36.8 ms.
 *     Device-time lies strictly inside its bin (le - 1, le), never on an edge: a bin that begins at
 *     30 is at or above 30. Silent devices report no speed.
 *   - Of the failures 861 of 905 have a cause and a log in W0, 624 of 706 in W1.
 *
 * The same `now` gives the same bytes (but for the port in links); another `now` moves every time
 * and changes nothing else of the fleet. The servers' own clock stands still at `now`. */

#include "model/plan.h"

typedef enum
{
  PARL_DEMO_HAWKBIT_0_10, /* 2026: /actions, pollStatus, totals in full lists, exact statuses */
  PARL_DEMO_HAWKBIT_0_3,  /* 2020: none of these; a failed action is "finished" */
  PARL_DEMO_MENDER,       /* with phases, as its documents have them */
  PARL_DEMO_MENDER_OPEN   /* the open-source edition, without */
} ParlDemoGeneration;

typedef struct _ParlDemo ParlDemo;

ParlDemo *parl_demo_new (ParlTime now, ParlDemoGeneration generation, unsigned port,
                         GError **error);
char *parl_demo_dup_url (ParlDemo *self, const char *server);
void parl_demo_free (ParlDemo *self);
/* What stands for the user's own plan.conf. */
ParlPlan *parl_demo_create_plan (ParlTime now);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlDemo, parl_demo_free)
