// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.measure;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.FilterIndexOutput;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;

/** Counts what is written to a directory, and how much of it is there at the same time. */
public final class SpaceMeter extends FilterDirectory {
  private final Map<String, Long> sizes = new HashMap<>();
  private final Set<String> temporary = new HashSet<>();
  private long written;
  private long peak;
  private long temporaryPeak;

  /** Counts from now on; what is there already counts as there. */
  public SpaceMeter(Directory in) throws IOException {
    super(in);
    for (String file : in.listAll()) {
      sizes.put(file, in.fileLength(file));
    }
    peak = total();
  }

  @Override
  public IndexOutput createOutput(String name, IOContext context) throws IOException {
    return new Counting(super.createOutput(name, context));
  }

  @Override
  public IndexOutput createTempOutput(String prefix, String suffix, IOContext context)
      throws IOException {
    IndexOutput output = super.createTempOutput(prefix, suffix, context);
    markTemporary(output.getName());
    return new Counting(output);
  }

  private synchronized void markTemporary(String name) {
    temporary.add(name);
  }

  @Override
  public void deleteFile(String name) throws IOException {
    super.deleteFile(name);
    forget(name);
  }

  private synchronized void forget(String name) {
    sizes.remove(name);
    temporary.remove(name);
  }

  @Override
  public void rename(String source, String dest) throws IOException {
    super.rename(source, dest);
    moved(source, dest);
  }

  private synchronized void moved(String source, String dest) {
    Long size = sizes.remove(source);
    if (size != null) {
      sizes.put(dest, size);
    }
  }

  private synchronized void add(String name, long bytes) {
    sizes.merge(name, bytes, Long::sum);
    written += bytes;
    peak = Math.max(peak, total());
    long now = temporary.stream().mapToLong(file -> sizes.getOrDefault(file, 0L)).sum();
    temporaryPeak = Math.max(temporaryPeak, now);
  }

  private long total() {
    return sizes.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Bytes written in all. */
  public synchronized long writtenBytes() {
    return written;
  }

  /** The most bytes that were there at the same time. */
  public synchronized long peakBytes() {
    return peak;
  }

  /** The same for temporary files alone. */
  public synchronized long temporaryPeakBytes() {
    return temporaryPeak;
  }

  /** Reports in portions: a call for each byte would cost more than writing it. */
  private final class Counting extends FilterIndexOutput {
    private static final int PORTION = 1 << 16;

    private long reported;

    Counting(IndexOutput out) {
      super("SpaceMeter(" + out + ")", out.getName(), out);
    }

    @Override
    public void writeByte(byte value) throws IOException {
      super.writeByte(value);
      report(PORTION);
    }

    @Override
    public void writeBytes(byte[] bytes, int offset, int length) throws IOException {
      super.writeBytes(bytes, offset, length);
      report(PORTION);
    }

    private void report(int portion) {
      long unreported = getFilePointer() - reported;
      if (unreported >= portion) {
        reported += unreported;
        add(getName(), unreported);
      }
    }

    @Override
    public void close() throws IOException {
      report(1);
      super.close();
    }
  }
}
