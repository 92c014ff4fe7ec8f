// Caching allocator. A block belongs to a size class (four per power of two, so at most 25 % is lost, and of a large block
// only addresses: pages that are never touched are not there); released blocks wait on their class's list. Training
// allocates the same sizes every step, so after the first step nothing is asked of the system.
//
// Large blocks are mapped with their data at a multiple of 2 MiB and advised to use huge pages, which saves most page
// faults. Their header lies in the page before: inside, it would push sizes of a power of two, which most activations
// have, into one more huge page.
//
// Fresh large blocks are zeros as they come, and are there only once they are touched: asking for zeros costs nothing
// then, and state that the first step writes is not written twice.
//
// A backward pass frees the small maps of the late layers and then asks for the large ones of the early layers. So a
// large block that is missing is put together from the pages of free blocks of other sizes, which are moved by address
// alone: what is resident follows what is live, not the sum of every class's own peak.
#define _GNU_SOURCE
#include "CKernels.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

// Under the address sanitizer a block is open for the bytes that were asked for, and closed while it waits.
#if __has_feature(address_sanitizer)
#include <sanitizer/asan_interface.h>
#define OPEN(pointer, bytes) __asan_unpoison_memory_region(pointer, bytes)
#define CLOSE(pointer, bytes) __asan_poison_memory_region(pointer, bytes)
#else
#define OPEN(pointer, bytes) ((void)0)
#define CLOSE(pointer, bytes) ((void)(bytes))
#endif

enum { HEADER = 64, CLASSES = 4 * 64, SMALL_PAGE = 4096 };
static const size_t LARGE = 1 << 20, HUGE_PAGE = 2 << 20;

typedef struct block { struct block *next; size_t bytes; int size_class; } block;

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static block *free_lists[CLASSES];
static lk_memory statistics;

static size_t class_size(int size_class) {
  int power = size_class / 4, quarter = size_class % 4;
  return ((size_t)1 << power) + (size_t)(quarter + 1) * ((size_t)1 << (power - 2));
}

// Rounds bytes up to its class and returns the class.
static int classify(size_t *bytes) {
  size_t n = *bytes < 256 ? 256 : *bytes;
  int power = 63 - __builtin_clzll(n - 1); // 2^power < n ≤ 2^(power+1)
  size_t step = (size_t)1 << (power - 2), quarter = (n - 1 - ((size_t)1 << power)) / step;
  *bytes = class_size(power * 4 + (int)quarter);
  return power * 4 + (int)quarter;
}

static char *data_of(block *b) { return (char *)b + HEADER; }
static size_t mapped_length(size_t bytes) { return (bytes + SMALL_PAGE - 1) / SMALL_PAGE * SMALL_PAGE; }
static int is_made_of_huge_pages(size_t bytes) { return bytes >= HUGE_PAGE && bytes % HUGE_PAGE == 0; }

// A fresh block with HEADER bytes before its data, or NULL. Its header is not filled in.
static block *map_block(size_t bytes) {
  if (bytes < LARGE) return aligned_alloc(HEADER, HEADER + bytes);
  size_t length = mapped_length(bytes) + 2 * HUGE_PAGE;
  char *base = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (base == MAP_FAILED) return NULL;
  char *data = (char *)(((uintptr_t)base + SMALL_PAGE + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE);
  // What lies before the header's page and behind the data goes back.
  char *first = data - SMALL_PAGE, *last = data + mapped_length(bytes);
  if (first > base) munmap(base, (size_t)(first - base));
  if (base + length > last) munmap(last, (size_t)(base + length - last));
  madvise(data, (size_t)(last - data), MADV_HUGEPAGE);
  return (block *)(data - HEADER);
}

static void unmap_block(block *b) {
  OPEN(data_of(b), b->bytes);
  if (b->bytes < LARGE) { free(b); return; }
  munmap(data_of(b) - SMALL_PAGE, SMALL_PAGE + mapped_length(b->bytes));
}

static void put(block *b) {
  b->next = free_lists[b->size_class];
  free_lists[b->size_class] = b;
  statistics.cached += b->bytes;
}

// Takes `bytes` from the start of free block b, which is larger; the rest stays free under a header of its own, and what
// of it is no whole class goes back to the system.
static void shorten(block *b, size_t bytes) {
  char *rest = data_of(b) + bytes;
  size_t left = b->bytes - bytes;
  int size_class = -1;
  for (int i = 4 * 21 - 1; i < CLASSES && class_size(i) <= left; i++)
    if (is_made_of_huge_pages(class_size(i))) size_class = i;
  // The header's page takes the place of one that has been moved away.
  char *page = mmap(rest - SMALL_PAGE, SMALL_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
  if (size_class < 0 || page == MAP_FAILED) { munmap(rest, left); return; }
  size_t kept = class_size(size_class);
  if (kept < left) munmap(rest + kept, left - kept);
  block *own = (block *)(rest - HEADER);
  own->bytes = kept;
  own->size_class = size_class;
  put(own);
}

// Moves one huge page by address. Page by page, since a range that was put together earlier is no single mapping.
static void move_page(char *from, char *to) {
  if (mremap(from, HUGE_PAGE, HUGE_PAGE, MREMAP_MAYMOVE | MREMAP_FIXED, to) != MAP_FAILED) return;
  // Too many mappings, say: a fresh page in its place.
  munmap(from, HUGE_PAGE);
  if (mmap(to, HUGE_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE, -1, 0)
      != MAP_FAILED)
    madvise(to, HUGE_PAGE, MADV_HUGEPAGE);
}

// A block of whole huge pages out of the pages of free blocks of other classes, or NULL where they do not suffice.
static block *assemble(size_t bytes) {
  if (!is_made_of_huge_pages(bytes) || bytes < 4 * HUGE_PAGE) return NULL;
  size_t found = 0;
  for (int i = 0; i < CLASSES && found < bytes; i++)
    for (block *b = free_lists[i]; b && found < bytes; b = b->next)
      if (is_made_of_huge_pages(b->bytes)) found += b->bytes;
  if (found < bytes) return NULL;
  block *made = map_block(bytes);
  if (!made) return NULL;
  char *to = data_of(made), *end = to + bytes;
  for (int i = CLASSES - 1; i >= 0 && to < end; i--)
    for (block *b; to < end && (b = free_lists[i]) && is_made_of_huge_pages(b->bytes);) {
      free_lists[i] = b->next;
      statistics.cached -= b->bytes;
      char *from = data_of(b);
      OPEN(from, b->bytes);
      size_t part = b->bytes < (size_t)(end - to) ? b->bytes : (size_t)(end - to);
      for (size_t at = 0; at < part; at += HUGE_PAGE, to += HUGE_PAGE) move_page(from + at, to);
      if (part < b->bytes) shorten(b, part);
      munmap(from - SMALL_PAGE, SMALL_PAGE);
    }
  return made;
}

// *is_zero: the block comes from the system as zeros.
static void *allocate(size_t bytes, int *is_zero) {
  size_t asked = bytes;
  int size_class = classify(&bytes);
  pthread_mutex_lock(&gate);
  block *b = free_lists[size_class];
  if (b) {
    free_lists[size_class] = b->next;
    statistics.cached -= bytes;
  } else {
    b = assemble(bytes);
  }
  statistics.live += bytes;
  if (statistics.live > statistics.peak) statistics.peak = statistics.live;
  pthread_mutex_unlock(&gate);
  *is_zero = !b && bytes >= LARGE;
  if (!b) b = map_block(bytes);
  if (!b) {
    lk_memory_trim();
    b = map_block(bytes);
  }
  if (!b) {
    pthread_mutex_lock(&gate);
    statistics.live -= bytes;
    pthread_mutex_unlock(&gate);
    return NULL;
  }
  OPEN(b, HEADER + asked);
  CLOSE(data_of(b) + asked, bytes - asked);
  b->bytes = bytes;
  b->size_class = size_class;
  return data_of(b);
}

void *lk_allocate(size_t bytes) {
  int is_zero;
  return allocate(bytes, &is_zero);
}

void *lk_allocate_zeros(size_t bytes) {
  int is_zero;
  void *pointer = allocate(bytes, &is_zero);
  if (pointer && !is_zero) memset(pointer, 0, bytes);
  return pointer;
}

void lk_release(void *pointer) {
  if (!pointer) return;
  block *b = (block *)((char *)pointer - HEADER);
  CLOSE(data_of(b), b->bytes);
  pthread_mutex_lock(&gate);
  statistics.live -= b->bytes;
  put(b);
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
      unmap_block(b);
    }
  pthread_mutex_unlock(&gate);
}
