// CGlyphs: draws the embedded dataset `glyphs` from a seed.
//
// Ten classes of pen strokes under affine jitter, elastic deformation, varying stroke width, distractor strokes and
// noise. Image i of a split is a function of (variant, seed, split, i) alone: it depends neither on how many images
// are drawn, nor on their order, nor on the thread that draws them.
//
// Bits: IEEE double arithmetic without contraction, of libm the square root alone (the sine is its own), then a rounding
// to uint8; any conforming compiler gives the same bytes at any optimisation level.

#ifndef LETHE_CGLYPHS_H
#define LETHE_CGLYPHS_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// 28 × 28 × 1, light strokes on a dark ground.
#define CGLYPHS_GRAY28 0
/// 32 × 32 × 3, stroke and ground of random colours.
#define CGLYPHS_COLOR32 1

#define CGLYPHS_TRAIN 0
#define CGLYPHS_TEST 1

#define CGLYPHS_CLASS_COUNT 10
/// One label in so many is wrong in the training split: position i is in the i / 50-th block of 50, and every complete
/// block holds exactly one.
#define CGLYPHS_WRONG_LABEL_BLOCK 50

/// The class's name, a static string; `label` in 0 ..< CGLYPHS_CLASS_COUNT.
const char *cglyphs_class_name(int32_t label);

/// The classes drawn at positions 0 ..< count: every block of ten positions holds each class once, in an order of its
/// own.
///
/// true_labels [count]
void cglyphs_true_labels(uint64_t seed, int32_t split, int64_t count, int64_t *true_labels);

/// Replaces one label in each block of fifty by one of the nine other classes, all alike probable.
///
/// labels [count] holds the true labels before and the given labels after; wrong_positions has room for
/// count / 50 + 1. Returns how many were replaced; their positions ascend.
int64_t cglyphs_mislabel(uint64_t seed, int32_t split, int64_t count, int64_t *labels, int64_t *wrong_positions);

/// Draws the images at positions first ..< first + count.
///
/// true_labels [count], images [count, C, H, W], C = 1 and H = W = 28, or C = 3 and H = W = 32.
void cglyphs_draw(
    int32_t variant, uint64_t seed, int32_t split, int64_t first, int64_t count, const int64_t *true_labels,
    uint8_t *images);

/// Mean and standard deviation (of the population) of the pixels of each channel, as fractions of 255.
///
/// images [count, channels, pixels], mean [channels], deviation [channels]; sums are exact integers.
void cglyphs_statistics(
    const uint8_t *images, int64_t count, int64_t channels, int64_t pixels, float *mean, float *deviation);

/// One block of Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011), for the
/// published test vectors.
void cglyphs_philox4x32_10(const uint32_t counter[4], const uint32_t key[2], uint32_t words[4]);

#ifdef __cplusplus
}
#endif

#endif
