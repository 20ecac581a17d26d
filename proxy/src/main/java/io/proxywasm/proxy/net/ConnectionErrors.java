package io.proxywasm.proxy.net;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http2.Http2Exception;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What goes wrong on connections: what the network does is nothing to tell, our own errors are. */
public final class ConnectionErrors {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionErrors.class);

  private ConnectionErrors() {}

  /** Logs what is caught at the end of a pipeline. */
  public static void log(Throwable caught) {
    Throwable cause =
        caught instanceof DecoderException && caught.getCause() != null
            ? caught.getCause()
            : caught;
    if (!(cause instanceof IOException)
        && !(cause instanceof Http2Exception)
        && !(cause instanceof DecoderException)) {
      LOG.error("A connection is closed, as something is wrong with the proxy", cause);
    }
  }
}
