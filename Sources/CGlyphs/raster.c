#include "raster.h"

#include <math.h>  // sqrt only: IEEE 754 demands its correct rounding, so it has the same bits everywhere

static int clamp(double value, int high) { return value < 0 ? 0 : value > high ? high : (int)value; }

static void segment(
    GlyphPoint p, GlyphPoint q, double width, double softness, double strength, int size, double *canvas) {
  const double reach = 0.5 * width + 0.5 * softness;
  const double dx = q.x - p.x, dy = q.y - p.y;
  const double squaredLength = dx * dx + dy * dy;
  const double inverse = squaredLength > 1e-12 ? 1.0 / squaredLength : 0.0;
  const double left = p.x < q.x ? p.x : q.x, right = p.x < q.x ? q.x : p.x;
  const double top = p.y < q.y ? p.y : q.y, bottom = p.y < q.y ? q.y : p.y;
  // Outside the canvas on one side: the clamped box would smear onto the border row or column otherwise.
  if (right + reach < 0 || left - reach > size || bottom + reach < 0 || top - reach > size) return;
  const int x0 = clamp(left - reach - 0.5, size - 1), x1 = clamp(right + reach + 0.5, size - 1);
  const int y0 = clamp(top - reach - 0.5, size - 1), y1 = clamp(bottom + reach + 0.5, size - 1);
  for (int y = y0; y <= y1; y++) {
    for (int x = x0; x <= x1; x++) {
      const double px = (double)x + 0.5 - p.x, py = (double)y + 0.5 - p.y;
      double t = (px * dx + py * dy) * inverse;
      t = t < 0 ? 0 : t > 1 ? 1 : t;
      const double ex = px - t * dx, ey = py - t * dy;
      const double squared = ex * ex + ey * ey;
      if (squared >= reach * reach) continue;
      double coverage = (reach - sqrt(squared)) / softness;
      coverage = (coverage > 1 ? 1 : coverage) * strength;
      double *pixel = canvas + y * size + x;
      if (coverage > *pixel) *pixel = coverage;
    }
  }
}

void glyph_ink(const GlyphPath *path, double width, double softness, double strength, int size, double *canvas) {
  int start = 0;
  for (int s = 0; s < path->stroke_count; s++) {
    for (int i = start; i + 1 < path->ends[s]; i++) {
      segment(path->points[i], path->points[i + 1], width, softness, strength, size, canvas);
    }
    start = path->ends[s];
  }
}
