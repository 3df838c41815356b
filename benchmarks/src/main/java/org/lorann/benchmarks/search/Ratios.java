// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SequencedMap;

/** How many times as fast one format is as the others, at equal recall. */
public final class Ratios {

  /** The recalls compared at. */
  public static final List<Double> RECALLS = List.of(.90, .95, .99);

  private final SequencedMap<String, Curve> curves = new LinkedHashMap<>();
  private final String subject;

  /** Compares the format {@code subject} with all there are. */
  public Ratios(String subject, List<Point> points) {
    this.subject = subject;
    SequencedMap<String, List<Point>> byPeer = new LinkedHashMap<>();
    for (Point point : points) {
      byPeer.computeIfAbsent(point.peer(), peer -> new ArrayList<>()).add(point);
    }
    byPeer.forEach((peer, own) -> curves.put(peer, Curve.of(own)));
  }

  /** By name of the format. */
  public SequencedMap<String, Curve> curves() {
    return curves;
  }

  /** The rate of the subject divided by that of another, if both reach the recall. */
  public OptionalDouble ratio(String peer, double recall) {
    OptionalDouble mine = rate(subject, recall);
    OptionalDouble others = rate(peer, recall);
    return mine.isPresent() && others.isPresent()
        ? OptionalDouble.of(mine.getAsDouble() / others.getAsDouble())
        : OptionalDouble.empty();
  }

  private OptionalDouble rate(String peer, double recall) {
    Curve curve = curves.get(peer);
    return curve == null ? OptionalDouble.empty() : curve.rateAt(recall);
  }
}
