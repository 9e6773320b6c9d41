/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main of the desktop app. */
#include "config.h"

#include "app/application.h"
#include "demo-origin.h"
#include "language.h"
#include "sources/secret.h"

int
main (int argc, char **argv)
{
  parl_secret_forbid_dumps ();
  parl_language_start ();

  g_autoptr (ParlApplication) application = parl_application_new (parl_demo_open_origin);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
