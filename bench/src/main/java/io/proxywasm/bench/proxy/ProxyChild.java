package io.proxywasm.bench.proxy;

import io.proxywasm.proxy.Proxy;
import io.proxywasm.proxy.ProxyOptions;
import io.proxywasm.proxy.config.ProxyConfigReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Our proxy as a program: says its ports, obeys its standard input and ends with it. */
public final class ProxyChild {
  private ProxyChild() {}

  /**
   * Runs until the end of the standard input.
   *
   * @param arguments the file, and how many workers
   */
  public static void main(String[] arguments) throws IOException {
    ProxyOptions options =
        ProxyOptions.builder().workers(Integer.parseInt(arguments[1])).logLevel("warning").build();
    try (Proxy proxy = Proxy.start(ProxyConfigReader.read(Path.of(arguments[0])), options);
        BufferedReader commands =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      proxy.ports().forEach((name, port) -> System.out.println(port + " " + name));
      proxy.adminPort().ifPresent(port -> System.out.println(port + " admin"));
      System.out.println("ready");
      while (commands.readLine() != null) {
        System.out.println(ProxyUsage.ofThisJvm());
      }
    }
  }
}
