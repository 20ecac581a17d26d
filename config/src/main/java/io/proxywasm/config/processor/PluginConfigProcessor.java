package io.proxywasm.config.processor;

import io.proxywasm.config.PluginConfig;
import java.io.IOException;
import java.io.Writer;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;

/** Generates a reader for each record with {@link PluginConfig}; javac finds it by itself. */
public final class PluginConfigProcessor extends AbstractProcessor {
  /** Makes the processor. */
  public PluginConfigProcessor() {}

  @Override
  public Set<String> getSupportedAnnotationTypes() {
    return Set.of(PluginConfig.class.getName());
  }

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latestSupported();
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    for (Element element : round.getElementsAnnotatedWith(PluginConfig.class)) {
      try {
        generate((TypeElement) element);
      } catch (ModelException wrong) {
        error(wrong.getMessage(), wrong.element());
      }
    }
    return false;
  }

  private void generate(TypeElement type) {
    ReaderSource source = new ReaderSource(type, new Model(processingEnv));
    String text = source.write();
    try (Writer out = processingEnv.getFiler().createSourceFile(source.name(), type).openWriter()) {
      out.write(text);
    } catch (IOException e) {
      error("cannot write " + source.name() + ": " + e.getMessage(), type);
    }
  }

  private void error(String message, Element element) {
    processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, message, element);
  }
}
