// SPDX-License-Identifier: Apache-2.0
package org.lorann.elasticsearch;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.elasticsearch.common.regex.Regex;
import org.elasticsearch.common.settings.Setting;
import org.elasticsearch.common.settings.Setting.Property;
import org.elasticsearch.common.settings.Settings;
import org.lorann.host.Tunable;

/** The settings that this plugin adds. All are checked when they are set, never afterwards. */
public final class LorannSettings {

  private static final String FIELD_PREFIX = "index.lorann.field.";

  /**
   * {@code index.lorann.fields}: full names of vector fields, or patterns with {@code *}. Can be
   * changed while an index is closed, because an index gets its engine when it is opened.
   */
  public static final Setting<List<String>> FIELDS =
      Setting.stringListSetting(
          "index.lorann.fields", LorannSettings::checkPatterns, Property.IndexScope);

  /**
   * {@code index.lorann.field.NAME.PARAMETER}: a {@link Tunable} of a field. A prefix setting, as
   * the name in the middle may have dots.
   */
  public static final Setting.AffixSetting<String> FIELD =
      Setting.prefixKeySetting(
          FIELD_PREFIX,
          key ->
              Setting.simpleString(
                  key, new FieldValidator(key), Property.IndexScope, Property.Dynamic));

  /** {@code lorann.target_recall}: the default of all indices of the cluster. */
  public static final Setting<String> CLUSTER_TARGET_RECALL =
      targetRecall("lorann.target_recall", Property.NodeScope, Property.Dynamic);

  /** {@code index.lorann.target_recall}: the default of the fields of an index. */
  public static final Setting<String> INDEX_TARGET_RECALL =
      targetRecall("index.lorann.target_recall", Property.IndexScope, Property.Dynamic);

  private LorannSettings() {}

  /** {@return all of them} */
  public static List<Setting<?>> all() {
    return List.of(FIELDS, FIELD, CLUSTER_TARGET_RECALL, INDEX_TARGET_RECALL);
  }

  /**
   * The setting of one parameter of a field.
   *
   * @param field the full name of the field
   * @param tunable the parameter
   * @return the setting, whose value is empty where it is not set
   */
  public static Setting<String> of(String field, Tunable tunable) {
    return FIELD.getConcreteSetting(FIELD_PREFIX + field + "." + tunable.key());
  }

  /**
   * Tells whether an index asks for our format.
   *
   * @param settings the settings of the index
   * @param field the full name of a field
   * @return whether {@link #FIELDS} names it
   */
  public static boolean names(Settings settings, String field) {
    return names(FIELDS.get(settings), field);
  }

  private static boolean names(List<String> patterns, String field) {
    return Regex.simpleMatch(patterns, field);
  }

  /** Empty means that it is not set. */
  private static Setting<String> targetRecall(String key, Property... properties) {
    return Setting.simpleString(key, value -> check(key, Tunable.TARGET_RECALL, value), properties);
  }

  private static void checkPatterns(List<String> patterns) {
    for (String pattern : patterns) {
      if (pattern.isBlank() || pattern.chars().anyMatch(Character::isWhitespace)) {
        throw new IllegalArgumentException(
            "[" + FIELDS.getKey() + "] must have names of fields, got [" + pattern + "]");
      }
    }
  }

  private static void check(String key, Tunable tunable, String value) {
    if (value.isEmpty() == false) {
      try {
        tunable.check(value);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("invalid setting [" + key + "]: " + e.getMessage(), e);
      }
    }
  }

  /** Checks the key and the value of a {@link #FIELD} setting. */
  private record FieldValidator(String key) implements Setting.Validator<String> {

    @Override
    public void validate(String value) {
      Tunable tunable = Tunable.of(parameter()).orElseThrow(this::unknown);
      if (field().isEmpty()) {
        throw unknown();
      }
      check(key, tunable, value);
    }

    /** A misspelt name of a field would otherwise have no effect, and nobody would know. */
    @Override
    public void validate(String value, Map<Setting<?>, Object> settings) {
      @SuppressWarnings("unchecked") // FIELDS is a list of strings
      List<String> patterns = (List<String>) settings.get(FIELDS);
      if (value.isEmpty() == false && names(patterns, field()) == false) {
        throw new IllegalArgumentException(
            "setting ["
                + key
                + "] is for the field ["
                + field()
                + "], which ["
                + FIELDS.getKey()
                + "] does not name: "
                + patterns);
      }
    }

    @Override
    public Iterator<Setting<?>> settings() {
      return List.<Setting<?>>of(FIELDS).iterator();
    }

    private String parameter() {
      return key.substring(key.lastIndexOf('.') + 1);
    }

    private String field() {
      int end = key.lastIndexOf('.');
      return end <= FIELD_PREFIX.length() ? "" : key.substring(FIELD_PREFIX.length(), end);
    }

    private IllegalArgumentException unknown() {
      return new IllegalArgumentException(
          "unknown setting ["
              + key
              + "]: expected ["
              + FIELD_PREFIX
              + "NAME.PARAMETER] with a parameter of "
              + Tunable.keys());
    }
  }
}
