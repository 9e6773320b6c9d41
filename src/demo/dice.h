/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Random numbers that are the same on every machine and with every version of GLib. */

#include <stddef.h>
#include <stdint.h>

typedef struct
{
  uint64_t state;
} ParlDice;

/* A throw that depends on nothing but its two arguments: for what is made up while answering. */
uint64_t parl_dice_hash (uint64_t seed, uint64_t key);
uint64_t parl_dice_next (ParlDice *self);
unsigned parl_dice_below (ParlDice *self, unsigned limit);
double parl_dice_unit (ParlDice *self); /* 0 <= x < 1 */
void parl_dice_shuffle (ParlDice *self, unsigned *values, size_t length);
