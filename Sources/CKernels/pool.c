// Fork–join pool: the caller takes part; workers spin briefly, then sleep on a futex. Pieces are taken from a shared
// counter; which thread computes a piece never matters to its bits.
#define _GNU_SOURCE
#include "CKernels.h"
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>
#if defined(__x86_64__)
#include <immintrin.h>
#define RELAX() _mm_pause()
#else
#define RELAX() ((void)0)
#endif

enum { SPINS = 4000, MAX_THREADS = 256 };

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER; // one parallel region at a time
static _Atomic int thread_count = 0;                     // 0: not yet chosen
static int started = 1;                                  // threads that exist, caller included

static _Alignas(128) _Atomic uint32_t generation;
static _Alignas(128) _Atomic int64_t next_piece;
static _Alignas(128) _Atomic int pending;
static _Atomic int sleepers;
static _Atomic int64_t forks;
static int active; // threads that work on this generation
static int64_t piece_count;
static lk_task piece_task;
static void *piece_context;
static uint32_t spawn_generation; // what a new worker has already seen
static _Thread_local int inside;

static void work(void) {
  for (int64_t i; (i = atomic_fetch_add_explicit(&next_piece, 1, memory_order_relaxed)) < piece_count;)
    piece_task(piece_context, i);
}

static void *worker(void *argument) {
  int id = (int)(intptr_t)argument;
  uint32_t seen = spawn_generation;
  inside = 1;
  for (;;) {
    int spins = 0;
    while (atomic_load_explicit(&generation, memory_order_acquire) == seen) {
      if (++spins < SPINS) { RELAX(); continue; }
      atomic_fetch_add(&sleepers, 1);
      if (atomic_load(&generation) == seen) syscall(SYS_futex, &generation, FUTEX_WAIT_PRIVATE, seen, NULL, NULL, 0);
      atomic_fetch_sub(&sleepers, 1);
      spins = 0;
    }
    seen = atomic_load_explicit(&generation, memory_order_acquire);
    if (id < active) work();
    atomic_fetch_sub_explicit(&pending, 1, memory_order_acq_rel);
  }
  return NULL;
}

static pthread_once_t default_found = PTHREAD_ONCE_INIT;
static int default_threads;

// The processors that this process may use, not all that the machine has.
static void find_default(void) {
  cpu_set_t set;
  long n = sched_getaffinity(0, sizeof set, &set) ? sysconf(_SC_NPROCESSORS_ONLN) : CPU_COUNT(&set);
  default_threads = n < 1 ? 1 : n > MAX_THREADS ? MAX_THREADS : (int)n;
}

int lk_thread_count(void) {
  int n = atomic_load_explicit(&thread_count, memory_order_relaxed);
  if (n > 0) return n;
  pthread_once(&default_found, find_default);
  return default_threads;
}

int64_t lk_fork_count(void) { return atomic_load(&forks); }

void lk_set_thread_count(int count) {
  atomic_store(&thread_count, count < 0 ? 0 : count > MAX_THREADS ? MAX_THREADS : count);
}

void lk_parallel(int64_t count, lk_task task, void *context) {
  int threads = count <= 1 || inside ? 1 : lk_thread_count();
  if (threads == 1 || pthread_mutex_trylock(&gate) != 0) {
    for (int64_t i = 0; i < count; i++) task(context, i);
    return;
  }
  inside = 1;
  atomic_fetch_add_explicit(&forks, 1, memory_order_relaxed);
  piece_task = task;
  piece_context = context;
  piece_count = count;
  active = threads;
  atomic_store(&next_piece, 0);
  spawn_generation = atomic_load(&generation);
  // Every existing worker passes through each generation, so that none can be left behind in an old one.
  for (; started < threads; started++) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, worker, (void *)(intptr_t)started) != 0) break;
    pthread_detach(thread);
  }
  atomic_store(&pending, started - 1);
  atomic_fetch_add(&generation, 1);
  if (atomic_load(&sleepers) > 0)
    syscall(SYS_futex, &generation, FUTEX_WAKE_PRIVATE, 1 << 30, NULL, NULL, 0);
  work();
  for (int spins = 0; atomic_load_explicit(&pending, memory_order_acquire) > 0;)
    if (++spins < SPINS) RELAX(); else { sched_yield(); spins = 0; }
  inside = 0;
  pthread_mutex_unlock(&gate);
}
