/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chunk's format. A blob is
 *
 *   byte 0      1, the format's number
 *   byte 1..2   n, how many samples, little endian, 1..1024
 *   then        a zstd frame with checksum, of 16 n bytes:
 *               8 n bytes  the steps between times (the first: the first time), shuffled
 *               8 n bytes  the values' bits, shuffled
 *
 * Shuffled: first all lowest bytes, then all second ones, ...: alike bytes come together. Knows no
 * database. Trusts nothing in a blob. */
#include "config.h"

#include "store/chunk.h"

#include "store/store.h"

#include <math.h>
#include <string.h>
#include <zstd.h>

#define FORMAT 1
#define HEADER 3
#define SAMPLE 16
#define LEVEL 1

struct _ParlChunkCodec
{
  ZSTD_CCtx *compressor;
  ZSTD_DCtx *decompressor;
  uint64_t words[PARL_CHUNK_LENGTH];
  uint8_t plain[SAMPLE * PARL_CHUNK_LENGTH];
  uint8_t blob[HEADER + ZSTD_COMPRESSBOUND (SAMPLE * PARL_CHUNK_LENGTH)];
};

void
parl_samples_append (ParlSamples *self, ParlTime time, double value)
{
  if (self->length == self->room)
    {
      self->room = MAX (2 * self->room, 64);
      self->times = g_renew (ParlTime, self->times, self->room);
      self->values = g_renew (double, self->values, self->room);
    }
  self->times[self->length] = time;
  self->values[self->length++] = value;
}

void
parl_samples_clear (ParlSamples *self)
{
  g_free (self->times);
  g_free (self->values);
  *self = (ParlSamples){ 0 };
}

ParlChunkCodec *
parl_chunk_codec_new (void)
{
  ParlChunkCodec *self = g_new (ParlChunkCodec, 1);

  self->compressor = ZSTD_createCCtx ();
  self->decompressor = ZSTD_createDCtx ();
  if (self->compressor == NULL || self->decompressor == NULL)
    g_error ("out of memory");

  size_t level = ZSTD_CCtx_setParameter (self->compressor, ZSTD_c_compressionLevel, LEVEL);
  size_t checksum = ZSTD_CCtx_setParameter (self->compressor, ZSTD_c_checksumFlag, 1);
  g_assert (!ZSTD_isError (level) && !ZSTD_isError (checksum));
  return self;
}

void
parl_chunk_codec_free (ParlChunkCodec *self)
{
  if (self == NULL)
    return;
  ZSTD_freeCCtx (self->compressor);
  ZSTD_freeDCtx (self->decompressor);
  g_free (self);
}

static void
shuffle (const uint64_t *words, size_t length, uint8_t *bytes)
{
  for (unsigned part = 0; part < 8; part++)
    for (size_t i = 0; i < length; i++)
      *bytes++ = (uint8_t)(words[i] >> (8 * part));
}

static void
unshuffle (const uint8_t *bytes, size_t length, uint64_t *words)
{
  memset (words, 0, length * sizeof *words);
  for (unsigned part = 0; part < 8; part++)
    for (size_t i = 0; i < length; i++)
      words[i] |= (uint64_t)*bytes++ << (8 * part);
}

/* @length: 1..PARL_CHUNK_LENGTH
 * @size: (out): bytes in the blob
 * Returns: (transfer none): the blob, valid until the next call */
const void *
parl_chunk_encode (ParlChunkCodec *self, const ParlTime *times, const double *values, size_t length,
                   size_t *size)
{
  g_return_val_if_fail (length >= 1 && length <= PARL_CHUNK_LENGTH, NULL);

  self->words[0] = (uint64_t)times[0];
  for (size_t i = 1; i < length; i++)
    self->words[i] = (uint64_t)times[i] - (uint64_t)times[i - 1];
  shuffle (self->words, length, self->plain);
  memcpy (self->words, values, length * sizeof *values);
  shuffle (self->words, length, self->plain + 8 * length);

  self->blob[0] = FORMAT;
  self->blob[1] = (uint8_t)(length & 0xff);
  self->blob[2] = (uint8_t)(length >> 8);
  size_t frame = ZSTD_compress2 (self->compressor, self->blob + HEADER, sizeof self->blob - HEADER,
                                 self->plain, SAMPLE * length);
  g_assert (!ZSTD_isError (frame)); /* the room suffices for any content */
  *size = HEADER + frame;
  return self->blob;
}

static bool
fail_decode (const char *reason, GError **error)
{
  g_set_error_literal (error, PARL_STORE_ERROR, PARL_STORE_ERROR_DAMAGED, reason);
  return false;
}

/* The checksum has been right: what is wrong here was written wrong, or on purpose. */
static bool
append_decoded (ParlChunkCodec *self, size_t length, ParlSamples *samples, GError **error)
{
  ParlTime times[PARL_CHUNK_LENGTH];
  uint64_t time = 0;

  unshuffle (self->plain, length, self->words);
  for (size_t i = 0; i < length; i++)
    {
      time += self->words[i];
      times[i] = (ParlTime)time;
      if (!parl_time_is_plausible (times[i]) || (i > 0 && times[i] <= times[i - 1]))
        return fail_decode ("its times do not rise", error);
    }
  unshuffle (self->plain + 8 * length, length, self->words);
  for (size_t i = 0; i < length; i++)
    {
      double value;

      memcpy (&value, &self->words[i], sizeof value);
      if (!isfinite (value))
        return fail_decode ("a value of it is no number", error);
      parl_samples_append (samples, times[i], value);
    }
  return true;
}

/* @data: anything
 * @samples: (inout): the chunk's samples are put at its end
 * Returns: false with %PARL_STORE_ERROR_DAMAGED and a reason, which is only the end of a sentence,
 *   when @data is not what parl_chunk_encode() made */
bool
parl_chunk_decode (ParlChunkCodec *self, const void *data, size_t size, ParlSamples *samples,
                   GError **error)
{
  const uint8_t *bytes = data;

  if (size <= HEADER)
    return fail_decode ("it is cut short", error);
  if (bytes[0] != FORMAT)
    return fail_decode ("its format is unknown", error);

  size_t length = bytes[1] | (size_t)bytes[2] << 8;
  if (length == 0 || length > PARL_CHUNK_LENGTH)
    return fail_decode ("its length is impossible", error);

  size_t plain = ZSTD_decompressDCtx (self->decompressor, self->plain, SAMPLE * length,
                                      bytes + HEADER, size - HEADER);
  if (ZSTD_isError (plain))
    return fail_decode (ZSTD_getErrorName (plain), error);
  if (plain != SAMPLE * length)
    return fail_decode ("its length does not fit", error);
  return append_decoded (self, length, samples, error);
}
