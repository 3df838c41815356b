// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes a report in all its forms. */
public final class ReportFiles {
  private final Path folder;
  private final String name;

  /** The files of a report have the same name and different extensions. */
  public ReportFiles(Path folder, String name) {
    this.folder = folder;
    this.name = name;
  }

  /** Prints the report and writes an HTML page, a Markdown page and a CSV file for each table. */
  public void write(Report report, PrintStream out, PrintStream log) throws IOException {
    for (Report.Section section : report.sections()) {
      if (section instanceof Report.TableSection part) {
        out.printf(Locale.ROOT, "%s%n%n%s%n", part.table().title(), part.table());
      }
    }
    Files.createDirectories(folder);
    for (Table table : report.tables()) {
      Files.writeString(folder.resolve(name + "-" + slug(table.title()) + ".csv"), csv(table));
    }
    Files.writeString(folder.resolve(name + ".md"), new MarkdownPage(report).toString());
    Path page = folder.resolve(name + ".html");
    Files.writeString(page, new HtmlPage(report).toString());
    log.println("written: " + page);
  }

  private static String slug(String title) {
    return title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
  }

  private static String csv(Table table) {
    return line(table.header())
        + table.plain().stream().map(ReportFiles::line).collect(Collectors.joining());
  }

  private static String line(List<String> cells) {
    return cells.stream().map(ReportFiles::quoted).collect(Collectors.joining(",")) + "\n";
  }

  private static String quoted(String cell) {
    boolean special = cell.contains(",") || cell.contains("\"") || cell.contains("\n");
    return special ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }
}
