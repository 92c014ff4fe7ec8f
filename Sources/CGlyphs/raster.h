// Ink on a canvas: anti-aliased strokes by distance.

#ifndef LETHE_GLYPHS_RASTER_H
#define LETHE_GLYPHS_RASTER_H

#include "path.h"

#define GLYPH_MAX_SIZE 32

/// Lays the path's strokes on the canvas: a pixel takes the larger of what it has and strength · coverage, where
/// coverage falls from 1 to 0 over `softness` pixels around the stroke's edge, `width` / 2 from its line.
///
/// canvas [size, size], values in [0, 1]
void glyph_ink(const GlyphPath *path, double width, double softness, double strength, int size, double *canvas);

#endif
