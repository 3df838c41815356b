// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.report;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Draws a chart as an SVG element. */
final class SvgChart {
  private static final int WIDTH = 960;
  private static final int HEIGHT = 480;
  private static final int LEFT = 80;
  private static final int RIGHT = 190;
  private static final int TOP = 15;
  private static final int BOTTOM = 50;
  private static final int LEGEND_STEP = 22;

  /** Distinguishable for most forms of colour blindness; more series repeat them, dashed. */
  private static final List<String> COLOURS =
      List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000");

  private final Chart chart;
  private final Scale x;
  private final Scale y;
  private final StringBuilder svg = new StringBuilder();

  SvgChart(Chart chart) {
    this.chart = chart;
    this.x = scale(chart.x(), Chart.Spot::x, LEFT, WIDTH - RIGHT);
    this.y = scale(chart.y(), Chart.Spot::y, HEIGHT - BOTTOM, TOP);
  }

  private Scale scale(Chart.Axis axis, ToDoubleFunction<Chart.Spot> value, int from, int to) {
    double[] values =
        chart.series().stream()
            .flatMap(series -> series.spots().stream())
            .mapToDouble(value)
            .toArray();
    return new Scale(axis.logarithmic(), values, from, to);
  }

  @Override
  public String toString() {
    svg.setLength(0);
    draw("<svg viewBox=\"0 0 %d %d\" width=\"%d\" role=\"img\">%n", WIDTH, HEIGHT, WIDTH);
    draw("<title>%s</title>%n", HtmlPage.escape(chart.title()));
    drawGrid();
    drawLabels();
    for (int i = 0; i < chart.series().size(); i++) {
      drawSeries(chart.series().get(i), i);
    }
    return svg.append("</svg>\n").toString();
  }

  private void draw(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }

  private void drawGrid() {
    for (double tick : x.ticks()) {
      line(x.position(tick), TOP, x.position(tick), HEIGHT - BOTTOM);
      text(x.position(tick), HEIGHT - BOTTOM + 18, "middle", Scale.label(tick));
    }
    for (double tick : y.ticks()) {
      line(LEFT, y.position(tick), WIDTH - RIGHT, y.position(tick));
      text(LEFT - 8, y.position(tick) + 4, "end", Scale.label(tick));
    }
  }

  private void line(double x1, double y1, double x2, double y2) {
    draw(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#d8dee4\"/>%n",
        x1, y1, x2, y2);
  }

  private void text(double atX, double atY, String anchor, String text) {
    draw(
        "<text x=\"%.1f\" y=\"%.1f\" font-size=\"13\" text-anchor=\"%s\">%s</text>%n",
        atX, atY, anchor, HtmlPage.escape(text));
  }

  private void drawLabels() {
    text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 10, "middle", chart.x().label());
    draw(
        "<text transform=\"translate(16 %.1f) rotate(-90)\" font-size=\"13\""
            + " text-anchor=\"middle\">%s</text>%n",
        (TOP + HEIGHT - BOTTOM) / 2.0, HtmlPage.escape(chart.y().label()));
  }

  private void drawSeries(Chart.Series series, int index) {
    String colour = COLOURS.get(index % COLOURS.size());
    String dash = index < COLOURS.size() ? "" : " stroke-dasharray=\"6 4\"";
    String points =
        series.spots().stream()
            .map(
                spot ->
                    String.format(
                        Locale.ROOT, "%.1f,%.1f", x.position(spot.x()), y.position(spot.y())))
            .collect(Collectors.joining(" "));
    draw(
        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"%s/>%n",
        points, colour, dash);
    for (Chart.Spot spot : series.spots()) {
      draw(
          "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"><title>%s</title></circle>%n",
          x.position(spot.x()), y.position(spot.y()), colour, HtmlPage.escape(spot.label()));
    }
    int row = TOP + 10 + index * LEGEND_STEP;
    int column = WIDTH - RIGHT + 15;
    draw(
        "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"2\"%s/>%n",
        column, row, column + 24, row, colour, dash);
    text(column + 30, row + 4, "start", series.name());
  }
}
