// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.report;

import java.util.ArrayList;
import java.util.List;

/** What a command found, in the order it is to be read. */
public final class Report {
  private final String title;
  private final List<String> facts;
  private final List<Section> sections = new ArrayList<>();

  /** A part of a report. */
  sealed interface Section permits TableSection, ChartSection {}

  record TableSection(Table table, String note) implements Section {}

  record ChartSection(Chart chart) implements Section {}

  /**
   * A report without contents.
   *
   * @param facts what the results depend on: machine, versions, data, command
   */
  public Report(String title, List<String> facts) {
    this.title = title;
    this.facts = List.copyOf(facts);
  }

  /** Adds a table and a sentence or two on how to read it, or an empty text. */
  public Report add(Table table, String note) {
    sections.add(new TableSection(table, note));
    return this;
  }

  /** Adds a chart; only HTML has charts. */
  public Report add(Chart chart) {
    sections.add(new ChartSection(chart));
    return this;
  }

  public String title() {
    return title;
  }

  List<String> facts() {
    return facts;
  }

  List<Section> sections() {
    return sections;
  }

  List<Table> tables() {
    return sections.stream()
        .filter(TableSection.class::isInstance)
        .map(section -> ((TableSection) section).table())
        .toList();
  }
}
