// libhdf5 as a system library.
//
// HDF5's constants are macros that call H5open() or cast, and Swift imports neither. One inline function each
// gives them a name Swift can see; nothing else lives here.
#ifndef LETHE_CHDF5_SHIM_H
#define LETHE_CHDF5_SHIM_H

#include <hdf5.h>

// File access and defaults.
static inline unsigned lethe_H5F_ACC_RDONLY(void) { return H5F_ACC_RDONLY; }
static inline unsigned lethe_H5F_ACC_TRUNC(void) { return H5F_ACC_TRUNC; }
static inline hid_t lethe_H5P_DEFAULT(void) { return H5P_DEFAULT; }
static inline hid_t lethe_H5E_DEFAULT(void) { return H5E_DEFAULT; }
static inline hid_t lethe_H5S_ALL(void) { return H5S_ALL; }

// Property-list classes.
static inline hid_t lethe_H5P_FILE_CREATE(void) { return H5P_FILE_CREATE; }
static inline hid_t lethe_H5P_FILE_ACCESS(void) { return H5P_FILE_ACCESS; }
static inline hid_t lethe_H5P_GROUP_CREATE(void) { return H5P_GROUP_CREATE; }
static inline hid_t lethe_H5P_DATASET_CREATE(void) { return H5P_DATASET_CREATE; }
static inline unsigned lethe_H5P_CRT_ORDER(void) { return H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED; }

// Element types in memory.
static inline hid_t lethe_H5T_NATIVE_UINT8(void) { return H5T_NATIVE_UINT8; }
static inline hid_t lethe_H5T_NATIVE_INT64(void) { return H5T_NATIVE_INT64; }
static inline hid_t lethe_H5T_NATIVE_FLOAT(void) { return H5T_NATIVE_FLOAT; }
static inline hid_t lethe_H5T_NATIVE_DOUBLE(void) { return H5T_NATIVE_DOUBLE; }
static inline hid_t lethe_H5T_C_S1(void) { return H5T_C_S1; }
static inline size_t lethe_H5T_VARIABLE(void) { return H5T_VARIABLE; }

// Element types on disk: little-endian whatever the machine, so that equal content is equal bytes.
static inline hid_t lethe_H5T_STD_U8LE(void) { return H5T_STD_U8LE; }
static inline hid_t lethe_H5T_STD_I64LE(void) { return H5T_STD_I64LE; }
static inline hid_t lethe_H5T_IEEE_F32LE(void) { return H5T_IEEE_F32LE; }
static inline hid_t lethe_H5T_IEEE_F64LE(void) { return H5T_IEEE_F64LE; }

#endif
