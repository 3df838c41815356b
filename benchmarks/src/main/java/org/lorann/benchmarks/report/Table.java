// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.lorann.benchmarks.measure.TextTable;

/** Rows of numbers and texts. The first column names the row. */
public final class Table {
  private final String title;
  private final List<Column> columns;
  private final List<List<Object>> rows = new ArrayList<>();

  /**
   * What is in a column.
   *
   * @param name luceneutil's name, where it has one for the same thing
   */
  public record Column(String name, Unit unit) {}

  /** An empty table. */
  public Table(String title, Column... columns) {
    this.title = title;
    this.columns = List.of(columns);
  }

  /** Adds a row of texts and numbers. Where there is no number, NaN stands for it. */
  public Table row(Object... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(cells.length + " cells in " + columns.size() + " columns");
    }
    rows.add(Arrays.asList(cells));
    return this;
  }

  public String title() {
    return title;
  }

  List<Column> columns() {
    return columns;
  }

  /** The names of the columns. */
  List<String> header() {
    return columns.stream().map(Column::name).toList();
  }

  /** All rows as people see them. */
  List<List<String>> formatted() {
    return rows.stream().map(this::formatted).toList();
  }

  private List<String> formatted(List<Object> row) {
    return IntStream.range(0, row.size())
        .mapToObj(i -> columns.get(i).unit().format(row.get(i)))
        .toList();
  }

  /** All rows as programs read them. */
  List<List<String>> plain() {
    return rows.stream().map(row -> row.stream().map(Unit::plain).toList()).toList();
  }

  /** As a terminal shows it. */
  @Override
  public String toString() {
    TextTable text = new TextTable(header().toArray(String[]::new));
    formatted().forEach(row -> text.row(row.toArray(String[]::new)));
    return text.toString();
  }
}
