/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main of the desktop app. */
#include "config.h"

#include "app/application.h"

#include <libintl.h>
#include <locale.h>

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, PARL_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  g_autoptr (ParlApplication) application = parl_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
