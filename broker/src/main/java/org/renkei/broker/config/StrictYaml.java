package org.renkei.broker.config;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads configuration files into records and refuses everything it does not understand: unknown and duplicate keys,
 * wrong types, missing values, anchors, a second document, more than 1 MiB.
 *
 * <p>Every failure is one {@link ConfigException} with a line for each thing that is wrong:
 * {@code RNK-1001 etc/channels.yaml:12: order-in.max must not be below watch (800), was 500}. Of a file that is no YAML it has one.
 * Thread-safe.
 */
public final class StrictYaml {

    /** The largest file that is read, in bytes. */
    static final int LARGEST = 1 << 20;

    private static final ObjectMapper MAPPER = JsonMapper.builder(new YAMLFactory())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .addModule(WrittenForms.module())
            .build();

    private StrictYaml() {}

    /** @throws ConfigException also if the file cannot be read */
    public static <T> T read(Path file, Class<T> type) {
        return read(file.toString(), text(file), type);
    }

    /** @throws ConfigException also if the file cannot be read */
    public static <T> T read(Path file, TypeReference<T> type) {
        return read(file.toString(), text(file), type);
    }

    /** @param sourceName what messages call it, in place of a file */
    public static <T> T read(String sourceName, String yaml, Class<T> type) {
        return read(sourceName, yaml, MAPPER.constructType(type));
    }

    /** @param sourceName what messages call it, in place of a file */
    public static <T> T read(String sourceName, String yaml, TypeReference<T> type) {
        return read(sourceName, yaml, MAPPER.constructType(type));
    }

    /**
     * Reads as much as can be read.
     *
     * @param sourceName what messages call it, in place of a file
     */
    public static <T> Reading<T> reading(String sourceName, String yaml, Class<T> type) {
        try {
            return reading(sourceName, yaml, MAPPER.constructType(type));
        } catch (ConfigException e) {
            return Reading.of(e);
        }
    }

    /** The same of what was read from a file. */
    public static void locating(Path file, Runnable check) {
        try {
            check.run();
        } catch (ConfigException e) {
            locating(file.toString(), text(file), () -> {
                throw e;
            });
        }
    }

    /**
     * Runs a check of what was read.
     *
     * @param sourceName what messages call it
     * @throws ConfigException as {@code check} threw it, with source, line and path before its key
     */
    public static void locating(String sourceName, String yaml, Runnable check) {
        try {
            check.run();
        } catch (ConfigException e) {
            YamlTree tree = YamlTree.of(sourceName, yaml);
            throw new ConfigException(e.problems().stream()
                    .map(problem -> tree.problem(problem.path(), problem.problem()))
                    .toList());
        }
    }

    private static <T> T read(String source, String yaml, JavaType type) {
        Reading<T> reading = reading(source, yaml, type);
        if (!reading.problems().isEmpty()) {
            throw new ConfigException(
                    reading.problems().stream().distinct().sorted().toList());
        }
        return reading.value();
    }

    /** @throws ConfigException if it is no YAML, or such as no configuration needs */
    private static <T> Reading<T> reading(String source, String yaml, JavaType type) {
        if (yaml.length() > LARGEST) {
            throw new ConfigException(source, "", "is larger than " + new ByteSize(LARGEST));
        }
        return new Binding(YamlTree.of(source, yaml), MAPPER).read(yaml, type);
    }

    /** The text of a file, which must be UTF-8 and of at most 1 MiB. @throws ConfigException if it cannot be read */
    public static String text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new ConfigException(file.toString(), "", "is larger than " + new ByteSize(LARGEST));
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ConfigException(file.toString(), "", "is not UTF-8 text");
        } catch (NoSuchFileException e) {
            throw new ConfigException(file.toString(), "", "cannot be read: there is no such file");
        } catch (AccessDeniedException e) {
            throw new ConfigException(file.toString(), "", "cannot be read: access denied");
        } catch (IOException e) {
            throw new ConfigException(file.toString(), "", "cannot be read: " + e.getMessage());
        }
    }
}
