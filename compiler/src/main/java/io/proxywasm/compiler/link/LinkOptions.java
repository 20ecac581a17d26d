package io.proxywasm.compiler.link;

/**
 * How to link.
 *
 * @param keepNames whether function names stay, so that stack traces show them; they more than
 *     double a plugin's size
 * @param maxMemoryPages how large the memory may become, in pages of 64 KiB
 */
public record LinkOptions(boolean keepNames, int maxMemoryPages) {
  /** What a plugin may have when nothing else is said: 1 GiB, as Envoy's engine allows. */
  public static final int DEFAULT_MAX_MEMORY_PAGES = 16384;

  private static final int ALL_PAGES = 65536;

  /**
   * Checks the bound.
   *
   * @param keepNames whether function names stay
   * @param maxMemoryPages how large the memory may become
   */
  public LinkOptions {
    if (maxMemoryPages < 1 || maxMemoryPages > ALL_PAGES) {
      throw new IllegalArgumentException(
          "maxMemoryPages is " + maxMemoryPages + "; expected 1 to " + ALL_PAGES);
    }
  }

  /**
   * Returns the options for a small plugin: no names, at most 1 GiB.
   *
   * @return the defaults
   */
  public static LinkOptions defaults() {
    return new LinkOptions(false, DEFAULT_MAX_MEMORY_PAGES);
  }

  /**
   * Keeps or drops names.
   *
   * @param keep whether function names stay
   * @return the changed options
   */
  public LinkOptions withNames(boolean keep) {
    return new LinkOptions(keep, maxMemoryPages);
  }
}
