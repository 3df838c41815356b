// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.codec;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.codecs.KnnFieldVectorsWriter;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.hnsw.FlatVectorsFormat;
import org.apache.lucene.codecs.hnsw.FlatVectorsReader;
import org.apache.lucene.codecs.hnsw.FlatVectorsWriter;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.MergeState;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.index.Sorter;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.IORunnable;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.RamUsageEstimator;
import org.lorann.lucene.LorannParameters;
import org.lorann.lucene.internal.build.FieldBuilder;
import org.lorann.lucene.internal.build.MergeBase;
import org.lorann.lucene.internal.build.Workers;
import org.lorann.lucene.internal.format.SegmentFile;

/**
 * Writes the vectors of a segment. Flushes and merges go the same way: the raw vectors are written
 * first, by Lucene's flat format, then read back in their final order, deletes and index sorting
 * applied, to build each field's clusters from. So no vector need be on the heap, and there is one
 * way to build a field. When the clusters of all fields are written, they too are read back, to
 * calibrate searches on them.
 */
public final class LorannVectorsWriter extends KnnVectorsWriter {

  private static final long SHALLOW_SIZE =
      RamUsageEstimator.shallowSizeOfInstance(LorannVectorsWriter.class);

  private final SegmentWriteState state;
  private final LorannParameters parameters;
  private final FlatVectorsFormat flatFormat;
  private final List<FieldInfo> fields = new ArrayList<>();
  private final Map<FieldInfo, FieldBuilder> builders = new LinkedHashMap<>();

  private FlatVectorsWriter flatWriter;
  private FlatVectorsReader flatReader;
  private IndexOutput meta;
  private IndexOutput index;
  private IndexOutput data;
  private boolean finished;

  /** Creates the files of a segment. */
  public LorannVectorsWriter(
      SegmentWriteState state, LorannParameters parameters, FlatVectorsFormat flatFormat)
      throws IOException {
    this.state = state;
    this.parameters = parameters;
    this.flatFormat = flatFormat;
    try {
      flatWriter = flatFormat.fieldsWriter(state);
      meta = create(SegmentFile.META);
      index = create(SegmentFile.INDEX);
      data = create(SegmentFile.DATA);
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, this);
      throw t;
    }
  }

  private IndexOutput create(SegmentFile file) throws IOException {
    IndexOutput out = state.directory.createOutput(name(file), state.context);
    try {
      CodecUtil.writeIndexHeader(
          out,
          file.codecName(),
          SegmentFile.VERSION_CURRENT,
          state.segmentInfo.getId(),
          state.segmentSuffix);
      return out;
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, out);
      throw t;
    }
  }

  private String name(SegmentFile file) {
    return IndexFileNames.segmentFileName(
        state.segmentInfo.name, state.segmentSuffix, file.extension());
  }

  @Override
  public KnnFieldVectorsWriter<?> addField(FieldInfo field) throws IOException {
    fields.add(field);
    return flatWriter.addField(field);
  }

  @Override
  public void flush(int maxDoc, Sorter.DocMap sortMap) throws IOException {
    flatWriter.flush(maxDoc, sortMap);
    // There are no field infos yet while a segment is flushed, only those of our fields.
    openFlatReader(new FieldInfos(fields.toArray(FieldInfo[]::new)));
    Workers workers = new Workers(parameters.buildExecutor(), () -> {});
    for (FieldInfo field : fields) {
      build(field, null, workers);
    }
  }

  @Override
  public IORunnable mergeOneField(FieldInfo field, MergeState mergeState) throws IOException {
    flatWriter.mergeOneField(field, mergeState);
    return () -> {
      if (flatReader == null) {
        openFlatReader(state.fieldInfos);
      }
      Executor executor =
          parameters.buildExecutor() == null
              ? mergeState.intraMergeTaskExecutor
              : parameters.buildExecutor();
      MergeBase base = MergeBases.largest(mergeState, field, parameters);
      build(field, base, new Workers(executor, mergeState::checkAborted));
    };
  }

  /** Finishes the raw vectors and opens them for reading. */
  private void openFlatReader(FieldInfos fieldInfos) throws IOException {
    FlatVectorsWriter writer = flatWriter;
    writer.finish();
    flatWriter = null;
    writer.close();
    // Clusters are gathered from all over the file, whatever the context of the writer says.
    flatReader =
        flatFormat.fieldsReader(
            new SegmentReadState(
                state.directory,
                state.segmentInfo,
                fieldInfos,
                IOContext.DEFAULT,
                state.segmentSuffix));
  }

  private void build(FieldInfo field, MergeBase base, Workers workers) throws IOException {
    KnnVectorValues values =
        switch (field.getVectorEncoding()) {
          case BYTE -> flatReader.getByteVectorValues(field.name);
          case FLOAT32 -> flatReader.getFloatVectorValues(field.name);
        };
    FieldBuilder builder = new FieldBuilder(state, parameters, field, values, workers);
    builder.build(base, index, data);
    builders.put(field, builder);
  }

  @Override
  public void finish() throws IOException {
    if (finished) {
      throw new IllegalStateException("already finished");
    }
    finished = true;
    if (flatWriter != null) {
      flatWriter.finish();
    }
    endClusters();
    try (IndexInput writtenIndex = open(SegmentFile.INDEX);
        IndexInput writtenData = open(SegmentFile.DATA)) {
      for (Map.Entry<FieldInfo, FieldBuilder> entry : builders.entrySet()) {
        meta.writeInt(entry.getKey().number);
        entry.getValue().calibrate(writtenIndex, writtenData).write(meta);
      }
    }
    meta.writeInt(SegmentFile.END_OF_FIELDS);
    CodecUtil.writeFooter(meta);
  }

  /** Finishes the files of the clusters, and closes them, so that they can be read. */
  private void endClusters() throws IOException {
    CodecUtil.writeFooter(index);
    CodecUtil.writeFooter(data);
    IndexOutput writtenIndex = index;
    IndexOutput writtenData = data;
    index = null;
    data = null;
    IOUtils.close(writtenIndex, writtenData);
  }

  private IndexInput open(SegmentFile file) throws IOException {
    return state.directory.openInput(name(file), IOContext.DEFAULT);
  }

  @Override
  public long ramBytesUsed() {
    return SHALLOW_SIZE + (flatWriter == null ? 0 : flatWriter.ramBytesUsed());
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(meta, index, data, flatReader, flatWriter);
  }
}
