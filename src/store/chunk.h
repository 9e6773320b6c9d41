/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Up to 1,024 samples as one small blob, and back. */

#include "model/instant.h"

#define PARL_CHUNK_LENGTH ((size_t)1024)

/* Samples that may still grow; times rise strictly. */
typedef struct
{
  size_t length;
  size_t room;
  ParlTime *times;
  double *values;
} ParlSamples;

void parl_samples_append (ParlSamples *self, ParlTime time, double value);
void parl_samples_clear (ParlSamples *self);

/* The compressor's working memory; one thread at a time. */
typedef struct _ParlChunkCodec ParlChunkCodec;

ParlChunkCodec *parl_chunk_codec_new (void);
void parl_chunk_codec_free (ParlChunkCodec *self);
const void *parl_chunk_encode (ParlChunkCodec *self, const ParlTime *times, const double *values,
                               size_t length, size_t *size);
bool parl_chunk_decode (ParlChunkCodec *self, const void *data, size_t size, ParlSamples *samples,
                        GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ParlSamples, parl_samples_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ParlChunkCodec, parl_chunk_codec_free)
