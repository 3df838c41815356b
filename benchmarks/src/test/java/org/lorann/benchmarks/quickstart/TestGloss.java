// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.quickstart;

import static org.junit.Assert.assertEquals;

import java.util.List;
import org.junit.Test;

public class TestGloss {

  @Test
  public void splitsDefinitionFromExamples() {
    Gloss gloss = Gloss.parse("being born or beginning; \"the nascent chicks\"; \"a revolt\"   ");
    assertEquals("being born or beginning", gloss.definition());
    assertEquals(List.of("the nascent chicks", "a revolt"), gloss.examples());
  }

  @Test
  public void definitionMayHaveSemicolons() {
    Gloss gloss = Gloss.parse("of muscles; drawing together; \"an adducent muscle\"");
    assertEquals("of muscles; drawing together", gloss.definition());
    assertEquals(List.of("an adducent muscle"), gloss.examples());
  }

  @Test
  public void definitionMayQuoteWords() {
    Gloss gloss = Gloss.parse("usually followed by \"to\" in speech; \"able to swim\"");
    assertEquals("usually followed by \"to\" in speech", gloss.definition());
    assertEquals(List.of("able to swim"), gloss.examples());
  }

  @Test
  public void examplesAreOptional() {
    Gloss gloss = Gloss.parse("facing toward the apex;  ");
    assertEquals("facing toward the apex", gloss.definition());
    assertEquals(List.of(), gloss.examples());
  }

  @Test
  public void definitionMayBeMissing() {
    Gloss gloss = Gloss.parse("\"the whole of it\"");
    assertEquals("", gloss.definition());
    assertEquals(List.of("the whole of it"), gloss.examples());
  }

  @Test
  public void anOpenQuotationIsNoExample() {
    Gloss gloss = Gloss.parse("to leave; \"he went away\"; \"she left");
    assertEquals(List.of("he went away"), gloss.examples());
  }
}
