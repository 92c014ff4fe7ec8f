// zlib as a system library: gzip and zlib streams, CRC-32.
#ifndef LETHE_CZLIB_SHIM_H
#define LETHE_CZLIB_SHIM_H

#include <zlib.h>

#endif
