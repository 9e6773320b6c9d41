/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Where the reader of series stands in a body, and how it complains about what it finds there.
 * Private to series-reader.c and series-complaint.c. */

#include "sources/json/lexer.h"
#include "sources/json/tree.h"
#include "sources/prometheus/series-reader.h"

typedef enum /* what a value is for */
{
  USE_SKIP,
  USE_TOP,
  USE_STATUS,
  USE_ERROR,
  USE_ERROR_TYPE,
  USE_NOTES,
  USE_NOTE,
  USE_PARTIAL,
  USE_DATA,
  USE_TYPE,
  USE_RESULT,
  USE_SERIES, /* or, for a scalar, the time of a sample */
  USE_METRIC,
  USE_LABEL,
  USE_VALUES,
  USE_SAMPLE,
  USE_TIME,
  USE_VALUE,
  USE_HISTOGRAM
} Use;

typedef struct
{
  Use use;
  bool object;
  unsigned index; /* of the value that comes next or is under way */
} Level;

typedef enum
{
  EXPECT_VALUE,
  EXPECT_FIRST,
  EXPECT_KEY,
  EXPECT_COLON,
  EXPECT_NEXT,
  EXPECT_END
} Expect;

struct _ParlSeriesReader
{
  char *where;
  ParlJsonLexer lexer;
  Level levels[PARL_JSON_MAX_DEPTH];
  unsigned depth;
  Expect expect;
  Use use;       /* of the next value */
  GString *key;  /* of the label under way */
  ParlTime time; /* of the sample under way */
  ParlSeriesAnswer answer;
};

/* All of them set @error and return false. */
bool parl_series_fail (ParlSeriesReader *self, ParlSourceError code, GError **error,
                       const char *complaint);
bool parl_series_malformed (ParlSeriesReader *self, GError **error, const char *complaint);
bool parl_series_unexpected (ParlSeriesReader *self, GError **error, const char *found);
