package io.proxywasm.javaguest;

import io.proxywasm.abi.AbiVersion;
import io.proxywasm.host.guest.Guest;
import io.proxywasm.host.guest.GuestOptions;
import io.proxywasm.sdk.ProxyWasm;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;

/** The plugins of this module's tests, as those who run plugins see them. */
final class Plugins {
  private Plugins() {}

  static List<Path> classPath() {
    return List.of(pathOf(Plugins.class), pathOf(ProxyWasm.class), pathOf(AbiVersion.class));
  }

  /** The folder or jar that a class is in. */
  static Path pathOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static JavaPlugin of(Class<?> main) {
    return JavaPlugin.of(main.getName(), classPath());
  }

  /** A VM with one plugin (1) and one stream (2), which took no configuration. */
  static Guest started(JavaPlugin plugin, FakeHost host) {
    return started(plugin, host, GuestOptions.defaults());
  }

  static Guest started(JavaPlugin plugin, FakeHost host, GuestOptions options) {
    Guest guest = plugin.newGuest(host.hostcalls(), options);
    guest.start();
    guest.onContextCreate(1, 0);
    guest.onVmStart(1, 0);
    guest.onConfigure(1, 0);
    guest.onContextCreate(2, 1);
    return guest;
  }

  /** One request to a {@code CasePlugin}. */
  static int request(Guest guest, FakeHost host, String name) {
    host.text(name);
    return guest.onRequestHeaders(2, 0, true);
  }
}
