package io.proxywasm.cli;

import io.proxywasm.compiler.Diagnostic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A plugin that was built, now or before.
 *
 * @param file the module
 * @param module its bytes
 * @param named the same module with names
 * @param upToDate whether there was nothing to do
 * @param warnings what the compiler says nevertheless
 * @param javac what javac says nevertheless
 * @param duration how long it took
 */
record BuildOutput(
    Path file,
    byte[] module,
    byte[] named,
    boolean upToDate,
    List<Diagnostic> warnings,
    String javac,
    Duration duration) {}
