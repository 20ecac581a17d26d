package io.proxywasm.javaguest;

import io.proxywasm.abi.AbiVersion;
import io.proxywasm.host.guest.Callback;
import io.proxywasm.host.guest.Guest;
import io.proxywasm.host.guest.GuestCode;
import io.proxywasm.host.guest.GuestException;
import io.proxywasm.host.guest.GuestOptions;
import io.proxywasm.host.guest.Hostcalls;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * A plugin written with the sdk that runs as Java, without WebAssembly: the same class as in Envoy,
 * with breakpoints. Each VM has its classes for itself, so that statics are the VM's own.
 *
 * <pre>{@code
 * GuestCode code = JavaPlugin.of("com.example.HeaderAuth", List.of(classes, sdkJar));
 * }</pre>
 *
 * <p><b>This is no sandbox.</b> The code of the plugin may do what the JVM may: read files, open
 * connections, start threads, take memory. It is for development and for plugins of one's own;
 * strangers' plugins are run as Wasm.
 *
 * <p>What a module has from its host, it has here too: lines of {@code System.out} and {@code
 * System.err} are logged at level info and error, the time is the host's, there is no environment,
 * language or zone of the machine, and an error that Wasm would answer with a trap (a stack
 * overflow, no memory) ends the VM. A callback that runs too long can be stopped as long as it runs
 * code of the class path, or waits; not inside of a long computation of the JDK's own.
 *
 * <p>Classes are read when the first VM needs them, and kept. Close it after its guests.
 */
public final class JavaPlugin implements GuestCode {
  private static final String MAIN = "main([Ljava/lang/String;)V";
  private static final String MAIN_WITHOUT_ARGUMENTS = "main()V";

  private final String mainClass;
  private final ClassPath classPath;
  private final PluginClasses classes;
  private final Set<Callback> callbacks;
  private final boolean reuse;

  /** VMs that have ended well, to be used again. */
  private final Queue<VmClassLoader> ended = new ConcurrentLinkedQueue<>();

  private JavaPlugin(
      String mainClass,
      ClassPath classPath,
      PluginClasses classes,
      Set<Callback> callbacks,
      boolean reuse) {
    this.mainClass = mainClass;
    this.reuse = reuse;
    this.classPath = classPath;
    this.classes = classes;
    this.callbacks = callbacks;
  }

  /**
   * How to run the plugin.
   *
   * @param debug whether a debugger shall find the code as it was compiled; endless loops cannot be
   *     stopped then, and a stack overflow is an exception like others
   * @param reuse whether the classes of a VM that has ended serve another one, with their static
   *     state made anew: for tests, which need many VMs in a second. A VM that has failed is not
   *     used again, and none of which a static initializer calls more than the JDK
   */
  public record Options(boolean debug, boolean reuse) {
    /** Each VM has classes of its own. */
    public Options(boolean debug) {
      this(debug, false);
    }

    /** Not for a debugger. */
    public static Options defaults() {
      return new Options(false);
    }
  }

  /**
   * Finds a plugin on a class path.
   *
   * @param mainClass the class whose {@code main} registers the plugin, with its package
   * @param classPath folders and jars: the plugin, its libraries, the sdk
   * @throws GuestException when it can not be run, with the reason and what to do
   */
  public static JavaPlugin of(String mainClass, List<Path> classPath) {
    return of(mainClass, classPath, Options.defaults());
  }

  /**
   * Finds a plugin on a class path.
   *
   * @param mainClass the class whose {@code main} registers the plugin, with its package
   * @param classPath folders and jars: the plugin, its libraries, the sdk
   * @throws GuestException when it can not be run, with the reason and what to do
   */
  public static JavaPlugin of(String mainClass, List<Path> classPath, Options options) {
    ClassPath opened = ClassPath.open(List.copyOf(classPath));
    try {
      return load(mainClass, opened, options);
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private static JavaPlugin load(String mainClass, ClassPath classPath, Options options) {
    ClassFiles files = new ClassFiles(name -> bytes(classPath, name));
    String main = mainClass.replace('.', '/');
    ClassFile type = files.find(main);
    if (type == null) {
      throw new GuestException(
          "main class "
              + mainClass
              + " is not on the class path. Check its name with its package; "
              + main
              + ".class was looked for in "
              + classPath
              + ".");
    }
    String key = isStatic(type.methods().get(MAIN)) ? MAIN : MAIN_WITHOUT_ARGUMENTS;
    if (!isStatic(type.methods().get(key))) {
      throw new GuestException(
          mainClass
              + " has no main. Add public static void main(String[] args) and call"
              + " ProxyWasm.http(...) in it.");
    }
    Inside.checkSdk(files, classPath);
    Set<Callback> callbacks = CallbackFinder.find(files, main, key);
    ClassFiles exceptions = new ClassFiles(name -> bytes(classPath, name));
    PluginTransformer transformer =
        new PluginTransformer(!options.debug(), name -> isThrowable(exceptions, name));
    return new JavaPlugin(
        mainClass,
        classPath,
        new PluginClasses(classPath, transformer, options.reuse()),
        callbacks,
        options.reuse());
  }

  private static boolean isStatic(ClassFile.@Nullable Method method) {
    return method != null && method.isStatic();
  }

  private static byte @Nullable [] bytes(ClassPath classPath, String name) {
    ClassPath.Resource found = classPath.find(name + ".class");
    return found == null ? null : found.bytes();
  }

  /** By their names: the JDK's classes are not read. */
  private static boolean isThrowable(ClassFiles files, String name) {
    synchronized (files) {
      return isThrowableOfTheJdk(name)
          || files.supertypes(name).stream().anyMatch(JavaPlugin::isThrowableOfTheJdk);
    }
  }

  private static boolean isThrowableOfTheJdk(String name) {
    return name.startsWith("java")
        && (name.endsWith("Throwable") || name.endsWith("Exception") || name.endsWith("Error"));
  }

  @Override
  public AbiVersion abiVersion() {
    return AbiVersion.V0_2_1;
  }

  @Override
  public Guest newGuest(Hostcalls hostcalls, GuestOptions options) {
    try {
      VmClassLoader loader = loader();
      Runnable whenEnded =
          () -> {
            if (reuse && loader.isRestartable()) {
              ended.add(loader);
            }
          };
      return (Guest)
          loader
              .loadClass(Inside.GUEST)
              .getConstructor(
                  String.class, Set.class, Hostcalls.class, GuestOptions.class, Runnable.class)
              .newInstance(mainClass, callbacks, hostcalls, options, whenEnded);
    } catch (InvocationTargetException e) {
      throw new GuestException("cannot make a VM for " + mainClass + ": " + e.getCause(), e);
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new GuestException("cannot make a VM for " + mainClass + ": " + e, e);
    }
  }

  private VmClassLoader loader() throws ReflectiveOperationException {
    VmClassLoader used = ended.poll();
    if (used != null && (Boolean) used.loadClass(Inside.RESTART).getMethod("run").invoke(null)) {
      return used;
    }
    return new VmClassLoader(classes);
  }

  @Override
  public void close() {
    classPath.close();
  }

  @Override
  public String toString() {
    return mainClass + " as Java";
  }
}
