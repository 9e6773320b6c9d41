/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Samples as the history holds them: what can be read is written back the same. */
#include "config.h"

#include "store/chunk.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (ParlChunkCodec) codec = parl_chunk_codec_new ();
  g_auto (ParlSamples) samples = { 0 }, again = { 0 };
  g_autoptr (GError) error = NULL;
  bool is_read = parl_chunk_decode (codec, data, size, &samples, &error);

  fuzz_check_error (is_read, error);
  if (!is_read)
    return 0;
  g_assert_cmpuint (samples.length, <=, PARL_CHUNK_LENGTH);
  for (size_t i = 1; i < samples.length; i++)
    g_assert_cmpint (samples.times[i], >, samples.times[i - 1]);
  if (samples.length == 0)
    return 0;
  size_t length;
  const void *encoded
      = parl_chunk_encode (codec, samples.times, samples.values, samples.length, &length);
  g_autofree void *copy = g_memdup2 (encoded, length);
  g_assert_true (parl_chunk_decode (codec, copy, length, &again, &error));
  g_assert_cmpmem (samples.times, samples.length * sizeof (ParlTime), again.times,
                   again.length * sizeof (ParlTime));
  g_assert_cmpmem (samples.values, samples.length * sizeof (double), again.values,
                   again.length * sizeof (double));
  return 0;
}
