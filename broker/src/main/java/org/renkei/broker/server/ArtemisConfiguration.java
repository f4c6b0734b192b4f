package org.renkei.broker.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.invm.TransportConstants;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.utils.critical.CriticalAnalyzerPolicy;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.Channels;

/**
 * Every setting of the embedded Artemis, each made on purpose.
 *
 * <ul>
 *   <li>Journal: NIO. The native library for ASYNCIO is not unpacked from its jar, so that Artemis would fall back to NIO
 *       with a line in the log; and at the same buffer timeout it was no faster.
 *   <li>Critical analyzer: SHUTDOWN. When the disk hangs, the broker stops and every session learns that it is lost, instead
 *       of waiting for ever; HALT would kill the business applications in this JVM in the middle of their work.
 *   <li>Memory full: messages are paged to disk; depth is bounded by the channels' own max, with an exception that says so.
 *   <li>Disk full: Artemis's own watch is off, because it makes senders hang; {@link DiskSpace} and {@link Door} refuse them.
 *       Renkei's own work goes on, so that what is queued can be finished and makes room.
 *   <li>Redelivery: without end and without delay. Renkei decides itself what becomes of a message that fails.
 * </ul>
 */
final class ArtemisConfiguration {

    private static final int PAGE_BYTES = 2 << 20;
    private static final int DUPLICATE_IDS = 20_000;
    private static final Duration HUNG = Duration.ofSeconds(120);
    private static final Duration EXPIRY_SCAN = Duration.ofSeconds(5);
    private static final Duration ACCESS_CACHED = Duration.ofSeconds(2);

    private ArtemisConfiguration() {}

    static Configuration of(BrokerConfig config, Map<String, ChannelConfig> channels, Path folder, int inVmId)
            throws Exception {
        Configuration artemis = new ConfigurationImpl();
        artemis.setName("renkei");
        journal(artemis, config, folder);
        security(artemis);
        watching(artemis);
        addresses(artemis, channels);
        artemis.addAcceptorConfiguration(new TransportConfiguration(
                InVMAcceptorFactory.class.getName(), Map.of(TransportConstants.SERVER_ID_PROP_NAME, inVmId), "in-vm"));
        return artemis;
    }

    private static void journal(Configuration artemis, BrokerConfig config, Path folder) {
        boolean fsync = config.journal().fsync();
        artemis.setPersistenceEnabled(true)
                .setJournalDirectory(folder.resolve("journal").toString())
                .setBindingsDirectory(folder.resolve("bindings").toString())
                .setPagingDirectory(folder.resolve("paging").toString())
                .setLargeMessagesDirectory(folder.resolve("large-messages").toString())
                .setJournalType(JournalType.NIO)
                .setJournalBufferTimeout_NIO(
                        Math.toIntExact(config.journal().bufferTimeout().toNanos()))
                .setJournalDatasync(fsync)
                .setJournalSyncTransactional(fsync)
                .setJournalSyncNonTransactional(fsync)
                .setIDCacheSize(DUPLICATE_IDS)
                .setPersistIDCache(true)
                .setGlobalMaxSize(config.memory().bytes())
                .setMessageExpiryScanPeriod(EXPIRY_SCAN.toMillis());
    }

    private static void security(Configuration artemis) {
        artemis.setSecurityEnabled(true)
                .setSecurityInvalidationInterval(ACCESS_CACHED.toMillis())
                // The defaults are known to everybody and would be let in past the security manager.
                .setClusterUser("renkei-cluster-" + UUID.randomUUID())
                .setClusterPassword(UUID.randomUUID().toString());
    }

    private static void watching(Configuration artemis) {
        artemis.setCriticalAnalyzer(true)
                .setCriticalAnalyzerPolicy(CriticalAnalyzerPolicy.SHUTDOWN)
                .setCriticalAnalyzerTimeout(HUNG.toMillis())
                .setMaxDiskUsage(-1)
                .setJMXManagementEnabled(true)
                .setMessageCounterEnabled(false);
    }

    private static void addresses(Configuration artemis, Map<String, ChannelConfig> channels) {
        artemis.addAddressSetting("#", everywhere());
        channels.forEach((name, channel) -> artemis.addAddressSetting(name, settings(name, channel)));
    }

    /** Those of a declared channel's address. */
    static AddressSettings settings(String name, ChannelConfig channel) {
        return channel.kind() == ChannelKind.DATABASE ? ofTable(name) : declared(channel);
    }

    private static AddressSettings everywhere() {
        return new AddressSettings()
                .setAutoCreateAddresses(false)
                .setAutoCreateQueues(false)
                .setAutoDeleteAddresses(false)
                .setAutoDeleteQueues(false)
                .setAutoDeleteCreatedQueues(false)
                .setMaxSizeBytes(-1)
                .setPageSizeBytes(PAGE_BYTES)
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                .setMaxDeliveryAttempts(-1)
                // Never used, since attempts have no end; without it Artemis warns of each queue.
                .setDeadLetterAddress(SimpleString.of(Channels.DEAD))
                .setRedeliveryDelay(0);
    }

    /** Copies of rows that expire or are rejected are dropped: by being moved to their own queue, which does not take them again. */
    private static AddressSettings ofTable(String name) {
        return new AddressSettings()
                .setExpiryAddress(SimpleString.of(name))
                .setDeadLetterAddress(SimpleString.of(name));
    }

    private static AddressSettings declared(ChannelConfig channel) {
        AddressSettings settings = new AddressSettings().setExpiryAddress(SimpleString.of(Channels.EXPIRED));
        return channel.lifetime() == null
                ? settings
                : settings.setExpiryDelay(channel.lifetime().toMillis());
    }
}
