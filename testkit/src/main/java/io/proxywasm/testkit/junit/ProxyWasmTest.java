package io.proxywasm.testkit.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests of a plugin. On a class, each of its tests ({@code @Test}, {@code @ParameterizedTest} and
 * others) runs once in each mode; on a method, that method does.
 *
 * <pre>{@code
 * @ProxyWasmTest(HeaderAuth.class)
 * class HeaderAuthTest {
 *   @Test
 *   void shouldAnswer403WhenTheHeaderIsMissing(TestProxy proxy) {
 *     assertThat(proxy.send(HttpRequest.get("/"))).hasStatus(403).hasBody("Forbidden");
 *   }
 * }
 * }</pre>
 *
 * <p>Each test gets a proxy of its own, as a parameter (of the test, of {@code @BeforeEach} and
 * {@code @AfterEach}, of the constructor) or in a field with {@link UnderTest}; it is closed after
 * the test. What can be got: {@link io.proxywasm.testkit.TestProxy}, {@link
 * io.proxywasm.testkit.TestProxy.Builder} (which has the plugin; the test adds to it and builds),
 * {@link io.proxywasm.testkit.TestPlugin} and {@link io.proxywasm.testkit.Mode}.
 *
 * <p>A plugin in Java is compiled from the class path of the test, once for all test classes and
 * JVMs of a build. When a test fails, the failure has the plugin's log and its callbacks and
 * hostcalls with it. Tests may run in parallel.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ClassTemplate
@TestTemplate
@ExtendWith(ProxyWasmExtension.class)
public @interface ProxyWasmTest {
  /** The class with the plugin's {@code main}. */
  Class<?> value() default void.class;

  /** The same by its name with its package: for a Kotlin file's {@code main}. */
  String mainClass() default "";

  /**
   * A {@code plugin.wasm} of any language instead of a class: a file, relative to the folder in
   * which the tests run. It has no mode JAVA.
   */
  String module() default "";

  /** Which plugin of the module: the {@code root_id} of the configuration. */
  String rootId() default "";

  /** In which modes; {@code pwj.test.mode} has precedence. */
  Modes mode() default Modes.DEFAULT;
}
