// Conversions between element types, and uint8 images to network input.
#include "CKernels.h"

void lk_f32_to_f64(const float *x, double *y, int64_t n) { for (int64_t i = 0; i < n; i++) y[i] = x[i]; }
void lk_f64_to_f32(const double *x, float *y, int64_t n) { for (int64_t i = 0; i < n; i++) y[i] = (float)x[i]; }

typedef struct {
  const uint8_t *pixels;
  int64_t c, h, w;
  const int64_t *position;
  const int32_t *dy, *dx;
  const uint8_t *flip;
  float *y;
} batch_job;

static void load_image(void *context, int64_t i) {
  const batch_job *j = context;
  const uint8_t *in = j->pixels + j->position[i] * j->c * j->h * j->w;
  float *out = j->y + i * j->h * j->w * j->c;
  int64_t dy = j->dy ? j->dy[i] : 0, dx = j->dx ? j->dx[i] : 0;
  for (int64_t y = 0; y < j->h; y++)
    for (int64_t x = 0; x < j->w; x++, out += j->c) {
      int64_t sy = y + dy, sx = (j->flip && j->flip[i] ? j->w - 1 - x : x) + dx;
      int inside = sy >= 0 && sy < j->h && sx >= 0 && sx < j->w;
      for (int64_t c = 0; c < j->c; c++)
        out[c] = inside ? (float)in[(c * j->h + sy) * j->w + sx] / 255.0f : 0;
    }
}

void lk_image_batch(const uint8_t *pixels, int64_t c, int64_t h, int64_t w, const int64_t *position, int64_t n,
                    const int32_t *dy, const int32_t *dx, const uint8_t *flip, float *y) {
  batch_job j = {pixels, c, h, w, position, dy, dx, flip, y};
  lk_parallel(n, load_image, &j);
}
