package org.renkei.client;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The one result that a thread waits for. The client library brings it on a thread of its own. */
final class Arrival implements MessageListener {
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile ResultMessage result;
    private volatile RenkeiClientException unreadable;
    private volatile JMSException failure;

    /** Takes the first. What cannot be read is not acknowledged, and so stays where it is; so does a second result, for the next who asks. */
    @Override
    public void onMessage(Message message) {
        if (over.getCount() == 0) {
            return;
        }
        try {
            result = new ResultMessage(message);
            acknowledge(message);
        } catch (RenkeiClientException e) {
            unreadable = e;
        } catch (JMSException e) {
            failure = e;
        } finally {
            over.countDown();
        }
    }

    /** If the connection is lost now, the result is here all the same; the broker may give it once more to another. */
    private static void acknowledge(Message message) {
        try {
            message.acknowledge();
        } catch (JMSException e) {
            return;
        }
    }

    /** None will come over this connection. */
    void giveUp() {
        over.countDown();
    }

    /** Returns when it has come, will not come, or the deadline is over. */
    void await(Deadline deadline) throws InterruptedException {
        over.await(deadline.remainingMillis(), TimeUnit.MILLISECONDS);
    }

    boolean isHere() {
        return result != null;
    }

    /** @return null if none has come */
    ResultMessage result() throws JMSException {
        if (unreadable != null) {
            throw unreadable;
        }
        if (failure != null) {
            throw failure;
        }
        return result;
    }
}
