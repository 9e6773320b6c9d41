/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Writes JSON straight into a string; commas come by themselves. @key is NULL for an element of an
 * array. Keys and raw numbers are the caller's own and are not escaped. */

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

void parl_writer_open (GString *json, const char *key, char bracket);        /* '{' or '[' */
void parl_writer_close (GString *json, char bracket);                        /* '}' or ']' */
void parl_writer_string (GString *json, const char *key, const char *value); /* NULL: null */
void parl_writer_int (GString *json, const char *key, int64_t value);
void parl_writer_bool (GString *json, const char *key, bool value);
void parl_writer_raw (GString *json, const char *key, const char *value);
void parl_writer_printf (GString *json, const char *key, const char *format, ...)
    G_GNUC_PRINTF (3, 4); /* a string */
