/*
 * Rounds of k-means as KMeansKernel does them: the same order of operations, so the same bits. One thread.
 *
 *   gcc -O3 -march=native -ffp-contract=off kmeans.c -lm
 *   kmeans POINTS ROWS COLUMNS K ROUNDS
 *
 * POINTS holds, in the machine's byte order: for each column and the squares the grid's exponent (int64), the starting
 * centers, then the points column by column. Prints the nanoseconds of all rounds, then the bits of the last centers.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BATCH = 256, BLOCK = 1 << 14, BITS = 32, MANTISSA = 52 };

static double rounder(int64_t exponent) { return 1.5 * scalbn(1.0, (int)exponent + MANTISSA); }

static double value(int64_t high, int64_t low, int exponent) {
  double rest = scalbn((double)(low & 0xffffffffL), exponent - 2 * BITS) + 0.0;
  return scalbn((double)(high + (low >> BITS)), exponent - BITS) + rest;
}

static void nearest_centers(double *const *columns, long from, int rows, int width, const double *centers, int k,
                            int *nearest, double *squares) {
  double sums[BATCH];
  for (int i = 0; i < rows; i++) {
    squares[i] = INFINITY;
    nearest[i] = 0;
  }
  for (int c = 0; c < k; c++) {
    for (int i = 0; i < rows; i++) sums[i] = 0;
    for (int j = 0; j < width; j++) {
      const double *restrict column = columns[j] + from;
      double center = centers[c * width + j];
      for (int i = 0; i < rows; i++) {
        double difference = column[i] - center;
        sums[i] = fma(difference, difference, sums[i]);
      }
    }
    for (int i = 0; i < rows; i++) {
      int is_less = sums[i] < squares[i];
      squares[i] = is_less ? sums[i] : squares[i];
      nearest[i] = is_less ? c : nearest[i];
    }
  }
}

int main(int count, char **words) {
  if (count != 6) return 2;
  long rows = atol(words[2]);
  int width = atoi(words[3]), k = atoi(words[4]), rounds = atoi(words[5]);
  FILE *in = fopen(words[1], "rb");
  int64_t *exponents = malloc((width + 1) * sizeof(int64_t));
  double *centers = malloc(k * width * sizeof(double));
  double **columns = malloc(width * sizeof(double *));
  if (!in || fread(exponents, sizeof(int64_t), width + 1, in) != (size_t)width + 1 ||
      fread(centers, sizeof(double), k * width, in) != (size_t)k * width)
    return 1;
  for (int j = 0; j < width; j++) {
    columns[j] = malloc(rows * sizeof(double));
    if (fread(columns[j], sizeof(double), rows, in) != (size_t)rows) return 1;
  }
  fclose(in);

  double *highs = malloc(k * width * sizeof(double)), *lows = malloc(k * width * sizeof(double));
  int64_t *units = malloc(2 * k * width * sizeof(int64_t)), *sizes = malloc(k * sizeof(int64_t));
  double square_bins[3];
  int64_t square_units[3];
  int nearest[BATCH];
  double squares[BATCH];
  struct timespec start, end;
  clock_gettime(CLOCK_MONOTONIC, &start);
  for (int round = 0; round < rounds; round++) {
    memset(units, 0, 2 * k * width * sizeof(int64_t));
    memset(sizes, 0, k * sizeof(int64_t));
    memset(square_units, 0, sizeof square_units);
    for (long block = 0; block < rows; block += BLOCK) {
      long block_end = block + BLOCK < rows ? block + BLOCK : rows;
      memset(highs, 0, k * width * sizeof(double));
      memset(lows, 0, k * width * sizeof(double));
      memset(square_bins, 0, sizeof square_bins);
      for (long from = block; from < block_end; from += BATCH) {
        int some = from + BATCH < block_end ? BATCH : (int)(block_end - from);
        nearest_centers(columns, from, some, width, centers, k, nearest, squares);
        for (int i = 0; i < some; i++) sizes[nearest[i]]++;
        double h = rounder(exponents[width] - BITS), l = rounder(exponents[width] - 2 * BITS),
               r = rounder(exponents[width] - 3 * BITS);
        for (int i = 0; i < some; i++) {
          double high = (squares[i] + h) - h, rest = squares[i] - high, low = (rest + l) - l;
          square_bins[0] += high;
          square_bins[1] += low;
          square_bins[2] += ((rest - low) + r) - r;
        }
        for (int j = 0; j < width; j++) {
          double high_of = rounder(exponents[j] - BITS), low_of = rounder(exponents[j] - 2 * BITS);
          const double *column = columns[j] + from;
          for (int i = 0; i < some; i++) {
            int at = nearest[i] * width + j;
            double high = (column[i] + high_of) - high_of;
            highs[at] += high;
            lows[at] += ((column[i] - high) + low_of) - low_of;
          }
        }
      }
      for (int at = 0; at < k * width; at++) {
        int exponent = (int)exponents[at % width];
        units[2 * at] += (int64_t)scalbn(highs[at], BITS - exponent);
        units[2 * at + 1] += (int64_t)scalbn(lows[at], 2 * BITS - exponent);
      }
      for (int bin = 0; bin < 3; bin++)
        square_units[bin] += (int64_t)scalbn(square_bins[bin], (bin + 1) * BITS - (int)exponents[width]);
    }
    if (round + 1 < rounds) /* the last round only takes the within-SS */
      for (int at = 0; at < k * width; at++)
        centers[at] = value(units[2 * at], units[2 * at + 1], (int)exponents[at % width]) / sizes[at / width];
  }
  clock_gettime(CLOCK_MONOTONIC, &end);
  printf("%ld\n", (end.tv_sec - start.tv_sec) * 1000000000L + end.tv_nsec - start.tv_nsec);
  for (int at = 0; at < k * width; at++) {
    int64_t bits;
    memcpy(&bits, &centers[at], sizeof bits);
    printf("%016lx\n", bits);
  }
  fprintf(stderr, "%ld\n", (long)square_units[0]); /* so that no sum is left out */
  return 0;
}
