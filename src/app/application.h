/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The one instance of Parlance on a desktop: its dashboard, its settings, its window. */

#include "app/dashboard/dashboard.h"
#include "app/settings.h"

#include <adwaita.h>

#define PARL_APPLICATION_ID "org.parlance.Parlance"

#define PARL_TYPE_APPLICATION (parl_application_get_type ())
G_DECLARE_FINAL_TYPE (ParlApplication, parl_application, PARL, APPLICATION, AdwApplication)

ParlApplication *parl_application_new (ParlOpenOrigin open_demo);
ParlSettings *parl_application_get_settings (ParlApplication *self); /* owned by it */
