package io.proxywasm.e2e.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An upstream that records requests and answers them as scripts say. */
@SuppressWarnings("FutureReturnValueIgnored") // What is not sent is missed on the other side.
public final class TestUpstream implements AutoCloseable {
  /** Answers a request, on a thread of its own: it may wait. */
  @FunctionalInterface
  public interface Script {
    void answer(Inbox request, Outbox response);
  }

  private final ExecutorService threads = Executors.newCachedThreadPool(TestUpstream::daemon);
  private final Map<String, Script> scripts = new ConcurrentHashMap<>();
  private final Map<String, BlockingQueue<Inbox>> received = new ConcurrentHashMap<>();
  private final Channel http1;
  private final Channel http2;

  public TestUpstream() {
    http1 = listen(Protocol.HTTP_1);
    http2 = listen(Protocol.HTTP_2);
  }

  /** A fixed answer. */
  public static Script reply(int status, String body, Field... headers) {
    return (request, response) -> {
      request.awaitEnd();
      List<byte[]> chunks = body.isEmpty() ? List.of() : List.of(body.getBytes(UTF_8));
      response.all(head(status, headers), chunks, List.of());
    };
  }

  /** The headers of a response, with its status. */
  public static List<Field> head(int status, Field... headers) {
    List<Field> all = new java.util.ArrayList<>();
    all.add(new Field(":status", Integer.toString(status)));
    all.addAll(List.of(headers));
    return all;
  }

  /** Says how requests for a path (with its query) are answered; otherwise it is 200 "ok". */
  public void on(String path, Script script) {
    scripts.put(path, script);
  }

  /** Waits for the next request for a path (with its query). */
  public Inbox take(String path) {
    try {
      Inbox next = queue(path).poll(20, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError(
            "no request for " + path + " came; there are " + received.keySet());
      }
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Whether requests for a path came that nobody took. */
  public boolean hasReceived(String path) {
    return !queue(path).isEmpty();
  }

  public int port(Protocol protocol) {
    Channel channel = protocol == Protocol.HTTP_1 ? http1 : http2;
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  private BlockingQueue<Inbox> queue(String path) {
    return received.computeIfAbsent(path, any -> new LinkedBlockingQueue<>());
  }

  private Channel listen(Protocol protocol) {
    return new ServerBootstrap()
        .group(Netty.LOOP)
        .channel(NioServerSocketChannel.class)
        .childHandler(Netty.initializer(channel -> setUp(protocol, channel)))
        .bind(Netty.loopback(), 0)
        .syncUninterruptibly()
        .channel();
  }

  private void setUp(Protocol protocol, Channel channel) {
    if (protocol == Protocol.HTTP_1) {
      channel
          .pipeline()
          .addLast(new HttpServerCodec(Netty.http1Limits()))
          .addLast(new Http1.Receiver(this::accept));
    } else {
      channel
          .pipeline()
          .addLast(
              Http2FrameCodecBuilder.forServer()
                  .initialSettings(
                      Http2Settings.defaultSettings().maxHeaderListSize(Netty.MAX_HEADERS))
                  .validateHeaders(false)
                  .build())
          .addLast(
              new Http2MultiplexHandler(
                  Netty.initializer(
                      stream ->
                          stream
                              .pipeline()
                              .addLast(new Http2.Receiver(accept(new Http2.Sender(stream)))))));
    }
  }

  private Inbox accept(Outbox response) {
    Inbox request = new Inbox();
    threads.execute(() -> serve(request, response));
    return request;
  }

  private void serve(Inbox request, Outbox response) {
    String path = Objects.requireNonNullElse(request.awaitHead().header(":path"), "");
    queue(path).add(request);
    scripts
        .getOrDefault(path, reply(200, "ok", new Field("content-type", "text/plain")))
        .answer(request, response);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "e2e-upstream");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    http1.close().syncUninterruptibly();
    http2.close().syncUninterruptibly();
    threads.shutdownNow();
  }
}
