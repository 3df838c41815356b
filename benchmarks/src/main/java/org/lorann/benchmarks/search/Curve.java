// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The best a format achieves: of its points those that no other beats in both recall and rate.
 * Between two of them the logarithm of the rate is taken to be linear in the recall.
 */
public final class Curve {
  private final List<Point> points;

  private Curve(List<Point> points) {
    this.points = points;
  }

  /** The curve through the best of the points of one format. */
  public static Curve of(List<Point> points) {
    List<Point> best = new ArrayList<>();
    double highestRate = 0;
    List<Point> byRecall =
        points.stream()
            .sorted(
                Comparator.comparingDouble(Point::recall)
                    .reversed()
                    .thenComparing(Comparator.comparingDouble(Point::rate).reversed()))
            .toList();
    for (Point point : byRecall) {
      if (point.rate() > highestRate) {
        highestRate = point.rate();
        best.addFirst(point);
      }
    }
    return new Curve(List.copyOf(best));
  }

  /** By ascending recall. */
  public List<Point> points() {
    return points;
  }

  /** The highest recall reached, or 0 without any points. */
  public double highestRecall() {
    return points.isEmpty() ? 0 : points.getLast().recall();
  }

  /**
   * Queries per second at a recall, or nothing if it is never reached. If every point exceeds it,
   * the rate is that of the least: a format may not be charged for a setting it does not have.
   */
  public OptionalDouble rateAt(double recall) {
    for (int i = 0; i < points.size(); i++) {
      if (points.get(i).recall() >= recall) {
        double rate =
            i == 0 ? points.get(0).rate() : between(points.get(i - 1), points.get(i), recall);
        return OptionalDouble.of(rate);
      }
    }
    return OptionalDouble.empty();
  }

  /** The fastest setting that reaches a recall, or the one that comes closest. */
  public Point nearest(double recall) {
    return points.stream()
        .filter(point -> point.recall() >= recall)
        .findFirst()
        .orElseGet(points::getLast);
  }

  private static double between(Point low, Point high, double recall) {
    double share = (recall - low.recall()) / (high.recall() - low.recall());
    return Math.exp((1 - share) * Math.log(low.rate()) + share * Math.log(high.rate()));
  }
}
