package io.proxywasm.proxy.config;

import java.util.List;

/**
 * Headers that are added and removed.
 *
 * @param requestHeadersToAdd to requests before they go upstream
 * @param requestHeadersToRemove from requests before they go upstream
 * @param responseHeadersToAdd to responses before they go downstream
 * @param responseHeadersToRemove from responses before they go downstream
 */
public record HeaderMutations(
    List<HeaderValueOption> requestHeadersToAdd,
    List<String> requestHeadersToRemove,
    List<HeaderValueOption> responseHeadersToAdd,
    List<String> responseHeadersToRemove) {
  /** Nothing changes. */
  public static final HeaderMutations NONE =
      new HeaderMutations(List.of(), List.of(), List.of(), List.of());

  /** Copies the lists. */
  public HeaderMutations {
    requestHeadersToAdd = List.copyOf(requestHeadersToAdd);
    requestHeadersToRemove = List.copyOf(requestHeadersToRemove);
    responseHeadersToAdd = List.copyOf(responseHeadersToAdd);
    responseHeadersToRemove = List.copyOf(responseHeadersToRemove);
  }
}
