// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A table of text for a terminal: the first column is aligned left, the others right. */
public final class TextTable {
  private static final String GAP = "  ";

  private final List<String[]> lines = new ArrayList<>();
  private final int columns;

  public TextTable(String... header) {
    this.columns = header.length;
    lines.add(header);
  }

  public TextTable row(String... cells) {
    if (cells.length != columns) {
      throw new IllegalArgumentException(cells.length + " cells in " + columns + " columns");
    }
    lines.add(cells);
    return this;
  }

  @Override
  public String toString() {
    int[] widths = widths();
    StringBuilder text = new StringBuilder();
    appendLine(text, lines.getFirst(), widths);
    int total = Arrays.stream(widths).sum() + GAP.length() * (columns - 1);
    text.append("-".repeat(total)).append('\n');
    lines.stream().skip(1).forEach(line -> appendLine(text, line, widths));
    return text.toString();
  }

  private int[] widths() {
    int[] widths = new int[columns];
    for (String[] line : lines) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], line[i].length());
      }
    }
    return widths;
  }

  private void appendLine(StringBuilder text, String[] cells, int[] widths) {
    text.append(cells[0]).append(" ".repeat(widths[0] - cells[0].length()));
    for (int i = 1; i < columns; i++) {
      text.append(GAP).append(" ".repeat(widths[i] - cells[i].length())).append(cells[i]);
    }
    text.append('\n');
  }
}
