/**
 * The annotations for JUnit: {@link io.proxywasm.testkit.junit.ProxyWasmTest} is where to begin.
 *
 * <p>The configuration parameter {@code pwj.test.mode} (a system property, or in {@code
 * junit-platform.properties}) says for a whole run which {@link io.proxywasm.testkit.junit.Modes}
 * the tests run in.
 */
@NullMarked
package io.proxywasm.testkit.junit;

import org.jspecify.annotations.NullMarked;
