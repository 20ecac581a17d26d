package io.proxywasm.envoy;

import java.time.Duration;

/**
 * What Envoy has used so far.
 *
 * @param cpuTime time on all processors, user and system
 * @param residentBytes memory held now, 0 where the system does not tell
 */
public record EnvoyUsage(Duration cpuTime, long residentBytes) {}
