/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the benchmarks share: a large body, and ways that are each measured as a process. */

#include <stdint.h>

typedef struct
{
  uint64_t n_samples; /* what the way itself found */
  double sum;
  double ms;   /* of processor time */
  double peak; /* MB */
} BenchSeen;

/* @body: the file; @output: (nullable): where to write. A way that becomes another program finds
 * nothing. */
typedef void (*BenchWay) (const char *body, const char *output, BenchSeen *seen);

double bench_write_body (const char *path);
BenchSeen bench_run (BenchWay way, const char *body, const char *output);
