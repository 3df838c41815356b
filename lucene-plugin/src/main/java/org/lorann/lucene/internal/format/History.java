// SPDX-License-Identifier: Apache-2.0
package org.lorann.lucene.internal.format;

import java.io.IOException;
import org.apache.lucene.store.DataInput;
import org.apache.lucene.store.DataOutput;

/**
 * How the clusters of a field came about, for merges that go on from them.
 *
 * @param dimensionsAsked the projected dimensions that were asked for, 0 if left to the data
 * @param fittedEnergy the share of the energy that the projection kept when it was fitted
 * @param acceptedLoss the greatest loss at which a vector gets a second cluster
 * @param changes how many vectors have come or gone since the calibration was measured
 */
public record History(int dimensionsAsked, float fittedEnergy, float acceptedLoss, long changes) {

  /** The history of clusters that are calibrated now. */
  History calibrated() {
    return new History(dimensionsAsked, fittedEnergy, acceptedLoss, 0);
  }

  /** The history after some more vectors have come or gone. */
  History changed(float newAcceptedLoss, int more) {
    return new History(dimensionsAsked, fittedEnergy, newAcceptedLoss, changes + more);
  }

  void write(DataOutput meta) throws IOException {
    meta.writeInt(dimensionsAsked);
    meta.writeInt(Float.floatToIntBits(fittedEnergy));
    meta.writeInt(Float.floatToIntBits(acceptedLoss));
    meta.writeLong(changes);
  }

  static History read(DataInput meta, FieldEntry.Checks checks) throws IOException {
    int dimensionsAsked = meta.readInt();
    checks.that(dimensionsAsked >= 0, "projected dimensions asked for", dimensionsAsked);
    float fittedEnergy = Float.intBitsToFloat(meta.readInt());
    checks.that(fittedEnergy >= 0 && fittedEnergy <= 1, "energy when fitted", fittedEnergy);
    float acceptedLoss = Float.intBitsToFloat(meta.readInt());
    checks.that(acceptedLoss >= 0, "accepted loss", acceptedLoss);
    long changes = meta.readLong();
    checks.that(changes >= 0, "number of changes", changes);
    return new History(dimensionsAsked, fittedEnergy, acceptedLoss, changes);
  }
}
