/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Deployments, their rows and devices as Mender writes them. */

#include "demo/fleet.h"

#define PARL_MENDER_DEPLOYMENTS (PARL_FLEET_LINES + PARL_FLEET_ROLLOUTS)

/* What was set up by hand is one deployment a release line here, before the rollouts. */
typedef struct
{
  const ParlFleetRollout *rollout; /* NULL: set up by hand */
  ParlFleetSet set;
  char id[37];
  GArray *rows; /* (element-type unsigned): indices of the actions that have begun, in the server's
                   order: by status, then device */
  GArray *devices; /* (element-type unsigned): all devices that it is for */
  unsigned counts[PARL_FLEET_STATES];
  ParlTime created;
  ParlTime finished; /* PARL_TIME_NONE: not yet */
} ParlMenderDeployment;

void parl_mender_write_deployment (GString *json, const ParlFleet *fleet,
                                   const ParlMenderDeployment *deployment, bool with_phases);
void parl_mender_write_statistics (GString *json, const char *key,
                                   const ParlMenderDeployment *deployment);
void parl_mender_write_row (GString *json, const ParlFleet *fleet,
                            const ParlMenderDeployment *deployment, unsigned action);
void parl_mender_write_device (GString *json, const ParlFleet *fleet, unsigned device);
bool parl_mender_write_log (GString *text, const ParlFleet *fleet, unsigned action);
