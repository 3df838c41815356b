// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.report;

/** A report as one HTML file that needs nothing else: no script, no style sheet, no image. */
final class HtmlPage {
  private static final String STYLE =
      """
      body { font: 15px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 76em;
             padding: 0 1em; color: #1b1f24; background: #fff; }
      h1 { font-size: 1.6em; } h2 { font-size: 1.2em; margin-top: 2em; }
      .wide { overflow-x: auto; }
      table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
      th, td { padding: .25em .8em; border-bottom: 1px solid #d8dee4; white-space: nowrap; }
      th { text-align: right; border-bottom-width: 2px; }
      td { text-align: right; }
      th.text, td.text { text-align: left; }
      svg { max-width: 100%; height: auto; }
      """;

  private final Report report;

  HtmlPage(Report report) {
    this.report = report;
  }

  @Override
  public String toString() {
    StringBuilder page = new StringBuilder();
    page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.append("<meta name=\"viewport\" content=\"width=device-width\">\n<title>");
    page.append(escape(report.title())).append("</title>\n<style>\n").append(STYLE);
    page.append("</style>\n</head>\n<body>\n<h1>").append(escape(report.title())).append("</h1>\n");
    appendFacts(page);
    for (Report.Section section : report.sections()) {
      switch (section) {
        case Report.TableSection part -> append(page, part);
        case Report.ChartSection part ->
            page.append("<h2>")
                .append(escape(part.chart().title()))
                .append("</h2>\n")
                .append(new SvgChart(part.chart()));
      }
    }
    return page.append("</body>\n</html>\n").toString();
  }

  private void appendFacts(StringBuilder page) {
    page.append("<ul>\n");
    report.facts().forEach(fact -> page.append("<li>").append(escape(fact)).append("</li>\n"));
    page.append("</ul>\n");
  }

  private static void append(StringBuilder page, Report.TableSection part) {
    Table table = part.table();
    page.append("<h2>").append(escape(table.title())).append("</h2>\n");
    if (!part.note().isEmpty()) {
      page.append("<p>").append(escape(part.note())).append("</p>\n");
    }
    page.append("<div class=\"wide\"><table>\n<tr>");
    table.columns().forEach(column -> appendCell(page, "th", column.unit(), column.name()));
    page.append("</tr>\n");
    for (var row : table.formatted()) {
      page.append("<tr>");
      for (int i = 0; i < row.size(); i++) {
        appendCell(page, "td", table.columns().get(i).unit(), row.get(i));
      }
      page.append("</tr>\n");
    }
    page.append("</table></div>\n");
  }

  private static void appendCell(StringBuilder page, String tag, Unit unit, String text) {
    String type = unit == Unit.TEXT ? " class=\"text\"" : "";
    page.append('<').append(tag).append(type).append('>').append(escape(text));
    page.append("</").append(tag).append('>');
  }

  static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
