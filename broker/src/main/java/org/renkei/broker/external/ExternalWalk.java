package org.renkei.broker.external;

import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.renkei.broker.channel.BodyStart;
import org.renkei.broker.channel.BrowsedMessage;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.MessageState;
import org.renkei.broker.channel.Walk;
import org.renkei.broker.channel.WalkTime;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.broker.session.WireMessage;

/**
 * One walk past the messages of a queue at brokers that are not ours, as any client can: one broker after the other, past what waits
 * there. What is in somebody's hand or waits for its time is not shown. For one thread.
 */
final class ExternalWalk {

    private static final int WINDOW = 1024 * 1024;

    private final String queue;
    private final List<MemberWatch> members;
    private final Walk walk;
    private final Predicate<BrowsedMessage> each;
    private final Instant now;
    private final ExternalPlace from;
    private final WalkTime time;

    ExternalWalk(String queue, List<MemberWatch> members, Walk walk, Predicate<BrowsedMessage> each, Instant now) {
        this.queue = queue;
        this.members = members;
        this.walk = walk;
        this.each = each;
        this.now = now;
        this.time = walk.limits().start();
        this.from = walk.from() == null ? null : ExternalPlace.parse(walk.from());
    }

    /** @return true if it came to the last message */
    boolean toTheEnd() {
        for (int i = from == null ? 0 : from.member(); i < members.size(); i++) {
            if (members.get(i).management() != null && !past(i)) {
                return false;
            }
        }
        return true;
    }

    private boolean past(int member) {
        try {
            ClientSession session = members.get(member).open();
            try (ClientConsumer browser =
                    session.createConsumer(SimpleString.of(queue), SimpleString.of(walk.filter()), WINDOW, -1, true)) {
                return past(member, browser);
            } finally {
                session.getSessionFactory().close();
            }
        } catch (ActiveMQException e) {
            throw new RenkeiException(
                    ErrorCode.BROKER_LOST, "the broker does not show channel " + queue + ": " + e.getMessage(), e);
        }
    }

    private boolean past(int member, ClientConsumer browser) throws ActiveMQException {
        for (ClientMessage next = browser.receiveImmediate(); next != null; next = browser.receiveImmediate()) {
            if (!pass(member, next)) {
                return false;
            }
        }
        return true;
    }

    /** @return false if the walk is to end */
    private boolean pass(int member, ClientMessage message) {
        ExternalPlace place = new ExternalPlace(member, message.getPriority(), message.getMessageID());
        int order = from == null ? 1 : place.compareTo(from);
        if (order < 0 || order == 0 && !walk.inclusive()) {
            time.skip(walk.from());
            return true;
        }
        if (!time.mayShow()) {
            return false;
        }
        ChannelMessage whole = members.get(member)
                .seal()
                .check(WireMessage.browsed(message, Math.max(0, message.getDeliveryCount() - 1), now));
        BodyStart body = new BodyStart(whole.body(), whole.body().size(), false);
        return each.test(BrowsedMessage.of(
                place.toString(),
                MessageState.QUEUED,
                whole,
                walk.readsWholeBodies() ? body : body.atMost(walk.mostBody())));
    }
}
