package io.proxywasm.host;

/** Names of headers. */
final class Names {
  private Names() {}

  /** The name in lower case, which it mostly is. */
  static String lowerCase(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        return lowered(name);
      }
    }
    return name;
  }

  private static String lowered(String name) {
    char[] chars = name.toCharArray();
    for (int i = 0; i < chars.length; i++) {
      if (chars[i] >= 'A' && chars[i] <= 'Z') {
        chars[i] = (char) (chars[i] | 0x20);
      }
    }
    return new String(chars);
  }
}
