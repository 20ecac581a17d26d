/**
 * Unit tests for plugins, of any language: a proxy around the real host in which the test plays the
 * client, the upstream, the other clusters and the clock. {@link io.proxywasm.testkit.TestProxy} is
 * where to begin; {@code io.proxywasm.testkit.junit} has the annotations for JUnit.
 */
@NullMarked
package io.proxywasm.testkit;

import org.jspecify.annotations.NullMarked;
