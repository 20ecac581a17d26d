package io.proxywasm.proxy.config;

/**
 * A header to add.
 *
 * @param key its name
 * @param value its value with Envoy's command operators ({@code %REQ(host)%}) as they stand
 * @param appendAction what happens when the header is there already
 * @param keepEmptyValue whether a value that comes out empty is added too
 */
public record HeaderValueOption(
    String key, String value, AppendAction appendAction, boolean keepEmptyValue) {

  /** What happens when a header is there already. */
  public enum AppendAction {
    /** One more value. */
    APPEND_IF_EXISTS_OR_ADD,
    /** It stays as it is. */
    ADD_IF_ABSENT,
    /** The new value replaces the others. */
    OVERWRITE_IF_EXISTS_OR_ADD,
    /** The new value replaces the others; an absent header stays absent. */
    OVERWRITE_IF_EXISTS
  }
}
