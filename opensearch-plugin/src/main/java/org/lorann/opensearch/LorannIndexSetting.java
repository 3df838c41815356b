// SPDX-License-Identifier: Apache-2.0
package org.lorann.opensearch;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.opensearch.common.Booleans;
import org.opensearch.common.settings.Setting;
import org.opensearch.common.settings.Settings;

/**
 * The setting of an index that lets it have fields of our type. It is needed because a codec is
 * chosen for an index before its mapping is known.
 */
public final class LorannIndexSetting {

  /** Set when an index is created, and never changed. */
  public static final Setting<Boolean> SETTING =
      new Setting<>(
          "index.lorann",
          "false",
          LorannIndexSetting::parse,
          new WithoutKnn(),
          Setting.Property.IndexScope,
          Setting.Property.Final);

  /** The k-NN plugin's, which may not be installed. */
  private static final Setting<Boolean> KNN =
      Setting.boolSetting("index.knn", false, Setting.Property.IndexScope);

  /**
   * A node that starts without the plugin renames settings it does not know, for good. An index has
   * to work again when the plugin is back.
   */
  private static final String ARCHIVED = "archived." + SETTING.getKey();

  private LorannIndexSetting() {}

  /** Unlike the server's own boolean settings, this one says what the value is of. */
  private static boolean parse(String value) {
    try {
      return Booleans.parseBoolean(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "[index.lorann] must be true or false, got [" + value + "]", e);
    }
  }

  /**
   * {@return whether an index may have fields of our type}
   *
   * @param settings of the index
   */
  public static boolean isOn(Settings settings) {
    return SETTING.get(settings) || settings.getAsBoolean(ARCHIVED, false);
  }

  /** Both plugins replace the codec of an index, and only one can. */
  private static final class WithoutKnn implements Setting.Validator<Boolean> {

    @Override
    public void validate(Boolean value) {}

    @Override
    public void validate(Boolean value, Map<Setting<?>, Object> settings) {
      if (value && (Boolean) settings.get(KNN)) {
        throw new IllegalArgumentException(
            "["
                + SETTING.getKey()
                + "] and ["
                + KNN.getKey()
                + "] cannot both be true: an index has one codec. Put the fields of the two types"
                + " into two indexes");
      }
    }

    @Override
    public Iterator<Setting<?>> settings() {
      return List.<Setting<?>>of(KNN).iterator();
    }
  }
}
