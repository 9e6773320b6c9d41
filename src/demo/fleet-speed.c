/* SPDX-License-Identifier: GPL-3.0-or-later */
/* FPS, frame time and its stages. For each class there is one distribution, the mean over the last
 * 28 days; hour by hour its slow tail is a little fatter or thinner, by factors whose mean over
 * those days is 1, so that the mean comes out as it was put in. Knows nothing of Prometheus. */
#include "config.h"

#include "demo/fleet-speed.h"

#include "demo/dice.h"

#include <math.h>

#define SEED 0x737065
#define WINDOW 28      /* days */
#define FPS_PROMISE 30 /* frames/s: the slow tail is below */
#define MS_PROMISE 33  /* ms: the slow tail is above */
#define RAMP 0.25      /* how much fatter nano's tail is at the end of the window */
#define DAY_NOISE 0.03
#define HOUR_SWING 0.08

/* A point of a cumulative distribution: so many per cent are up to the edge; straight in between.
 */
typedef struct
{
  unsigned edge;
  double percent;
} Knot;

/* clang-format off */
/* 82.1, 97.9 and 99.6 % at 30 or more; p5 at 21.8, 30.2 and 31.4; together 93.4 % and 24.1. Nano has
 * a bump at 22 to 24: too hot, it runs at 23. */
static const Knot fps_knots[PARL_FLEET_CLASSES][24] = {
  { { 15, 0 }, { 16, 0.15 }, { 17, 0.4 }, { 18, 0.8 }, { 19, 1.4 }, { 20, 2.3 }, { 21, 3.6 },
    { 22, 5.35 }, { 23, 9.5 }, { 24, 14.57 }, { 25, 16.3 }, { 26, 16.8 }, { 27, 17.2 },
    { 28, 17.5 }, { 29, 17.7 }, { 30, 17.9 }, { 31, 42 }, { 32, 67 }, { 33, 84 }, { 34, 93 },
    { 35, 97.5 }, { 36, 99.2 }, { 38, 100 } },
  { { 18, 0 }, { 22, 0.35 }, { 24, 0.7 }, { 25, 0.8 }, { 30, 2.1 }, { 31, 16.6 }, { 32, 45 },
    { 33, 75 }, { 34, 92 }, { 35, 98 }, { 36, 99.5 }, { 37, 100 } },
  { { 20, 0 }, { 24, 0.1 }, { 25, 0.12 }, { 30, 0.4 }, { 31, 2.2 }, { 32, 9.2 }, { 33, 36 },
    { 34, 70 }, { 35, 91 }, { 36, 98.5 }, { 37, 100 } },
};

/* Together p95 36.8 ms. */
static const Knot ms_knots[PARL_FLEET_CLASSES][24] = {
  { { 16, 0 }, { 20, 3 }, { 24, 17 }, { 28, 45 }, { 30, 62 }, { 32, 76 }, { 33, 81 }, { 35, 85 },
    { 37, 87.4 }, { 39, 90.9 }, { 42, 94.6 }, { 46, 97.4 }, { 52, 99.1 }, { 60, 99.8 },
    { 80, 100 } },
  { { 12, 0 }, { 16, 4 }, { 20, 20 }, { 24, 48 }, { 28, 75 }, { 30, 85 }, { 32, 91.5 },
    { 33, 93.5 }, { 35, 96 }, { 37, 97.6 }, { 40, 98.8 }, { 46, 99.6 }, { 60, 100 } },
  { { 8, 0 }, { 12, 5 }, { 16, 24 }, { 20, 52 }, { 24, 77 }, { 28, 92 }, { 30, 96 }, { 32, 97.8 },
    { 33, 98.3 }, { 35, 99 }, { 37, 99.4 }, { 40, 99.7 }, { 50, 100 } },
};
/* clang-format on */

/* The slow tail before the window, relative to it: 95.0 % at 30 or more. */
static const double levels_before[PARL_FLEET_CLASSES] = { 0.7263, 0.952, 1 };

static const char *const stage_names[PARL_SPEED_STAGES]
    = { "capture", "pre-process", "inference", "post-process", "publish" };
static const double stage_ms[PARL_SPEED_STAGES] = { 4.2, 5.1, 21.3, 3.8, 2.4 };
static const double stage_ms_before[PARL_SPEED_STAGES] = { 4.2, 5.1, 19.5, 3.8, 2.4 };

struct _ParlSpeed
{
  double fps[PARL_FLEET_CLASSES][PARL_SPEED_FPS_BINS + 1]; /* share up to the edge */
  double ms[PARL_FLEET_CLASSES][PARL_SPEED_MS_BINS + 1];
  double mean_fps[PARL_FLEET_CLASSES];
  double factors[PARL_FLEET_CLASSES][PARL_SPEED_HOURS];
  double seconds[PARL_FLEET_CLASSES][PARL_SPEED_HOURS]; /* of device-time */
};

static void
spread_knots (const Knot *knots, double *shares, unsigned last)
{
  for (unsigned edge = 0; edge <= last; edge++)
    {
      unsigned next = 0;
      while (knots[next].edge < edge && knots[next].percent < 100)
        next++;

      const Knot *knot = &knots[next];
      double percent = knot->percent;
      if (knot->edge > edge && next == 0)
        percent = 0;
      else if (knot->edge > edge)
        percent = knot[-1].percent
                  + (percent - knot[-1].percent) * (edge - knot[-1].edge)
                        / (knot->edge - knot[-1].edge);
      shares[edge] = percent / 100;
    }
}

/* -1 to 1, with mean 0 over the 28 days that @day belongs to. */
static double
get_noise (uint64_t key, unsigned day)
{
  unsigned first = day - day % WINDOW;
  double sum = 0;
  double own = 0;

  for (unsigned i = first; i < first + WINDOW; i++)
    {
      ParlDice dice = { parl_dice_hash (SEED + key, i) };
      double noise = 2 * parl_dice_unit (&dice) - 1;
      sum += noise;
      if (i == day)
        own = noise;
    }
  return own - sum / WINDOW;
}

/* Nano's tail grows through the last 28 days from where it was before. */
static double
get_factor (ParlFleetClass device_class, unsigned hour)
{
  unsigned day = hour / 24;
  double level = day < WINDOW ? 1 : levels_before[device_class];
  double change = DAY_NOISE * get_noise ((uint64_t)device_class, day)
                  + HOUR_SWING * cos (2 * G_PI * (hour % 24 + 0.5) / 24);

  if (day < WINDOW && device_class == PARL_FLEET_NANO)
    change += RAMP * (1 - 2 * (day + 0.5) / WINDOW);
  return level * (1 + change);
}

/* A device is heard in every whole hour that ends before it was last seen. */
static void
count_device_time (ParlSpeed *self, const ParlFleet *fleet)
{
  for (unsigned i = 0; i < PARL_FLEET_DEVICES; i++)
    {
      const ParlFleetDevice *device = &fleet->devices[i];
      ParlTime quiet = MAX (0, fleet->now - device->last_seen - PARL_FLEET_HEARTBEAT);
      for (ParlTime hour = (quiet + PARL_HOUR - 1) / PARL_HOUR; hour < PARL_SPEED_HOURS; hour++)
        self->seconds[device->device_class][hour] += 3600;
    }
}

/* Returns: (transfer full): the speed of @fleet; keeps nothing of it */
ParlSpeed *
parl_speed_new (const ParlFleet *fleet)
{
  ParlSpeed *self = g_new0 (ParlSpeed, 1);

  count_device_time (self, fleet);
  for (unsigned i = 0; i < PARL_FLEET_CLASSES; i++)
    {
      spread_knots (fps_knots[i], self->fps[i], PARL_SPEED_FPS_BINS);
      spread_knots (ms_knots[i], self->ms[i], PARL_SPEED_MS_BINS);
      for (unsigned edge = 1; edge <= PARL_SPEED_FPS_BINS; edge++)
        self->mean_fps[i] += (edge - 0.5) * (self->fps[i][edge] - self->fps[i][edge - 1]);
      for (unsigned hour = 0; hour < PARL_SPEED_HOURS; hour++)
        self->factors[i][hour] = get_factor ((ParlFleetClass)i, hour);
    }
  return self;
}

void
parl_speed_free (ParlSpeed *self)
{
  g_free (self);
}

/* The share up to an edge when the tail below @pivot is @factor times as fat. */
static double
fatten_below (const double *shares, unsigned edge, unsigned pivot, double factor)
{
  double tail = shares[pivot];

  if (edge <= pivot)
    return shares[edge] * factor;
  return 1 - (1 - shares[edge]) * (1 - tail * factor) / (1 - tail);
}

static double
fatten_above (const double *shares, unsigned edge, unsigned pivot, double factor)
{
  double tail = 1 - shares[pivot];

  if (edge >= pivot)
    return 1 - (1 - shares[edge]) * factor;
  return shares[edge] * (1 - tail * factor) / (1 - tail);
}

double
parl_speed_get_fps_seconds (const ParlSpeed *self, ParlFleetClass device_class, unsigned edge,
                            unsigned hour)
{
  return self->seconds[device_class][hour]
         * fatten_below (self->fps[device_class], MIN (edge, PARL_SPEED_FPS_BINS), FPS_PROMISE,
                         self->factors[device_class][hour]);
}

double
parl_speed_get_frames (const ParlSpeed *self, ParlFleetClass device_class, unsigned edge,
                       unsigned hour)
{
  return self->seconds[device_class][hour] * self->mean_fps[device_class]
         * fatten_above (self->ms[device_class], MIN (edge, PARL_SPEED_MS_BINS), MS_PROMISE,
                         self->factors[device_class][hour]);
}

double
parl_speed_get_stage_ms (ParlFleetClass device_class, unsigned stage, unsigned hour)
{
  unsigned day = hour / 24;
  double level = day < WINDOW ? stage_ms[stage] : stage_ms_before[stage];
  uint64_t key = 100 + stage * PARL_FLEET_CLASSES + (unsigned)device_class;

  return level * (1 + DAY_NOISE * get_noise (key, day));
}

const char *
parl_speed_get_stage_name (unsigned stage)
{
  return stage_names[stage];
}
