package io.proxywasm.host.engine;

import java.util.SortedMap;

/**
 * What a compiler made of a module, in a form that can be kept on disk.
 *
 * @param skeleton the module as the engine needs it beside the classes: without the bodies of
 *     functions that are Java now
 * @param tailCalls whether functions must be called by the machine
 * @param mainClass the class of the machine
 * @param classes all classes by name
 */
record CompiledModule(
    byte[] skeleton, boolean tailCalls, String mainClass, SortedMap<String, byte[]> classes) {}
