// Philox4x32-10: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011).
// Here, one value at a time; the kernels that fill tensors are in impl/random.inc.
#include "CKernels.h"
#include <math.h>

// Whatever target this is compiled for: no fused multiply–add, whose bits would differ.
#pragma STDC FP_CONTRACT OFF

void lk_philox4x32(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]) {
  uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3], k0 = key[0], k1 = key[1];
  for (int round = 0; round < 10; round++) {
    uint64_t p0 = (uint64_t)0xD2511F53u * c0, p1 = (uint64_t)0xCD9E8D57u * c2;
    c0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0;
    c1 = (uint32_t)p1;
    c2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
    c3 = (uint32_t)p0;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  out[0] = c0; out[1] = c1; out[2] = c2; out[3] = c3;
}

// One counter block per element: 128 bits, used as two 64-bit words.
static void draw(uint64_t key, uint64_t index, uint64_t out[2]) {
  uint32_t counter[4] = {(uint32_t)index, (uint32_t)(index >> 32), 0, 0}, words[4];
  uint32_t keys[2] = {(uint32_t)key, (uint32_t)(key >> 32)};
  lk_philox4x32(counter, keys, words);
  out[0] = (uint64_t)words[1] << 32 | words[0];
  out[1] = (uint64_t)words[3] << 32 | words[2];
}

static double unit(uint64_t bits) { return (double)(bits >> 11) * 0x1p-53; }

double lk_random_uniform(uint64_t key, uint64_t index, double low, double high) {
  uint64_t bits[2];
  draw(key, index, bits);
  return low + (high - low) * unit(bits[0]);
}

double lk_random_normal(uint64_t key, uint64_t index, double mean, double deviation) {
  uint64_t bits[2];
  draw(key, index, bits);
  // 1 − u lies in (0, 1], so the logarithm is finite.
  double gaussian = sqrt(-2 * log(1 - unit(bits[0]))) * cos(6.283185307179586476925286766559 * unit(bits[1]));
  return mean + deviation * gaussian;
}

void lk_random_permutation(uint64_t key, int64_t *y, int64_t n) {
  for (int64_t i = 0; i < n; i++) y[i] = i;
  for (int64_t i = n - 1; i > 0; i--) {
    uint64_t bits[2];
    draw(key, (uint64_t)i, bits);
    // Multiply–shift maps 64 random bits to 0 … i; the bias is below (i + 1)·2⁻⁶⁴.
    int64_t j = (int64_t)((unsigned __int128)bits[0] * (uint64_t)(i + 1) >> 64), t = y[i];
    y[i] = y[j];
    y[j] = t;
  }
}
