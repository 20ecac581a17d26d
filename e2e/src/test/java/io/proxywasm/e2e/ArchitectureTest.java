package io.proxywasm.e2e;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules of design: who may see whom. Over the classes of all modules, as they were built. */
class ArchitectureTest {
  private static final String ABI = "io.proxywasm.abi..";
  private static final String SDK = "io.proxywasm.sdk..";
  private static final String JSON = "io.proxywasm.json..";
  private static final String CONFIG = "io.proxywasm.config..";
  private static final String PROCESSOR = "io.proxywasm.config.processor..";
  private static final String[] TOOLBOX = {
    "io.proxywasm.crypto..",
    "io.proxywasm.jwt..",
    "io.proxywasm.net..",
    "io.proxywasm.ratelimit..",
    "io.proxywasm.web.."
  };
  private static final String WASM = "io.proxywasm.wasm..";
  private static final String COMPILER = "io.proxywasm.compiler..";
  private static final String ENVOY = "io.proxywasm.envoy..";
  private static final String MAVEN = "io.proxywasm.maven..";
  private static final String CLI = "io.proxywasm.cli..";
  private static final String HOST = "io.proxywasm.host..";
  private static final String ENGINE = "io.proxywasm.host.engine..";
  private static final String JAVA_GUEST = "io.proxywasm.javaguest..";
  private static final String PROXY = "io.proxywasm.proxy..";
  private static final String PROXY_CONFIG = "io.proxywasm.proxy.config..";
  private static final String JDK = "java..";
  private static final String NULLNESS = "org.jspecify.annotations..";
  private static final String INTEROP = "org.teavm.interop..";
  private static final String ENDIVE = "run.endive..";
  private static final String ASM = "org.objectweb.asm..";
  private static final String NETTY = "io.netty..";

  /** The packages of the proxy that are for others; what is public in the rest is so for these. */
  private static final List<String> PROXY_API =
      List.of("io.proxywasm.proxy", "io.proxywasm.proxy.config", "io.proxywasm.proxy.log");

  private static JavaClasses all;

  @BeforeAll
  static void read() {
    List<Path> roots =
        Stream.concat(Modules.LIBRARIES.stream(), Stream.of("maven-plugin", "cli"))
            .map(module -> Path.of("..", module, "target", "classes"))
            .filter(Files::isDirectory)
            .toList();
    all = new ClassFileImporter().importPaths(roots);
  }

  @Test
  void shouldSeeEveryModuleWhenRulesAreChecked() {
    assertThat(
            Stream.of(ABI, SDK, WASM, COMPILER, ENVOY, HOST, ENGINE, JAVA_GUEST, PROXY)
                .filter(module -> all.that(resideInAPackage(module)).isEmpty()))
        .describedAs("modules without classes; build them first")
        .isEmpty();
  }

  @Test
  void shouldDependOnNothingWhenItIsTheAbi() {
    onlySees(ABI, JDK, NULLNESS);
  }

  @Test
  void shouldDependOnNothingWhenItIsTheWasmReader() {
    onlySees(WASM, JDK, NULLNESS);
  }

  @Test
  void shouldDependOnTheAbiAndInteropWhenItIsTheSdk() {
    onlySees(SDK, JDK, NULLNESS, ABI, INTEROP);
  }

  @Test
  void shouldDependOnTheSdkWhenItIsJson() {
    onlySees(JSON, JDK, NULLNESS, SDK);
  }

  @Test
  void shouldDependOnTheSdkAndJsonWhenItIsConfig() {
    onlySees(
        CONFIG,
        JDK,
        NULLNESS,
        SDK,
        JSON,
        "javax.annotation.processing..",
        "javax.lang..",
        "javax.tools..");
    noClasses()
        .that()
        .resideInAPackage("io.proxywasm.config")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(PROCESSOR, "javax..")
        .check(all);
  }

  @Test
  void shouldDependOnTheSdkAndJsonWhenItIsTheToolbox() {
    for (String tools : TOOLBOX) {
      onlySees(tools, JDK, NULLNESS, SDK, JSON, "io.proxywasm.crypto..");
    }
  }

  @Test
  void shouldDependOnTheJdkWhenItIsTheEnvoyModule() {
    onlySees(ENVOY, JDK, NULLNESS);
  }

  @Test
  void shouldDependOnTeaVmAbiAndWasmWhenItIsTheCompiler() {
    onlySees(COMPILER, JDK, NULLNESS, ABI, WASM, "org.teavm..");
  }

  @Test
  void shouldDependOnAbiWasmAndItsEngineWhenItIsTheHost() {
    onlySees(
        HOST,
        JDK,
        "javax.crypto..",
        "javax.net.ssl..",
        "javax.security..",
        "com.sun.management..",
        NULLNESS,
        ABI,
        WASM,
        ENDIVE,
        ASM);
  }

  @Test
  void shouldDependOnHostSdkAndAbiWhenItIsTheJavaGuest() {
    onlySees(JAVA_GUEST, JDK, NULLNESS, ABI, HOST, SDK, ASM);
  }

  @Test
  void shouldDependOnHostAndNettyWhenItIsTheProxy() {
    onlySees(
        PROXY,
        JDK,
        "javax.crypto..",
        "javax.net.ssl..",
        "javax.security..",
        NULLNESS,
        ABI,
        HOST,
        NETTY,
        "com.google.protobuf..",
        "com.google.re2j..",
        "org.snakeyaml..",
        "org.slf4j..");
  }

  @Test
  void shouldSeeEndiveOnlyWhenItIsTheEngine() {
    only(ENGINE, ENDIVE);
    noClasses()
        .that()
        .resideOutsideOfPackages(ENGINE, JAVA_GUEST)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ASM)
        .check(all);
  }

  @Test
  void shouldSeeNettyOnlyWhenItIsTheProxy() {
    only(PROXY, NETTY);
  }

  @Test
  void shouldSeeProtobufAndYamlOnlyWhenItReadsConfiguration() {
    only(PROXY_CONFIG, "com.google.protobuf..");
    only(PROXY_CONFIG, "io.envoyproxy..");
    only(PROXY_CONFIG, "org.snakeyaml..");
  }

  private static void onlySees(String module, String... allowed) {
    String[] seen = Stream.concat(Stream.of(module), Stream.of(allowed)).toArray(String[]::new);
    classes()
        .that()
        .resideInAPackage(module)
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(seen).or(PRIMITIVE))
        .check(all);
  }

  private static final DescribedPredicate<JavaClass> PRIMITIVE =
      describe("are primitive", type -> type.getBaseComponentType().isPrimitive());

  @Test
  void shouldSeeTeaVmOnlyWhenItIsTheCompiler() {
    noClasses()
        .that()
        .resideOutsideOfPackage(COMPILER)
        .should()
        .dependOnClassesThat(resideInAPackage("org.teavm..").and(not(resideInAPackage(INTEROP))))
        .check(all);
    noClasses()
        .that()
        .resideOutsideOfPackages(COMPILER, SDK)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(INTEROP)
        .check(all);
  }

  @Test
  void shouldNotSeeTeaVmWhenItIsTheLinker() {
    noClasses()
        .that()
        .resideInAPackage("io.proxywasm.compiler.link..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.teavm..")
        .check(all);
  }

  @Test
  void shouldSeeInteropOnlyInOnePackageWhenItIsTheSdk() {
    noClasses()
        .that()
        .resideInAPackage("io.proxywasm.sdk")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(INTEROP)
        .check(all);
  }

  @Test
  void shouldSeePicocliOnlyWhenItIsTheCli() {
    only(CLI, "picocli..");
  }

  @Test
  void shouldSeeMavenOnlyWhenItIsTheMavenPlugin() {
    only(MAVEN, "org.apache.maven..");
  }

  private static void only(String module, String library) {
    noClasses()
        .that()
        .resideOutsideOfPackage(module)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(all);
  }

  @Test
  void shouldHaveNoCyclesWhenPackagesAreSlices() {
    slices()
        .matching("io.proxywasm.(**)")
        .should()
        .beFreeOfCycles()
        // The driver speaks in diagnostics, which are public and so in the public package.
        .ignoreDependency(
            resideInAPackage("io.proxywasm.compiler.teavm"),
            describe(
                "are diagnostics",
                type -> type.getName().startsWith("io.proxywasm.compiler.Diagnostic")))
        // The host and its guests speak in header maps and buffers.
        .ignoreDependency(
            resideInAPackage("io.proxywasm.host.guest"),
            describe(
                "are what is handed over",
                type -> type.getName().matches("io\\.proxywasm\\.host\\.(HeaderMap|Buffer)")))
        .check(all);
  }

  @Test
  void shouldUseNoReflectionWhenItIsTheSdk() {
    noClasses()
        .that()
        .resideInAnyPackage(SDK, ABI, JSON, CONFIG, "io.proxywasm.crypto..", "io.proxywasm.jwt..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.lang.reflect..")
        .orShould()
        .callMethod(Class.class, "forName", String.class)
        .check(all);
  }

  @Test
  void shouldPrintNothingWhenItIsNotTheCli() {
    noClasses()
        .that()
        .resideOutsideOfPackage(CLI)
        .and(not(isAProgramOrALog()))
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(all);
  }

  /** The proxy is a program as well, and the access loggers of standard output write there. */
  private static DescribedPredicate<JavaClass> isAProgramOrALog() {
    return describe(
        "are the proxy as a program, or write a log to a standard stream",
        type ->
            type.getName().equals("io.proxywasm.proxy.Main")
                || type.getName().startsWith("io.proxywasm.proxy.ProxyOptions")
                || type.getPackageName().equals("io.proxywasm.proxy.accesslog"));
  }

  @Test
  void shouldNotEndTheJvmWhenItIsNotTheCli() {
    noClasses()
        .that()
        .resideOutsideOfPackage(CLI)
        .and(not(isAProgramOrALog()))
        .should()
        .callMethod(System.class, "exit", int.class)
        .check(all);
  }

  @Test
  void shouldShowNoForeignTypeWhenAMethodIsPublic() {
    ArchRule rule =
        methods()
            .that()
            .arePublic()
            .or()
            .areProtected()
            .and()
            .areDeclaredInClassesThat()
            .resideOutsideOfPackages(MAVEN, CLI)
            .should(showOnlyTypesOfTheJdkAndOurOwn());
    rule.check(all.that(describe("are seen from outside", ArchitectureTest::isSeen)));
  }

  /** A class that users of a module can name. */
  private static boolean isSeen(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && !type.getPackageName().startsWith("io.proxywasm.compiler.teavm")
        && (!resideInAPackage(PROXY).test(type) || PROXY_API.contains(type.getPackageName()))
        && type.getEnclosingClass().map(ArchitectureTest::isSeen).orElse(true);
  }

  private static ArchCondition<JavaMethod> showOnlyTypesOfTheJdkAndOurOwn() {
    return new ArchCondition<>("show only types of the JDK and our own") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        shown(method)
            .map(JavaClass::getBaseComponentType)
            .filter(type -> !type.isPrimitive())
            .filter(type -> !type.getPackageName().matches("(javax?|io\\.proxywasm)\\b.*"))
            .forEach(
                type ->
                    events.add(
                        SimpleConditionEvent.violated(
                            method, method.getFullName() + " shows " + type.getName())));
      }
    };
  }

  private static Stream<JavaClass> shown(JavaCodeUnit method) {
    return Stream.concat(
        method.getReturnType().getAllInvolvedRawTypes().stream(),
        method.getParameterTypes().stream()
            .flatMap(type -> type.getAllInvolvedRawTypes().stream()));
  }
}
