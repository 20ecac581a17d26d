/**
 * Reads, edits and writes WebAssembly modules in the binary format of Wasm 3.0.
 *
 * <p>A {@link io.proxywasm.wasm.WasmModule} is an immutable list of sections:
 *
 * <pre>
 * WasmModule = CustomSection* TypeSection? ImportSection? FunctionSection? TableSection? MemorySection? TagSection?
 *              GlobalSection? ExportSection? Start? ElementSection? DataCount? CodeSection? DataSection?
 *              (custom sections may stand between any two)
 * TypeSection     = RecGroup*        RecGroup = SubType*    SubType = FunctionType | StructType | ArrayType
 * ImportSection   = Import*          Import   = module, name, ExternType
 * FunctionSection = type index*
 * GlobalSection   = Global*          Global   = GlobalType, Expression
 * ExportSection   = Export*          Export   = name, ExternKind, index
 * CodeSection     = CodeBody*
 * DataSection     = DataSegment*
 * </pre>
 *
 * <p>A section is parsed when one of its views is first asked for; a section that was not replaced
 * is written back byte for byte. Editing a section gives a new module:
 *
 * <pre>{@code
 * WasmModule module = WasmModule.read(bytes);
 * List<Export> kept = module.exportSection().stream().filter(e -> !e.name().startsWith("debug")).toList();
 * byte[] smaller = module.withExportSection(kept).write();
 * }</pre>
 *
 * <p>Nothing is checked while a module is edited, only that what is read is well formed; {@link
 * io.proxywasm.wasm.WasmModule#verify} walks all of a module. All malformed input ends in a {@link
 * io.proxywasm.wasm.WasmFormatException}.
 */
@NullMarked
package io.proxywasm.wasm;

import org.jspecify.annotations.NullMarked;
