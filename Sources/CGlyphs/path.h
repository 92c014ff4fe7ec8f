// Pen paths: strokes as polylines in the plane, x to the right, y downwards.

#ifndef LETHE_GLYPHS_PATH_H
#define LETHE_GLYPHS_PATH_H

#include "random.h"

#define GLYPH_POINT_CAPACITY 128
#define GLYPH_STROKE_CAPACITY 4

typedef struct {
  double x, y;
} GlyphPoint;

/// Stroke s holds points[ends[s - 1] ..< ends[s]] (from 0 for the first).
typedef struct {
  GlyphPoint points[GLYPH_POINT_CAPACITY];
  int ends[GLYPH_STROKE_CAPACITY];
  int point_count, stroke_count;
} GlyphPath;

/// The pen's path for a class, within about [−1, 1]², with the proportions that the class leaves free drawn from
/// `stream`.
void glyph_path(GlyphStream *stream, int32_t label, GlyphPath *path);

/// Elastic deformation (a few long plane waves), then shear, stretch, rotation, and placement on a canvas of
/// size × size pixels.
void glyph_deform(GlyphStream *stream, double size, GlyphPath *path);

/// A short, slightly bent stroke somewhere on the canvas, in pixels; it carries nothing about the class.
void glyph_distractor(GlyphStream *stream, double size, GlyphPath *path);

#endif
