/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Seeded random numbers (SplitMix64: Steele, Lea and Flood, “Fast splittable pseudorandom number
 * generators”, 2014). Knows nothing of what they are for. */
#include "config.h"

#include "demo/dice.h"

uint64_t
parl_dice_next (ParlDice *self)
{
  uint64_t mixed = self->state += UINT64_C (0x9e3779b97f4a7c15);

  mixed = (mixed ^ (mixed >> 30)) * UINT64_C (0xbf58476d1ce4e5b9);
  mixed = (mixed ^ (mixed >> 27)) * UINT64_C (0x94d049bb133111eb);
  return mixed ^ (mixed >> 31);
}

uint64_t
parl_dice_hash (uint64_t seed, uint64_t key)
{
  ParlDice dice = { seed };

  dice.state = parl_dice_next (&dice) ^ key;
  return parl_dice_next (&dice);
}

/* The bias of the multiplication is below 2^-14 for the limits that are used here. */
unsigned
parl_dice_below (ParlDice *self, unsigned limit)
{
  return (unsigned)(((parl_dice_next (self) >> 32) * limit) >> 32);
}

double
parl_dice_unit (ParlDice *self)
{
  return (double)(parl_dice_next (self) >> 11) * 0x1.0p-53;
}

void
parl_dice_shuffle (ParlDice *self, unsigned *values, size_t length)
{
  for (size_t i = length; i > 1; i--)
    {
      size_t other = parl_dice_below (self, (unsigned)i);
      unsigned value = values[i - 1];
      values[i - 1] = values[other];
      values[other] = value;
    }
}
