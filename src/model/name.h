/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Names from outside, as of releases, classes and rollouts, within sentences. */

#include <glib.h>
#include <stdbool.h>

#define PARL_NAME_BEGIN "\u2068" /* FIRST STRONG ISOLATE */
#define PARL_NAME_END "\u2069"   /* POP DIRECTIONAL ISOLATE */
#define PARL_NAME_MOST 32        /* letters of a name that is drawn */

/* Where there is less room, the first of these that fits. */
#define PARL_NAME_LENGTHS                                                                          \
  {                                                                                                \
    PARL_NAME_MOST, 24, 18, 14, 10, 6                                                              \
  }

char *parl_name_mark (const char *name);
char *parl_title_mark (const char *title);
char *parl_names_unmark (const char *text);
char *parl_names_shorten (const char *text, unsigned most);
