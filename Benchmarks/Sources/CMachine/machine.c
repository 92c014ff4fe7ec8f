#include "CMachine.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define MAX_THREADS 256
#define CHAINS 12  // more than latency × units, fewer than registers
#define LANES 8
#define TRIAD_COUNT ((int64_t)32 << 20)

typedef float lanes __attribute__((vector_size(LANES * sizeof(float))));

typedef struct {
  int index, threads;
  int64_t iterations;
  float result;
} part;

// Starts one thread a part but the first, which the caller runs.
static void run(int threads, int64_t iterations, void *(*body)(void *)) {
  pthread_t handles[MAX_THREADS];
  part parts[MAX_THREADS];
  if (threads > MAX_THREADS) threads = MAX_THREADS;
  for (int i = threads - 1; i >= 0; i--) {
    parts[i] = (part){i, threads, iterations, 0};
    if (i == 0) body(&parts[0]);
    else if (pthread_create(&handles[i], NULL, body, &parts[i]) != 0) abort();
  }
  for (int i = 1; i < threads; i++) pthread_join(handles[i], NULL);
}

#if defined(__x86_64__)
__attribute__((target("avx2,fma")))
#endif
static void *multiply_adds(void *context) {
#pragma clang fp contract(fast)
  part *p = context;
  lanes sum[CHAINS];
  const lanes factor = {0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f, 0.5f};
  const lanes term = factor + (float)p->index;
  for (int c = 0; c < CHAINS; c++) sum[c] = term + (float)c;
  for (int64_t i = 0; i < p->iterations; i++) {
#pragma clang loop unroll(full)
    for (int c = 0; c < CHAINS; c++) sum[c] = sum[c] * factor + term;
    // Keeps the chains apart and in registers.
    __asm__ volatile("" ::: "memory");
  }
  for (int c = 0; c < CHAINS; c++) p->result += sum[c][0];
  return NULL;
}

double cmachine_multiply_adds(int threads, int64_t iterations) {
  run(threads, iterations, multiply_adds);
  return 2.0 * CHAINS * LANES * (double)threads * (double)iterations;
}

static float *arrays[3];

static void *triad(void *context) {
  const part *p = context;
  const int64_t first = TRIAD_COUNT * p->index / p->threads, last = TRIAD_COUNT * (p->index + 1) / p->threads;
  float *restrict a = arrays[0];
  const float *restrict b = arrays[1], *restrict c = arrays[2];
  for (int64_t i = first; i < last; i++) a[i] = b[i] + 3.0f * c[i];
  return NULL;
}

double cmachine_triad(int threads) {
  for (int k = 0; k < 3; k++) {
    if (arrays[k]) continue;
    arrays[k] = malloc(TRIAD_COUNT * sizeof(float));
    if (!arrays[k]) abort();
    memset(arrays[k], k, TRIAD_COUNT * sizeof(float));
  }
  run(threads, 0, triad);
  return 3.0 * sizeof(float) * (double)TRIAD_COUNT;
}
