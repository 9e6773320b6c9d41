/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Members of a body that a source can do without: what is missing stays unknown, and so does, with
 * a warning, what is there and wrong. */

#include "model/device.h"
#include "sources/clean.h"
#include "sources/complaints.h"
#include "sources/json/json.h"

ParlTristate parl_parse_tristate (const char *value);

bool parl_lenient_find (ParlComplaints *complaints, const ParlJsonAt *at, const char *name,
                        ParlJsonAt *member);
const char *parl_lenient_string (ParlComplaints *complaints, const ParlJsonAt *at,
                                 const char *name);
bool parl_lenient_int (ParlComplaints *complaints, const ParlJsonAt *at, const char *name,
                       int64_t *value);
bool parl_lenient_bool (ParlComplaints *complaints, const ParlJsonAt *at, const char *name);
ParlTime parl_lenient_epoch_ms (ParlComplaints *complaints, const ParlJsonAt *at, const char *name,
                                ParlTime now);
ParlTime parl_lenient_iso (ParlComplaints *complaints, const ParlJsonAt *at, const char *name,
                           ParlTime now);
