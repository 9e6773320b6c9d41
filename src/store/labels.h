/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Labels as one text that is equal exactly when they are. */

#include "model/labels.h"

char *parl_labels_to_key (const ParlLabels *labels);
ParlLabels *parl_labels_from_key (const char *key);
