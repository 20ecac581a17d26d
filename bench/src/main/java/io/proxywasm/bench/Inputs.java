package io.proxywasm.bench;

import java.util.Locale;

/** The bodies that the load sends. */
final class Inputs {
  private static final int PAGE = 64 * 1024;
  private static final int DOCUMENT = 4 * 1024;

  private static final String WORDS =
      """
      <p>An item in this list is described in its own page, which is kept in the archive until the
      edition after the next is printed. Prices include taxes; delivery is extra, and it is charged
      by weight. If an item is missing, write to the office: it will find it in a day or two.</p>
      """;

  private Inputs() {}

  /** A page of 64 KB in which a link to an internal name stands about once in a kilobyte. */
  static String page() {
    StringBuilder page = new StringBuilder(PAGE + 1024);
    for (int i = 0; page.length() < PAGE; i++) {
      page.append(
          String.format(
              Locale.ROOT, "<a href=\"https://internal.example/items/%d\">item %d</a>\n", i, i));
      page.append(WORDS.repeat(3));
    }
    page.setLength(PAGE);
    return page.toString();
  }

  /** What the plugins make of it. */
  static String rewritten() {
    return page().replace("internal.example", "example.com");
  }

  /** An order of 4 KB, as services send it to one another, with blanks at the end. */
  static String document() {
    StringBuilder order = new StringBuilder(DOCUMENT);
    order.append(
        "{\"id\":\"0a4f6d1e-5b7c-4c55-9f0e-3a1b6f2d9c11\",\"created\":\"2026-11-22T09:30:00Z\","
            + "\"customer\":{\"id\":48213,\"name\":\"J\\u00f6rg M\u00fcller\",\"vip\":false,"
            + "\"email\":\"joerg@example.com\",\"phone\":null},\"items\":[");
    String end = "],\"total\":1834.5,\"currency\":\"EUR\",\"notes\":\"ring twice,\\nthen wait\"}";
    for (int i = 0; ; i++) {
      String item =
          String.format(
              Locale.ROOT,
              "%s{\"sku\":\"A-%04d\",\"title\":\"Item number %d of the \\\"winter\\\" list\","
                  + "\"quantity\":%d,\"price\":%d.%02d,\"tags\":[\"new\",\"gift\"],\"taxed\":true}",
              i == 0 ? "" : ",",
              i * 37,
              i,
              1 + i % 4,
              10 + i * 3,
              i * 7 % 100);
      if (order.length() + item.length() + end.length() + 1 > DOCUMENT) {
        break;
      }
      order.append(item);
    }
    order.append(end);
    // One letter has two bytes.
    return order + " ".repeat(DOCUMENT - 1 - order.length());
  }
}
