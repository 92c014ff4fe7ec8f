// libsvm as a system library (Debian: libsvm-dev).
#ifndef LETHE_CSVM_SHIM_H
#define LETHE_CSVM_SHIM_H

#include <libsvm/svm.h>

// libsvm reports its progress on stdout, which in Lethe carries the result asked for.
static void lethe_svm_discard(const char *text) { (void)text; }
static inline void lethe_svm_silence(void) { svm_set_print_string_function(lethe_svm_discard); }

#endif
