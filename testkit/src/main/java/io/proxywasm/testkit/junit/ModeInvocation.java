package io.proxywasm.testkit.junit;

import io.proxywasm.testkit.Mode;
import java.util.List;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;

/** One run in one mode. */
final class ModeInvocation
    implements ClassTemplateInvocationContext, TestTemplateInvocationContext {
  private final Mode mode;
  private final boolean extending;

  /** Takes whether the run needs the extension, or has it from around it. */
  ModeInvocation(Mode mode, boolean extending) {
    this.mode = mode;
    this.extending = extending;
  }

  @Override
  public String getDisplayName(int invocationIndex) {
    return mode.name();
  }

  @Override
  public List<Extension> getAdditionalExtensions() {
    return extending ? List.of(new ModeExtension(mode)) : List.of();
  }

  @Override
  public void prepareInvocation(ExtensionContext context) {
    context.getStore(ProxyWasmExtension.NAMESPACE).put(Mode.class, mode);
  }
}
