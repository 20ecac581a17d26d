package io.proxywasm.e2e.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A gRPC server's side of an HTTP/2 stream: its headers, its messages' frames, its status. */
public final class GrpcFrames {
  private static final int PREFIX = 5;

  private GrpcFrames() {}

  /** Answers with messages and a status. */
  public static TestUpstream.Script reply(int status, String statusMessage, String... messages) {
    return (request, response) -> {
      request.awaitEnd();
      head(response);
      for (String message : messages) {
        response.data(frame(message), false);
      }
      status(response, status, statusMessage);
    };
  }

  /** Begins a response. */
  public static void head(Outbox response) {
    response.head(
        TestUpstream.head(
            200, new Field("content-type", "application/grpc"), new Field("initial", "i")),
        false);
  }

  /** Ends a response. */
  public static void status(Outbox response, int status, String message) {
    List<Field> trailers = new ArrayList<>();
    trailers.add(new Field("grpc-status", "" + status));
    if (!message.isEmpty()) {
      trailers.add(new Field("grpc-message", message));
    }
    trailers.add(new Field("trailing", "t"));
    response.trailers(trailers);
  }

  /** A message as it goes over the wire, not compressed. */
  public static byte[] frame(String message) {
    return frame(message.getBytes(UTF_8));
  }

  /** A message as it goes over the wire, not compressed. */
  public static byte[] frame(byte[] message) {
    return ByteBuffer.allocate(PREFIX + message.length)
        .put((byte) 0)
        .putInt(message.length)
        .put(message)
        .array();
  }

  /** The messages that have come whole. */
  public static List<String> messages(Message request) {
    ByteBuffer body = ByteBuffer.wrap(request.body());
    List<String> messages = new ArrayList<>();
    while (body.remaining() >= PREFIX) {
      if (body.get() != 0) {
        throw new AssertionError("a compressed message");
      }
      byte[] message = new byte[body.getInt()];
      if (message.length > body.remaining()) {
        break;
      }
      body.get(message);
      messages.add(new String(message, UTF_8));
    }
    return messages;
  }
}
