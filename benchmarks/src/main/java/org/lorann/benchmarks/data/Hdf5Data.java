// SPDX-License-Identifier: Apache-2.0
package org.lorann.benchmarks.data;

import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.exceptions.HdfException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.lorann.benchmarks.console.UserError;
import org.lorann.benchmarks.measure.Vectors;

/**
 * A file of ann-benchmarks or VIBE: the datasets {@code train}, {@code test} and {@code neighbors},
 * and the metric in the attribute {@code distance}.
 */
final class Hdf5Data implements RawData {
  private static final String EXTENSION = ".hdf5";

  private final Path path;
  private final HdfFile file;
  private final Metric metric;

  /** Opens the file; {@code metric} takes the place of the one it tells, unless null. */
  Hdf5Data(Path path, Metric metric) {
    this.path = path;
    try {
      this.file = new HdfFile(path);
    } catch (RuntimeException e) {
      throw unreadable(e);
    }
    try {
      this.metric = metric == null ? storedMetric() : metric;
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** What the library throws for a damaged file are exceptions of many kinds. */
  private UserError unreadable(RuntimeException e) {
    return new UserError(path + ": no HDF5 file, or damaged", e);
  }

  static boolean isSupported(Path path) {
    return path.toString().endsWith(EXTENSION) || path.toString().endsWith(".h5");
  }

  private Metric storedMetric() {
    Attribute distance = file.getAttribute("distance");
    if (distance == null) {
      throw new UserError(path + " does not tell its distance: say --metric");
    }
    String name = distance.getData().toString();
    return Metric.ofAttribute(name)
        .orElseThrow(
            () -> new UserError(path + ": unknown distance \"" + name + "\": say --metric"));
  }

  @Override
  public String name() {
    String name = path.getFileName().toString();
    return name.substring(0, name.lastIndexOf('.'));
  }

  @Override
  public String origin() throws IOException {
    return FileState.of(path);
  }

  @Override
  public Metric metric() {
    return metric;
  }

  @Override
  public Vectors base() {
    return new Rows(dataset("train"));
  }

  @Override
  public Vectors queries() {
    return new Rows(dataset("test"));
  }

  @Override
  public Optional<int[][]> neighbors() {
    if (file.getChild("neighbors") == null) {
      return Optional.empty();
    }
    Object rows = data(dataset("neighbors"));
    if (rows instanceof int[][] ints) {
      return Optional.of(ints);
    }
    if (rows instanceof long[][] longs) {
      int[][] ints = new int[longs.length][];
      for (int i = 0; i < ints.length; i++) {
        ints[i] = Arrays.stream(longs[i]).mapToInt(Math::toIntExact).toArray();
      }
      return Optional.of(ints);
    }
    throw new UserError(path + ": neighbors are no table of whole numbers");
  }

  private Object data(Dataset dataset) {
    try {
      return dataset.getData();
    } catch (RuntimeException e) {
      throw unreadable(e);
    }
  }

  private Dataset dataset(String name) {
    try {
      return file.getDatasetByPath(name);
    } catch (HdfException e) {
      throw new UserError(path + ": has no dataset " + name, e);
    }
  }

  @Override
  public void close() {
    file.close();
  }

  /** Rows of a dataset, meant to be read one after the other: a block at a time is kept. */
  private final class Rows implements Vectors {
    private static final int BLOCK_ROWS = 4096;

    private final Dataset dataset;
    private final int size;
    private final int dimension;
    private float[][] block = {};
    private int blockStart = -1;

    Rows(Dataset dataset) {
      int[] dimensions = dataset.getDimensions();
      if (dimensions.length != 2) {
        throw new UserError(path + ": " + dataset.getName() + " is no table");
      }
      this.dataset = dataset;
      this.size = dimensions[0];
      this.dimension = dimensions[1];
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public int dimension() {
      return dimension;
    }

    @Override
    public synchronized float[] get(int row) {
      int start = row - row % BLOCK_ROWS;
      if (start != blockStart) {
        int rows = Math.min(BLOCK_ROWS, size - start);
        block = floats(read(start, rows));
        blockStart = start;
      }
      return block[row - start];
    }

    private Object read(int start, int rows) {
      try {
        return dataset.getData(new long[] {start, 0}, new int[] {rows, dimension});
      } catch (RuntimeException e) {
        throw unreadable(e);
      }
    }

    private float[][] floats(Object rows) {
      if (rows instanceof float[][] floats) {
        return floats;
      }
      if (rows instanceof double[][] doubles) {
        float[][] floats = new float[doubles.length][dimension];
        for (int i = 0; i < floats.length; i++) {
          for (int j = 0; j < dimension; j++) {
            floats[i][j] = (float) doubles[i][j];
          }
        }
        return floats;
      }
      throw new UserError(
          path + ": " + dataset.getName() + " has numbers of type " + dataset.getJavaType());
    }
  }
}
