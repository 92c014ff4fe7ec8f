#include "path.h"

// Sine of an angle in turns, error below 6e-8. libm's last bit differs between machines, this does not.
static double sine(double turns) {
  double t = turns - (double)(int64_t)turns;  // in (−1, 1)
  if (t > 0.5) t -= 1.0;
  if (t < -0.5) t += 1.0;
  if (t > 0.25) t = 0.5 - t;
  if (t < -0.25) t = -0.5 - t;
  const double x = t * 6.283185307179586;
  const double s = x * x;
  return x * (1.0 + s * (-1.0 / 6 + s * (1.0 / 120 + s * (-1.0 / 5040 + s * (1.0 / 362880 + s * (-1.0 / 39916800))))));
}

static double cosine(double turns) { return sine(turns + 0.25); }

static void add(GlyphPath *path, double x, double y) {
  path->points[path->point_count].x = x;
  path->points[path->point_count].y = y;
  path->point_count++;
}

static void lift(GlyphPath *path) { path->ends[path->stroke_count++] = path->point_count; }

// Lines are cut in pieces so that the elastic deformation bends them.
static void line(GlyphPath *path, double x0, double y0, double x1, double y1) {
  const int pieces = 8;
  for (int i = 0; i <= pieces; i++) {
    const double t = (double)i / pieces;
    add(path, x0 + (x1 - x0) * t, y0 + (y1 - y0) * t);
  }
}

// Elliptic arc from angle `start` over `sweep` turns; the radius grows by the factor `growth` on the way.
static void arc(
    GlyphPath *path, double cx, double cy, double rx, double ry, double start, double sweep, double growth) {
  const double length = sweep < 0 ? -sweep : sweep;
  const int pieces = 6 + (int)(length * 22.0);
  for (int i = 0; i <= pieces; i++) {
    const double t = (double)i / pieces;
    const double radius = 1.0 + (growth - 1.0) * t;
    const double angle = start + sweep * t;
    add(path, cx + rx * radius * cosine(angle), cy + ry * radius * sine(angle));
  }
}

// The classes come in families that share strokes, so that no single stroke tells a class:
// ring, lasso, horseshoe, spiral (round); horseshoe, hook, wave (half turns); wave, bolt (there and back);
// cross, tee, fork (two or three straight strokes that meet).
void glyph_path(GlyphStream *stream, int32_t label, GlyphPath *path) {
  path->point_count = 0;
  path->stroke_count = 0;
  const double a = glyph_uniform(stream, -1, 1), b = glyph_uniform(stream, -1, 1);
  const double c = glyph_uniform(stream, -1, 1), d = glyph_uniform(stream, -1, 1);
  switch (label) {
  case 0:  // ring: a closed turn
    arc(path, 0, 0, 0.75 + 0.15 * a, 0.8 + 0.12 * b, 0.5 * c, 1, 1);
    lift(path);
    break;
  case 1:  // lasso: a smaller ring with a tail from its lower right
    arc(path, -0.12, -0.2, 0.62 + 0.1 * a, 0.64 + 0.1 * b, 0.125 + 0.04 * c, 1, 1);
    line(path, 0.25 + 0.06 * c, 0.2, 0.8 + 0.12 * d, 0.88 + 0.1 * a);
    lift(path);
    break;
  case 2:  // horseshoe: a turn with a gap below
    arc(path, 0, 0, 0.75 + 0.15 * a, 0.8 + 0.12 * b, 0.37 + 0.03 * c + 0.04 * d, 0.76 - 0.06 * c, 1);
    lift(path);
    break;
  case 3:  // spiral: a turn and a half or more, widening
    arc(path, 0, 0, 0.26 + 0.06 * a, 0.28 + 0.06 * b, 0.12 * c, 1.6 + 0.15 * d, 3.1);
    lift(path);
    break;
  case 4:  // hook: down, then half a turn to the left
    line(path, 0.45, -0.9 + 0.1 * a, 0.45, 0.35);
    arc(path, 0, 0.35, 0.45, 0.5 + 0.08 * b, 0, 0.45 + 0.08 * c, 1);
    lift(path);
    break;
  case 5:  // wave: half a turn, then half a turn back
    arc(path, 0, -0.42, 0.52 + 0.1 * a, 0.44, -0.08 + 0.05 * c, -0.67 - 0.05 * c, 1);
    arc(path, 0, 0.42, 0.52 + 0.1 * b, 0.44, -0.25, 0.67 + 0.05 * d, 1);
    lift(path);
    break;
  case 6:  // bolt: over, back, over, with corners
    line(path, 0.6 + 0.12 * a, -0.75 + 0.08 * d, -0.5 + 0.1 * b, -0.5 + 0.18 * c);
    line(path, -0.5 + 0.1 * b, -0.5 + 0.18 * c, 0.5 + 0.1 * a, 0.45 + 0.18 * d);
    line(path, 0.5 + 0.1 * a, 0.45 + 0.18 * d, -0.6 + 0.12 * c, 0.78 + 0.08 * b);
    lift(path);
    break;
  case 7:  // cross: two strokes that cross
    line(path, 0.1 * a, -0.9, -0.1 * a, 0.9);
    lift(path);
    line(path, -0.75, -0.12 + 0.22 * b, 0.75, -0.12 + 0.22 * b + 0.12 * c);
    lift(path);
    break;
  case 8:  // tee: a stroke that ends on another
    line(path, 0.1 * a, -0.8, -0.1 * a, 0.9);
    lift(path);
    line(path, -0.75 + 0.1 * d, -0.8 + 0.1 * b, 0.75 + 0.1 * d, -0.8 + 0.1 * c);
    lift(path);
    break;
  default:  // fork: a stem that parts in two
    line(path, 0.08 * a, 0.9, 0, -0.02 + 0.16 * b);
    line(path, 0, -0.02 + 0.16 * b, -0.6 + 0.12 * c, -0.85);
    lift(path);
    line(path, 0, -0.02 + 0.16 * b, 0.6 + 0.12 * d, -0.85);
    lift(path);
    break;
  }
}

void glyph_deform(GlyphStream *stream, double size, GlyphPath *path) {
  enum { waves = 3 };  // below two thirds of a turn per unit length: bends, not wiggles
  double fx[waves], fy[waves], phase[waves], ax[waves], ay[waves];
  for (int k = 0; k < waves; k++) {
    fx[k] = glyph_uniform(stream, -0.45, 0.45);
    fy[k] = glyph_uniform(stream, -0.45, 0.45);
    phase[k] = glyph_uniform(stream, 0, 1);
    ax[k] = glyph_uniform(stream, -0.1, 0.1);
    ay[k] = glyph_uniform(stream, -0.1, 0.1);
  }
  const double turn = glyph_uniform(stream, -0.1, 0.1);
  const double shear = glyph_uniform(stream, -0.3, 0.3);
  const double scale = size * glyph_uniform(stream, 0.25, 0.37);
  const double stretch = glyph_uniform(stream, 0.8, 1.2);
  const double cx = size * (0.5 + glyph_uniform(stream, -0.11, 0.11));
  const double cy = size * (0.5 + glyph_uniform(stream, -0.11, 0.11));
  const double cosTurn = cosine(turn), sinTurn = sine(turn);
  for (int i = 0; i < path->point_count; i++) {
    double x = path->points[i].x, y = path->points[i].y;
    double dx = 0, dy = 0;
    for (int k = 0; k < waves; k++) {
      const double w = sine(fx[k] * x + fy[k] * y + phase[k]);
      dx += ax[k] * w;
      dy += ay[k] * w;
    }
    x = (x + dx + shear * (y + dy)) * stretch;
    y = y + dy;
    path->points[i].x = cx + scale * (cosTurn * x - sinTurn * y);
    path->points[i].y = cy + scale * (sinTurn * x + cosTurn * y);
  }
}

void glyph_distractor(GlyphStream *stream, double size, GlyphPath *path) {
  const double cx = size * glyph_uniform(stream, 0.04, 0.96), cy = size * glyph_uniform(stream, 0.04, 0.96);
  const double angle = glyph_uniform(stream, 0, 1);
  const double reach = size * glyph_uniform(stream, 0.06, 0.16);
  const double bend = reach * glyph_uniform(stream, -0.5, 0.5);
  const double ux = cosine(angle), uy = sine(angle);
  path->point_count = 0;
  path->stroke_count = 0;
  for (int i = 0; i <= 4; i++) {
    const double t = (double)(i - 2) * 0.5;
    const double off = bend * (1.0 - t * t);
    add(path, cx + reach * t * ux - off * uy, cy + reach * t * uy + off * ux);
  }
  lift(path);
}
