// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.report;

import java.util.List;
import java.util.stream.Collectors;

/** A report as a page of the documentation has it. */
final class MarkdownPage {
  private final Report report;

  MarkdownPage(Report report) {
    this.report = report;
  }

  @Override
  public String toString() {
    StringBuilder page = new StringBuilder("### " + report.title() + "\n\n");
    report.facts().forEach(fact -> page.append("- ").append(fact).append('\n'));
    for (Report.Section section : report.sections()) {
      if (section instanceof Report.TableSection part) {
        append(page, part);
      }
    }
    return page.toString();
  }

  private static void append(StringBuilder page, Report.TableSection part) {
    Table table = part.table();
    page.append("\n#### ").append(table.title()).append("\n\n");
    if (!part.note().isEmpty()) {
      page.append(part.note()).append("\n\n");
    }
    page.append(line(table.header()));
    page.append(line(table.columns().stream().map(MarkdownPage::rule).toList()));
    table.formatted().forEach(row -> page.append(line(row)));
  }

  private static String rule(Table.Column column) {
    return column.unit() == Unit.TEXT ? "---" : "---:";
  }

  private static String line(List<String> cells) {
    return cells.stream()
        .map(cell -> cell.replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }
}
