/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What either server says to one request. */

#include <glib.h>

typedef struct
{
  unsigned status;
  const char *content_type;
  GString *body;
} ParlDemoAnswer;
