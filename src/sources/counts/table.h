/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A table of counts, as a person or a script writes it (RFC 4180): the first line names the
 * columns, in any order.
 *
 *   day       2026-11-13, of UTC; not in the future
 *   from, to  the release before and the one asked for, as 2.3.0; empty, or a word such as NULL,
 *             nan, #N/A, (blank) or -: unknown
 *   class     of the devices; empty: unknown
 *   site      may be left out as a column; empty: unknown
 *   outcome   succeeded, failed, cancelled or no-attempt
 *   cause     only of what failed: small letters, digits and hyphens; empty: unknown
 *   count     first attempts: a whole number, 0 or more; 0: known to be none
 *
 * Two rows that differ in nothing but their count are a mistake: there is no telling whether one is
 * a copy or both are to be added. */

#include <glib.h>
#include <stdint.h>

/* @name: of the file, for messages; @today: days since 1970-01-01 */
GPtrArray *parl_counts_table_read (const char *text, size_t length, const char *name, int64_t today,
                                   unsigned *n_missing, GError **error);
