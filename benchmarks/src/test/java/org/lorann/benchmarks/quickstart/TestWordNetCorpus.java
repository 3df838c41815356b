// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.quickstart;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import org.junit.Test;

public class TestWordNetCorpus {
  private static final String LINE =
      "02560548 05 s 02 galore(ip) 0 in_abundance 0 001 & 00013887 a 0000 | existing in great"
          + " number; used after the noun; \"daisies galore\"; \"whisky galore for all\"  ";

  @Test
  public void parsesAnEntry() {
    Synset synset = Synset.parse(LINE);
    assertEquals(List.of("galore", "in abundance"), synset.words());
    assertEquals(
        "galore, in abundance: existing in great number; used after the noun", synset.text());
  }

  @Test
  public void wordCountsAreHexadecimal() {
    StringBuilder line = new StringBuilder("00000001 00 n 0b ");
    for (int i = 0; i < 11; i++) {
      line.append("word").append(i).append(" 0 ");
    }
    assertEquals(11, Synset.parse(line + "000 | a lot").words().size());
  }

  @Test
  public void repeatedWordsAppearOnce() {
    assertEquals(
        "awake: not asleep", Synset.parse("0 00 a 02 awake(p) 0 awake 1 000 | not asleep").text());
  }

  @Test
  public void aLineWithoutGlossIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Synset.parse("00000001 00 n 01 word 0 000"));
  }

  @Test
  public void textsThatDifferInCaseOnlyAreOne() {
    WordNetCorpus corpus = corpus("0 00 n 01 May 0 000 | a month", "1 00 n 01 may 0 000 | a month");
    assertEquals(List.of("May: a month"), corpus.definitions());
  }

  @Test
  public void shortAndIndexedExamplesAreLeftOut() {
    WordNetCorpus corpus =
        corpus(
            "0 00 n 01 day 0 000 | a time; \"all day\"; \"day: a time\"; \"all the long day\"",
            "1 00 n 01 year 0 000 | longer; \"All the long day\"");
    assertEquals(List.of("all the long day"), corpus.examples());
  }

  @Test
  public void sampleDependsOnTheSeedAlone() {
    List<String> examples = List.of("a", "b", "c", "d", "e", "f", "g", "h");
    WordNetCorpus corpus = new WordNetCorpus(List.of(), examples);
    assertEquals(corpus.sampleExamples(5, 7), corpus.sampleExamples(5, 7));
    assertNotEquals(corpus.sampleExamples(5, 7), corpus.sampleExamples(5, 8));
    assertEquals(8, corpus.sampleExamples(100, 7).size());
  }

  @Test
  public void loadsTheWholeOfWordNet() throws IOException {
    WordNetCorpus corpus = WordNetCorpus.load();
    assertEquals(117_783, corpus.definitions().size());
    assertEquals(corpus.definitions().size(), new HashSet<>(corpus.definitions()).size());
    assertTrue(
        corpus
            .definitions()
            .contains(
                "abstraction, abstract entity: a general concept formed by extracting common"
                    + " features from specific examples"));
    assertTrue(corpus.examples().contains("they lived meanly and without ostentation"));
  }

  private static WordNetCorpus corpus(String... lines) {
    return WordNetCorpus.of(List.of(lines).stream().map(Synset::parse).toList());
  }
}
