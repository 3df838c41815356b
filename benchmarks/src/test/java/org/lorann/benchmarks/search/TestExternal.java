// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.search;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.lorann.benchmarks.ScratchFolder;
import org.lorann.benchmarks.console.UserError;

/** Uses programs of this test, run by the JDK that runs it. */
public class TestExternal {
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  @Rule public final ScratchFolder temporary = new ScratchFolder();

  private External program(String statements) throws IOException {
    Path source = temporary.path().resolve("file").resolveSibling("Program.java");
    Files.writeString(
        source, "class Program { public static void main(String[] args) {" + statements + "} }");
    return External.parse("cpp=" + JAVA + "  " + source);
  }

  @Test
  public void everyLineIsAPointWithTheMedianOfItsRates() throws IOException {
    External external =
        program(
            "System.out.println(\"0.91 1000 probes 8\");"
                + "System.out.println(\" 0.95\\t500.5  probes 16\");"
                + "System.out.println(\"0.99 20\");");
    external.runRound();
    external.runRound();
    List<Point> points = external.points();
    assertEquals(
        List.of("probes 8", "probes 16", "recall 0.99"),
        points.stream().map(Point::setting).toList());
    assertEquals(.95, points.get(1).recall(), 0);
    assertEquals(500.5, points.get(1).rate(), 0);
    assertEquals("cpp", points.get(2).peer());
  }

  @Test
  public void failuresAndOtherLinesAreErrors() throws IOException {
    External failing = program("System.exit(3);");
    assertMessage("code 3", assertThrows(UserError.class, failing::runRound));
    External chatting = program("System.out.println(\"loading\");");
    assertMessage("\"loading\"", assertThrows(UserError.class, chatting::runRound));
    assertMessage("NAME=COMMAND", assertThrows(UserError.class, () -> External.parse("a command")));
    assertMessage("NAME=COMMAND", assertThrows(UserError.class, () -> External.parse("a= ")));
  }

  private static void assertMessage(String part, UserError error) {
    assertTrue(error.getMessage(), error.getMessage().contains(part));
  }
}
