/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the fuzzers share. A fuzzer is a parser and what must hold of any input: whatever it says
 * is UTF-8, and what it makes of the input agrees with a second reader or with itself. */

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);
int LLVMFuzzerInitialize (int *argc, char ***argv);

/* A file with this content, for parsers that read files; its path is valid until the next call. */
const char *fuzz_file (const uint8_t *data, size_t size);
char *fuzz_text (const uint8_t *data, size_t size); /* ended by NUL, and cut at the first one */
char *fuzz_utf8 (const uint8_t *data, size_t size); /* the same; NULL: it is not UTF-8 */
/* Text before and after the first line break; @rest is "" without one. */
char *fuzz_split (const uint8_t *data, size_t size, const uint8_t **rest, size_t *rest_size);

/* It is there exactly when the parser refused, and says one thing in UTF-8. */
void fuzz_check_error (bool read, const GError *error);
void fuzz_check_text (const char *text); /* NULL or UTF-8 */
