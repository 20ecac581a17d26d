package io.proxywasm.javaguest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.proxywasm.host.guest.Callback;
import io.proxywasm.host.guest.Guest;
import io.proxywasm.host.guest.GuestOptions;
import io.proxywasm.javaguest.inside.InsideGuest;
import io.proxywasm.javaguest.plugins.CallbackPlugins;
import io.proxywasm.sdk.Callbacks;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CallbackFinderTest {
  private static final String ALWAYS = "ON_CONTEXT_CREATE ON_VM_START ON_DELETE ";

  static Stream<Arguments> plugins() {
    return Stream.of(
        arguments(CallbackPlugins.None.class, ""),
        arguments(CallbackPlugins.Two.class, "ON_REQUEST_HEADERS ON_LOG"),
        arguments(CallbackPlugins.Inherits.class, "ON_RESPONSE_TRAILERS"),
        arguments(
            CallbackPlugins.Asks.class,
            "ON_REQUEST_HEADERS ON_RESPONSE_TRAILERS ON_HTTP_CALL_RESPONSE"),
        arguments(
            CallbackPlugins.WholeBody.class,
            "ON_RESPONSE_HEADERS ON_RESPONSE_BODY ON_RESPONSE_TRAILERS"),
        arguments(
            CallbackPlugins.Levels.class, "ON_CONFIGURE ON_TICK ON_DONE ON_HTTP_CALL_RESPONSE"),
        arguments(CallbackPlugins.Chosen.class, "ON_REQUEST_BODY"));
  }

  @ParameterizedTest
  @MethodSource("plugins")
  void shouldHaveWhatACompiledPluginExportsWhenItIsLoaded(Class<?> main, String expected) {
    try (JavaPlugin plugin = Plugins.of(main);
        Guest guest = plugin.newGuest(new FakeHost().hostcalls(), GuestOptions.defaults())) {
      assertThat(Arrays.stream(Callback.values()).filter(guest::has).map(Callback::name))
          .containsExactlyInAnyOrder((ALWAYS + expected).trim().split(" "));
    }
  }

  /** For those who give the sdk another callback. */
  @Test
  void shouldBeCalledFromInsideWhenTheSdkHasACallback() throws IOException {
    String file = InsideGuest.class.getSimpleName() + ".class";
    try (InputStream in =
        Objects.requireNonNull(InsideGuest.class.getResourceAsStream(file), file)) {
      Set<String> called =
          ClassFile.read(in.readAllBytes()).methods().values().stream()
              .flatMap(method -> method.references().stream())
              .filter(reference -> reference.owner().equals("io/proxywasm/sdk/Callbacks"))
              .map(reference -> Objects.requireNonNull(reference.key()).replaceFirst("\\(.*", ""))
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(
              Arrays.stream(Callbacks.class.getMethods())
                  .filter(method -> method.getDeclaringClass() == Callbacks.class)
                  .map(Method::getName))
          .isSubsetOf(called);
    }
  }
}
