package io.proxywasm.bench.soak;

/**
 * A response, or why there is none.
 *
 * @param status its status
 * @param token what the upstream says
 * @param called what the callout brought
 * @param plugin what the plugin says: its token and its VM
 * @param body its body
 * @param last whether the connection ends with it
 * @param failure empty when there is a response
 */
record Answer(
    int status,
    String token,
    String called,
    String plugin,
    String body,
    boolean last,
    String failure) {
  static Answer failed(String reason) {
    return new Answer(0, "", "", "", "", true, reason);
  }

  String pluginToken() {
    return plugin.split(" ", 2)[0];
  }

  /** The number of the VM that saw it. */
  String vm() {
    String[] words = plugin.split(" ", 2);
    return words.length < 2 ? "" : words[1];
  }
}
