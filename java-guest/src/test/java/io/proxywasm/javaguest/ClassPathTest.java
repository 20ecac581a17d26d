package io.proxywasm.javaguest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.proxywasm.host.guest.GuestException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Test
  void shouldTakeTheFirstWhenAFileIsThereTwice() throws IOException {
    try (ClassPath path =
        ClassPath.open(List.of(jar("one.jar", "", "a/f", "of one"), folder("two", "a/f")))) {
      assertThat(text(path, "a/f")).isEqualTo("of one");
      assertThat(path.urls("a/f")).hasSize(2);
      assertThat(path.find("a/g")).isNull();
      assertThat(path.find("/a/f")).isNull();
    }
  }

  @Test
  void shouldFollowTheManifestWhenAJarNamesOthers() throws IOException {
    jar("two.jar", "none.jar one.jar", "a/g", "of two");
    try (ClassPath path =
        ClassPath.open(List.of(jar("one.jar", "two.jar http://a/ two/", "a/f", "of one")))) {
      assertThat(text(path, "a/g")).isEqualTo("of two");
    }
  }

  @Test
  void shouldNameTheFileWhenItIsNoJar() throws IOException {
    Path file = Files.writeString(folder.resolve("no.jar"), "no jar");
    assertThatExceptionOfType(GuestException.class)
        .isThrownBy(() -> ClassPath.open(List.of(file)))
        .withMessageStartingWith("cannot read " + file + " of the class path: ");
  }

  @Test
  void shouldGiveResourcesWhenAPluginReadsThem() throws Exception {
    try (ClassPath path =
        ClassPath.open(List.of(jar("one.jar", "", "a/f 1", "of one"), folder("two", "a/g")))) {
      VmClassLoader loader =
          new VmClassLoader(new PluginClasses(path, new PluginTransformer(true, name -> false)));
      assertThat(read(loader.getResourceAsStream("a/f 1"))).isEqualTo("of one");
      assertThat(read(loader.getResourceAsStream("a/g"))).isEqualTo("of two");
      assertThat(loader.getResourceAsStream("a/h")).isNull();
      assertThat(Objects.requireNonNull(loader.getResource("a/g")).getProtocol()).isEqualTo("file");
      Enumeration<?> all = loader.getResources("a/f 1");
      assertThat(all.nextElement()).hasToString(path.urls("a/f 1").get(0).toString());
      assertThat(all.hasMoreElements()).isFalse();
      try (InputStream in = path.urls("a/f 1").get(0).openStream()) {
        assertThat(read(in)).isEqualTo("of one");
      }
    }
  }

  private static String text(ClassPath path, String name) {
    return new String(Objects.requireNonNull(path.find(name)).bytes(), UTF_8);
  }

  private static String read(@Nullable InputStream in) throws IOException {
    return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
  }

  private Path folder(String name, String file) throws IOException {
    Path path = folder.resolve(name).resolve(file);
    Files.createDirectories(Objects.requireNonNull(path.getParent()));
    Files.writeString(path, "of " + name);
    return folder.resolve(name);
  }

  private Path jar(String name, String classPath, String file, String text) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
    Path path = folder.resolve(name);
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(path), manifest)) {
      out.putNextEntry(new JarEntry(file));
      out.write(text.getBytes(UTF_8));
    }
    return path;
  }
}
