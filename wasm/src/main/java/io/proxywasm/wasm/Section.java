package io.proxywasm.wasm;

/** A section as it stands in the file. Immutable. */
public final class Section {
  private final SectionId id;
  private final Bytes content;
  private final Bytes encoded;

  private Section(SectionId id, Bytes content, Bytes encoded) {
    this.id = id;
    this.content = content;
    this.encoded = encoded;
  }

  static Section of(SectionId id, Bytes content) {
    return new Section(id, content, new Output().u8(id.code).sized(content).toBytes());
  }

  /**
   * Makes a custom section.
   *
   * @param name its name
   * @param content what follows the name
   * @return the section
   */
  public static Section custom(String name, Bytes content) {
    return of(SectionId.CUSTOM, new Output().name(name).bytes(content).toBytes());
  }

  static Section read(Input in) {
    int start = in.position();
    int code = in.u8("a section's id");
    SectionId id = null;
    for (SectionId known : SectionId.values()) {
      id = known.code == code ? known : id;
    }
    if (id == null) {
      throw in.errorAt(start, "a section's id is " + code + " instead of 0 to 13");
    }
    Bytes content = in.take(in.u32("a section's size"), "the " + id + " section");
    return new Section(id, content, in.between(start, in.position()));
  }

  /**
   * Returns which section it is.
   *
   * @return the id
   */
  public SectionId id() {
    return id;
  }

  /**
   * Returns what the section holds.
   *
   * @return the bytes after its id and size; a custom section's begin with its name
   */
  public Bytes content() {
    return content;
  }

  /**
   * Returns the section with its id and size.
   *
   * @return the bytes as they stand in the file
   */
  public Bytes encoded() {
    return encoded;
  }

  Input open() {
    return new Input(content, "the " + id + " section");
  }

  @Override
  public String toString() {
    return id + " section, " + content.length() + " bytes";
  }
}
