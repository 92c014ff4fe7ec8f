// Passes over tall matrices of float32 or double samples: products of their columns, moments, lengths of rows, rows times
// a matrix (impl/products.inc, impl/samples.inc). Results are double whatever the samples are, so these are not in the
// tables of kernels; the vector width follows the float32 path in use.
#include "CKernels.h"
#include <string.h>

enum { CACHE_BYTES = 768 << 10, SUM_BYTES = 256 << 20, MAX_PIECES = 12, MAX_BLOCK = 192, MIN_BLOCK = 32 };

// Has the compiler finish these sums before it loads anything else. With every register taken, it would otherwise load
// the next broadcast early and spill a sum for it, at twice the time.
#if defined(__x86_64__)
#define FINISH(sums) __asm__ volatile("" : "+x"((sums)[0]), "+x"((sums)[1]), "+x"((sums)[2]) : : "memory")
#else
#define FINISH(sums) ((void)0)
#endif

// Rows packed at a time: as many as leave each of two equally wide left factors in a core's own cache, one by one.
static int64_t product_block(int64_t row_bytes) {
  int64_t rows = CACHE_BYTES / row_bytes / 8 * 8;
  return rows < MIN_BLOCK ? MIN_BLOCK : rows > MAX_BLOCK ? MAX_BLOCK : rows;
}

// Pieces of at least four blocks, as many as memory for their sums allows; by shape alone.
static int64_t product_pieces(int64_t rows, int64_t block, int64_t bytes) {
  int64_t pieces = rows / (4 * block), most = SUM_BYTES / (bytes + 1);
  if (most < 4) most = 4;
  if (most > MAX_PIECES) most = MAX_PIECES;
  return pieces < 1 ? 1 : pieces > most ? most : pieces;
}

// First of `count` blocks that piece i has. The last four share what another one has, 4 : 2 : 1 : 1, so that threads that
// were not equally fast still end together.
static int64_t piece_start(int64_t count, int64_t pieces, int64_t i) {
  if (pieces < 5) return count * i / pieces;
  int64_t whole = pieces - 4, all = 8 * (whole + 1);
  return count * (i < whole ? 8 * i : all - (8 >> (i - whole))) / all;
}

#define ELEMENT double
#define NAME(x) portable_f64_##x
#define WIDTH 2
#define TILE 2
#include "impl/products.inc"
#include "impl/samples.inc"
#undef ELEMENT
#undef NAME
#undef WIDTH
#undef TILE

#define ELEMENT float
#define NAME(x) portable_f32_##x
#define WIDTH 4
#define TILE 4
#include "impl/products.inc"
#undef ELEMENT
#undef NAME
#undef WIDTH
#undef TILE

#define COLUMN_PRODUCTS(path)                                                                                          \
  static void path##_column_products(const lk_samples *x, const lk_samples *y, int64_t rows, int dtype, double *xx,    \
                                     double *xy, double *yy, double *means) {                                          \
    (dtype == LK_F32 ? path##_f32_products : path##_f64_products)(x, y, rows, xx, xy, yy, means);                      \
  }
COLUMN_PRODUCTS(portable)

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define TILE 4
#define ELEMENT double
#define NAME(x) avx2_f64_##x
#define WIDTH 4
#include "impl/products.inc"
#include "impl/samples.inc"
#undef ELEMENT
#undef NAME
#undef WIDTH

#define ELEMENT float
#define NAME(x) avx2_f32_##x
#define WIDTH 8
#include "impl/products.inc"
#pragma clang attribute pop
COLUMN_PRODUCTS(avx2)

static const lk_sample_kernels avx2_table = {.column_products = avx2_column_products, .column_moments = avx2_f64_moments,
                                             .row_squares = avx2_f64_row_squares, .rows_times = avx2_f64_times};
#endif

static const lk_sample_kernels portable_table = {
  .column_products = portable_column_products, .column_moments = portable_f64_moments,
  .row_squares = portable_f64_row_squares, .rows_times = portable_f64_times};

const lk_sample_kernels *lk_sample_table(int path) {
#if defined(__x86_64__)
  if (path == LK_PATH_AUTO) path = lk_table(LK_F32) == lk_path_table(LK_PATH_AVX2) ? LK_PATH_AVX2 : LK_PATH_PORTABLE;
  if (path == LK_PATH_AVX2) return &avx2_table;
#else
  (void)path;
#endif
  return &portable_table;
}
