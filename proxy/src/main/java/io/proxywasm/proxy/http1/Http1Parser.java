package io.proxywasm.proxy.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.proxywasm.host.HeaderMap;
import io.proxywasm.proxy.net.HeaderRules;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads HTTP/1 messages of one direction of one connection, as strictly and as leniently as Envoy.
 * Used on one loop.
 */
public final class Http1Parser {
  private static final Set<String> METHODS =
      Set.of(
          "ACL",
          "BIND",
          "CHECKOUT",
          "CONNECT",
          "COPY",
          "DELETE",
          "GET",
          "HEAD",
          "LINK",
          "LOCK",
          "M-SEARCH",
          "MERGE",
          "MKACTIVITY",
          "MKCALENDAR",
          "MKCOL",
          "MOVE",
          "NOTIFY",
          "OPTIONS",
          "PATCH",
          "POST",
          "PROPFIND",
          "PROPPATCH",
          "PURGE",
          "PUT",
          "REBIND",
          "REPORT",
          "SEARCH",
          "SOURCE",
          "SUBSCRIBE",
          "TRACE",
          "UNBIND",
          "UNLINK",
          "UNLOCK",
          "UNSUBSCRIBE");

  /** What names and values may be longer together than the limit: colons, blanks, line ends. */
  private static final int SLACK = 8192;

  private static final int MAX_CHUNK_LINE = 4096;
  private static final int HTTP_1_1 = 11;
  private static final int HTTP_1_0 = 10;

  /** Names and bytes that all parsers of a thread share. */
  private static final ThreadLocal<Shared> SHARED = ThreadLocal.withInitial(Shared::new);

  private static final class Shared {
    final HeaderNames names = new HeaderNames();
    byte[] bytes = new byte[16384];
  }

  private enum State {
    HEAD,
    FIXED_BODY,
    CHUNK_SIZE,
    CHUNK_BODY,
    CHUNK_END,
    TRAILERS,
    BODY_UNTIL_CLOSE,
    TUNNEL,
    FAILED
  }

  /**
   * What a parser is for, and how far it goes.
   *
   * @param scheme the {@code :scheme} of requests; null for responses
   * @param maxHeadersBytes the sum of the lengths of all names and values
   * @param maxHeadersCount how many headers there may be
   * @param trailers whether trailers are given on
   * @param acceptHttp10 whether HTTP/1.0 is read
   */
  public record Options(
      @Nullable String scheme,
      int maxHeadersBytes,
      int maxHeadersCount,
      boolean trailers,
      boolean acceptHttp10) {}

  private final Options options;
  private final Http1Handler handler;
  private final Shared shared = SHARED.get();
  private final @Nullable String scheme;
  private final boolean request;

  private State state = State.HEAD;
  private long left;

  /** The bytes of a head, chunk line or trailers that are not complete yet. */
  private byte @Nullable [] partial;

  private int partialLength;
  private boolean paused;
  private int version;
  private boolean keepAlive;
  private boolean chunked;
  private boolean upgrade;
  private boolean headRequest;
  private boolean inMessage;
  private boolean hasHost;
  private @Nullable Http1Error failure;

  /** Makes a parser of one direction of a connection. */
  public Http1Parser(Options options, Http1Handler handler) {
    this.options = options;
    this.handler = handler;
    this.scheme = options.scheme;
    this.request = options.scheme != null;
  }

  /** Takes no further message until {@link #resume}; to be called at the end of one. */
  public void pause() {
    paused = true;
  }

  /** Takes messages again; what was left over is to be given again. */
  public void resume() {
    paused = false;
  }

  /** Whether {@link #pause} was called last. */
  public boolean isPaused() {
    return paused;
  }

  /** What the next response is for. */
  public void expectResponse(boolean toHeadRequest) {
    headRequest = toHeadRequest;
  }

  /** Whether a message has begun and not ended. */
  public boolean isInMessage() {
    return inMessage || partialLength > 0;
  }

  /** Whether the connection may be used after this message, as far as its sender is concerned. */
  public boolean isKeepAlive() {
    return keepAlive;
  }

  /** Whether the message in hand is HTTP/1.0. */
  public boolean isHttp10() {
    return version == HTTP_1_0;
  }

  /** Whether the request in hand asks for another protocol. */
  public boolean isUpgrade() {
    return upgrade;
  }

  /** Reads as much as there is, unless paused. What is read is taken out of the buffer. */
  public void parse(ByteBuf in) {
    while (in.isReadable() && state != State.FAILED && !(paused && state == State.HEAD)) {
      switch (state) {
        case HEAD -> readHead(in);
        case FIXED_BODY -> readFixed(in);
        case CHUNK_SIZE -> readChunkSize(in);
        case CHUNK_BODY -> readChunk(in);
        case CHUNK_END -> readChunkEnd(in);
        case TRAILERS -> readTrailers(in);
        case BODY_UNTIL_CLOSE, TUNNEL ->
            handler.onBody(in.readRetainedSlice(in.readableBytes()), false);
        default -> throw new IllegalStateException();
      }
    }
  }

  /**
   * The connection is at its end.
   *
   * @return whether that was no surprise: between messages, or at the end of a body without length
   */
  public boolean end() {
    if (state == State.BODY_UNTIL_CLOSE) {
      endMessage();
      handler.onBody(Unpooled.EMPTY_BUFFER, true);
      return true;
    }
    return state == State.HEAD && partialLength == 0;
  }

  private void fail(Http1Error error) {
    state = State.FAILED;
    partial = null;
    partialLength = 0;
    failure = error;
    handler.onError(error);
  }

  /** Why the parser takes nothing more, or null. */
  public @Nullable Http1Error failure() {
    return failure;
  }

  private void endMessage() {
    inMessage = false;
    state = State.HEAD;
  }

  // Bodies.

  private void readFixed(ByteBuf in) {
    int length = (int) Math.min(left, in.readableBytes());
    left -= length;
    boolean end = left == 0;
    if (end) {
      endMessage();
    }
    handler.onBody(in.readRetainedSlice(length), end);
  }

  private void readChunk(ByteBuf in) {
    int length = (int) Math.min(left, in.readableBytes());
    left -= length;
    if (left == 0) {
      state = State.CHUNK_END;
    }
    handler.onBody(in.readRetainedSlice(length), false);
  }

  private void readChunkEnd(ByteBuf in) {
    byte b = in.readByte();
    if (left == 0 && b == '\r') {
      left = 1;
    } else if (left == 1 && b == '\n') {
      state = State.CHUNK_SIZE;
      left = 0;
    } else {
      fail(Http1Error.CODEC);
    }
  }

  private void readChunkSize(ByteBuf in) {
    int end = in.indexOf(in.readerIndex(), in.writerIndex(), (byte) '\n');
    int length = (end < 0 ? in.writerIndex() : end + 1) - in.readerIndex();
    if (partialLength + length > MAX_CHUNK_LINE) {
      fail(Http1Error.CODEC);
      return;
    }
    byte[] line = append(in, length);
    if (end < 0) {
      keep(line, partialLength + length);
      return;
    }
    int lineEnd = partialLength + length - 2;
    partialLength = 0;
    long size = lineEnd >= 0 && line[lineEnd] == '\r' ? chunkSize(line, lineEnd) : -1;
    if (size < 0) {
      fail(Http1Error.CODEC);
    } else if (size == 0) {
      state = State.TRAILERS;
    } else {
      left = size;
      state = State.CHUNK_BODY;
    }
  }

  /** The size of a chunk, or -1 when it is none. Extensions are ignored. */
  private static long chunkSize(byte[] line, int end) {
    long size = 0;
    int at = 0;
    while (at < end) {
      int digit = Character.digit(line[at], 16);
      if (digit < 0) {
        break;
      }
      if (size > Long.MAX_VALUE >> 5) {
        return -1;
      }
      size = size * 16 + digit;
      at++;
    }
    if (at == 0) {
      return -1;
    }
    while (at < end && (line[at] == ' ' || line[at] == '\t')) {
      at++;
    }
    if (at < end && line[at] != ';') {
      return -1;
    }
    for (; at < end; at++) {
      if (line[at] == '\r' || line[at] == 0) {
        return -1;
      }
    }
    return size;
  }

  private void readTrailers(ByteBuf in) {
    byte[] bytes = readLines(in, true);
    if (bytes == null) {
      return;
    }
    int length = partialLength;
    partialLength = 0;
    HeaderMap trailers = new HeaderMap(4);
    if (!readFields(bytes, 0, length, trailers)) {
      return;
    }
    endMessage();
    if (options.trailers && !trailers.isEmpty()) {
      handler.onTrailers(trailers);
    } else {
      handler.onBody(Unpooled.EMPTY_BUFFER, true);
    }
  }

  // Heads.

  private byte[] append(ByteBuf in, int length) {
    int total = partialLength + length;
    byte[] target = partial;
    if (partialLength == 0 || target == null) {
      target = shared.bytes;
      if (target.length < total) {
        target = new byte[total];
      }
    } else if (target.length < total) {
      target = Arrays.copyOf(target, Math.max(total, target.length * 2));
    }
    in.readBytes(target, partialLength, length);
    return target;
  }

  private void keep(byte[] bytes, int length) {
    partial = bytes == shared.bytes ? Arrays.copyOf(bytes, Math.max(length, 256)) : bytes;
    partialLength = length;
  }

  /**
   * Reads until an empty line. Returns the bytes, {@link #partialLength} of them, or null when they
   * are not all there.
   */
  private byte @Nullable [] readLines(ByteBuf in, boolean mayBeEmpty) {
    int limit = options.maxHeadersBytes + SLACK;
    int available = Math.min(in.readableBytes(), limit - partialLength);
    int before = partialLength;
    byte[] bytes = append(in, available);
    int total = before + available;
    int end = endOfLines(bytes, Math.max(0, before - 3), total, mayBeEmpty);
    if (end < 0) {
      if (total >= limit) {
        fail(Http1Error.HEADERS_TOO_LARGE);
      } else {
        keep(bytes, total);
      }
      return null;
    }
    in.readerIndex(in.readerIndex() - (total - end));
    partialLength = end;
    return bytes;
  }

  private static int endOfLines(byte[] bytes, int from, int to, boolean mayBeEmpty) {
    if (mayBeEmpty && to > 0 && bytes[0] == '\n') {
      return 1;
    }
    if (mayBeEmpty && to > 1 && bytes[0] == '\r' && bytes[1] == '\n') {
      return 2;
    }
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\n') {
        if (i + 1 < to && bytes[i + 1] == '\n') {
          return i + 2;
        }
        if (i + 2 < to && bytes[i + 1] == '\r' && bytes[i + 2] == '\n') {
          return i + 3;
        }
      }
    }
    return -1;
  }

  private void readHead(ByteBuf in) {
    if (partialLength == 0) {
      byte b = in.getByte(in.readerIndex());
      if (b == '\r' || b == '\n') {
        in.skipBytes(1);
        return;
      }
    }
    byte[] bytes = readLines(in, false);
    if (bytes == null) {
      return;
    }
    int length = partialLength;
    partialLength = 0;
    partial = null;
    int line = 0;
    while (bytes[line] != '\n') {
      line++;
    }
    inMessage = true;
    HeaderMap headers = new HeaderMap(24);
    boolean started =
        request ? readRequestLine(bytes, line, headers) : readStatusLine(bytes, line, headers);
    if (started && readFields(bytes, line + 1, length, headers)) {
      if (request) {
        beginRequest(headers);
      } else {
        beginResponse(headers);
      }
    }
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r';
  }

  private boolean readRequestLine(byte[] bytes, int end, HeaderMap headers) {
    int methodEnd = 0;
    while (methodEnd < end && !isBlank(bytes[methodEnd])) {
      methodEnd++;
    }
    int pathStart = methodEnd;
    while (pathStart < end && isBlank(bytes[pathStart])) {
      pathStart++;
    }
    int pathEnd = pathStart;
    while (pathEnd < end && !isBlank(bytes[pathEnd])) {
      if (bytes[pathEnd] <= ' ' || bytes[pathEnd] == 127) {
        fail(bytes[pathEnd] < 0 ? Http1Error.CODEC : Http1Error.INVALID_CHARACTERS);
        return false;
      }
      pathEnd++;
    }
    int versionStart = pathEnd;
    while (versionStart < end && isBlank(bytes[versionStart])) {
      versionStart++;
    }
    int versionEnd = end;
    while (versionEnd > versionStart && isBlank(bytes[versionEnd - 1])) {
      versionEnd--;
    }
    String method = method(bytes, methodEnd);
    if (method == null || pathEnd == pathStart) {
      fail(Http1Error.CODEC);
      return false;
    }
    version = versionEnd == versionStart ? 9 : version(bytes, versionStart, versionEnd);
    if (version < 0) {
      fail(Http1Error.CODEC);
      return false;
    }
    if (version != HTTP_1_1) {
      if (!options.acceptHttp10) {
        version = HTTP_1_1;
        fail(Http1Error.LOW_VERSION);
        return false;
      }
      version = HTTP_1_0;
    }
    hasHost = false;
    headers.add(":authority", "");
    headers.add(":path", new String(bytes, pathStart, pathEnd - pathStart, ISO_8859_1));
    headers.add(":method", method);
    headers.add(":scheme", String.valueOf(scheme));
    return true;
  }

  private static @Nullable String method(byte[] bytes, int end) {
    if (end == 3 && bytes[0] == 'G' && bytes[1] == 'E' && bytes[2] == 'T') {
      return "GET";
    }
    if (end == 4 && bytes[0] == 'P' && bytes[1] == 'O' && bytes[2] == 'S' && bytes[3] == 'T') {
      return "POST";
    }
    String method = new String(bytes, 0, end, ISO_8859_1);
    return METHODS.contains(method) ? method.intern() : null;
  }

  /** 11 for HTTP/1.1, or -1 when it is none at all. */
  private static int version(byte[] bytes, int start, int end) {
    return end - start == 8
            && bytes[start] == 'H'
            && bytes[start + 1] == 'T'
            && bytes[start + 2] == 'T'
            && bytes[start + 3] == 'P'
            && bytes[start + 4] == '/'
            && isDigit(bytes[start + 5])
            && bytes[start + 6] == '.'
            && isDigit(bytes[start + 7])
        ? (bytes[start + 5] - '0') * 10 + bytes[start + 7] - '0'
        : -1;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private boolean readStatusLine(byte[] bytes, int lineEnd, HeaderMap headers) {
    int end = lineEnd > 0 && bytes[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
    version = end < 12 ? -1 : version(bytes, 0, 8);
    if ((version != HTTP_1_1 && version != HTTP_1_0)
        || bytes[8] != ' '
        || !isDigit(bytes[9])
        || !isDigit(bytes[10])
        || !isDigit(bytes[11])
        || bytes[9] == '0'
        || (end > 12 && bytes[12] != ' ')) {
      fail(Http1Error.CODEC);
      return false;
    }
    int status = (bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + bytes[11] - '0';
    headers.add(":status", Statuses.text(status));
    return true;
  }

  private boolean readFields(byte[] bytes, int start, int end, HeaderMap headers) {
    int at = start;
    int count = 0;
    int size = headers.isEmpty() || !request ? 0 : headers.value(1).length();
    while (at < end) {
      if (bytes[at] == '\n' || (bytes[at] == '\r' && at + 1 < end && bytes[at + 1] == '\n')) {
        break;
      }
      int colon = at;
      while (bytes[colon] != ':' && bytes[colon] != '\n') {
        colon++;
      }
      if (bytes[colon] != ':' || colon == at) {
        fail(Http1Error.CODEC);
        return false;
      }
      String name = shared.names.read(bytes, at, colon);
      if (name == null) {
        fail(Http1Error.CODEC);
        return false;
      }
      int valueStart = colon + 1;
      while (bytes[valueStart] == ' ' || bytes[valueStart] == '\t') {
        valueStart++;
      }
      int lineEnd = valueStart;
      boolean odd = false;
      while (true) {
        byte b = bytes[lineEnd];
        if (b == '\n') {
          if (lineEnd + 1 < end && (bytes[lineEnd + 1] == ' ' || bytes[lineEnd + 1] == '\t')) {
            odd = true; // A value that goes on in the next line.
          } else {
            break;
          }
        } else if (b < ' ' && b >= 0 && b != '\t') {
          if (b != '\r') {
            fail(Http1Error.INVALID_CHARACTERS);
            return false;
          }
          odd |= bytes[lineEnd + 1] != '\n';
        } else if (b == 127) {
          fail(Http1Error.INVALID_CHARACTERS);
          return false;
        }
        lineEnd++;
      }
      int valueEnd = lineEnd;
      while (valueEnd > valueStart && isBlank(bytes[valueEnd - 1])) {
        valueEnd--;
      }
      String value = new String(bytes, valueStart, valueEnd - valueStart, ISO_8859_1);
      if (odd) {
        value = value.replace("\r", "").replace("\n", "").trim();
      }
      if (++count > options.maxHeadersCount && (state != State.TRAILERS || options.trailers)) {
        fail(Http1Error.TOO_MANY_HEADERS);
        return false;
      }
      size += name.length() + value.length();
      if (size > options.maxHeadersBytes) {
        fail(Http1Error.HEADERS_TOO_LARGE);
        return false;
      }
      add(headers, name, value);
      at = lineEnd + 1;
    }
    return true;
  }

  private void add(HeaderMap headers, String name, String value) {
    if (request && state != State.TRAILERS && name.equals("host")) {
      headers.setValue(0, hasHost ? headers.value(0) + "," + value : value);
      hasHost = true;
      return;
    }
    HeaderRules.add(headers, name, value, request);
  }

  private void beginRequest(HeaderMap headers) {
    keepAlive = version == HTTP_1_1;
    if (!readConnection(headers) || !readLength(headers)) {
      return;
    }
    if (!RequestTargets.apply(headers, hasHost, this::fail)) {
      return;
    }
    boolean connect = "CONNECT".equals(headers.get(":method"));
    if (connect || upgrade) {
      // What would come next is of another protocol; the connection serves nothing after it.
      state = State.TUNNEL;
      handler.onHeaders(headers, false);
      return;
    }
    beginBody(headers, false);
  }

  private void beginResponse(HeaderMap headers) {
    String status = headers.value(0);
    keepAlive = version == HTTP_1_1;
    if (!readConnection(headers) || !readLength(headers)) {
      return;
    }
    boolean informational = status.charAt(0) == '1' && !status.equals("101");
    if ((status.charAt(0) == '1' || status.equals("204")) && !hasNoBody(headers)) {
      return;
    }
    if (informational || headRequest || status.equals("204") || status.equals("304")) {
      if (!informational) {
        endMessage();
      } else {
        state = State.HEAD;
      }
      handler.onHeaders(headers, !informational);
      return;
    }
    if (status.equals("101")) {
      keepAlive = false; // Nobody has asked for it, so what would come next is not wanted.
      endMessage();
      handler.onHeaders(headers, true);
      return;
    }
    beginBody(headers, true);
  }

  /** A response that has no body must not announce one, but for a length of 0, which is dropped. */
  private boolean hasNoBody(HeaderMap headers) {
    if (chunked || left > 0) {
      fail(Http1Error.CODEC);
      return false;
    }
    headers.remove("content-length");
    return true;
  }

  private void beginBody(HeaderMap headers, boolean untilClose) {
    if (chunked) {
      state = State.CHUNK_SIZE;
      left = 0;
      handler.onHeaders(headers, false);
    } else if (left > 0) {
      state = State.FIXED_BODY;
      handler.onHeaders(headers, false);
    } else if (left < 0 && untilClose) {
      state = State.BODY_UNTIL_CLOSE;
      keepAlive = false;
      handler.onHeaders(headers, false);
    } else {
      endMessage();
      handler.onHeaders(headers, true);
    }
  }

  /** Sets {@link #left} and {@link #chunked}. */
  private boolean readLength(HeaderMap headers) {
    chunked = false;
    left = -1;
    boolean encoded = false;
    boolean wrong = false;
    for (int i = 0; i < headers.size(); i++) {
      String name = headers.name(i);
      if (name.equals("content-length")) {
        long length = length(headers.value(i));
        if (length < 0 || left >= 0) {
          fail(Http1Error.CODEC);
          return false;
        }
        left = length;
      } else if (name.equals("transfer-encoding")) {
        wrong |= encoded || !headers.value(i).equalsIgnoreCase("chunked");
        encoded = true;
      }
    }
    if (encoded && left >= 0) {
      fail(Http1Error.LENGTH_AND_CHUNKED);
      return false;
    }
    if (wrong) {
      fail(Http1Error.TRANSFER_ENCODING);
      return false;
    }
    chunked = encoded;
    return true;
  }

  private static long length(String text) {
    int digits = text.length();
    if (digits == 0 || digits > 18) {
      return -1;
    }
    long value = 0;
    for (int i = 0; i < digits; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  /**
   * Sets {@link #keepAlive} and {@link #upgrade}; of a request it also takes out the headers that
   * {@code connection} names.
   */
  private boolean readConnection(HeaderMap headers) {
    upgrade = false;
    String proxy = headers.get("proxy-connection");
    if (proxy != null && proxy.equalsIgnoreCase("close")) {
      keepAlive = false;
    }
    int at = headers.indexOf("connection");
    if (at < 0) {
      return true;
    }
    boolean upgradeNamed = false;
    for (String value : headers.all("connection")) {
      for (String part : value.split(",", -1)) {
        String token = part.trim().toLowerCase(java.util.Locale.ROOT);
        switch (token) {
          case "close" -> keepAlive = false;
          case "keep-alive" -> keepAlive |= version == HTTP_1_0;
          case "upgrade" -> upgradeNamed = true;
          case "", "transfer-encoding", "content-length", "connection", "te" -> {}
          case "host" -> hasHost = false;
          default -> {
            if (request) {
              headers.remove(token);
            }
          }
        }
        if (token.equals("te") && request) {
          String te = headers.get("te");
          if (te != null && !te.contains("trailers")) {
            headers.remove("te");
          }
        }
      }
    }
    if (upgradeNamed && request) {
      String to = headers.get("upgrade");
      if (to != null && to.equalsIgnoreCase("h2c")) {
        headers.remove("upgrade");
        headers.remove("http2-settings");
      } else {
        upgrade = to != null;
      }
    }
    return true;
  }
}
