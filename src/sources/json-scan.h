/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Looks a JSON text over before json-glib, which trusts too much, may build anything of it. */

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#define PARL_JSON_MAX_DEPTH 64

typedef enum
{
  PARL_JSON_SOUND,
  PARL_JSON_BROKEN,  /* not JSON by RFC 8259 */
  PARL_JSON_TOO_DEEP /* nested more than PARL_JSON_MAX_DEPTH levels */
} ParlJsonVerdict;

typedef struct
{
  ParlJsonVerdict verdict;
  const char *expected; /* when broken: "a value", "“,” or “]”", ... */
  size_t position;      /* when not sound: bytes from the start */
  GString *mended;      /* (nullable): to be parsed instead of the text */
} ParlJsonScan;

void parl_json_scan (const char *text, size_t length, ParlJsonScan *scan);
