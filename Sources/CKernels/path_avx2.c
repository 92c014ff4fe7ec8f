// Float32 on AVX2 + FMA, compiled for that target whatever the build's baseline is; chosen at run time (dispatch.c).
#if defined(__x86_64__)
#define SCALAR float
#define NAME(x) lk_avx2_##x
#define TABLE_NAME "avx2 float32"
#define EXP expf
#define LOG logf
#define SQRT sqrtf
#define TANH tanhf
#define LANES 8
#define HAS_FMA
#define PUSH_TARGET _Pragma("clang attribute push(__attribute__((target(\"avx2,fma\"))), apply_to = function)")
#include "impl/instantiate.inc"
#endif
