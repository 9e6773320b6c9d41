/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chunks come back bit for bit, and no blob whatever makes the decoder do more than refuse it. */
#include "config.h"

#include "store/chunk.h"
#include "store/store.h"

#include <math.h>
#include <string.h>

typedef struct
{
  const char *name;
  size_t length;
  ParlTime first;
  ParlTime step;
  ParlTime jitter;
  enum
  {
    CONSTANT,
    RISING,
    RANDOM,
    EXTREME
  } values;
} Case;

static const Case cases[] = {
  { "one", 1, 0, 1, 0, CONSTANT },
  { "two", 2, 5, 1, 0, RANDOM },
  { "constant", PARL_CHUNK_LENGTH, 1700000000000, PARL_HOUR, 0, CONSTANT },
  { "rising", PARL_CHUNK_LENGTH, 1700000000000, PARL_MINUTE, 0, RISING },
  { "jitter", PARL_CHUNK_LENGTH, 1700000000000, PARL_MINUTE, 4000, RANDOM },
  { "extreme", 1000, 0, PARL_TIME_MAX / 1001, 1000, EXTREME },
  { "last", 1, PARL_TIME_MAX - 1, 1, 0, EXTREME },
};

static const double extremes[] = { 0.0, -0.0, 5e-324, -1.7976931348623157e308, 1e308, 1.0 / 3 };

static void
fill (const Case *c, ParlSamples *samples)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (size_t i = 0; i < c->length; i++)
    {
      ParlTime jitter = c->jitter > 0 ? g_rand_int_range (rand, 0, (int)c->jitter) : 0;
      double value = c->values == CONSTANT ? 30.5
                     : c->values == RISING ? (double)i
                     : c->values == RANDOM ? g_rand_double_range (rand, -1e6, 1e6)
                                           : extremes[i % G_N_ELEMENTS (extremes)];
      parl_samples_append (samples, c->first + (ParlTime)i * c->step + jitter, value);
    }
}

static bool
is_equal (const ParlSamples *a, const ParlSamples *b)
{
  return a->length == b->length && memcmp (a->times, b->times, a->length * sizeof *a->times) == 0
         && memcmp (a->values, b->values, a->length * sizeof *a->values) == 0;
}

/* In a block of its own length, so that a sanitizer sees the first byte read past it. */
static bool
decode (ParlChunkCodec *codec, const void *data, size_t size, ParlSamples *samples)
{
  g_autofree void *exact = g_memdup2 (data, size);
  g_autoptr (GError) error = NULL;
  bool is_good = parl_chunk_decode (codec, exact, size, samples, &error);

  if (is_good)
    g_assert_no_error (error);
  else
    g_assert_error (error, PARL_STORE_ERROR, PARL_STORE_ERROR_DAMAGED);
  return is_good;
}

static uint8_t *
encode (ParlChunkCodec *codec, const ParlTime *times, const double *values, size_t length,
        size_t *size)
{
  const void *blob = parl_chunk_encode (codec, times, values, length, size);

  return g_memdup2 (blob, *size);
}

static void
test_round_trip (gconstpointer data)
{
  g_autoptr (ParlChunkCodec) codec = parl_chunk_codec_new ();
  g_auto (ParlSamples) before = { 0 };
  g_auto (ParlSamples) after = { 0 };
  size_t size;

  fill (data, &before);
  const void *blob = parl_chunk_encode (codec, before.times, before.values, before.length, &size);
  g_assert_true (decode (codec, blob, size, &after));
  g_assert_true (is_equal (&before, &after));

  /* It is put behind what is there. */
  g_assert_true (decode (codec, blob, size, &after));
  g_assert_cmpuint (after.length, ==, 2 * before.length);
}

static void
test_constant_is_small (void)
{
  g_autoptr (ParlChunkCodec) codec = parl_chunk_codec_new ();
  g_auto (ParlSamples) samples = { 0 };
  size_t size;

  fill (&cases[2], &samples);
  parl_chunk_encode (codec, samples.times, samples.values, samples.length, &size);
  g_assert_cmpuint (size, <, 100);
}

static void
test_truncated (gconstpointer data)
{
  g_autoptr (ParlChunkCodec) codec = parl_chunk_codec_new ();
  g_auto (ParlSamples) samples = { 0 };
  g_auto (ParlSamples) after = { 0 };
  size_t size;

  fill (data, &samples);
  g_autofree uint8_t *blob = encode (codec, samples.times, samples.values, samples.length, &size);
  for (size_t i = 0; i < size; i++)
    g_assert_false (decode (codec, blob, i, &after));
  g_assert_cmpuint (after.length, ==, 0);
}

static void
test_flipped (gconstpointer data)
{
  g_autoptr (ParlChunkCodec) codec = parl_chunk_codec_new ();
  g_auto (ParlSamples) samples = { 0 };
  size_t size, refused = 0;

  fill (data, &samples);
  g_autofree uint8_t *blob = encode (codec, samples.times, samples.values, samples.length, &size);
  for (size_t bit = 0; bit < 8 * size; bit++)
    {
      g_auto (ParlSamples) after = { 0 };

      blob[bit / 8] ^= (uint8_t)(1 << bit % 8);
      if (decode (codec, blob, size, &after))
        g_assert_true (is_equal (&samples, &after)); /* a bit without meaning */
      else
        refused++;
      blob[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
  g_assert_cmpuint (refused, >, 7 * size);
}

static void
test_noise (void)
{
  g_autoptr (ParlChunkCodec) codec = parl_chunk_codec_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);
  g_auto (ParlSamples) after = { 0 };

  for (unsigned i = 0; i < 5000; i++)
    {
      uint8_t blob[64] = { 1, 16, 0, 0x28, 0xb5, 0x2f, 0xfd };
      size_t size = (size_t)g_rand_int_range (rand, 0, sizeof blob);

      for (size_t j = i % 8; j < size; j++)
        blob[j] = (uint8_t)g_rand_int (rand);
      g_assert_false (decode (codec, blob, size, &after));
    }
}

/* The number of samples must be the one that is packed. */
static void
test_false_length (gconstpointer data)
{
  g_autoptr (ParlChunkCodec) codec = parl_chunk_codec_new ();
  g_auto (ParlSamples) samples = { 0 };
  size_t size;

  fill (data, &samples);
  g_autofree uint8_t *blob = encode (codec, samples.times, samples.values, samples.length, &size);
  for (size_t length = 0; length <= UINT16_MAX; length += length < 1100 ? 1 : 997)
    {
      g_auto (ParlSamples) after = { 0 };
      g_autoptr (GError) error = NULL;

      blob[1] = (uint8_t)(length & 0xff);
      blob[2] = (uint8_t)(length >> 8);
      g_assert_true (parl_chunk_decode (codec, blob, size, &after, &error)
                     == (length == samples.length));
      if (length > samples.length && length <= PARL_CHUNK_LENGTH)
        g_assert_cmpstr (error->message, ==, "its length does not fit");
    }
}

/* Rightly packed, but not what may be in a chunk. */
static void
test_false_content (void)
{
  static const struct
  {
    ParlTime times[2];
    double values[2];
  } contents[] = {
    { { 5, 5 }, { 1, 1 } },   { { 5, 4 }, { 1, 1 } },        { { -1, 4 }, { 1, 1 } },
    { { 1, 2 }, { 1, NAN } }, { { 1, 2 }, { INFINITY, 1 } }, { { 1, INT64_MAX }, { 1, 1 } },
  };
  g_autoptr (ParlChunkCodec) codec = parl_chunk_codec_new ();
  g_auto (ParlSamples) after = { 0 };

  for (unsigned i = 0; i < G_N_ELEMENTS (contents); i++)
    {
      size_t size;
      g_autofree uint8_t *blob = encode (codec, contents[i].times, contents[i].values, 2, &size);
      g_assert_false (decode (codec, blob, size, &after));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (unsigned i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *round_trip = g_strconcat ("/store/chunk/round-trip/", cases[i].name, NULL);
      g_autofree char *truncated = g_strconcat ("/store/chunk/truncated/", cases[i].name, NULL);

      g_test_add_data_func (round_trip, &cases[i], test_round_trip);
      g_test_add_data_func (truncated, &cases[i], test_truncated);
    }
  g_test_add_data_func ("/store/chunk/flipped/constant", &cases[2], test_flipped);
  g_test_add_data_func ("/store/chunk/flipped/rising", &cases[3], test_flipped);
  g_test_add_data_func ("/store/chunk/flipped/extreme", &cases[5], test_flipped);
  g_test_add_data_func ("/store/chunk/false-length/one", &cases[0], test_false_length);
  g_test_add_data_func ("/store/chunk/false-length/extreme", &cases[5], test_false_length);
  g_test_add_func ("/store/chunk/constant-is-small", test_constant_is_small);
  g_test_add_func ("/store/chunk/noise", test_noise);
  g_test_add_func ("/store/chunk/false-content", test_false_content);
  return g_test_run ();
}
