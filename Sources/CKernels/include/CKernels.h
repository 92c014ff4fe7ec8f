// The C kernels of Lethe: every loop over elements. No I/O, no global state but the thread pool and the memory pool.
//
// Shape letters: N images, H×W map, C input channels, K output channels, R×S filter, P×Q output map;
// a [outer, middle, inner] view of a tensor reduces or copies its middle axis.
//
// Determinism: work is cut into pieces that depend on shapes alone, each piece is computed by one thread and partial
// sums are merged in piece order, so results have the same bits for every thread count (per kernel path).
#ifndef LETHE_CKERNELS_H
#define LETHE_CKERNELS_H

#include <stddef.h>
#include <stdint.h>

#define LK_MAX_RANK 8

// ---- element types and kernel paths -------------------------------------------------------------------------------
enum lk_dtype { LK_F32 = 0, LK_F64 = 1 };
enum lk_path { LK_PATH_AUTO = -1, LK_PATH_PORTABLE = 0, LK_PATH_AVX2 = 1 };

enum lk_unary {
  LK_NEGATE, LK_EXP, LK_LOG, LK_SQRT, LK_RECIPROCAL, LK_RELU, LK_ABS, LK_SIGN, LK_SQUARE, LK_TANH,
  LK_AFFINE,        // a·x + b
  LK_CLAMP,         // min(max(x, a), b)
  LK_INSIDE,        // 1 where a ≤ x ≤ b, else 0
  LK_SAFE_RECIPROCAL, // 1/x, 0 at x = 0
  LK_ROUND          // to the nearest integer, halves to even
};
enum lk_binary { LK_ADD, LK_SUB, LK_MUL, LK_DIV, LK_WHERE_POSITIVE /* b > 0 ? a : 0 */, LK_TIMES_SIGN /* a·sign(b) */ };

/// Sizes of one convolution: x [N,H,W,C] ⋆ w [R,S,C,K] → y [N,P,Q,K]. `accurate` rules out F(4×4,3×3).
typedef struct {
  int64_t n, h, w, c, k, r, s, stride, pad, p, q, accurate;
} lk_conv;

enum lk_conv_part { LK_CONV_FORWARD, LK_CONV_DATA, LK_CONV_WEIGHT };

/// Values that are formed as they are read: ReLU(factor·x + offset), ReLU where asked for. The input of a convolution
/// always has it, and is zero where it is padded.
typedef struct {
  const void *factor, *offset; // [C]
  int relu;
} lk_input;

/// What is done to a convolution's results while they are in registers or in the cache:
/// y ← ReLU(scale·y + shift + residual), each where given; then mean and biased variance of y a channel, where asked for.
/// All pointers may be NULL; residual must not overlap y.
typedef struct {
  const void *scale, *shift; // [channels]
  const void *residual;      // as y
  int relu;
  void *mean, *variance; // [channels], both or none
} lk_epilogue;

/// A batch normalisation that has run: x [rows, columns], the rest [columns] but `out`, the result, which is needed
/// where a residual was added before the ReLU. factor = scale·inverse_std, offset = shift − mean·factor.
typedef struct {
  const void *x, *out, *mean, *inverse_std, *scale, *factor, *offset;
  int relu;
  int64_t rows, columns;
} lk_batch_norm;

/// Max pooling over windows of size×size: maps → [N,p,q,C], the maxima of ReLU(x + bias), bias (NULL for none) and ReLU
/// where asked for. index [N,p,q,C] holds the winner's position inside its image of H·W·C elements: the first among
/// equals before the ReLU.
typedef struct {
  int64_t size, stride, p, q;
  const void *bias; // [C]
  int relu;
  int32_t *index;
} lk_pool;

/// One implementation of every kernel for one element type. Pointers are to float (LK_F32) or double (LK_F64).
typedef struct {
  const char *name;
  void (*unary)(int op, const void *x, void *y, int64_t n, double a, double b);
  /// y (contiguous, shape dims) = op(a, b); strides in elements, 0 where broadcast.
  void (*binary)(int op, int rank, const int64_t *dims, const void *a, const int64_t *as, const void *b,
                 const int64_t *bs, void *y);
  /// Copies an n-d box; strides in elements on both sides (transpose, slice, pad, broadcast).
  void (*copy)(int rank, const int64_t *dims, const void *x, const int64_t *xs, void *y, const int64_t *ys);
  void (*fill)(void *y, int64_t n, double value);
  /// y[o,i] = Σ_m x[o,m,i], accumulated in double.
  void (*sum)(const void *x, void *y, int64_t outer, int64_t middle, int64_t inner);
  void (*max)(const void *x, void *y, int64_t outer, int64_t middle, int64_t inner);
  void (*argmax_rows)(const void *x, int32_t *y, int64_t rows, int64_t columns);
  /// Σ a·b in double.
  double (*dot)(const void *a, const void *b, int64_t n);
  /// Σ a² and Σ a·b in one pass, in double.
  void (*norm_dot)(const void *a, const void *b, int64_t n, double *square, double *product);
  int (*all_finite)(const void *x, int64_t n);
  /// y += scale·x
  void (*axpy)(const void *x, void *y, int64_t n, double scale);
  /// z = a·x + b·y
  void (*combine)(const void *x, const void *y, void *z, int64_t n, double a, double b);
  /// y[i,:] = x[index[i],:]
  void (*gather_rows)(const void *x, const int32_t *index, void *y, int64_t rows, int64_t columns);
  /// y[index[i],:] += x[i,:]; y is zeroed first.
  void (*scatter_rows)(const void *x, const int32_t *index, void *y, int64_t rows, int64_t columns, int64_t y_rows);
  /// Per segment g: y[g,i] = x[g, index[g,i]]; and its transpose, y zeroed first.
  void (*gather)(const void *x, const int32_t *index, void *y, int64_t segments, int64_t x_size, int64_t y_size);
  void (*scatter)(const void *x, const int32_t *index, void *y, int64_t segments, int64_t x_size, int64_t y_size);
  /// C [M,N] = op(A)·op(B); row-major, op transposes.
  void (*gemm)(int ta, int tb, int64_t m, int64_t n, int64_t k, const void *a, const void *b, void *c);
  /// Weights in the form that the forward pass (data = 0) or the data gradient (data = 1) reads, so that a caller whose
  /// weights stay the same need not have them packed or transformed again. Size 0: there is no such form.
  size_t (*conv_prepared_bytes)(const lk_conv *g, int data);
  void (*conv_prepare)(const lk_conv *g, int data, const void *w, void *prepared);
  /// The algorithm's name; see impl/choice.inc.
  const char *(*conv_algorithm)(const lk_conv *g, int part);
  /// `in`, `prepared` and the epilogue may be NULL.
  void (*conv)(const lk_conv *g, const void *x, const lk_input *in, const void *w, const void *prepared, void *y,
               const lk_epilogue *e);
  void (*conv_data)(const lk_conv *g, const void *dy, const void *w, const void *prepared, void *dx,
                    const lk_epilogue *e);
  void (*conv_weight)(const lk_conv *g, const void *x, const lk_input *in, const void *dy, void *dw);
  void (*max_pool)(const void *x, const lk_pool *pool, void *y, int64_t n, int64_t h, int64_t w, int64_t c);
  /// The gradient of the maps from that of the maxima, neither bias nor ReLU regarded.
  void (*max_unpool)(const void *dy, const lk_pool *pool, void *dx, int64_t n, int64_t h, int64_t w, int64_t c);
  /// A convolution and the maxima of its maps y [N,P,Q,K] → [N,pool.p,pool.q,K]; the maps are written down only by
  /// Winograd and for few images.
  void (*conv_max_pool)(const lk_conv *g, const void *x, const void *w, const void *prepared, const lk_pool *pool,
                        void *y);
  /// conv_weight from the gradient of the maxima, taken back to the maps' in passing or, in those cases and for large
  /// filters, written down.
  void (*conv_weight_max_pool)(const lk_conv *g, const void *x, const lk_pool *pool, const void *dy, void *dw);
  void (*average_pool)(const void *x, void *y, int64_t n, int64_t h, int64_t w, int64_t c, int64_t size,
                       int64_t stride, int64_t p, int64_t q);
  void (*average_unpool)(const void *dy, void *dx, int64_t n, int64_t h, int64_t w, int64_t c, int64_t size,
                         int64_t stride, int64_t p, int64_t q);
  /// Per column of x [rows, columns]: mean and biased variance.
  void (*moments)(const void *x, int64_t rows, int64_t columns, void *mean, void *variance);
  /// y = ReLU(x·scale + shift + residual) per column, residual and ReLU where asked for; `in`, where given, forms the
  /// residual.
  void (*scale_shift)(const void *x, const void *scale, const void *shift, const void *residual, const lk_input *in,
                      int relu, void *y, int64_t rows, int64_t columns);
  /// Gradients of ReLU(batch norm(x) + residual) with batch statistics. dx and dresidual may be NULL.
  void (*batch_norm_backward)(const lk_batch_norm *b, const void *dy, void *dx, void *dresidual, void *dscale,
                              void *dshift);
  /// lse[i] = log Σ_c exp x[i,c].
  void (*log_sum_exp)(const void *x, void *lse, int64_t rows, int64_t columns);
  /// y = x − lse[row].
  void (*log_softmax)(const void *x, void *y, int64_t rows, int64_t columns);
  /// dx = dy − exp(y)·Σ dy, y = log-softmax.
  void (*log_softmax_backward)(const void *dy, const void *y, void *dx, int64_t rows, int64_t columns);
  /// dx[i,c] = (exp(x[i,c] − lse[i]) − [c = label[i]])·dloss[i].
  void (*cross_entropy_backward)(const void *x, const void *lse, const int32_t *label, const void *dloss, void *dx,
                                 int64_t rows, int64_t columns);
  /// PyTorch's SGD: g += λ·p; m = first ? g : µ·m + g; p −= η·(nesterov ? g + µ·m : µ ≠ 0 ? m : g).
  void (*sgd)(void *p, const void *g, void *m, int64_t n, double lr, double mu, double decay, int nesterov, int first);
  /// PyTorch's Adam / AdamW (decoupled) at step t ≥ 1.
  void (*adam)(void *p, const void *g, void *m, void *v, int64_t n, int64_t t, double lr, double b1, double b2,
               double eps, double decay, int decoupled);
  /// y += weight·(x − y)
  void (*lerp)(const void *x, void *y, int64_t n, double weight);
  /// y[i] = lk_random_uniform(key, first + i, low, high); in float32 of 24 bits and between bounds of its type.
  void (*uniform)(uint64_t key, uint64_t first, void *y, int64_t n, double low, double high);
  /// y[i] = lk_random_normal(key, first + i, mean, deviation), all three of the element type: the same bits on every path.
  void (*normal)(uint64_t key, uint64_t first, void *y, int64_t n, double mean, double deviation);
} lk_kernels;

const lk_kernels *lk_table(int dtype);
/// Chooses a float32 path (LK_PATH_AUTO: the best this CPU has); returns the path taken. Not to be called during work.
int lk_select_path(int path);
int lk_path_available(int path);
/// The float32 kernels of one path, whichever is selected.
const lk_kernels *lk_path_table(int path);

// ---- conversions and image loading --------------------------------------------------------------------------------
void lk_f32_to_f64(const float *x, double *y, int64_t n);
void lk_f64_to_f32(const double *x, float *y, int64_t n);
/// y [n,H,W,C] = pixels[position[i]] / 255 of uint8 images [*,C,H,W]; the crop window of the zero-padded image starts at
/// (dy, dx) and is mirrored left–right where flip is set. dy, dx, flip may be NULL.
void lk_image_batch(const uint8_t *pixels, int64_t c, int64_t h, int64_t w, const int64_t *position, int64_t n,
                    const int32_t *dy, const int32_t *dx, const uint8_t *flip, float *y);

// ---- selection ----------------------------------------------------------------------------------------------------
/// The k-th largest of n floats, 1 ≤ k ≤ n; one thread, O(n).
float lk_kth_largest(const float *x, int64_t n, int64_t k);
/// mask[i] = 1 for the `keep` largest, else 0; among equals the first ones.
void lk_largest_mask(const float *x, int64_t n, int64_t keep, float *mask);
/// y[i] = x[i] where mask[i] ≤ 0.
void lk_restore(const float *mask, const float *x, float *y, int64_t n);
/// y moves towards the centre by the threshold, and onto it from nearer.
void lk_shrink(const float *centre, float *y, int64_t n, float threshold);

// ---- random numbers: Philox4x32-10 (Salmon et al. 2011) -----------------------------------------------------------
void lk_philox4x32(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]);
/// A function of (key, index) alone, uniform in [low, high) with 53 bits; between narrow bounds rounding can reach high.
double lk_random_uniform(uint64_t key, uint64_t index, double low, double high);
/// Box–Muller on two uniforms of one counter.
double lk_random_normal(uint64_t key, uint64_t index, double mean, double deviation);
/// Fisher–Yates on y = 0 … n−1.
void lk_random_permutation(uint64_t key, int64_t *y, int64_t n);

// ---- tall matrices ------------------------------------------------------------------------------------------------
/// Samples in rows, row-major [rows, columns], of float (LK_F32) or double (LK_F64); an element counts as
/// value − shift[column]. scale is a power of two that float32 holds and that brings elements near 1 where products are
/// formed in float32; it is taken out of the result again, and read by nothing else. Results are double; rows ≥ 1, columns ≥ 1.
typedef struct {
  const void *values;
  int32_t dtype;
  int64_t columns;
  const double *shift;
  double scale;
} lk_samples;

/// Passes over samples, for one kernel path.
typedef struct {
  /// xx [d,d] = Σ x xᵀ, xy [d,k] = Σ x yᵀ, yy [k,k] = Σ y yᵀ over the rows; each may be NULL, and y where none needs it.
  /// dtype is the type in which products are formed: LK_F32 sums blocks of at most 192 rows in float32, the rest in
  /// double; LK_F64 everything in double. means [d+k], unless NULL, receives those of the columns of x and y, and products
  /// are then of what differs from them; by how little of a column's spread the shift misses its mean, so little cancels.
  void (*column_products)(const lk_samples *x, const lk_samples *y, int64_t rows, int dtype, double *xx, double *xy,
                          double *yy, double *means);
  /// mean[d] and squares[d] = Σ (x − mean)², by one pass around the first row, which bounds what cancels to a factor of
  /// `rows`. Of the values as they lie: shift is not read.
  void (*column_moments)(const lk_samples *x, int64_t rows, double *mean, double *squares);
  /// squares[i] = Σ_c x[i,c]².
  void (*row_squares)(const lk_samples *x, int64_t rows, double *squares);
  /// out [rows,k] of `dtype` = x·matrix + intercept, matrix [d,k] of double, intercept [k] or NULL.
  void (*rows_times)(const lk_samples *x, int64_t rows, const lk_samples *matrix, const double *intercept, int dtype,
                     void *out);
} lk_sample_kernels;

/// Those of a path; LK_PATH_AUTO: of the float32 path in use.
const lk_sample_kernels *lk_sample_table(int path);

// ---- threads ------------------------------------------------------------------------------------------------------
typedef void (*lk_task)(void *context, int64_t index);
/// Runs task(context, i) for 0 ≤ i < count. A nested or concurrent call runs in the caller.
void lk_parallel(int64_t count, lk_task task, void *context);
int lk_thread_count(void);
void lk_set_thread_count(int count);
/// Parallel regions that did run on several threads, so that a test of thread counts can tell that it tested them.
int64_t lk_fork_count(void);

// ---- memory -------------------------------------------------------------------------------------------------------
/// Caching allocator: 64-byte aligned (2 MiB and huge pages for large blocks); freed blocks are kept for reuse.
void *lk_allocate(size_t bytes);
/// The same, all bytes 0; fresh large blocks are not touched for it.
void *lk_allocate_zeros(size_t bytes);
void lk_release(void *pointer);
typedef struct { size_t live, peak, cached; } lk_memory;
lk_memory lk_memory_statistics(void);
void lk_memory_reset_peak(void);
/// Gives cached blocks back to the system.
void lk_memory_trim(void);

#endif
