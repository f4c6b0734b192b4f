package org.renkei.broker.server;

import java.util.regex.Pattern;
import org.renkei.broker.config.ByteSize;
import org.renkei.broker.config.ConfigException;

/**
 * The settings of the broker: of the embedded one, which is the default, or where another one is. Every one may be left out.
 *
 * @param url of an Artemis that Renkei does not start: {@code tcp://a:61616}, or {@code (tcp://a:61616,tcp://b:61616)} for every broker of
 *     a cluster, with options as clients of Artemis have them. Default: the embedded broker
 * @param user as whom Renkei connects there. Must be given with {@code url}, and only then, as {@code password}
 * @param role that this user has at that broker, and no program: then channels that refuse senders refuse programs there, too. Default:
 *     none
 * @param core where JMS clients of Artemis connect. Default {@code 127.0.0.1:61616}. This and what follows is for the embedded broker only
 * @param amqp where AMQP 1.0 clients connect. Default {@code 127.0.0.1:5672}
 * @param journal how messages reach the disk
 * @param memory what messages may use of the heap before they are paged to disk. Default a quarter of the greatest heap
 * @param diskFull percentage of the disk in use at which senders are refused, 1 to 100. Default 95
 * @param maxMessage the largest message that programs may send, as it comes, and uncompressed. Default 100MiB
 */
public record BrokerConfig(
        String url,
        String user,
        String password,
        String role,
        Listener core,
        Listener amqp,
        JournalConfig journal,
        ByteSize memory,
        Integer diskFull,
        ByteSize maxMessage) {

    private static final Pattern URL = Pattern.compile("tcp://[^,()]+|\\(tcp://[^,()]+(,tcp://[^,()]+)*\\)(\\?.*)?");
    private static final String OF_EMBEDDED = "only without url: it is for the broker that Renkei starts itself";
    private static final ByteSize LEAST_MEMORY = ByteSize.ofMebibytes(1);
    private static final ByteSize LEAST_MAX_MESSAGE = ByteSize.ofMebibytes(1);

    public BrokerConfig {
        if (url == null) {
            refuse("user", user, "only with url");
            refuse("password", password, "only with url");
            refuse("role", role, "only with url");
        } else {
            checkExternal(url, user, password, role);
            refuse("core", core, OF_EMBEDDED);
            refuse("amqp", amqp, OF_EMBEDDED);
            refuse("journal", journal, OF_EMBEDDED);
            refuse("memory", memory, OF_EMBEDDED);
            refuse("diskFull", diskFull, OF_EMBEDDED);
            refuse("maxMessage", maxMessage, OF_EMBEDDED);
        }
        core = (core == null ? new Listener(null, null) : core).orPort(61_616);
        amqp = (amqp == null ? new Listener(null, null) : amqp).orPort(5_672);
        if (core.port() != 0 && core.equals(amqp)) {
            throw new ConfigException("amqp.port", "must differ from core.port (" + core.port() + ")");
        }
        journal = journal == null ? new JournalConfig(null, null) : journal;
        memory = memory == null ? new ByteSize(Runtime.getRuntime().maxMemory() / 4) : memory;
        if (memory.bytes() < LEAST_MEMORY.bytes()) {
            throw new ConfigException("memory", "must be at least " + LEAST_MEMORY + ", was " + memory);
        }
        diskFull = diskFull == null ? 95 : diskFull;
        if (diskFull < 1 || diskFull > 100) {
            throw new ConfigException("diskFull", "must be 1 to 100, was " + diskFull);
        }
        maxMessage = maxMessage == null ? ByteSize.ofMebibytes(100) : maxMessage;
        if (maxMessage.bytes() < LEAST_MAX_MESSAGE.bytes()) {
            throw new ConfigException("maxMessage", "must be at least " + LEAST_MAX_MESSAGE + ", was " + maxMessage);
        }
    }

    /** Of the embedded broker. */
    public BrokerConfig(
            Listener core,
            Listener amqp,
            JournalConfig journal,
            ByteSize memory,
            Integer diskFull,
            ByteSize maxMessage) {
        this(null, null, null, null, core, amqp, journal, memory, diskFull, maxMessage);
    }

    /** An Artemis that Renkei does not start. */
    public static BrokerConfig external(String url, String user, String password, String role) {
        return new BrokerConfig(url, user, password, role, null, null, null, null, null, null);
    }

    /** True if Renkei starts its broker itself. */
    public boolean isEmbedded() {
        return url == null;
    }

    private static void refuse(String key, Object given, String when) {
        if (given != null) {
            throw new ConfigException(key, "may be given " + when);
        }
    }

    private static void checkExternal(String url, String user, String password, String role) {
        if (!URL.matcher(url).matches()) {
            throw new ConfigException(
                    "url", "must be like tcp://a:61616 or (tcp://a:61616,tcp://b:61616), was " + withoutOptions(url));
        }
        if (user == null || user.isBlank() || password == null) {
            throw new ConfigException("user", "and password must be given with url");
        }
        if (role != null && (role.isBlank() || role.contains(","))) {
            throw new ConfigException("role", "must be one role, was '" + role + "'");
        }
    }

    /** Which may hold passwords of key stores. */
    private static String withoutOptions(String url) {
        return url.split("[?;]", 2)[0];
    }

    /** Without passwords. */
    @Override
    public String toString() {
        return isEmbedded()
                ? "BrokerConfig[core=" + core + ", amqp=" + amqp + ", journal=" + journal + ", memory=" + memory
                        + ", diskFull=" + diskFull + ", maxMessage=" + maxMessage + "]"
                : "BrokerConfig[url=" + withoutOptions(url) + ", user=" + user + ", role=" + role + "]";
    }

    /** The defaults, but at any free ports: for tests and for a second instance. */
    public static BrokerConfig anyPorts() {
        return new BrokerConfig(Listener.anyPort(), Listener.anyPort(), null, null, null, null);
    }
}
