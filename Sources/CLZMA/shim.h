// liblzma as a system library: decoding of .xz files.
//
// The decoder's flags are cast macros, which Swift does not import; one inline function each names them.
#ifndef LETHE_CLZMA_SHIM_H
#define LETHE_CLZMA_SHIM_H

#include <lzma.h>

// Files made of several .xz streams one after another are legal, as `xz` itself treats them.
static inline uint32_t lethe_LZMA_CONCATENATED(void) { return LZMA_CONCATENATED; }

#endif
