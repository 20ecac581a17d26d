package io.proxywasm.javaguest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.proxywasm.abi.AbiVersion;
import io.proxywasm.host.guest.Callback;
import io.proxywasm.host.guest.Guest;
import io.proxywasm.host.guest.GuestException;
import io.proxywasm.host.guest.GuestOptions;
import io.proxywasm.javaguest.plugins.CasePlugin;
import io.proxywasm.javaguest.plugins.StartPlugins;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JavaPluginTest {
  private static final int PAUSE = 1;

  private final FakeHost host = new FakeHost();

  @Test
  void shouldKeepStaticsApartWhenThereAreTwoVms() {
    try (JavaPlugin plugin = Plugins.of(CasePlugin.class);
        Guest one = Plugins.started(plugin, host);
        Guest two = Plugins.started(plugin, host)) {
      host.calls();
      Plugins.request(one, host, "count");
      Plugins.request(one, host, "count");
      Plugins.request(two, host, "count");
      assertThat(host.logged()).containsExactly("2 request 1", "2 request 2", "2 request 1");
      assertThat(one.getClass()).isNotSameAs(two.getClass());
    }
  }

  @Test
  void shouldSayWhatItIsWhenItIsAsked() {
    try (JavaPlugin plugin = Plugins.of(CasePlugin.class)) {
      assertThat(plugin.abiVersion()).isEqualTo(AbiVersion.V0_2_1);
      assertThat(plugin).hasToString(CasePlugin.class.getName() + " as Java");
    }
  }

  @Test
  void shouldSeeTheJdkAndItsOwnClassesOnlyWhenItLooks() {
    assertThat(said("loader"))
        .containsExactly(
            "2 true false false true " + Plugins.pathOf(Plugins.class).toUri().getPath());
  }

  @Test
  void shouldLogLinesWhenThePluginPrints() {
    assertThat(said("print"))
        .containsExactly(
            "2 a line of out, \u00e4\u20ac", "4 a line of err 5", "2 ", "4 of another");
  }

  @Test
  void shouldLogTheTraceWhenThePluginPrintsIt() {
    assertThat(said("trace"))
        .satisfiesExactly(
            line -> assertThat(line).endsWith("OwnException: only printed"),
            line -> assertThat(line).contains("CasePlugin.onRequestHeaders(CasePlugin.java:"));
  }

  @Test
  void shouldTellTheHostsTimeWhenThePluginAsksTheJdk() {
    host.time(1_600_000_000_123_456_789L);
    assertThat(said("time"))
        .containsExactly(
            "2 1600000000123456789 1600000000123 1600000000123456789"
                + " 2020-09-13T12:26:40.123Z 2020-09-13"
                + " 2020-09-13T13:26:40.123+01:00 1600000000123"
                + " 2020-09-13T12:26:40.123Z");
  }

  @Test
  void shouldShowNothingOfTheMachineWhenThePluginAsks() {
    assertThat(said("environment")).containsExactly("2 null{}1false");
  }

  @Test
  void shouldSpeakOneLanguageWhenTheMachineSpeaksAnother() {
    Locale before = Locale.getDefault();
    Locale.setDefault(new Locale("tr", "TR"));
    try {
      assertThat(said("language")).containsExactly("2 TITLE[title] 1.5 2.5 en_GB");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void shouldCheckAssertionsWhenThePluginHasSome() {
    assertThat(said("assert")).first().asString().contains("java.lang.AssertionError: asserted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit", "halt"})
  void shouldFailTheStreamWhenThePluginWouldEndTheProcess(String name) {
    assertThat(said(name))
        .first()
        .asString()
        .contains("UnsupportedOperationException: System.exit(3) cannot work in a plugin");
  }

  private List<String> said(String name) {
    try (JavaPlugin plugin = Plugins.of(CasePlugin.class);
        Guest guest = Plugins.started(plugin, host)) {
      host.calls();
      Plugins.request(guest, host, name);
      return host.logged();
    }
  }

  @Test
  void shouldAnswer500AndLiveOnWhenACallbackThrows() {
    try (JavaPlugin plugin = Plugins.of(CasePlugin.class);
        Guest guest = Plugins.started(plugin, host)) {
      host.calls();
      assertThat(Plugins.request(guest, host, "throw")).isEqualTo(PAUSE);
      List<String> calls = host.calls();
      assertThat(calls.get(1))
          .matches(
              "log 4 onRequestHeaders failed in context 2: java.lang.IllegalStateException: thrown"
                  + "\n\tat "
                  + CasePlugin.class.getName().replace(".", "\\.")
                  + "\\.onRequestHeaders\\(CasePlugin\\.java:\\d+\\)");
      assertThat(calls.get(2)).isEqualTo("sendLocalResponse 500 plugin_exception <> [] -1");
      guest.onContextCreate(3, 1);
      host.text("count");
      guest.onRequestHeaders(3, 0, true);
      assertThat(host.logged()).containsExactly("2 request 2");
    }
  }

  @Test
  void shouldRefuseBytesOfTheHostWhenTheirCallbackIsOver() {
    try (JavaPlugin plugin = Plugins.of(CasePlugin.class);
        Guest guest = Plugins.started(plugin, host)) {
      Plugins.request(guest, host, "keep");
      host.calls();
      Plugins.request(guest, host, "use-kept");
      assertThat(host.logged()).first().asString().contains("bytes of a callback that is over");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"overflow", "caught-overflow"})
  void shouldEndTheVmWhenTheStackOverflows(String name) {
    assertThatExceptionOfType(GuestException.class)
        .isThrownBy(() -> said(name))
        .withMessageStartingWith(
            "Function: proxy_on_request_headers failed: Uncaught java.lang.StackOverflowError\n\tat "
                + CasePlugin.class.getName()
                + ".overflow");
  }

  @Test
  void shouldEndTheVmWhenThereIsNoMemory() {
    assertThatExceptionOfType(GuestException.class)
        .isThrownBy(() -> said("memory"))
        .withMessageStartingWith(
            "Function: proxy_on_request_headers failed: Uncaught java.lang.OutOfMemoryError");
  }

  @Test
  void shouldPassOnWhatEndedTheVmWhenAHostcallCallsBack() {
    GuestException nested = new GuestException("ended inside");
    host.onLog(
        "request 1",
        () -> {
          throw nested;
        });
    assertThatExceptionOfType(GuestException.class)
        .isThrownBy(() -> said("count"))
        .isSameAs(nested);
  }

  @Test
  void shouldRunMainOnceWhenItStarts() {
    try (JavaPlugin plugin = Plugins.of(StartPlugins.Allowed.class);
        Guest guest = plugin.newGuest(host.hostcalls(), GuestOptions.defaults())) {
      assertThat(host.calls()).isEmpty();
      guest.start();
      assertThat(host.logged()).containsExactly("2 main with 0", "2 printed in main");
      guest.onContextCreate(1, 0);
      assertThat(guest.onVmStart(1, 0)).isTrue();
    }
  }

  @Test
  void shouldRunMainWhenItHasNoArguments() throws Exception {
    try (JavaPlugin plugin =
            JavaPlugin.of(StartPlugins.class.getName() + "$Plain", Plugins.classPath());
        Guest guest = Plugins.started(plugin, host)) {
      assertThat(guest.has(Callback.ON_VM_START)).isTrue();
      assertThat(host.logged()).containsExactly("2 short main");
    }
  }

  @Test
  void shouldRefuseToStartWhenMainCallsTheHost() {
    assertThat(refused(StartPlugins.Early.class))
        .startsWith(
            "4 main failed in context 0: java.lang.IllegalStateException: proxy_define_metric is"
                + " not allowed before the VM starts: call it in onStart, onConfigure or later"
                + "\n\tat ")
        .matches("(?s).*\\.main\\(StartPlugins\\.java:\\d+\\)");
  }

  @Test
  void shouldRefuseToStartWhenAStaticInitializerThrows() {
    assertThat(refused(StartPlugins.EarlyStatic.class))
        .startsWith("4 main failed in context 0: java.lang.NumberFormatException: ");
  }

  @Test
  void shouldTellTheTimeWhenMainAsksForIt() {
    host.time(1_600_000_000_123_456_789L);
    try (JavaPlugin plugin = Plugins.of(StartPlugins.EarlyTime.class);
        Guest guest = plugin.newGuest(host.hostcalls(), GuestOptions.defaults())) {
      guest.start();
      assertThat(host.logged()).containsExactly("2 at 1600000000123456789");
      guest.onContextCreate(1, 0);
      assertThat(guest.onVmStart(1, 0)).isTrue();
    }
  }

  @Test
  void shouldRefuseToStartWhenMainMakesNoPlugin() {
    assertThat(refused(StartPlugins.Nothing.class)).isEqualTo("5 main made no plugin");
  }

  private String refused(Class<?> main) {
    try (JavaPlugin plugin = Plugins.of(main);
        Guest guest = plugin.newGuest(host.hostcalls(), GuestOptions.defaults())) {
      guest.start();
      guest.onContextCreate(1, 0);
      assertThat(guest.onVmStart(1, 0)).isFalse();
      return host.logged().get(0);
    }
  }

  @Test
  void shouldNameThePathWhenTheMainClassIsMissing() {
    assertThatExceptionOfType(GuestException.class)
        .isThrownBy(() -> JavaPlugin.of("com.example.None", Plugins.classPath()))
        .withMessage(
            "main class com.example.None is not on the class path. Check its name with its package;"
                + " com/example/None.class was looked for in "
                + Plugins.classPath()
                + ".");
  }

  @Test
  void shouldSayWhatIsMissingWhenThereIsNoMain() {
    assertThatExceptionOfType(GuestException.class)
        .isThrownBy(() -> Plugins.of(StartPlugins.NoMain.class))
        .withMessageContaining("has no main. Add public static void main(String[] args)");
  }

  @Test
  void shouldSayWhatIsMissingWhenThereIsNoSdk() {
    assertThatExceptionOfType(GuestException.class)
        .isThrownBy(
            () -> JavaPlugin.of(CasePlugin.class.getName(), List.of(Plugins.pathOf(Plugins.class))))
        .withMessageContaining("Add the dependency io.proxywasm:proxy-wasm-sdk");
  }

  @Test
  void shouldNameTheEntryWhenItDoesNotExist() {
    assertThatExceptionOfType(GuestException.class)
        .isThrownBy(() -> JavaPlugin.of("A", List.of(Path.of("none.jar"))))
        .withMessage("class path entry none.jar does not exist. Build it first.");
  }

  @Test
  void shouldCallNothingWhenACallbackIsNotAllowed() {
    GuestOptions options =
        new GuestOptions(Map.of(), name -> !name.equals("proxy_on_request_headers"), 1);
    try (JavaPlugin plugin = Plugins.of(CasePlugin.class);
        Guest guest = Plugins.started(plugin, host, options)) {
      host.calls();
      assertThat(guest.has(Callback.ON_REQUEST_HEADERS)).isFalse();
      assertThat(Plugins.request(guest, host, "throw")).isZero();
      assertThat(host.calls()).isEmpty();
    }
  }

  @Test
  void shouldAnswerAsEnvoyDoesWhenThereIsNoCallback() {
    try (JavaPlugin plugin = Plugins.of(CasePlugin.class);
        Guest guest = Plugins.started(plugin, host)) {
      assertThat(guest.validateConfiguration(1, 0)).isTrue();
      assertThat(guest.onDone(2)).isTrue();
      assertThat(guest.onRequestBody(2, 1, true)).isZero();
      assertThat(guest.onDownstreamData(2, 1, true)).isZero();
      assertThat(guest.memoryBytes()).isZero();
    }
  }

  @Test
  void shouldFreeItsClassesWhenAVmIsClosed() {
    try (JavaPlugin plugin = Plugins.of(CasePlugin.class)) {
      WeakReference<ClassLoader> loader = new WeakReference<>(useAndClose(plugin));
      for (int i = 0; loader.get() != null && i < 50; i++) {
        System.gc();
      }
      assertThat(loader.get()).isNull();
    }
  }

  private ClassLoader useAndClose(JavaPlugin plugin) {
    try (Guest guest = Plugins.started(plugin, new FakeHost())) {
      FakeHost unused = new FakeHost();
      for (String name : new String[] {"count", "throw", "print", "time", "trace"}) {
        Plugins.request(guest, unused, name);
      }
      return guest.getClass().getClassLoader();
    }
  }
}
