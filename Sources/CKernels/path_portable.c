// Float32 on vectors of 4 lanes lowered to whatever the compiler's baseline offers; no fused multiply–add.
#define SCALAR float
#define NAME(x) lk_portable_##x
#define TABLE_NAME "portable float32"
#define EXP expf
#define LOG logf
#define SQRT sqrtf
#define TANH tanhf
#define LANES 4
#include "impl/instantiate.inc"
