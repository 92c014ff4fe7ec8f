// The BLAS and LAPACK routines that Lethe calls, as a system library (OpenBLAS, serial build).
//
// OpenBLAS' own cblas.h drags in its build configuration and its LAPACK has no C header in Debian, so the few
// routines used are declared here. LAPACK is Fortran: everything is passed by address, matrices are column-major,
// and each CHARACTER argument has a hidden length at the end (size_t, gfortran's convention).
#ifndef LETHE_CLAPACK_SHIM_H
#define LETHE_CLAPACK_SHIM_H

#include <stddef.h>

// CBLAS enumerations, by value.
static const int LetheRowMajor = 101;
static const int LetheNoTranspose = 111, LetheTranspose = 112;
static const int LetheUpper = 121;
static const int LetheNonUnit = 131;
static const int LetheLeft = 141;

void openblas_set_num_threads(int count);

// A[m, n] += alpha * x yᵀ
void cblas_dger(int order, int m, int n, double alpha, const double *x, int incx, const double *y, int incy,
                double *a, int lda);
// C[m, n] = alpha * op(A) op(B) + beta * C
void cblas_dgemm(int order, int transposeA, int transposeB, int m, int n, int k, double alpha, const double *a,
                 int lda, const double *b, int ldb, double beta, double *c, int ldc);
// B[m, n] = alpha * op(A)⁻¹ B, A triangular
void cblas_dtrsm(int order, int side, int triangle, int transpose, int unit, int m, int n, double alpha,
                 const double *a, int lda, double *b, int ldb);
double cblas_ddot(int n, const double *x, int incx, const double *y, int incy);

// a = sa, single to double precision; a and sa are m by n
void slag2d_(const int *m, const int *n, const float *sa, const int *ldsa, double *a, const int *lda, int *info);
// Cholesky factor in place; info = i > 0: the leading minor of order i is not positive definite
void dpotrf_(const char *uplo, const int *n, double *a, const int *lda, int *info, size_t uploLength);
// A = L Q
void dgelqf_(const int *m, const int *n, double *a, const int *lda, double *tau, double *work, const int *lwork,
             int *info);
// Symmetric eigenproblem, divide and conquer; eigenvalues ascending
void dsyevd_(const char *jobz, const char *uplo, const int *n, double *a, const int *lda, double *w, double *work,
             const int *lwork, int *iwork, const int *liwork, int *info, size_t jobzLength, size_t uploLength);
// Singular value decomposition, divide and conquer; singular values descending
void dgesdd_(const char *jobz, const int *m, const int *n, double *a, const int *lda, double *s, double *u,
             const int *ldu, double *vt, const int *ldvt, double *work, const int *lwork, int *iwork, int *info,
             size_t jobzLength);

#endif
