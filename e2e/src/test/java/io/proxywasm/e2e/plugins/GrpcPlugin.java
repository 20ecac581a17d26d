package io.proxywasm.e2e.plugins;

import io.proxywasm.sdk.Action;
import io.proxywasm.sdk.Bytes;
import io.proxywasm.sdk.GrpcCodec;
import io.proxywasm.sdk.GrpcException;
import io.proxywasm.sdk.GrpcMethod;
import io.proxywasm.sdk.GrpcStream;
import io.proxywasm.sdk.Headers;
import io.proxywasm.sdk.HttpContext;
import io.proxywasm.sdk.Log;
import io.proxywasm.sdk.ProtobufReader;
import io.proxywasm.sdk.ProtobufWriter;
import io.proxywasm.sdk.ProxyWasm;
import io.proxywasm.sdk.Stage;
import java.util.ArrayList;
import java.util.List;

/** Calls gRPC services, as the header {@code case} says. */
public final class GrpcPlugin extends HttpContext {
  /** A message with a name (1) and a number (2). */
  private record Item(String name, long number) {}

  private static final GrpcCodec<Item> ITEMS =
      new GrpcCodec<>() {
        @Override
        public Bytes encode(Item item) {
          return new ProtobufWriter().text(1, item.name).number(2, item.number).toBytes();
        }

        @Override
        public Item decode(Bytes bytes) {
          String name = "";
          long number = 0;
          ProtobufReader reader = new ProtobufReader(bytes);
          while (reader.next()) {
            switch (reader.field()) {
              case 1 -> name = reader.text();
              case 2 -> number = reader.number();
              default -> {}
            }
          }
          return new Item(name, number);
        }
      };

  private static final GrpcMethod<Item, Item> TYPED =
      new GrpcMethod<>("test.Items", "Typed", ITEMS, ITEMS);

  private static final String CLUSTER = "upstream-h2";

  private String name = "";

  public static void main(String[] args) {
    ProxyWasm.http(GrpcPlugin::new);
  }

  private Action pass(String result) {
    requestHeaders().set("result", result);
    return Action.CONTINUE;
  }

  private Action failed(Throwable failure) {
    return pass(
        failure instanceof GrpcException grpc
            ? grpc.status() + " " + grpc.statusMessage()
            : failure.getClass().getSimpleName() + ": " + failure.getMessage());
  }

  private Stage<Action> call(String cluster, String method) {
    return grpcCall(cluster, "test.Service", method)
        .metadata("x-call", "\u00e4")
        .timeoutMillis(name.equals("slow") ? 100 : 10_000)
        .send(Bytes.utf8("question"))
        .map(answer -> pass(answer.utf8()));
  }

  @Override
  public Action onRequestHeaders(Headers headers, boolean endOfStream) {
    name = headers.get("case", "");
    return switch (name) {
      case "ok" -> call(CLUSTER, "Ok");
      case "fails" -> call(CLUSTER, "Fails").recover(this::failed);
      case "unknown" -> call("nowhere", "Ok").recover(this::failed);
      case "refused" -> call("refused", "Ok").recover(this::failed);
      case "slow" -> call(CLUSTER, "Slow").recover(this::failed);
      case "cut" -> call(CLUSTER, "Cut").recover(this::failed);
      case "no-grpc" -> call(CLUSTER, "Plain").recover(this::failed);
      case "denied" -> call(CLUSTER, "Fails");
      case "large" ->
          grpcCall(CLUSTER, "test.Service", "Large")
              .send(Bytes.of(new byte[200_000]))
              .map(answer -> pass("" + answer.length()));
      case "all" ->
          Stage.all(
                  grpcCall(CLUSTER, "test.Service", "Ok").send(Bytes.utf8("1")),
                  grpcCall(CLUSTER, "test.Service", "Other").send(Bytes.utf8("2")))
              .map(both -> pass(both.get(0).utf8() + " " + both.get(1).utf8()));
      case "typed" ->
          grpcCall(CLUSTER, TYPED)
              .send(new Item("n\u00e4me", -5))
              .map(item -> pass(item.name + " " + item.number));
      case "malformed" ->
          grpcCall(CLUSTER, TYPED)
              .send(new Item("bad", 0))
              .map(item -> pass("never"))
              .recover(this::failed);
      case "stream" -> stream();
      case "stream-fails" -> {
        List<String> seen = new ArrayList<>();
        yield grpcStream(CLUSTER, "test.Service", "StreamFails")
            .onMessage(message -> seen.add(message.utf8()))
            .open()
            .closed()
            .map(nothing -> pass("never"))
            .recover(failure -> pass(seen + " " + failure.getMessage()));
      }
      case "stream-unknown" ->
          grpcStream("nowhere", "test.Service", "Stream")
              .open()
              .closed()
              .map(nothing -> pass("never"))
              .recover(this::failed);
      case "stream-throws" ->
          grpcStream(CLUSTER, "test.Service", "StreamThrows")
              .onMessage(
                  message -> {
                    throw new IllegalStateException("thrown at " + message);
                  })
              .open()
              .closed()
              .map(nothing -> pass("never"))
              .recover(this::failed);
      case "stream-cancel" -> {
        GrpcStream<Bytes> stream = grpcStream(CLUSTER, "test.Service", "Cancel").open();
        stream.send(Bytes.utf8("one"));
        stream.cancel();
        stream.send(Bytes.utf8("late"));
        stream.end();
        yield Stage.delayMillis(20).map(nothing -> pass("over " + stream.closed().isOver()));
      }
      case "gone" -> {
        var unused =
            grpcStream(CLUSTER, "test.Service", "Gone")
                .onMessage(message -> Log.info("told though gone"))
                .open();
        yield Action.PAUSE;
      }
      case "local" -> respond(200).grpcStatus(7).body("not you").header("own", "1").send();
      default -> Action.CONTINUE;
    };
  }

  private Action stream() {
    StringBuilder seen = new StringBuilder();
    GrpcStream<Bytes> stream =
        grpcStream(CLUSTER, "test.Service", "Stream")
            .metadata("x-call", "m")
            .onInitialMetadata(metadata -> seen.append(metadata.get("initial")).append(' '))
            .onMessage(message -> seen.append(message).append(' '))
            .onTrailingMetadata(metadata -> seen.append(metadata.get("trailing")))
            .open();
    stream.send(Bytes.utf8("one"));
    stream.send(Bytes.empty());
    stream.sendLast(Bytes.utf8("two"));
    return stream.closed().map(nothing -> pass(seen.toString()));
  }

  @Override
  public void onDelete() {
    if (name.equals("gone")) {
      Log.info("stream gone");
    }
  }
}
