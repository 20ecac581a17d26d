package io.proxywasm.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A record that a plugin's configuration is bound to. For a record {@code Settings} a class {@code
 * SettingsReader} is generated in the same package, with {@code read(Bytes)} and {@code
 * read(String)}.
 *
 * <pre>{@code
 * @PluginConfig
 * record Settings(
 *     @Default("x-team") String header,
 *     List<Limit> limits,
 *     @Nullable String note) {}
 *
 * record Limit(@Pattern("/.*") String path, @Range(min = 0, max = 1000) int rate) {}
 * }</pre>
 *
 * <p>A component is a {@code String}, {@code boolean}, {@code int}, {@code long}, {@code double}
 * (or its box), a {@code Duration} ({@code "250ms"}, {@code "1.5s"}, {@code "5m"}, {@code "2h"}),
 * an enum (its constants in lower case, or as {@link Name} says), a {@code JsonValue} for any JSON,
 * another record, or a {@code List} or {@code Map<String, ...>} of such. It is required, unless it
 * has a {@link Default}, is an {@code Optional} or has an annotation {@code Nullable}. The JSON has
 * the components' names, or those that {@link Name} gives.
 *
 * <p>A configuration that does not fit is refused with a {@link ConfigException} that names the
 * JSON path, the value and what was expected; thrown out of {@code onConfigure}, it gets into the
 * log and refuses the plugin. Fields that the record does not have are refused too. No
 * configuration at all is read like <code>{}</code>. What the record's own constructor throws as an
 * {@code IllegalArgumentException} is told with the path as well.
 */
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.TYPE)
public @interface PluginConfig {}
