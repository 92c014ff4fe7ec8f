// The reference: every kernel in double, products and convolutions by definition.
#define SCALAR double
#define NAME(x) lk_f64_##x
#define TABLE_NAME "reference float64"
#define EXP exp
#define LOG log
#define SQRT sqrt
#define TANH tanh
#define REFERENCE_ONLY
#include "impl/instantiate.inc"
