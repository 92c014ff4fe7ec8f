// Which table serves an element type on this CPU.
#include "CKernels.h"
#include <stdatomic.h>

extern const lk_kernels lk_portable_table, lk_f64_table;
#if defined(__x86_64__)
extern const lk_kernels lk_avx2_table;
#endif

static _Atomic(const lk_kernels *) float_table;

int lk_path_available(int path) {
  switch (path) {
  case LK_PATH_PORTABLE: return 1;
#if defined(__x86_64__)
  case LK_PATH_AVX2: return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#endif
  default: return 0;
  }
}

const lk_kernels *lk_path_table(int path) {
#if defined(__x86_64__)
  if (path == LK_PATH_AVX2) return &lk_avx2_table;
#endif
  return &lk_portable_table;
}

int lk_select_path(int path) {
  if (path == LK_PATH_AUTO || !lk_path_available(path))
    path = lk_path_available(LK_PATH_AVX2) ? LK_PATH_AVX2 : LK_PATH_PORTABLE;
  atomic_store(&float_table, lk_path_table(path));
  return path;
}

const lk_kernels *lk_table(int dtype) {
  if (dtype == LK_F64) return &lk_f64_table;
  const lk_kernels *table = atomic_load_explicit(&float_table, memory_order_acquire);
  if (table) return table;
  lk_select_path(LK_PATH_AUTO);
  return atomic_load(&float_table);
}
