package io.proxywasm.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One TCP connection through the plugins, of which the test is both ends. */
public final class TcpExchange implements AutoCloseable {
  private final ByteArrayOutputStream upstream = new ByteArrayOutputStream();
  private final ByteArrayOutputStream client = new ByteArrayOutputStream();
  private final Supplier<String> report;
  private @Nullable TcpLink link;
  private boolean connected;
  private boolean upstreamEnded;
  private boolean clientEnded;
  private @Nullable String closeDetails;

  TcpExchange(Supplier<String> report) {
    this.report = report;
  }

  void connect(TcpLink opened) {
    link = opened;
  }

  private TcpLink link() {
    TcpLink present = link;
    if (present == null) {
      throw new IllegalStateException("not connected");
    }
    return present;
  }

  /** The client sends bytes; the end is its half close. */
  public TcpExchange send(byte[] bytes, boolean endOfStream) {
    link().clientData(bytes.clone(), endOfStream);
    return this;
  }

  /** The client sends a text in UTF-8. */
  public TcpExchange send(String text) {
    return send(text.getBytes(UTF_8), false);
  }

  /** The upstream sends bytes; the end is its half close. */
  public TcpExchange respond(byte[] bytes, boolean endOfStream) {
    link().upstreamData(bytes.clone(), endOfStream);
    return this;
  }

  /** The upstream sends a text in UTF-8. */
  public TcpExchange respond(String text) {
    return respond(text.getBytes(UTF_8), false);
  }

  /** Whether the plugins have let the connection through to the upstream. */
  public boolean isConnected() {
    return connected;
  }

  /** What the upstream has got up to now. */
  public byte[] atUpstream() {
    return upstream.toByteArray();
  }

  /** What the upstream has got up to now, as UTF-8. */
  public String textAtUpstream() {
    return upstream.toString(UTF_8);
  }

  /** What the client has got up to now. */
  public byte[] atClient() {
    return client.toByteArray();
  }

  /** What the client has got up to now, as UTF-8. */
  public String textAtClient() {
    return client.toString(UTF_8);
  }

  /** Whether the upstream has seen the end of the client's bytes. */
  public boolean isUpstreamEnded() {
    return upstreamEnded;
  }

  /** Whether the client has seen the end of the upstream's bytes. */
  public boolean isClientEnded() {
    return clientEnded;
  }

  /** Why a plugin has closed the connection; null when none has. */
  public @Nullable String closeDetails() {
    return closeDetails;
  }

  /** The client closes the connection, if it is open: plugins are told. */
  @Override
  public void close() {
    link().close();
  }

  /** What has happened in its proxy, for a message; see {@link TestProxy#report}. */
  public String report() {
    return report.get();
  }

  // What the link tells.

  void onConnected() {
    connected = true;
  }

  void toUpstream(byte[] bytes, boolean end) {
    upstream.writeBytes(bytes);
    upstreamEnded |= end;
  }

  void toClient(byte[] bytes, boolean end) {
    client.writeBytes(bytes);
    clientEnded |= end;
  }

  void onClosedByPlugin(String details) {
    closeDetails = details;
  }

  @Override
  public String toString() {
    return "the upstream got '"
        + textAtUpstream()
        + "'; the client got '"
        + textAtClient()
        + "'"
        + (closeDetails == null ? "" : "; closed by a plugin: " + closeDetails);
  }
}
