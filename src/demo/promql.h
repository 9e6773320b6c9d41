/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The part of PromQL that Parlance asks in:
 *
 *   [sum|avg [by (label, ...)] (] [increase|rate (] name [{label="value", ...}] [[1h]] [)] [)]
 *
 * with `by` before or after the parentheses. */

#include "model/instant.h"

typedef enum
{
  PARL_PROMQL_PLAIN,
  PARL_PROMQL_SUM,
  PARL_PROMQL_AVG
} ParlPromqlAggregate;

typedef enum
{
  PARL_PROMQL_LEVEL, /* the sample itself */
  PARL_PROMQL_INCREASE,
  PARL_PROMQL_RATE
} ParlPromqlFunction;

typedef struct
{
  char *label;
  char *value;
  bool negated; /* != */
} ParlPromqlMatcher;

typedef struct
{
  ParlPromqlAggregate aggregate;
  GPtrArray *by; /* (element-type utf8): labels of an aggregate */
  ParlPromqlFunction function;
  ParlTime range; /* of a function */
  char *metric;
  GPtrArray *matchers; /* (element-type ParlPromqlMatcher) */
} ParlPromql;

ParlPromql *parl_promql_new (const char *text, GError **error);
void parl_promql_free (ParlPromql *self);
bool parl_promql_read_duration (const char **text, ParlTime *duration);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlPromql, parl_promql_free)
