// Caching allocator. A block belongs to a size class (four per power of two, so at most 25 % is lost, and up to 2 MiB where whole huge pages are taken); released blocks
// wait on their class's list. Training allocates the same sizes every step, so after the first step nothing is asked
// of the system. Large blocks are 2 MiB aligned and advised to use huge pages, which saves most page faults.
#define _GNU_SOURCE
#include "CKernels.h"
#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>

enum { HEADER = 64, CLASSES = 4 * 64, LARGE = 1 << 20, HUGE_PAGE = 2 << 20 };

typedef struct block { struct block *next; size_t bytes; int size_class; } block;

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static block *free_lists[CLASSES];
static lk_memory statistics;

// Rounds bytes up to its class and returns the class.
static int classify(size_t *bytes) {
  size_t n = *bytes < 256 ? 256 : *bytes;
  int power = 63 - __builtin_clzll(n - 1); // 2^power < n ≤ 2^(power+1)
  size_t step = (size_t)1 << (power - 2), quarter = (n - 1 - ((size_t)1 << power)) / step;
  *bytes = ((size_t)1 << power) + (quarter + 1) * step;
  return power * 4 + (int)quarter;
}

void *lk_allocate(size_t bytes) {
  bytes += HEADER;
  int size_class = classify(&bytes);
  // Huge pages whole, and booked as such.
  if (bytes >= LARGE) bytes = (bytes + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
  pthread_mutex_lock(&gate);
  block *b = free_lists[size_class];
  if (b) {
    free_lists[size_class] = b->next;
    statistics.cached -= bytes;
  }
  statistics.live += bytes;
  if (statistics.live > statistics.peak) statistics.peak = statistics.live;
  pthread_mutex_unlock(&gate);
  if (!b) {
    size_t alignment = bytes >= LARGE ? HUGE_PAGE : 64;
    size_t rounded = (bytes + alignment - 1) / alignment * alignment;
    b = aligned_alloc(alignment, rounded);
    if (!b) {
      lk_memory_trim();
      b = aligned_alloc(alignment, rounded);
    }
    if (!b) {
      pthread_mutex_lock(&gate);
      statistics.live -= bytes;
      pthread_mutex_unlock(&gate);
      return NULL;
    }
    if (bytes >= LARGE) madvise(b, rounded, MADV_HUGEPAGE);
    b->bytes = bytes;
    b->size_class = size_class;
  }
  return (char *)b + HEADER;
}

void lk_release(void *pointer) {
  if (!pointer) return;
  block *b = (block *)((char *)pointer - HEADER);
  pthread_mutex_lock(&gate);
  b->next = free_lists[b->size_class];
  free_lists[b->size_class] = b;
  statistics.live -= b->bytes;
  statistics.cached += b->bytes;
  pthread_mutex_unlock(&gate);
}

lk_memory lk_memory_statistics(void) {
  pthread_mutex_lock(&gate);
  lk_memory now = statistics;
  pthread_mutex_unlock(&gate);
  return now;
}

void lk_memory_reset_peak(void) {
  pthread_mutex_lock(&gate);
  statistics.peak = statistics.live;
  pthread_mutex_unlock(&gate);
}

void lk_memory_trim(void) {
  pthread_mutex_lock(&gate);
  for (int i = 0; i < CLASSES; i++)
    for (block *b; (b = free_lists[i]);) {
      free_lists[i] = b->next;
      statistics.cached -= b->bytes;
      free(b);
    }
  pthread_mutex_unlock(&gate);
}
