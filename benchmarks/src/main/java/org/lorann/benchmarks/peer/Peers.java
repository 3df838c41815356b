// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.peer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedCollection;
import java.util.SequencedMap;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;
import org.elasticsearch.index.codec.vectors.diskbbq.QuantEncoding;
import org.lorann.benchmarks.console.UserError;

/** All formats that can be compared, by name. */
public final class Peers {
  private final SequencedMap<String, Peer> byName = new LinkedHashMap<>();

  /** Those of Elasticsearch are there if it is on the class path. */
  public Peers() {
    add(new Lorann());
    add(new LorannProbes());
    add(new Hnsw("hnsw", 16));
    add(new Hnsw("hnsw-m32", 32));
    add(new QuantizedHnsw(ScalarEncoding.UNSIGNED_BYTE));
    add(new QuantizedHnsw(ScalarEncoding.SEVEN_BIT));
    add(new QuantizedHnsw(ScalarEncoding.PACKED_NIBBLE));
    add(new QuantizedHnsw(ScalarEncoding.DIBIT_QUERY_NIBBLE));
    add(new QuantizedHnsw(ScalarEncoding.SINGLE_BIT_QUERY_NIBBLE));
    add(new Flat());
    if (Elasticsearch.isPresent()) {
      addDiskBbq();
    }
  }

  private void addDiskBbq() {
    add(new DiskBbq(QuantEncoding.ONE_BIT_4BIT_QUERY));
    add(new DiskBbq(QuantEncoding.TWO_BIT_4BIT_QUERY));
    add(new DiskBbq(QuantEncoding.FOUR_BIT_SYMMETRIC));
    add(new DiskBbq(QuantEncoding.SEVEN_BIT_SYMMETRIC));
  }

  private void add(Peer peer) {
    byName.put(peer.name(), peer);
  }

  public SequencedCollection<Peer> all() {
    return byName.sequencedValues();
  }

  /** The formats of those names, in that order. NAME/N is a format in N segments. */
  public List<Peer> named(List<String> names) {
    return names.stream().map(this::named).toList();
  }

  private Peer named(String name) {
    int separator = name.indexOf(InSegments.SEPARATOR);
    if (separator >= 0) {
      return new InSegments(known(name.substring(0, separator)), segments(name, separator));
    }
    return known(name);
  }

  private static int segments(String name, int separator) {
    try {
      int segments = Integer.parseInt(name.substring(separator + 1));
      if (segments >= 1) {
        return segments;
      }
    } catch (NumberFormatException e) {
      // Refused below, like too small a number.
    }
    throw new UserError("\"" + name + "\": after the slash comes a number of segments");
  }

  private Peer known(String name) {
    Peer peer = byName.get(name);
    if (peer == null) {
      String all = String.join(", ", byName.keySet());
      throw new UserError("no format \"" + name + "\"; there are " + all);
    }
    return peer;
  }
}
