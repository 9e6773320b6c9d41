/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much speaks against going on: a score of six parts, every one shown with its weight, so that
 * anyone can add them up. Ordinal: 40 is more than 20, not twice as likely to fail. Made from the
 * facts before it and from nothing else but the rollback state of the next stage. A part without
 * data, or with too little, is unknown; where too much is unknown, there is no score. */
#include "config.h"

#include "analysis/themes/themes.h"

#include "analysis/fleet.h"

#include <math.h>
#include <string.h>

/* A part counts in full from here on. */
#define FULL_SILENT 0.10   /* share of the fleet */
#define FULL_UNTRACED 0.20 /* share of failures */
#define FULL_FPS_DROP 0.05 /* share of device-time */
#define FULL_LATE 10       /* days after the date that was set */
#define ENOUGH_KNOWN 0.6   /* of the weight of all parts: with less there is no score */

typedef struct
{
  const char *name;
  double weight;
  double extent;        /* before it is clamped to 0..1; NAN: unknown */
  const ParlFact *base; /* whose rows and age it has; NULL: none */
  bool unpromised;      /* the base is known, and nothing is promised to hold it against */
} Part;

/* Whether @fact is there and may count: a rate of too few tells nothing, for better or worse. */
static bool
is_enough (const ParlFact *fact, const ParlTargets *targets)
{
  return fact != NULL
         && (fact->verdict != PARL_VERDICT_TOO_LITTLE || fact->n >= targets->minimum_n);
}

static Part
make_failure_part (const ParlContext *context)
{
  const ParlTargets *targets = context->targets;
  const ParlFact *rate = parl_context_find (context, "ota-failure-rate", NULL);
  double slo = parl_targets_get_slo (targets);
  double room = targets->halt - slo;

  double extent = NAN;

  /* Halting at the promise itself leaves no room: any doubt counts in full. Where nothing is
   * promised nothing is above it, and nothing is known to be below. */
  if (!isnan (rate->high) && !isnan (slo) && is_enough (rate, targets))
    extent = room > 0 ? (rate->high - slo) / room : (rate->high > slo);
  return (Part){ "failure", targets->risk.failure, extent, rate,
                 isnan (slo) && !isnan (rate->value) };
}

static const ParlFact *
find_next (const ParlContext *context)
{
  for (unsigned i = 0; i < context->facts->len; i++)
    {
      const ParlFact *fact = g_ptr_array_index (context->facts, i);
      if (parl_fact_is (fact, "blast-radius")
          && g_strcmp0 (parl_labels_get (fact->subject, "of"), "devices") == 0
          && g_strcmp0 (parl_labels_get (fact->subject, "when"), "next") == 0)
        return fact;
    }
  return NULL;
}

/* A tested rollback halves what a device adds; one that nobody knows of does not. */
static double
count_tested (const ParlContext *context, const ParlRollout *rollout, const char *stage)
{
  double tested = 0;

  for (unsigned i = 0; i < context->snapshot->devices->len; i++)
    {
      const ParlDevice *device = g_ptr_array_index (context->snapshot->devices, i);
      tested += g_strcmp0 (device->rollout, rollout->id) == 0
                && g_strcmp0 (device->stage, stage) == 0 && !parl_device_is_done (device, rollout)
                && device->tested_rollback == PARL_YES;
    }
  return tested;
}

static Part
make_next_stage_part (const ParlContext *context)
{
  Part part = { "next-stage", context->targets->risk.next_stage, NAN, NULL, false };
  const ParlRollout *rollout = parl_find_current_rollout (context->snapshot);
  const ParlFact *next = find_next (context);
  double total = 0;

  for (unsigned i = 0; rollout != NULL && i < rollout->stages->len; i++)
    total += ((const ParlStage *)g_ptr_array_index (rollout->stages, i))->total;
  if (!(total > 0))
    return part;

  g_autoptr (ParlLabels) subject = parl_labels_new ("rollout", rollout->id, NULL);
  part.base = next != NULL ? next : parl_context_find (context, "rollout-left", subject);
  part.extent = 0;
  if (next != NULL)
    {
      double tested = count_tested (context, rollout, parl_labels_get (next->subject, "stage"));
      part.extent = (next->value - 0.5 * MIN (tested, next->value)) / total;
    }
  return part;
}

/* @extent: that a fact has */
static Part
make_part (const ParlContext *context, const char *name, double weight, const char *id,
           double (*get_extent) (const ParlFact *fact))
{
  const ParlFact *base = parl_context_find (context, id, NULL);

  return (Part){ name, weight, is_enough (base, context->targets) ? get_extent (base) : NAN, base,
                 false };
}

static double
get_silent_extent (const ParlFact *silent)
{
  return silent->value / FULL_SILENT;
}

static double
get_untraced_extent (const ParlFact *traceable)
{
  return (1 - traceable->value) / FULL_UNTRACED;
}

static double
get_drop_extent (const ParlFact *speed)
{
  return -speed->comparison.change / FULL_FPS_DROP;
}

/* Whether the forecast leaves out devices that wait for something. */
static bool
is_of_part (const ParlContext *context, const ParlRollout *rollout)
{
  g_autoptr (ParlLabels) subject
      = parl_labels_new ("rollout", rollout->id, "waits", PARL_WAITS_NOTHING, NULL);
  const ParlFact *able = parl_context_find (context, PARL_FACT_WAITS, subject);

  return able == NULL || able->value < able->n;
}

/* By the late end of the forecast, P85: a plan that is met in half of all futures is not safe. */
static Part
make_late_part (const ParlContext *context)
{
  const ParlTargets *targets = context->targets;
  const ParlRollout *rollout = parl_find_current_rollout (context->snapshot);
  Part part = { "late", targets->risk.late, NAN, NULL, false };

  if (rollout == NULL || targets->finish == PARL_TIME_NONE)
    return part;

  g_autoptr (ParlLabels) subject = parl_labels_new ("rollout", rollout->id, NULL);
  part.base = parl_context_find (context, "rollout-finish-date", subject);
  /* A date of a part of the devices is no date of the rollout, unless even that is late. */
  if (part.base != NULL
      && (!is_of_part (context, rollout) || part.base->high > (double)targets->finish))
    part.extent = (part.base->high - (double)targets->finish) / PARL_DAY / FULL_LATE;
  return part;
}

static void
make_parts (const ParlContext *context, Part parts[6])
{
  const ParlTargets *targets = context->targets;

  parts[0] = make_failure_part (context);
  parts[1] = make_next_stage_part (context);
  parts[2] = make_part (context, "silent", targets->risk.silent, "fleet-silent", get_silent_extent);
  parts[3] = make_part (context, "untraced", targets->risk.untraced, "ota-traceable",
                        get_untraced_extent);
  parts[4]
      = make_part (context, "fps-drop", targets->risk.fps_drop, "fps-compliance", get_drop_extent);
  if (!parl_targets_promises_speed (targets))
    parts[4].extent = NAN;
  parts[5] = make_late_part (context);
}

static void
add_part (ParlContext *context, const Part *part, ParlFact *whole)
{
  ParlFact *fact
      = parl_context_add (context, "rollout-risk", parl_labels_new ("part", part->name, NULL));

  fact->n = part->weight;
  if (part->base != NULL)
    {
      fact->window = part->base->window;
      fact->evidence.rows = part->base->evidence.rows;
      fact->evidence.window = part->base->evidence.window;
      parl_fact_take_filter (fact, parl_labels_ref (part->base->evidence.filter));
      g_free (fact->source);
      fact->source = g_strdup (part->base->source);
      fact->freshness = part->base->freshness;
    }
  if (isnan (part->extent))
    {
      g_autofree char *caveat
          = g_strconcat ("unknown:", part->unpromised ? "promised-success" : part->name, NULL);
      parl_fact_add_caveat (whole, caveat);
      return;
    }
  fact->value = part->weight * CLAMP (part->extent, 0, 1);
  whole->value = isnan (whole->value) ? fact->value : whole->value + fact->value;
  if (fact->freshness != PARL_TIME_NONE)
    whole->freshness = whole->freshness == PARL_TIME_NONE ? fact->freshness
                                                          : MIN (whole->freshness, fact->freshness);
  if (g_strcmp0 (whole->source, fact->source) != 0)
    g_clear_pointer (&whole->source, g_free);
}

static const char *
get_band (double score, const ParlTargets *targets)
{
  if (isnan (score))
    return NULL;
  if (score >= targets->risk.severe)
    return "severe";
  if (score >= targets->risk.high)
    return "high";
  return score >= targets->risk.medium ? "medium" : "low";
}

/* A spent budget is at least high, and the halt rule of the whole fleet is a stop: two rules that
 * no score overrules, and that hold without one. Spent it is where that is sure. */
static void
set_band (ParlContext *context, ParlFact *whole)
{
  const ParlFact *rate = parl_context_find (context, "ota-failure-rate", NULL);
  const ParlFact *left = parl_context_find (context, "ota-budget-left", NULL);
  const char *band = get_band (whole->value, context->targets);

  if (left != NULL && left->target_state == PARL_TARGET_MISSED && is_enough (rate, context->targets)
      && !(whole->value >= context->targets->risk.high))
    {
      band = isnan (whole->value) ? "spent" : "high";
      parl_fact_add_caveat (whole, "raised:budget");
    }
  if (g_strcmp0 (rate->aspect, "stop") == 0)
    {
      band = "stop";
      parl_fact_add_caveat (whole, "raised:halt");
    }
  whole->aspect = g_strdup (band);
}

void
parl_add_risk_facts (ParlContext *context)
{
  Part parts[6];
  ParlFact *whole;
  double known = 0;

  make_parts (context, parts);
  whole = parl_context_add (context, "rollout-risk", parl_labels_new (NULL, NULL));
  parl_fact_take_filter (whole, parl_labels_new ("outcome", "failed", "retry", "no", NULL));
  whole->n = 0;
  for (unsigned i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      add_part (context, &parts[i], whole);
      whole->n += parts[i].weight;
      known += isnan (parts[i].extent) ? 0 : parts[i].weight;
    }
  if (isnan (parts[0].extent) || known < ENOUGH_KNOWN * whole->n)
    whole->value = NAN;
  set_band (context, whole);
}
