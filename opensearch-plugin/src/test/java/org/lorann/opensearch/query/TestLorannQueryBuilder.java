// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch.query;

import com.carrotsearch.randomizedtesting.RandomizedTest;
import java.io.IOException;
import java.util.List;
import org.junit.Assert;
import org.junit.Test;
import org.lorann.host.SearchEffort;
import org.lorann.opensearch.LorannPlugin;
import org.opensearch.common.io.stream.BytesStreamOutput;
import org.opensearch.common.settings.Settings;
import org.opensearch.common.xcontent.json.JsonXContent;
import org.opensearch.core.common.io.stream.NamedWriteableAwareStreamInput;
import org.opensearch.core.common.io.stream.NamedWriteableRegistry;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.xcontent.DeprecationHandler;
import org.opensearch.core.xcontent.NamedXContentRegistry;
import org.opensearch.core.xcontent.ToXContent;
import org.opensearch.core.xcontent.XContentBuilder;
import org.opensearch.core.xcontent.XContentParser;
import org.opensearch.index.query.AbstractQueryBuilder;
import org.opensearch.index.query.BoolQueryBuilder;
import org.opensearch.index.query.QueryBuilder;
import org.opensearch.index.query.TermQueryBuilder;
import org.opensearch.search.SearchModule;

/** Queries stay the same on their way between nodes, and when written as JSON and read again. */
public class TestLorannQueryBuilder extends RandomizedTest {

  private static final SearchModule MODULE =
      new SearchModule(Settings.EMPTY, List.of(new LorannPlugin()));

  @Test
  public void testBetweenNodes() throws IOException {
    NamedWriteableRegistry registry = new NamedWriteableRegistry(MODULE.getNamedWriteables());
    for (int i = 0; i < 100; i++) {
      LorannQueryBuilder query = randomQuery();
      try (BytesStreamOutput out = new BytesStreamOutput()) {
        out.writeNamedWriteable(query);
        try (StreamInput in =
            new NamedWriteableAwareStreamInput(out.bytes().streamInput(), registry)) {
          assertSame(query, in.readNamedWriteable(QueryBuilder.class));
          Assert.assertEquals(-1, in.read());
        }
      }
    }
  }

  @Test
  public void testAsJson() throws IOException {
    NamedXContentRegistry registry = new NamedXContentRegistry(MODULE.getNamedXContents());
    for (int i = 0; i < 100; i++) {
      LorannQueryBuilder query = randomQuery();
      XContentBuilder json = JsonXContent.contentBuilder();
      query.toXContent(json, ToXContent.EMPTY_PARAMS);
      try (XContentParser parser =
          JsonXContent.jsonXContent.createParser(
              registry, DeprecationHandler.THROW_UNSUPPORTED_OPERATION, json.toString())) {
        assertSame(query, AbstractQueryBuilder.parseInnerQueryBuilder(parser));
      }
    }
  }

  private static void assertSame(LorannQueryBuilder expected, QueryBuilder actual) {
    Assert.assertEquals(expected, actual);
    Assert.assertEquals(expected.hashCode(), actual.hashCode());
    Assert.assertEquals(expected.queryName(), actual.queryName());
    Assert.assertEquals(expected.boost(), actual.boost(), 0);
  }

  /** A filter that comes from outside is added to that of the query, and nothing is lost. */
  @Test
  public void testFilterFromOutside() {
    LorannQueryBuilder query = randomQuery();
    QueryBuilder another = new TermQueryBuilder("another", 1);
    LorannQueryBuilder filtered = (LorannQueryBuilder) query.filter(another);
    Assert.assertEquals(
        query.filter() == null
            ? another
            : new BoolQueryBuilder().must(query.filter()).filter(another),
        filtered.filter());
    Assert.assertSame(query, query.filter(null));
    Assert.assertEquals(query.boost(), filtered.boost(), 0);
    Assert.assertEquals(query.queryName(), filtered.queryName());
    Assert.assertEquals(query.extent(), filtered.extent());
    Assert.assertEquals(query.effort(), filtered.effort());
  }

  private static LorannQueryBuilder randomQuery() {
    Extent extent = randomExtent();
    float[] vector = new float[between(1, 5)];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = randomFloat() - 0.5f;
    }
    return new LorannQueryBuilder(
            randomAsciiLettersOfLength(3),
            vector,
            extent,
            extent.isRadius() ? Effort.DEFAULT : randomEffort(),
            randomBoolean() ? null : new TermQueryBuilder("f", randomAsciiLettersOfLength(2)),
            randomBoolean())
        .boost(randomBoolean() ? 1 : 1 + randomFloat())
        .queryName(randomBoolean() ? null : "name");
  }

  private static Extent randomExtent() {
    return switch (between(0, 2)) {
      case 0 -> new Extent(between(1, 10_000), null, null);
      case 1 -> new Extent(null, 0.1f + randomFloat(), null);
      default -> new Extent(null, null, randomFloat() - 0.5f);
    };
  }

  private static Effort randomEffort() {
    Float oversampleFactor = randomBoolean() ? null : 1 + randomFloat();
    return switch (between(0, 4)) {
      case 0 -> Effort.DEFAULT;
      case 1 -> effort((1 + randomFloat()) / 3.0, null, null, null);
      case 2 -> effort(null, between(1, 100), null, oversampleFactor);
      case 3 -> new Effort(Effort.DEFAULT.amount(), null, between(1, 10_000));
      default -> effort(null, null, 100 * (1 - randomDouble()), oversampleFactor);
    };
  }

  private static Effort effort(
      Double targetRecall, Integer nprobes, Double visitPercentage, Float oversampleFactor) {
    return new Effort(
        new SearchEffort(targetRecall, nprobes, visitPercentage, null), oversampleFactor, null);
  }
}
