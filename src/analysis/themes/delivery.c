/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long changes take from their merge to devices, and how often releases get there. Merges and
 * tags are a tracker's, arrivals the update server's: what joins them is a release's name, and
 * nothing is guessed. A change of which no release is said, a release that no tracker names, and
 * times that cannot follow each other are told as unknown. Knows nothing of parts of the fleet.
 *
 *   merge ----- tag -------- first device ----- half of the fleet
 *      merge-tag   tag-device     device-half                     the legs
 */
#include "config.h"

#include "analysis/themes/themes.h"

#include "analysis/listing.h"
#include "analysis/statistics/rare.h"
#include "model/release.h"

#include <math.h>
#include <string.h>

#define LONGER 1         /* days by which a leg must be longer than the others to be the longest */
#define LEAST_CHANGES 10 /* of fewer the 90th percentile is but the last */
#define LEAST_EVENTS 6   /* of fewer, no split over two times is unlikely: 2 x 0.5^5 > 5 % */

typedef enum
{
  LEG_TAG,
  LEG_FIRST,
  LEG_HALF,
  N_LEGS
} Leg;

static const char *const leg_names[N_LEGS] = { "merge-tag", "tag-device", "device-half" };

/* A release that arrived, and what a tracker says of it. */
typedef struct
{
  const ParlArrival *arrival;
  ParlTime tagged;    /* PARL_TIME_NONE: not known, or more than one time is told */
  bool is_tagged;     /* some tag names it */
  GPtrArray *changes; /* (element-type ParlChange), borrowed: what was merged for it, by time */
} Delivery;

/* How long one change took, in ms. */
typedef struct
{
  const Delivery *delivery;
  const ParlChange *change;
  ParlTime lead, legs[N_LEGS];
  bool is_possible; /* its times follow each other */
  bool has_legs;    /* the tag is known, too, and all of them follow each other */
} Trip;

static void
free_delivery (Delivery *self)
{
  g_ptr_array_unref (self->changes);
  g_free (self);
}

/* The version in @release as it is compared: without blanks around it, the product's own name
 * before it, and a "v" before its first digit. */
static char *
normalise (const char *release, const char *product)
{
  g_autofree char *version = g_strstrip (g_strdup (parl_release_get_version (release)));
  size_t length = product != NULL ? strlen (product) : 0;
  const char *start = version;

  if (length > 0 && g_ascii_strncasecmp (version, product, length) == 0 && version[length] != '\0'
      && strchr (" -_/", version[length]) != NULL)
    start += length + 1;
  if ((*start == 'v' || *start == 'V') && g_ascii_isdigit (start[1]))
    start++;
  return g_strdup (start);
}

/* @name: as a tracker spells it, maybe with its product */
static bool
is_called (const ParlArrival *arrival, const char *name)
{
  g_autofree char *product = parl_release_dup_product (arrival->release);
  g_autofree char *named = parl_release_dup_product (name);

  if (product != NULL && named != NULL && strcmp (product, named) != 0)
    return false;
  g_autofree char *own = normalise (arrival->release, product);
  g_autofree char *other = normalise (name, product != NULL ? product : named);
  return strcmp (own, other) == 0;
}

/* While changes are sorted to releases: names are few, changes many. */
typedef struct
{
  GPtrArray *deliveries; /* (element-type Delivery) */
  GPtrArray *tags;       /* (element-type ParlChange), borrowed: releases of trackers */
  GHashTable *named;     /* (element-type utf8 Delivery): what was looked for, NULL for nothing */
} Sorting;

/* (nullable): the only delivery of that name; of two products nobody knows which is meant */
static Delivery *
find_named (Sorting *self, const char *name)
{
  Delivery *found = NULL;
  unsigned n = 0;

  if (name == NULL || g_hash_table_lookup_extended (self->named, name, NULL, (gpointer *)&found))
    return found;
  for (unsigned i = 0; i < self->deliveries->len; i++)
    if (is_called (((Delivery *)self->deliveries->pdata[i])->arrival, name))
      {
        found = self->deliveries->pdata[i];
        n++;
      }
  found = n == 1 ? found : NULL;
  g_hash_table_insert (self->named, (gpointer)name, found);
  return found;
}

/* (nullable): the only one of which a release of that tracker has the milestone */
static Delivery *
find_of_milestone (Sorting *self, const ParlChange *merge)
{
  const ParlChange *release = NULL;

  for (unsigned i = 0; merge->milestone != NULL && i < self->tags->len; i++)
    {
      const ParlChange *tag = self->tags->pdata[i];
      if (g_strcmp0 (tag->milestone, merge->milestone) != 0
          || g_strcmp0 (tag->source, merge->source) != 0)
        continue;
      if (release != NULL)
        return NULL;
      release = tag;
    }
  return release != NULL ? find_named (self, release->release) : NULL;
}

static void
take_tag (Delivery *self, const ParlChange *tag)
{
  bool is_sure = !tag->moved && (!self->is_tagged || self->tagged == tag->time);

  self->tagged = is_sure ? tag->time : PARL_TIME_NONE;
  self->is_tagged = true;
}

/* To the release that it says, or that is called like its milestone, or has it. */
static void
sort_merge (Sorting *self, const ParlChange *merge)
{
  Delivery *delivery
      = find_named (self, merge->release != NULL ? merge->release : merge->milestone);

  if (delivery == NULL && merge->release == NULL)
    delivery = find_of_milestone (self, merge);
  if (delivery != NULL)
    g_ptr_array_add (delivery->changes, (gpointer)merge);
}

/* Returns: (transfer full) (element-type Delivery): a release each, by its first device */
static GPtrArray *
list_deliveries (const ParlSnapshot *snapshot)
{
  GPtrArray *deliveries = g_ptr_array_new_with_free_func ((GDestroyNotify)free_delivery);
  g_autoptr (GPtrArray) tags = g_ptr_array_new ();
  g_autoptr (GHashTable) named = g_hash_table_new (g_str_hash, g_str_equal);
  Sorting sorting = { deliveries, tags, named };

  for (unsigned i = 0; i < snapshot->arrivals->len; i++)
    {
      Delivery *delivery = g_new0 (Delivery, 1);
      delivery->arrival = snapshot->arrivals->pdata[i];
      delivery->tagged = PARL_TIME_NONE;
      delivery->changes = g_ptr_array_new ();
      g_ptr_array_add (deliveries, delivery);
    }
  for (unsigned i = 0; i < snapshot->changes->len; i++)
    if (((ParlChange *)snapshot->changes->pdata[i])->kind == PARL_CHANGE_RELEASE)
      g_ptr_array_add (tags, snapshot->changes->pdata[i]);
  for (unsigned i = 0; i < tags->len; i++)
    {
      Delivery *delivery = find_named (&sorting, ((ParlChange *)tags->pdata[i])->release);
      if (delivery != NULL)
        take_tag (delivery, tags->pdata[i]);
    }
  for (unsigned i = 0; i < snapshot->changes->len; i++)
    {
      const ParlChange *change = snapshot->changes->pdata[i];
      if (change->kind == PARL_CHANGE_MERGE)
        sort_merge (&sorting, change);
    }
  return deliveries;
}

/* Whether half of the fleet had it for the first time in @window. */
static bool
is_delivered (const Delivery *self, ParlWindow window)
{
  const ParlArrival *arrival = self->arrival;

  return !arrival->before && arrival->half != PARL_TIME_NONE && arrival->half >= window.since
         && arrival->half < window.until;
}

static Trip
follow (const Delivery *delivery, const ParlChange *change)
{
  const ParlArrival *arrival = delivery->arrival;
  bool is_tagged = delivery->tagged != PARL_TIME_NONE;
  Trip trip = { .delivery = delivery, .change = change, .lead = arrival->half - change->time };

  trip.is_possible
      = change->time <= arrival->first && !(is_tagged && change->time > delivery->tagged);
  trip.has_legs = trip.is_possible && is_tagged && delivery->tagged <= arrival->first;
  if (trip.has_legs)
    {
      trip.legs[LEG_TAG] = delivery->tagged - change->time;
      trip.legs[LEG_FIRST] = arrival->first - delivery->tagged;
      trip.legs[LEG_HALF] = arrival->half - arrival->first;
    }
  return trip;
}

/* @deliveries: (element-type Delivery)
 * Returns: (transfer full) (element-type Trip): of every change of those that were delivered in
 *   @window */
static GArray *
list_trips (const GPtrArray *deliveries, ParlWindow window)
{
  GArray *trips = g_array_new (FALSE, FALSE, sizeof (Trip));

  for (unsigned i = 0; i < deliveries->len; i++)
    {
      const Delivery *delivery = deliveries->pdata[i];
      for (unsigned j = 0; is_delivered (delivery, window) && j < delivery->changes->len; j++)
        {
          Trip trip = follow (delivery, delivery->changes->pdata[j]);
          g_array_append_val (trips, trip);
        }
    }
  return trips;
}

/* Numbers. */

typedef struct
{
  double value, n;
  ParlInterval interval;
} Summary;

/* @leg: N_LEGS: all of them together. In days; releases are the clusters. */
static Summary
summarise (const GArray *trips, Leg leg, double p)
{
  g_autofree double *values = g_new (double, trips->len + 1);
  g_autofree unsigned *clusters = g_new (unsigned, trips->len + 1);
  const Delivery *last = NULL;
  unsigned n = 0, n_clusters = 0;

  for (unsigned i = 0; i < trips->len; i++)
    {
      const Trip *trip = &g_array_index (trips, Trip, i);
      if (leg == N_LEGS ? !trip->is_possible : !trip->has_legs)
        continue;
      n_clusters += trip->delivery != last;
      last = trip->delivery;
      clusters[n] = n_clusters - 1;
      values[n++] = (double)(leg == N_LEGS ? trip->lead : trip->legs[leg]) / PARL_DAY;
    }
  return (Summary){ parl_quantile (values, n, p), n,
                    parl_quantile_interval (values, clusters, n, p) };
}

/* Of one window: what the tracker leaves open. */
typedef struct
{
  unsigned n_delivered; /* releases that half of the fleet got */
  unsigned n_unnamed;   /* of them, those without any change that is told */
  unsigned n_impossible;
} Unknown;

static Unknown
count_unknown (const GPtrArray *deliveries, const GArray *trips, ParlWindow window)
{
  Unknown unknown = { 0, 0, 0 };

  for (unsigned i = 0; i < deliveries->len; i++)
    if (is_delivered (deliveries->pdata[i], window))
      {
        unknown.n_delivered++;
        unknown.n_unnamed += ((Delivery *)deliveries->pdata[i])->changes->len == 0;
      }
  for (unsigned i = 0; i < trips->len; i++)
    unknown.n_impossible += !g_array_index (trips, Trip, i).is_possible;
  return unknown;
}

static void
add_counted_caveat (ParlFact *fact, const char *prefix, unsigned n)
{
  g_autofree char *token = g_strdup_printf ("%s%u", prefix, n);

  if (n > 0)
    parl_fact_add_caveat (fact, token);
}

/* Why there is no number. */
static const char *
get_reason (const Unknown *unknown)
{
  return unknown->n_delivered == 0 ? "early" : unknown->n_impossible == 0 ? "unnamed" : "clocks";
}

static ParlFact *
add_summary (ParlContext *context, const char *id, ParlLabels *subject, const GArray *trips[],
             const Unknown *unknown, Leg leg, double p)
{
  ParlFact *fact = parl_context_add (context, id, subject);
  Summary now = summarise (trips[PARL_NOW], leg, p);
  Summary then = summarise (trips[PARL_BEFORE], leg, p);

  fact->window = fact->evidence.window = context->windows[PARL_NOW];
  parl_fact_take_filter (fact, parl_labels_new ("legs", leg == N_LEGS ? NULL : "yes", NULL));
  fact->n = now.n;
  add_counted_caveat (fact, PARL_CAVEAT_UNNAMED, unknown->n_unnamed);
  add_counted_caveat (fact, PARL_CAVEAT_CLOCKS, unknown->n_impossible);
  double least = p > 0.5 ? LEAST_CHANGES : 1;
  if (isnan (now.value) || now.n < least)
    {
      fact->aspect = g_strdup (isnan (now.value) ? get_reason (unknown) : "few");
      return fact;
    }
  fact->value = now.value;
  fact->count = now.n;
  fact->low = now.interval.low;
  fact->high = now.interval.high;
  if (isnan (now.interval.low))
    parl_fact_add_caveat (fact, "few-releases");
  if (then.n >= least)
    {
      parl_fact_compare_value (fact, then.value, then.n, context->windows[PARL_BEFORE]);
      fact->comparison.low = then.interval.low;
      fact->comparison.high = then.interval.high;
    }
  return fact;
}

static void
add_legs (ParlContext *context, const GArray *trips[], const Unknown *unknown)
{
  ParlFact *legs[N_LEGS];
  unsigned n_longest = 0;

  for (Leg leg = 0; leg < N_LEGS; leg++)
    {
      legs[leg]
          = add_summary (context, PARL_FACT_DELIVERY_LEG,
                         parl_labels_new ("leg", leg_names[leg], NULL), trips, unknown, leg, 0.5);
      if (isnan (legs[leg]->value))
        return; /* one fact says that they are not known */
    }
  double longest = fmax (legs[0]->value, fmax (legs[1]->value, legs[2]->value));
  for (Leg leg = 0; leg < N_LEGS; leg++)
    n_longest += legs[leg]->value > longest - LONGER;
  for (Leg leg = 0; leg < N_LEGS; leg++)
    if (legs[leg]->value == longest && n_longest == 1)
      legs[leg]->aspect = g_strdup ("longest");
}

/* Whether updates are known one by one since the first week of @window. Before that nothing was
 * observed, which is not the same as nothing happened. */
static bool
is_observed (const ParlContext *context, ParlWindow window)
{
  const ParlOutcomes *outcomes = context->snapshot->outcomes;
  ParlTime oldest = context->snapshot->as_of;

  for (size_t i = 0; i < parl_outcomes_size (outcomes); i++)
    {
      const ParlOutcomeCount *cell = parl_outcomes_get (outcomes, i);
      if (cell->by_day)
        return false;
      if (cell->count > 0)
        oldest = MIN (oldest, context->snapshot->as_of - (cell->age + 1) * PARL_DAY);
    }
  return oldest < window.since + 7 * PARL_DAY;
}

static double
count_delivered (const GPtrArray *deliveries, ParlWindow window)
{
  double n = 0;

  for (unsigned i = 0; i < deliveries->len; i++)
    n += is_delivered (deliveries->pdata[i], window);
  return n;
}

static bool
knows_fleet (const ParlSnapshot *snapshot)
{
  for (unsigned i = 0; i < snapshot->arrivals->len; i++)
    if (((const ParlArrival *)snapshot->arrivals->pdata[i])->n_devices > 0)
      return true;
  return false;
}

static void
add_frequency (ParlContext *context, const GPtrArray *deliveries)
{
  ParlFact *fact
      = parl_context_add (context, PARL_FACT_DELIVERY_FREQUENCY, parl_labels_new (NULL, NULL));
  ParlWindow now = context->windows[PARL_NOW], before = context->windows[PARL_BEFORE];

  fact->window = fact->evidence.window = now;
  if (!is_observed (context, now) || !knows_fleet (context->snapshot))
    return;
  double count = count_delivered (deliveries, now), then = count_delivered (deliveries, before);
  ParlInterval interval = parl_poisson_interval (count);
  fact->value = fact->count = fact->n = count;
  fact->low = interval.low;
  fact->high = interval.high;
  if (!is_observed (context, before))
    return;

  ParlInterval change = parl_poisson_change (count, then),
               interval_then = parl_poisson_interval (then);
  parl_fact_compare_value (fact, then, then, before);
  fact->comparison.low = interval_then.low;
  fact->comparison.high = interval_then.high;
  fact->comparison.change_low = change.low;
  fact->comparison.change_high = change.high;
  if (change.low > 0 || change.high < 0)
    fact->verdict = PARL_VERDICT_CONFIRMED;
  else
    fact->aspect = g_strdup (count + then < LEAST_EVENTS ? "few" : "unsure");
}

/* Without a tracker nothing is said. Of a part of the fleet nothing is known: arrivals are of all
 * of it. */
void
parl_add_delivery_facts (ParlContext *context)
{
  if (context->snapshot->changes->len == 0)
    return;

  g_autoptr (GPtrArray) deliveries = list_deliveries (context->snapshot);
  g_autoptr (GArray) now = list_trips (deliveries, context->windows[PARL_NOW]);
  g_autoptr (GArray) before = list_trips (deliveries, context->windows[PARL_BEFORE]);
  const GArray *trips[] = { [PARL_NOW] = now, [PARL_BEFORE] = before };
  Unknown unknown = count_unknown (deliveries, now, context->windows[PARL_NOW]);

  add_summary (context, PARL_FACT_DELIVERY_LEAD, parl_labels_new (NULL, NULL), trips, &unknown,
               N_LEGS, 0.5);
  add_summary (context, PARL_FACT_DELIVERY_LEAD_LONG, parl_labels_new (NULL, NULL), trips, &unknown,
               N_LEGS, 0.9);
  add_legs (context, trips, &unknown);
  add_frequency (context, deliveries);
}

/* What happened when. */

static void
free_news (ParlNews *self)
{
  g_free (self->release);
  g_free (self->title);
  g_free (self);
}

/* One of a day holds all merges of that day. */
static void
note_merge (GPtrArray *news, const ParlChange *merge, GTimeZone *zone)
{
  int64_t day = parl_get_calendar_day (merge->time, zone);

  for (unsigned i = news->len; i > 0; i--)
    {
      ParlNews *last = news->pdata[i - 1];
      if (parl_get_calendar_day (last->time, zone) != day)
        break;
      if (last->release != NULL)
        continue;
      last->n_merges++;
      g_clear_pointer (&last->title, g_free);
      return;
    }
  ParlNews *own = g_new0 (ParlNews, 1);
  own->time = merge->time;
  own->title = g_strdup (merge->title);
  own->n_merges = 1;
  g_ptr_array_add (news, own);
}

/* Returns: (transfer full) (nullable) (element-type ParlNews): tags and merges of both windows, by
 *   time */
GPtrArray *
parl_make_news (const ParlContext *context)
{
  const GPtrArray *changes = context->snapshot->changes;

  if (changes->len == 0)
    return NULL;

  GPtrArray *news = g_ptr_array_new_with_free_func ((GDestroyNotify)free_news);
  for (unsigned i = 0; i < changes->len; i++)
    {
      const ParlChange *change = changes->pdata[i];
      if (change->time < context->windows[PARL_BEFORE].since
          || change->time >= context->windows[PARL_NOW].until)
        continue;
      if (change->kind == PARL_CHANGE_MERGE)
        note_merge (news, change, context->snapshot->zone);
      else
        {
          ParlNews *tag = g_new0 (ParlNews, 1);
          tag->time = change->time;
          tag->release = parl_release_to_text (change->release);
          g_ptr_array_add (news, tag);
        }
    }
  return news;
}

/* Rows. */

static const char *const change_columns[]
    = { "change",       "title", "release", "merged", "tagged",
        "first_device", "half",  "days",    "link",   NULL };

static void
list_trip (ParlListing *self, const Trip *trip)
{
  const ParlArrival *arrival = trip->delivery->arrival;
  g_autofree char *release = parl_release_to_text (arrival->release);
  g_autofree char *merged = parl_listing_format_time (trip->change->time);
  g_autofree char *tagged = parl_listing_format_time (trip->delivery->tagged);
  g_autofree char *first = parl_listing_format_time (arrival->first);
  g_autofree char *half = parl_listing_format_time (arrival->half);
  g_autofree char *days = parl_listing_format_number ((double)trip->lead / PARL_DAY);

  parl_listing_add (self, 1, trip->change->id, trip->change->title, release, merged, tagged, first,
                    half, days, trip->change->link);
}

void
parl_list_changes (ParlListing *self)
{
  g_autoptr (GPtrArray) deliveries = list_deliveries (self->findings->snapshot);
  g_autoptr (GArray) trips = list_trips (deliveries, self->fact->evidence.window);

  self->evidence->columns = change_columns;
  for (unsigned i = 0; i < trips->len; i++)
    {
      const Trip *trip = &g_array_index (trips, Trip, i);
      if (trip->is_possible && parl_predicate_accepts_change (self->predicate, trip->has_legs))
        list_trip (self, trip);
    }
}

static const char *const release_columns[]
    = { "release", "tagged", "first_device", "half", "devices", "changes", NULL };

void
parl_list_releases (ParlListing *self)
{
  g_autoptr (GPtrArray) deliveries = list_deliveries (self->findings->snapshot);

  self->evidence->columns = release_columns;
  for (unsigned i = 0; i < deliveries->len; i++)
    {
      const Delivery *delivery = deliveries->pdata[i];
      const ParlArrival *arrival = delivery->arrival;
      if (!is_delivered (delivery, self->fact->evidence.window))
        continue;

      g_autofree char *release = parl_release_to_text (arrival->release);
      g_autofree char *tagged = parl_listing_format_time (delivery->tagged);
      g_autofree char *first = parl_listing_format_time (arrival->first);
      g_autofree char *half = parl_listing_format_time (arrival->half);
      g_autofree char *devices = parl_listing_format_count (arrival->n_devices);
      g_autofree char *changes = parl_listing_format_count (delivery->changes->len);
      parl_listing_add (self, 1, release, tagged, first, half, devices, changes);
    }
}
