// Counter-based random streams: Philox4x32-10.
//
// A stream is named by (seed, split, domain, index); its n-th block of four words is Philox of the counter
// (n, domain, index, split) under the key `seed`. Streams never overlap and need no state between images.

#ifndef LETHE_GLYPHS_RANDOM_H
#define LETHE_GLYPHS_RANDOM_H

#include <stdint.h>

// Holds for the rest of every file that includes this one: a fused multiply-add would change last bits.
#pragma STDC FP_CONTRACT OFF

enum GlyphDomain { GLYPH_CLASS_ORDER, GLYPH_WRONG_LABEL, GLYPH_SHAPE, GLYPH_COLOR, GLYPH_NOISE };

typedef struct {
  uint32_t key[2];
  uint32_t counter[4];
  uint32_t words[4];
  int used;
} GlyphStream;

static inline void glyph_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t words[4]) {
  uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
  uint32_t k0 = key[0], k1 = key[1];
  for (int round = 0; round < 10; round++) {
    const uint64_t p0 = (uint64_t)0xD2511F53u * c0;
    const uint64_t p1 = (uint64_t)0xCD9E8D57u * c2;
    c0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0;
    c1 = (uint32_t)p1;
    c2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
    c3 = (uint32_t)p0;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  words[0] = c0;
  words[1] = c1;
  words[2] = c2;
  words[3] = c3;
}

static inline GlyphStream glyph_stream(uint64_t seed, int32_t split, enum GlyphDomain domain, int64_t index) {
  // `split` shares the last counter word with the high half of the index, which only an index ≥ 2³² would use.
  GlyphStream stream = {
      .key = {(uint32_t)seed, (uint32_t)(seed >> 32)},
      .counter = {0, (uint32_t)domain, (uint32_t)index, (uint32_t)split << 24 | (uint32_t)((uint64_t)index >> 32)},
      .used = 4,
  };
  return stream;
}

static inline uint32_t glyph_word(GlyphStream *stream) {
  if (stream->used == 4) {
    glyph_philox(stream->counter, stream->key, stream->words);
    stream->counter[0]++;
    stream->used = 0;
  }
  return stream->words[stream->used++];
}

/// Uniform in [low, high); 24 bits.
static inline double glyph_uniform(GlyphStream *stream, double low, double high) {
  return low + (high - low) * ((double)(glyph_word(stream) >> 8) * (1.0 / 16777216.0));
}

/// Uniform in 0 ..< bound by multiplication; the bias, bound / 2³², is far below what any test could see.
static inline int32_t glyph_below(GlyphStream *stream, int32_t bound) {
  return (int32_t)(((uint64_t)glyph_word(stream) * (uint64_t)bound) >> 32);
}

/// Bell-shaped, mean 0, standard deviation 1: the sum of the four bytes of one word (kurtosis 2.7, a normal's is 3).
static inline double glyph_bell(GlyphStream *stream) {
  const uint32_t word = glyph_word(stream);
  const int32_t sum = (int32_t)(word & 255) + (int32_t)(word >> 8 & 255) + (int32_t)(word >> 16 & 255)
      + (int32_t)(word >> 24);
  // Four uniforms on 0…255 have mean 510 and variance 4 · (256² − 1) / 12 = 21845.
  return (double)(sum - 510) * 0.0067658958577782;
}

#endif
