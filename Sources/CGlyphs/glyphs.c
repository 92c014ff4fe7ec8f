#include "CGlyphs.h"

#include <math.h>

#include "raster.h"

static const char *const names[CGLYPHS_CLASS_COUNT] = {
    "ring", "lasso", "horseshoe", "spiral", "hook", "wave", "bolt", "cross", "tee", "fork",
};

const char *cglyphs_class_name(int32_t label) { return names[label]; }

void cglyphs_philox4x32_10(const uint32_t counter[4], const uint32_t key[2], uint32_t words[4]) {
  glyph_philox(counter, key, words);
}

void cglyphs_true_labels(uint64_t seed, int32_t split, int64_t count, int64_t *true_labels) {
  for (int64_t block = 0; block * CGLYPHS_CLASS_COUNT < count; block++) {
    GlyphStream stream = glyph_stream(seed, split, GLYPH_CLASS_ORDER, block);
    int64_t order[CGLYPHS_CLASS_COUNT];
    for (int i = 0; i < CGLYPHS_CLASS_COUNT; i++) {  // Fisher–Yates, inside out
      const int j = glyph_below(&stream, i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    for (int i = 0; i < CGLYPHS_CLASS_COUNT && block * CGLYPHS_CLASS_COUNT + i < count; i++) {
      true_labels[block * CGLYPHS_CLASS_COUNT + i] = order[i];
    }
  }
}

int64_t cglyphs_mislabel(uint64_t seed, int32_t split, int64_t count, int64_t *labels, int64_t *wrong_positions) {
  int64_t found = 0;
  for (int64_t block = 0; block * CGLYPHS_WRONG_LABEL_BLOCK < count; block++) {
    GlyphStream stream = glyph_stream(seed, split, GLYPH_WRONG_LABEL, block);
    const int64_t position =
        block * CGLYPHS_WRONG_LABEL_BLOCK + glyph_below(&stream, CGLYPHS_WRONG_LABEL_BLOCK);
    const int64_t shift = 1 + glyph_below(&stream, CGLYPHS_CLASS_COUNT - 1);
    if (position >= count) continue;  // in the incomplete last block
    labels[position] = (labels[position] + shift) % CGLYPHS_CLASS_COUNT;
    wrong_positions[found++] = position;
  }
  return found;
}

// Ground, ink and distractor levels of one image, per channel, in [0, 1].
typedef struct {
  double ground[3], ink[3], distractor[3];
} Palette;

static Palette gray_palette(GlyphStream *stream) {
  Palette palette = {{0}, {0}, {0}};
  palette.ground[0] = glyph_uniform(stream, 0.0, 0.2);
  palette.ink[0] = palette.ground[0] + glyph_uniform(stream, 0.45, 0.8);
  palette.distractor[0] = palette.ink[0];
  return palette;
}

// Ground and ink differ in lightness (mean of the channels) by 0.45 to 0.75, with either one the lighter; each channel
// then strays by up to 0.15 for the hue. The distractor's colour is the ink's, strayed again.
static Palette color_palette(GlyphStream *stream) {
  Palette palette;
  const double contrast = glyph_uniform(stream, 0.45, 0.75);
  const double low = glyph_uniform(stream, 0.1, 0.9 - contrast);
  const int inverted = glyph_below(stream, 2);
  for (int c = 0; c < 3; c++) {
    palette.ground[c] = (inverted ? low + contrast : low) + glyph_uniform(stream, -0.15, 0.15);
    palette.ink[c] = (inverted ? low : low + contrast) + glyph_uniform(stream, -0.15, 0.15);
    palette.distractor[c] = palette.ink[c] + glyph_uniform(stream, -0.15, 0.15);
  }
  return palette;
}

static uint8_t quantise(double value) {
  const double scaled = value * 255.0 + 0.5;
  return scaled <= 0 ? 0 : scaled >= 255 ? 255 : (uint8_t)scaled;
}

static void draw(int32_t variant, uint64_t seed, int32_t split, int64_t index, int32_t label, uint8_t *image) {
  const int size = variant == CGLYPHS_COLOR32 ? 32 : 28, channels = variant == CGLYPHS_COLOR32 ? 3 : 1;
  double glyph[GLYPH_MAX_SIZE * GLYPH_MAX_SIZE], distractors[GLYPH_MAX_SIZE * GLYPH_MAX_SIZE];
  for (int i = 0; i < size * size; i++) glyph[i] = distractors[i] = 0;

  GlyphStream shape = glyph_stream(seed, split, GLYPH_SHAPE, index);
  GlyphPath path;
  const double width = (double)size / 28.0 * glyph_uniform(&shape, 1.2, 3.0);
  const double softness = glyph_uniform(&shape, 1.0, 1.8);
  glyph_path(&shape, label, &path);
  glyph_deform(&shape, size, &path);
  glyph_ink(&path, width, softness, 1.0, size, glyph);
  const int distractorCount = glyph_below(&shape, 3);
  for (int i = 0; i < distractorCount; i++) {
    glyph_distractor(&shape, size, &path);
    glyph_ink(&path, width, softness, glyph_uniform(&shape, 0.3, 0.9), size, distractors);
  }

  GlyphStream color = glyph_stream(seed, split, GLYPH_COLOR, index);
  const Palette palette = channels == 3 ? color_palette(&color) : gray_palette(&color);
  const double slopeX = glyph_uniform(&color, -0.08, 0.08), slopeY = glyph_uniform(&color, -0.08, 0.08);
  const double noise = glyph_uniform(&color, 0.03, 0.09);

  GlyphStream grain = glyph_stream(seed, split, GLYPH_NOISE, index);
  for (int c = 0; c < channels; c++) {
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        const int i = y * size + x;
        double value = palette.ground[c];
        value += (palette.distractor[c] - value) * distractors[i];
        value += (palette.ink[c] - value) * glyph[i];
        // Uneven light: a plane across the canvas.
        value += (slopeX * (2 * x - size) + slopeY * (2 * y - size)) / size;
        image[c * size * size + i] = quantise(value + noise * glyph_bell(&grain));
      }
    }
  }
}

void cglyphs_draw(
    int32_t variant, uint64_t seed, int32_t split, int64_t first, int64_t count, const int64_t *true_labels,
    uint8_t *images) {
  const int64_t bytes = variant == CGLYPHS_COLOR32 ? 3 * 32 * 32 : 28 * 28;
  for (int64_t i = 0; i < count; i++) {
    draw(variant, seed, split, first + i, (int32_t)true_labels[i], images + i * bytes);
  }
}

void cglyphs_statistics(
    const uint8_t *images, int64_t count, int64_t channels, int64_t pixels, float *mean, float *deviation) {
  for (int64_t c = 0; c < channels; c++) {
    uint64_t sum = 0, squares = 0;
    for (int64_t n = 0; n < count; n++) {
      const uint8_t *plane = images + (n * channels + c) * pixels;
      uint32_t planeSum = 0, planeSquares = 0;  // a plane of 32 × 32 bytes stays below 2³²
      for (int64_t i = 0; i < pixels; i++) {
        planeSum += plane[i];
        planeSquares += (uint32_t)plane[i] * plane[i];
      }
      sum += planeSum;
      squares += planeSquares;
    }
    const double total = (double)(count * pixels);
    const double average = (double)sum / total;
    const double variance = (double)squares / total - average * average;
    mean[c] = (float)(average / 255.0);
    deviation[c] = (float)(sqrt(variance > 0 ? variance : 0) / 255.0);
  }
}
