package io.proxywasm.proxy.listener;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A self-signed certificate with its key, in PEM files. */
final class Certificates {
  private static final char[] PASSWORD = "password".toCharArray();
  private final Path certificate;
  private final Path key;
  private final KeyStore store;

  private Certificates(Path directory, String name) throws Exception {
    Path file = directory.resolve(name + ".p12");
    Process tool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=DNS:" + name + ",IP:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .start();
    if (!tool.waitFor(60, TimeUnit.SECONDS) || tool.exitValue() != 0) {
      throw new IOException(
          "keytool: " + new String(tool.getInputStream().readAllBytes(), US_ASCII));
    }
    store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    certificate = pem(directory.resolve(name + ".pem"), "CERTIFICATE", cert());
    key =
        pem(
            directory.resolve(name + ".key"),
            "PRIVATE KEY",
            store.getKey("a", PASSWORD).getEncoded());
  }

  private byte[] cert() throws GeneralSecurityException {
    return store.getCertificate("a").getEncoded();
  }

  private static Path pem(Path file, String what, byte[] bytes) throws IOException {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return Files.writeString(
        file, "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n");
  }

  static Certificates make(Path directory, String name) throws Exception {
    return new Certificates(directory, name);
  }

  Path certificate() {
    return certificate;
  }

  Path key() {
    return key;
  }

  /** A context that trusts this certificate only. */
  SSLContext client() throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("a", store.getCertificate("a"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /** As {@code common_tls_context} of a server. */
  String asServer(String alpn) {
    return "common_tls_context: {alpn_protocols: [%s], tls_certificates: [{certificate_chain: {filename: \"%s\"}, private_key: {filename: \"%s\"}}]}"
        .formatted(alpn, certificate, key);
  }
}
