package io.proxywasm.testkit;

import io.proxywasm.host.StreamInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** An exchange through an Envoy, by HTTP/1.1 on both sides. */
final class EnvoyHttpLink implements HttpLink {
  /** Envoy leaves the id that a client gives; plugins see one in any case. */
  static final String ID = "x-request-id";

  private final EnvoyBackend backend;
  private final HttpExchange exchange;
  private final String id;
  private @Nullable WireConnection client;
  private @Nullable WireConnection upstream;
  private boolean requestEnded;
  private boolean upstreamSeen;

  EnvoyHttpLink(EnvoyBackend backend, HttpExchange exchange, int number) {
    this.backend = backend;
    this.exchange = exchange;
    this.id = String.format("00000000-0000-4000-8000-%012d", number);
  }

  String id() {
    return id;
  }

  boolean awaitsUpstream() {
    return client != null && !upstreamSeen;
  }

  int pieces() {
    return exchange.client().pieces() + exchange.upstream().pieces();
  }

  /** Something that is written to a connection. */
  private interface Write {
    void to(WireConnection connection) throws IOException;
  }

  // The client's side.

  @Override
  public void requestHeaders(Headers headers, boolean end) {
    requestEnded = end;
    try {
      WireConnection connection = WireConnection.connect(backend.port());
      client = connection;
      connection.read(new ClientListener());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot connect to Envoy", e);
    }
    Headers sent = headers.get(ID) == null ? headers.with(ID, id) : headers;
    request(connection -> connection.writeHeaders(sent, end));
  }

  @Override
  public void requestBody(byte[] chunk, boolean end) {
    requestEnded |= end;
    request(connection -> connection.writeBody(chunk, end));
  }

  @Override
  public void requestTrailers(Headers trailers) {
    requestEnded = true;
    request(connection -> connection.writeTrailers(trailers));
  }

  private void request(Write write) {
    int before = exchange.upstream().pieces();
    int callouts = backend.httpCallouts().size();
    WireConnection connection = client;
    if (connection != null) {
      try {
        write.to(connection);
      } catch (IOException e) {
        // Envoy has answered already, and closed it.
      }
    }
    backend.settle(
        () ->
            isAnswered()
                || backend.httpCallouts().size() > callouts
                || (requestEnded
                    ? exchange.upstream().isComplete()
                    : exchange.upstream().pieces() > before));
  }

  private boolean isAnswered() {
    return exchange.client().isComplete() || exchange.client().resetReason() != null;
  }

  @Override
  public void requestMetadata(Headers metadata) {
    throw new NotInEnvoyException("HTTP/1.1 has no metadata");
  }

  // The upstream's side.

  @Override
  public void responseHeaders(Headers headers, boolean end) {
    if (upstream == null && !isAnswered()) {
      throw new NotInEnvoyException("an upstream does not answer what it has not got");
    }
    response(connection -> connection.writeHeaders(headers, end), end);
  }

  @Override
  public void responseBody(byte[] chunk, boolean end) {
    response(connection -> connection.writeBody(chunk, end), end);
  }

  @Override
  public void responseTrailers(Headers trailers) {
    response(connection -> connection.writeTrailers(trailers), true);
  }

  private void response(Write write, boolean end) {
    int before = exchange.client().pieces();
    WireConnection connection = upstream;
    if (connection != null) {
      try {
        write.to(connection);
      } catch (IOException e) {
        // Envoy does not wait any more.
      }
    }
    backend.settle(() -> isAnswered() || !end && exchange.client().pieces() > before);
  }

  @Override
  public void responseMetadata(Headers metadata) {
    throw new NotInEnvoyException("HTTP/1.1 has no metadata");
  }

  // What Envoy sends; on the test's thread.

  void upstreamHeaders(WireConnection connection, Headers request, boolean end) {
    upstreamSeen = true;
    upstream = connection;
    exchange.upstream().onHeaders(request, end);
  }

  void upstreamBody(byte[] bytes, boolean end) {
    exchange.upstream().onBody(bytes, end);
  }

  void upstreamTrailers(Headers trailers) {
    exchange.upstream().onTrailers(trailers);
  }

  void upstreamClosed(WireConnection connection) {
    if (upstream == connection) {
      upstream = null;
      exchange.onUpstreamReset();
    }
  }

  private final class ClientListener implements WireListener {
    @Override
    public void onHeaders(String firstLine, Headers headers, boolean end) {
      Headers response = Headers.of(":status", firstLine.split(" ")[1]);
      for (Headers.Header each : headers.all()) {
        if (!each.name().equals("transfer-encoding")) {
          response = response.with(each.name(), each.value());
        }
      }
      Headers all = response;
      backend.post(() -> exchange.client().onHeaders(all, end));
    }

    @Override
    public void onBody(byte[] bytes, boolean end) {
      backend.post(() -> exchange.client().onBody(bytes, end));
    }

    @Override
    public void onTrailers(Headers trailers) {
      backend.post(() -> exchange.client().onTrailers(trailers));
    }

    @Override
    public void onClosed() {
      backend.post(
          () -> {
            if (!exchange.client().isComplete()) {
              exchange.client().onReset("the connection was closed");
            }
          });
    }
  }

  @Override
  public StreamInfo info() {
    throw new NotInEnvoyException("what it knows of a stream is not told");
  }

  @Override
  public @Nullable String details() {
    return null;
  }

  @Override
  public void requireInside(String what) {
    throw new NotInEnvoyException(what + " is not told");
  }

  @Override
  public void close() {
    WireConnection connection = client;
    if (connection != null) {
      connection.close();
    }
  }
}
