// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.report;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.lorann.benchmarks.ScratchFolder;
import org.lorann.benchmarks.report.Table.Column;
import org.w3c.dom.Document;

public class TestReport {
  @Rule public final ScratchFolder temporary = new ScratchFolder();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private Path folder;

  @Before
  public void write() throws IOException {
    folder = temporary.path();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    new ReportFiles(folder, "name").write(report(), print, print);
  }

  private static Report report() {
    Table table =
        new Table(
                "Some numbers, (all)",
                new Column("what", Unit.TEXT),
                new Column("count", Unit.COUNT),
                new Column("recall", Unit.RECALL),
                new Column("ratio", Unit.RATIO))
            .row("a, \"b\" | <c>", 12_345.6, .98765, 2)
            .row("nothing", Double.NaN, Double.NaN, Double.NaN);
    List<Chart.Spot> spots =
        List.of(new Chart.Spot(.9, 1000, "first <1>"), new Chart.Spot(.99, 20, "second"));
    Chart chart =
        new Chart(
            "A chart",
            new Chart.Axis("recall & more", false),
            new Chart.Axis("rate", true),
            List.of(new Chart.Series("one", spots), new Chart.Series("two", spots.subList(0, 1))));
    return new Report("Title <1>", List.of("fact & figure")).add(table, "A note.").add(chart);
  }

  private String file(String name) throws IOException {
    return Files.readString(folder.resolve(name));
  }

  @Test
  public void printsTables() {
    String text = out.toString(StandardCharsets.UTF_8);
    assertTrue(text, text.contains("Some numbers, (all)"));
    assertTrue(text, Pattern.compile("<c>\\s+12,346\\s+0.988\\s+2.00x\n").matcher(text).find());
    assertTrue(text, Pattern.compile("nothing\\s+-\\s+-\\s+-\n").matcher(text).find());
    assertTrue(text, text.contains("name.html"));
  }

  @Test
  public void csvHasTheNumbersAsTheyAre() throws IOException {
    assertEquals(
        "what,count,recall,ratio\n\"a, \"\"b\"\" | <c>\",12345.6,0.98765,2\nnothing,,,\n",
        file("name-some-numbers-all.csv"));
  }

  @Test
  public void markdownHasATable() throws IOException {
    String page = file("name.md");
    assertTrue(page, page.startsWith("### Title <1>\n\n- fact & figure\n"));
    assertTrue(page, page.contains("A note."));
    assertTrue(page, page.contains("| what | count | recall | ratio |\n| --- | ---: |"));
    assertTrue(page, page.contains("| a, \"b\" \\| <c> | 12,346 | 0.988 | 2.00x |"));
  }

  @Test
  public void htmlNeedsNothingElse() throws IOException {
    String page = file("name.html");
    assertFalse(
        page, Pattern.compile("src=|href=|url\\(|<script|<link|@import").matcher(page).find());
    assertTrue(page, page.contains("<h1>Title &lt;1></h1>"));
    assertTrue(page, page.contains("<td class=\"text\">a, &quot;b&quot; | &lt;c></td>"));
  }

  @Test
  public void chartsAreWellFormedAndWithinTheirFrame() throws Exception {
    String page = file("name.html");
    String svg = page.substring(page.indexOf("<svg"), page.indexOf("</svg>") + 6);
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    var circles = document.getElementsByTagName("circle");
    assertEquals(3, circles.getLength());
    for (int i = 0; i < circles.getLength(); i++) {
      double x =
          Double.parseDouble(circles.item(i).getAttributes().getNamedItem("cx").getNodeValue());
      double y =
          Double.parseDouble(circles.item(i).getAttributes().getNamedItem("cy").getNodeValue());
      assertTrue(svg, x >= 80 && x <= 770 && y >= 15 && y <= 430);
    }
    assertTrue(svg, svg.contains("first &lt;1>"));
    assertTrue(svg, svg.contains("recall &amp; more"));
  }

  @Test
  public void scalesPutLowAndHighAtTheirEnds() {
    Scale even = new Scale(false, new double[] {0, 100}, 0, 1000);
    assertTrue(even.position(0) < even.position(50) && even.position(50) < even.position(100));
    assertEquals(500, even.position(50), 1e-9);
    assertTrue(even.ticks().contains(20.0));
    Scale logarithmic = new Scale(true, new double[] {10, 1000}, 1000, 0);
    assertEquals(500, logarithmic.position(100), 1e-9);
    assertEquals(List.of(10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0), logarithmic.ticks());
    Scale single = new Scale(true, new double[] {7}, 0, 100);
    assertTrue(Double.isFinite(single.position(7)));
    assertEquals("1,000", Scale.label(1000));
    assertEquals("0.95", Scale.label(.95));
    assertEquals("5", Scale.label(5));
  }

  @Test
  public void rowsHaveAsManyCellsAsThereAreColumns() {
    Table table = new Table("t", new Column("a", Unit.TEXT));
    assertThrows(IllegalArgumentException.class, () -> table.row("a", "b"));
  }
}
