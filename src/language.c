/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes up the language of the environment. Knows no sentence. */
#include "config.h"

#include "language.h"

#include <glib.h>
#include <libintl.h>
#include <locale.h>

/* Numbers, dates and sentences are those of the environment's locale from here on. The translations
 * are the installed ones, or those in the folder that PARLANCE_LOCALE_DIR names: a build that is
 * not installed has them in <build>/po. */
void
parl_language_start (void)
{
  const char *folder = g_getenv ("PARLANCE_LOCALE_DIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, folder != NULL ? folder : PARL_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
