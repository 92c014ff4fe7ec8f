// What this machine can do at most: arithmetic in registers, and memory traffic.
#ifndef LETHE_CMACHINE_H
#define LETHE_CMACHINE_H

#include <stdint.h>

/// Runs `iterations` rounds of independent fused multiply-adds on each of `threads` threads; returns the floating-point
/// operations done (two a multiply-add) by all threads.
double cmachine_multiply_adds(int threads, int64_t iterations);

/// a[i] = b[i] + s·c[i] once over arrays of 128 MiB that the threads share; returns the bytes named by the code: two
/// reads and a write an element, without the read that a write to a cold line costs. The arrays stay.
double cmachine_triad(int threads);

#endif
