// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.quickstart;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;

/** Reads questions line by line until an empty one or the end. */
final class QuestionLoop {

  /** What becomes of a question. */
  @FunctionalInterface
  interface Consumer {
    void ask(String question) throws IOException;
  }

  private static final String PROMPT = "question (empty to leave)> ";

  private final BufferedReader in;
  private final PrintStream out;
  private final boolean prompt;

  /** Prompts only someone who types: a prompt has no place between piped lines. */
  QuestionLoop(BufferedReader in, PrintStream out, boolean prompt) {
    this.in = in;
    this.out = out;
    this.prompt = prompt;
  }

  void run(Consumer answers) throws IOException {
    String question = next();
    while (question != null && !question.isBlank()) {
      answers.ask(question.strip());
      question = next();
    }
  }

  private String next() throws IOException {
    if (prompt) {
      out.print(PROMPT);
      out.flush();
    }
    return in.readLine();
  }
}
