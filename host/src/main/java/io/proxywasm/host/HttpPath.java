package io.proxywasm.host;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One direction of an HTTP stream through its plugins: the rules of Envoy's filter manager for
 * pausing, buffering and going on. Positions are in the order of the direction.
 */
abstract class HttpPath {
  // Why a filter does not go on. The lower two bits of its flags.
  private static final int ITERATING = 0;
  private static final int STOPPED = 1;
  private static final int STOPPED_ALL_BUFFER = 2;
  private static final int STOPPED_ALL_WATERMARK = 3;
  private static final int STATE = 3;

  private static final int HEADERS_CONTINUED = 4;
  private static final int ENDED = 8;
  private static final int FROM_CURRENT = 16;

  final HttpFilterChain chain;
  private final HttpContext[] filters;
  private final int[] flags;
  private final int limit;
  private @Nullable HeaderMap headers;
  private @Nullable HeaderMap trailers;
  private @Nullable Buffer buffered;

  /** Whether the buffer over its limit means to stop reading, and not to give up. */
  private boolean streaming;

  private boolean paused;

  /** Whether the end was seen. */
  private boolean complete;

  /** Whether the plugins are not to see more, as a local response is on its way. */
  private boolean aborted;

  /** How many callbacks of this direction are running. */
  private int inCallback;

  HttpPath(HttpFilterChain chain, HttpContext[] filters, int limit) {
    this.chain = chain;
    this.filters = filters;
    this.flags = new int[filters.length];
    this.limit = limit;
  }

  abstract int callHeaders(HttpContext filter, HeaderMap map, boolean end);

  abstract int callData(HttpContext filter, Buffer data, boolean end);

  abstract int callTrailers(HttpContext filter, HeaderMap map);

  abstract void sendHeaders(HeaderMap map, boolean end);

  abstract void sendData(Buffer data, boolean end);

  abstract void sendTrailers(HeaderMap map);

  abstract void pauseReading(boolean pause);

  abstract void tooLarge();

  /** Whether nothing is to be continued any more. */
  abstract boolean isOver();

  @Nullable HeaderMap headers() {
    return headers;
  }

  @Nullable HeaderMap trailers() {
    return trailers;
  }

  @Nullable Buffer buffered() {
    return buffered;
  }

  boolean isInCallback() {
    return inCallback > 0;
  }

  void abort() {
    aborted = true;
  }

  // What comes in from outside.

  /** Knows the headers, and gives them to nobody. */
  void see(HeaderMap map) {
    headers = map;
    aborted = true;
  }

  void onHeaders(HeaderMap map, boolean end) {
    headers = map;
    complete = end;
    iterateHeaders(0, map, end);
  }

  void onData(Buffer data, boolean end) {
    complete |= end;
    iterateData(0, data, end);
  }

  void onTrailers(HeaderMap map) {
    trailers = map;
    complete = true;
    iterateTrailers(0, map);
  }

  private void iterateHeaders(int from, HeaderMap map, boolean end) {
    for (int i = from; i < filters.length; i++) {
      inCallback++;
      int status = callHeaders(filters[i], map, end);
      inCallback--;
      if (aborted) {
        chain.sendPrepared();
        return;
      }
      if (end) {
        flags[i] |= ENDED;
      }
      switch (status) {
        case HttpContext.STOP -> state(i, STOPPED);
        case HttpContext.STOP_ALL_BUFFER -> state(i, STOPPED_ALL_BUFFER);
        case HttpContext.STOP_ALL_WATERMARK -> state(i, STOPPED_ALL_WATERMARK);
        default -> flags[i] |= HEADERS_CONTINUED;
      }
      if (status != HttpContext.CONTINUE) {
        return;
      }
    }
    sendHeaders(map, end);
  }

  private void iterateData(int from, Buffer data, boolean endOfData) {
    boolean end = endOfData;
    int adder = -1;
    for (int i = from; i < filters.length; i++) {
      if (aborted) {
        discard(data);
        return;
      }
      if (isStoppedAll(i)) {
        streaming = state(i) == STOPPED_ALL_WATERMARK;
        keep(data);
        return;
      }
      if ((flags[i] & ENDED) != 0) {
        discard(data);
        return;
      }
      boolean hadTrailers = trailers != null;
      if (end && !hadTrailers) {
        flags[i] |= ENDED;
      }
      inCallback++;
      int status = callData(filters[i], data, end && !hadTrailers);
      inCallback--;
      if (aborted) {
        discard(data);
        chain.sendPrepared();
        return;
      }
      if (!hadTrailers && trailers != null && adder < 0) {
        end = false;
        adder = i;
      }
      if (!afterData(i, status, data)) {
        if (adder >= 0) {
          iterateTrailers(next(adder), Objects.requireNonNull(trailers));
        }
        return;
      }
    }
    sendData(data, end && trailers == null);
    if (adder >= 0) {
      iterateTrailers(next(adder), Objects.requireNonNull(trailers));
    }
  }

  /** Returns whether the next filter is to get the data now. */
  private boolean afterData(int i, int status, Buffer data) {
    if (status == HttpContext.CONTINUE) {
      if (state(i) == STOPPED) {
        keep(data);
        resume(i);
        return false;
      }
      return true;
    }
    state(i, STOPPED);
    if (status == HttpContext.STOP_AND_BUFFER || status == HttpContext.STOP_AND_WATERMARK) {
      streaming = status == HttpContext.STOP_AND_WATERMARK;
      keep(data);
    } else {
      if (complete && trailers == null && buffered == null) {
        // So that the end is not lost when it goes on.
        buffered = data.newBuffer();
      }
      discard(data);
    }
    return false;
  }

  private void iterateTrailers(int from, HeaderMap map) {
    for (int i = from; i < filters.length; i++) {
      if (aborted || isStoppedAll(i)) {
        return;
      }
      inCallback++;
      int status = callTrailers(filters[i], map);
      inCallback--;
      flags[i] |= ENDED;
      if (aborted) {
        chain.sendPrepared();
        return;
      }
      if (status != HttpContext.CONTINUE) {
        if (state(i) == ITERATING) {
          state(i, STOPPED);
        }
        return;
      }
      if (state(i) == STOPPED) {
        resume(i);
        return;
      }
    }
    sendTrailers(map);
  }

  /** A plugin wants to go on. */
  void resume(HttpContext filter) {
    for (int i = 0; i < filters.length; i++) {
      if (filters[i] == filter) {
        if (state(i) != ITERATING) {
          resume(i);
        }
        return;
      }
    }
  }

  private void resume(int i) {
    HeaderMap map = headers;
    if (isOver() || map == null) {
      return;
    }
    if (isStoppedAll(i)) {
      flags[i] |= FROM_CURRENT;
    }
    state(i, ITERATING);
    if ((flags[i] & HEADERS_CONTINUED) == 0) {
      flags[i] |= HEADERS_CONTINUED;
      iterateHeaders(i + 1, map, complete && buffered == null && trailers == null);
    }
    HeaderMap trailersBefore = trailers;
    Buffer kept = buffered;
    if (kept != null) {
      buffered = null;
      unpause();
      iterateData(next(i), kept, complete && trailersBefore == null);
    }
    if (trailersBefore != null) {
      iterateTrailers(next(i), trailersBefore);
    }
    flags[i] &= ~FROM_CURRENT;
  }

  private int next(int i) {
    return (flags[i] & FROM_CURRENT) == 0 ? i + 1 : i;
  }

  private boolean isStoppedAll(int i) {
    return state(i) >= STOPPED_ALL_BUFFER;
  }

  private int state(int i) {
    return flags[i] & STATE;
  }

  private void state(int i, int state) {
    flags[i] = flags[i] & ~STATE | state;
  }

  /** Adds data to what is kept, in a callback of the filter that has paused. */
  void add(Buffer data) {
    streaming = false;
    keep(data);
  }

  private void keep(Buffer data) {
    Buffer kept = buffered;
    if (kept == data) {
      return;
    }
    if (kept == null) {
      kept = data.newBuffer();
      buffered = kept;
    }
    kept.takeFrom(data);
    if (limit > 0 && kept.length() > limit) {
      if (!streaming) {
        tooLarge();
      } else if (!paused) {
        paused = true;
        pauseReading(true);
      }
    }
  }

  private void unpause() {
    if (paused) {
      paused = false;
      pauseReading(false);
    }
  }

  private void discard(Buffer data) {
    if (data != buffered) {
      data.release();
    }
  }

  /** Trailers that a plugin makes at the end of a body that has none; null when there are some. */
  @Nullable HeaderMap addTrailers() {
    if (trailers != null || !complete) {
      return null;
    }
    trailers = new HeaderMap(4);
    return trailers;
  }

  void release() {
    Buffer kept = buffered;
    buffered = null;
    if (kept != null) {
      kept.release();
    }
  }
}
