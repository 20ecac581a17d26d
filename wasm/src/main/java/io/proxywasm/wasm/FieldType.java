package io.proxywasm.wasm;

/**
 * A struct's field or an array's element.
 *
 * @param storage what it holds
 * @param mutable whether it can be written
 */
public record FieldType(StorageType storage, boolean mutable) {
  @Override
  public String toString() {
    return mutable ? "(mut " + storage + ")" : storage.toString();
  }
}
