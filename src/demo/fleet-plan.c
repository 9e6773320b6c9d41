/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The golden fleet as tables. Only numbers: nothing here knows of devices, servers or chance. */
#include "config.h"

#include "demo/fleet-plan.h"

/* clang-format off */
const ParlPlanCount parl_plan_stages[PARL_FLEET_GROUPS][PARL_FLEET_LINES] = {
  /*  v2.3            v2.4          v2.5 */
  { {    2,   0 }, {   80,  3 }, {  118,   5 } }, /* canary */
  { {    8,   2 }, {  400, 16 }, {  592,  24 } }, /* pilot */
  { {  590, 118 }, { 1764, 72 }, { 2646, 100 } }, /* wave 1 */
  { { 2000, 400 }, { 1856, 73 }, { 2344,  92 } }, /* wave 2 */
  { {    0,   0 }, {    0,  0 }, {    0,   0 } }, /* wave 3 */
};

const unsigned parl_plan_open[PARL_FLEET_GROUPS][PARL_FLEET_LINES] = {
  { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 }, { 300, 230, 270 }, { 600, 1870, 2330 },
};

const ParlPlanCount parl_plan_hotfixes[PARL_FLEET_LINES] = {
  { 1180, 236 }, { 4443, 200 }, { 6177, 270 },
};

const unsigned parl_plan_causes_now[PARL_FLEET_CAUSES][PARL_FLEET_LINES] = {
  { 442,  0,  0 }, /* disk-space */
  {  28, 62, 81 }, /* battery */
  {  19, 38, 54 }, /* network */
  {  14, 27, 33 }, /* boot-rollback */
  {  10, 22, 31 }, /* verify */
  {   7, 15, 22 }, /* unknown */
};

const unsigned parl_plan_causes_before[PARL_FLEET_CAUSES][PARL_FLEET_LINES] = {
  { 200,  0,  0 }, /* disk-space: 16.9 % of the attempts from v2.3 */
  {  13, 72, 93 }, /* battery */
  {   9, 43, 61 }, /* network */
  {   6, 30, 37 }, /* boot-rollback */
  {   3, 24, 33 }, /* verify */
  {   5, 31, 46 }, /* unknown */
};

/* Mean daily rate 5.98 %, mean moving range 1.11 points. */
const ParlPlanCount parl_plan_days_before[PARL_PLAN_DAYS] = {
  { 421, 22 }, { 421, 22 }, { 422, 27 }, { 421, 17 }, { 422, 25 }, { 421, 18 }, { 422, 30 },
  { 421, 26 }, { 421, 31 }, { 422, 24 }, { 421, 27 }, { 422, 26 }, { 421, 23 }, { 422, 26 },
  { 421, 21 }, { 421, 24 }, { 422, 28 }, { 421, 26 }, { 422, 24 }, { 421, 34 }, { 422, 26 },
  { 421, 24 }, { 421, 26 }, { 422, 24 }, { 421, 24 }, { 422, 24 }, { 421, 33 }, { 422, 24 },
};

const ParlPlanCount parl_plan_days_now[PARL_PLAN_DAYS] = {
  {  74,  3 }, {  74,  3 }, {  52,  2 },              /* canary */
  { 500, 22 }, { 500, 20 },                           /* pilot */
  { 500, 36 }, { 500, 25 }, { 500, 28 }, { 500, 31 }, { 500, 36 }, /* wave 1 */
  { 500, 26 }, { 500, 22 }, { 500, 31 }, { 500, 27 }, { 500, 28 },
  { 495, 46 }, { 495, 45 }, { 495, 45 }, { 495, 42 }, { 495, 47 }, { 495, 47 }, /* wave 2 */
  { 462, 42 }, { 461, 40 }, { 462, 44 }, { 461, 43 }, { 462, 39 }, { 461, 40 }, { 461, 45 },
};
/* clang-format on */

const unsigned parl_plan_first_day[PARL_FLEET_GROUPS + 1] = { 0, 3, 5, 15, 28, 28 };
