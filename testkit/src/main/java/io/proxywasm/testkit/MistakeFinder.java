package io.proxywasm.testkit;

import io.proxywasm.abi.LogLevel;
import io.proxywasm.abi.Status;
import io.proxywasm.abi.StreamType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Follows callbacks and hostcalls, and knows the mistakes that can be seen in them. */
final class MistakeFinder {
  /** What the sdk logs of an exception. */
  private static final Pattern EXCEPTION =
      Pattern.compile("(\\w+) failed in context (\\d+): ([^\\n]*).*", Pattern.DOTALL);

  private static final int MOST_HEADERS_ACTION = 4;
  private static final int MOST_BODY_ACTION = 3;
  private static final int MOST_TRAILERS_ACTION = 1;
  private static final int HTTP_MAPS = 4;
  private static final int HTTP_BODIES = 2;
  private static final int REQUEST = StreamType.HTTP_REQUEST.code();

  private final Map<Integer, Vm> vms = new HashMap<>();
  private final List<Mistake> mistakes = new ArrayList<>();
  private String failedCallback = "";

  /** What was seen of one VM. */
  private static final class Vm {
    final Map<Integer, Stream> streams = new HashMap<>();
    final Set<Integer> ticking = new HashSet<>();
    String callback = "";
    int context;
    int effective;

    Stream stream() {
      return streams.computeIfAbsent(effective, any -> new Stream());
    }
  }

  /** One direction of each kind: 0 is the request, 1 the response. */
  private static final class Stream {
    final boolean[] wentOn = new boolean[2];
    final boolean[] held = new boolean[2];
    final String[] lastCallback = {"", ""};
  }

  private Vm vm(int number) {
    return vms.computeIfAbsent(number, any -> new Vm());
  }

  /** The callback that is running, in which another one may run. */
  record Frame(String callback, int context, int effective) {}

  /** A callback begins; returns the one around it. */
  Frame begin(int number, String callback, int context) {
    Vm vm = vm(number);
    Frame around = new Frame(vm.callback, vm.context, vm.effective);
    vm.callback = callback;
    vm.context = context;
    vm.effective = context;
    return around;
  }

  void end(int number, int answer, Frame around) {
    Vm vm = vm(number);
    int direction = direction(vm.callback);
    if (direction >= 0) {
      vm.effective = vm.context;
      Stream stream = vm.stream();
      int most = mostAction(vm.callback);
      if (answer < 0 || answer > most) {
        add(
            MistakeKind.WRONG_ACTION,
            vm.callback
                + " answered "
                + answer
                + ", which is no action: the proxy holds the stream"
                + " back. Answer 0 (continue) or 1 (pause).");
      }
      stream.held[direction] = answer != 0;
      stream.wentOn[direction] |= answer == 0;
      stream.lastCallback[direction] = vm.callback;
    }
    leave(vm, around);
  }

  void failed(int number, Frame around) {
    Vm vm = vm(number);
    failedCallback = vm.callback;
    leave(vm, around);
  }

  private static void leave(Vm vm, Frame around) {
    vm.callback = around.callback;
    vm.context = around.context;
    vm.effective = around.effective;
  }

  private static int direction(String callback) {
    return switch (callback) {
      case "proxy_on_request_headers", "proxy_on_request_body", "proxy_on_request_trailers" -> 0;
      case "proxy_on_response_headers", "proxy_on_response_body", "proxy_on_response_trailers" -> 1;
      default -> -1;
    };
  }

  private static int mostAction(String callback) {
    return callback.endsWith("_headers")
        ? MOST_HEADERS_ACTION
        : callback.endsWith("_body") ? MOST_BODY_ACTION : MOST_TRAILERS_ACTION;
  }

  void hostcall(int number, String name, Object[] arguments, int status, String call) {
    Vm vm = vm(number);
    boolean done = status == Status.OK.code();
    switch (name) {
      case "proxy_set_effective_context" -> {
        if (done) {
          vm.effective = (Integer) arguments[0];
        }
      }
      case "proxy_set_tick_period_milliseconds" -> {
        if ((Integer) arguments[0] == 0) {
          vm.ticking.remove(vm.effective);
        } else {
          vm.ticking.add(vm.effective);
        }
      }
      case "proxy_log" -> {
        if ((Integer) arguments[0] == LogLevel.ERROR.code()) {
          pluginSaid(LogLevel.ERROR, String.valueOf(arguments[1]));
        }
      }
      case "proxy_continue_stream" -> onContinue(vm, (Integer) arguments[0]);
      case "proxy_send_local_response" -> onLocalResponse(vm, call);
      case "proxy_add_header_map_value",
          "proxy_replace_header_map_value",
          "proxy_remove_header_map_value",
          "proxy_set_header_map_pairs" -> {
        if (!done && (Integer) arguments[0] < HTTP_MAPS) {
          onRefusedChange(call, status);
        }
      }
      case "proxy_set_buffer_bytes" -> {
        if (!done && (Integer) arguments[0] < HTTP_BODIES) {
          onRefusedChange(call, status);
        }
      }
      default -> {}
    }
  }

  /** A plugin has logged a line. */
  void pluginSaid(LogLevel level, String message) {
    Matcher exception = EXCEPTION.matcher(message);
    if (level == LogLevel.ERROR && exception.matches()) {
      add(
          MistakeKind.EXCEPTION,
          "an exception left "
              + exception.group(1)
              + " in context "
              + exception.group(2)
              + ": "
              + exception.group(3));
    }
  }

  /** Whether a callback of the stream itself is running: its answer is to come. */
  private static boolean isOfStream(Vm vm, int direction) {
    return vm.context == vm.effective && direction(vm.callback) == direction;
  }

  private void onContinue(Vm vm, int type) {
    if (type != REQUEST && type != StreamType.HTTP_RESPONSE.code()) {
      return;
    }
    Stream stream = vm.stream();
    boolean request = type == REQUEST;
    int direction = request ? 0 : 1;
    if (!stream.held[direction] && stream.wentOn[direction] && !isOfStream(vm, direction)) {
      add(
          MistakeKind.WRONG_ACTION,
          "in "
              + vm.callback
              + " the "
              + name(direction)
              + " was continued, but it had not been held back: "
              + stream.lastCallback[direction]
              + " had answered CONTINUE. Answer PAUSE there.");
    }
    stream.held[direction] = false;
    stream.wentOn[direction] = true;
  }

  private void onLocalResponse(Vm vm, String call) {
    Stream stream = vm.stream();
    boolean late =
        stream.wentOn[0]
            && !stream.held[0]
            && stream.lastCallback[1].isEmpty()
            && direction(vm.callback) < 0;
    if (late) {
      add(
          MistakeKind.WRONG_ACTION,
          call
              + " in "
              + vm.callback
              + " came when the request had gone on to the upstream: "
              + stream.lastCallback[0]
              + " had answered CONTINUE. Answer PAUSE there.");
    }
    stream.held[0] = false;
    stream.held[1] = false;
  }

  private void onRefusedChange(String call, int status) {
    add(
        MistakeKind.CHANGED_TOO_LATE,
        call
            + " was refused with "
            + Status.of(status)
            + ": what it was to change had gone on, or was never there. Change it before"
            + " continuing, in the callback in which it comes.");
  }

  /** What the host says of a VM that died. */
  void hostSaid(String message) {
    MistakeKind kind =
        message.contains("ran longer than") || message.contains("allocated more than")
            ? MistakeKind.ENDLESS_LOOP
            : MistakeKind.TRAP;
    add(kind, failedCallback.isEmpty() ? message : failedCallback + ": " + message);
  }

  private static String name(int direction) {
    return direction == 0 ? "request" : "response";
  }

  private void add(MistakeKind kind, String message) {
    mistakes.add(new Mistake(kind, message));
  }

  List<Mistake> mistakes() {
    return List.copyOf(mistakes);
  }

  boolean isTicking() {
    return vms.values().stream().anyMatch(vm -> !vm.ticking.isEmpty());
  }
}
