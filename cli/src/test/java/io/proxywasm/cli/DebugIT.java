package io.proxywasm.cli;

import static io.proxywasm.cli.Projects.filter;
import static io.proxywasm.cli.Projects.source;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.Location;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.StackFrame;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.request.ClassPrepareRequest;
import com.sun.jdi.request.EventRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A debugger at a plugin that runs as Java. */
class DebugIT {
  private static final int LINE = 5;

  @TempDir Path project;

  @Test
  void shouldStopAtBreakpointInPluginWhenDebuggerIsAttached() throws Exception {
    source(
        project,
        "demo.Demo",
        filter(
            "Demo",
            "public Action onRequestHeaders(Headers headers, boolean endOfStream) {"
                + " String path = headers.get(\":path\");\n"
                + "return respond(200).body(\"at \" + path).send(); }"));

    try (PwjProcess pwj =
        PwjProcess.start("run", project, "--engine", "java", "--debug=0", "--port", "0")) {
      URI uri = URI.create(pwj.output().await("curl -i (http://\\S+)\n"));
      int port = Integer.parseInt(pwj.output().await("attach to localhost:([0-9]+)\n"));
      VirtualMachine vm = attach(port);
      breakIn(vm, "demo.Demo", LINE + 1);

      CompletableFuture<HttpResponse<String>> response =
          HttpClient.newHttpClient()
              .sendAsync(
                  HttpRequest.newBuilder(uri.resolve("/here")).build(), BodyHandlers.ofString());
      BreakpointEvent hit = awaitBreakpoint(vm);
      StackFrame frame = hit.thread().frame(0);

      assertThat(hit.location().method().name()).isEqualTo("onRequestHeaders");
      assertThat(hit.location().sourceName()).isEqualTo("Demo.java");
      assertThat(frame.getValue(frame.visibleVariableByName("path"))).hasToString("\"/here\"");
      assertThat(response).isNotDone();

      vm.dispose();
      assertThat(response.get(30, TimeUnit.SECONDS).body()).isEqualTo("at /here");
    }
  }

  private static VirtualMachine attach(int port) throws Exception {
    AttachingConnector socket =
        Bootstrap.virtualMachineManager().attachingConnectors().stream()
            .filter(connector -> connector.transport().name().equals("dt_socket"))
            .findFirst()
            .orElseThrow();
    Map<String, Connector.Argument> arguments = socket.defaultArguments();
    Objects.requireNonNull(arguments.get("hostname")).setValue("localhost");
    Objects.requireNonNull(arguments.get("port")).setValue(Integer.toString(port));
    return socket.attach(arguments);
  }

  /** In the classes of all VMs that there are; each VM has its own. */
  private static void breakIn(VirtualMachine vm, String className, int line) throws Exception {
    ClassPrepareRequest later = vm.eventRequestManager().createClassPrepareRequest();
    later.addClassFilter(className);
    later.setSuspendPolicy(EventRequest.SUSPEND_ALL);
    later.enable();
    List<ReferenceType> types = vm.classesByName(className);
    assertThat(types).isNotEmpty();
    for (ReferenceType type : types) {
      breakIn(vm, type, line);
    }
  }

  private static void breakIn(VirtualMachine vm, ReferenceType type, int line) throws Exception {
    for (Location location : type.locationsOfLine(line)) {
      vm.eventRequestManager().createBreakpointRequest(location).enable();
    }
  }

  private static BreakpointEvent awaitBreakpoint(VirtualMachine vm) throws Exception {
    while (true) {
      EventSet events = vm.eventQueue().remove(30_000);
      assertThat(events).describedAs("a breakpoint that was hit").isNotNull();
      for (Event event : events) {
        if (event instanceof BreakpointEvent hit) {
          return hit;
        }
        if (event instanceof ClassPrepareEvent prepared) {
          breakIn(vm, prepared.referenceType(), LINE + 1);
        }
      }
      events.resume();
    }
  }
}
