// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Maps values to positions on a drawing, straight or by their logarithm. */
final class Scale {
  private static final double[] STEPS = {1, 2, 5, 10};
  private static final int TICKS = 8;

  private final boolean logarithmic;
  private final double low;
  private final double high;
  private final int from;
  private final int to;

  /** Covers all of the values, which must be positive for logarithms. */
  Scale(boolean logarithmic, double[] values, int from, int to) {
    this.logarithmic = logarithmic;
    this.from = from;
    this.to = to;
    double min = Arrays.stream(values).min().orElse(1);
    double max = Arrays.stream(values).max().orElse(10);
    if (min == max) {
      max = min == 0 ? 1 : min * 1.1;
    }
    this.low = logarithmic ? min / 1.1 : min - (max - min) * .03;
    this.high = logarithmic ? max * 1.1 : max + (max - min) * .03;
  }

  double position(double value) {
    double share =
        logarithmic ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
    return from + share * (to - from);
  }

  /** Round values in between. */
  List<Double> ticks() {
    return logarithmic ? logarithmicTicks() : evenTicks();
  }

  private List<Double> evenTicks() {
    double raw = (high - low) / TICKS;
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    double step =
        Arrays.stream(STEPS).map(s -> s * power).filter(s -> s >= raw).findFirst().orElse(raw);
    List<Double> ticks = new ArrayList<>();
    for (long i = (long) Math.ceil(low / step); i * step <= high; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  private List<Double> logarithmicTicks() {
    List<Double> ticks = new ArrayList<>();
    for (double power = Math.pow(10, Math.floor(Math.log10(low))); power <= high; power *= 10) {
      for (double step : new double[] {1, 2, 5}) {
        if (step * power >= low && step * power <= high) {
          ticks.add(step * power);
        }
      }
    }
    return ticks;
  }

  static String label(double tick) {
    if (Math.abs(tick) >= 1000) {
      return String.format(Locale.ROOT, "%,.0f", tick);
    }
    String text = String.format(Locale.ROOT, "%.3f", tick);
    return text.replaceAll("0+$", "").replaceAll("\\.$", "");
  }
}
