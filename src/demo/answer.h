/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What either server says to one request. */

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef struct
{
  unsigned status;
  const char *content_type;
  GString *body;
  bool is_list; /* of Mender: has a total, and maybe links to other pages */
  int64_t total;
  char *links; /* the value of Link, or NULL */
} ParlDemoAnswer;
