// The k-th largest of many floats, and what follows from it: masks, restored weights, shrinking towards a centre.
#include "CKernels.h"
#include <stdlib.h>
#include <string.h>

// Maps floats to integers of the same order; NaN of either sign ends up at one end.
static uint32_t key_of(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits & 0x80000000u ? ~bits : bits | 0x80000000u;
}

static float value_of(uint32_t key) {
  uint32_t bits = key & 0x80000000u ? key & 0x7FFFFFFFu : ~key;
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

// The upper half of the key decides the bucket, the lower half the element: two histograms, no order of summation.
float lk_kth_largest(const float *x, int64_t n, int64_t k) {
  int64_t *counts = calloc(65536, sizeof *counts), above = 0;
  for (int64_t i = 0; i < n; i++) counts[key_of(x[i]) >> 16]++;
  uint32_t high = 65535;
  while (high > 0 && above + counts[high] < k) above += counts[high--];
  memset(counts, 0, 65536 * sizeof *counts);
  for (int64_t i = 0; i < n; i++) {
    uint32_t key = key_of(x[i]);
    if (key >> 16 == high) counts[key & 65535]++;
  }
  uint32_t low = 65535;
  while (low > 0 && above + counts[low] < k) above += counts[low--];
  free(counts);
  return value_of(high << 16 | low);
}

void lk_largest_mask(const float *x, int64_t n, int64_t keep, float *mask) {
  if (keep <= 0 || keep >= n) {
    for (int64_t i = 0; i < n; i++) mask[i] = keep > 0;
    return;
  }
  uint32_t threshold = key_of(lk_kth_largest(x, n, keep));
  int64_t equals = keep;
  for (int64_t i = 0; i < n; i++) equals -= key_of(x[i]) > threshold;
  for (int64_t i = 0; i < n; i++) {
    uint32_t key = key_of(x[i]);
    mask[i] = key > threshold || (key == threshold && equals-- > 0);
  }
}

void lk_restore(const float *mask, const float *x, float *y, int64_t n) {
  for (int64_t i = 0; i < n; i++) y[i] = mask[i] > 0 ? y[i] : x[i];
}

void lk_shrink(const float *centre, float *y, int64_t n, float threshold) {
  for (int64_t i = 0; i < n; i++) {
    float difference = y[i] - centre[i];
    y[i] = difference > threshold ? y[i] - threshold : difference < -threshold ? y[i] + threshold : centre[i];
  }
}
