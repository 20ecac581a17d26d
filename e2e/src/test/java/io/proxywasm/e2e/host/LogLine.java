package io.proxywasm.e2e.host;

/**
 * A record of a host's log.
 *
 * @param level {@code trace} to {@code critical}, as Envoy names them; empty for other output
 * @param source who said it when it was a plugin, as Envoy writes it: {@code name root_id vm_id}
 *     without what is empty
 * @param plugin whether a plugin said it
 * @param text what was said
 */
public record LogLine(String level, boolean plugin, String source, String text) {}
