package org.renkei.client;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Submits jobs to the flows of a Renkei, and fetches their results.
 *
 * <p><b>Threads</b>: one client is enough for a program; any number of threads may use it at once. They share one connection, which is
 * made at the first use. Results come on threads of the JMS client; the only one of its own, short and daemon, closes a connection that was lost.
 *
 * <p><b>Delivery</b>: when {@link #submit} returns, the job is accepted: a persistent channel has it on disk. Each submission carries a
 * duplicate key, so a message that is sent again because its acknowledgement was lost starts no second job.
 *
 * <p><b>A lost connection</b>, as when the server restarts, is made anew: a submission is sent again, with pauses from 50 ms to 2 s,
 * until the patience of the client is over, and a wait for a result goes on. Leave that to this class, and give the factory no
 * reconnecting of its own ({@code reconnectAttempts}, {@code failover:}). A single call into the JMS client may take as long as its own
 * timeouts let it, beyond a patience, a wait or {@link #close}: with that of Artemis {@code callTimeout}, 30 seconds if the URL does not
 * say {@code ?callTimeout=5000}.
 *
 * <p><b>Results</b> come to the queue {@code renkei.results} and stay there for the validity that the flow gives them
 * ({@code reply.validity}, by default an hour), so that nothing is lost when a program ends while it waits. Whoever fetches one first
 * has it; it is given once (once more only if the connection is lost at that very moment).
 */
public final class RenkeiClient implements AutoCloseable {
    /** How long a submission is tried over lost connections, if nothing else is said: 30 seconds. */
    public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(30);

    private final ConnectionFactory factory;
    private final String user;
    private final String password;
    private final Duration patience;
    private final Object lock = new Object();
    private Link link;
    private volatile boolean closed;

    /**
     * A client with the {@link #DEFAULT_PATIENCE}. It does not connect yet.
     *
     * @param factory of the JMS client of Artemis, of Qpid JMS, or of another; not null
     * @param user who has the role client; null to connect as the factory says
     * @param password the user's; ignored if the user is null
     */
    public RenkeiClient(ConnectionFactory factory, String user, String password) {
        this(factory, user, password, DEFAULT_PATIENCE);
    }

    /**
     * A client. It does not connect yet.
     *
     * @param factory of the JMS client of Artemis, of Qpid JMS, or of another; not null
     * @param user who has the role client; null to connect as the factory says
     * @param password the user's; ignored if the user is null
     * @param patience how long a submission is tried over lost connections; zero for a single try; not null
     */
    public RenkeiClient(ConnectionFactory factory, String user, String password, Duration patience) {
        this.factory = Objects.requireNonNull(factory, "factory");
        this.user = user;
        this.password = password;
        this.patience = Objects.requireNonNull(patience, "patience");
    }

    /**
     * Submits a job and does not ask for its result. Returns when it is accepted.
     *
     * @param submission not null
     * @return by what the job is found
     * @throws FlowBlockedException if its channel takes nothing now; at once, nothing is tried again
     * @throws ConnectionLostException if the patience is over; whether the job was accepted is not known
     * @throws RenkeiClientException if the server refuses it for good, the thread is interrupted, or this client is closed
     */
    public Acceptance submit(Submission submission) {
        return submit(submission, false);
    }

    /**
     * Submits a job and has its result kept, for {@link #result} to fetch it within its validity. Returns when it is accepted.
     *
     * @param submission not null
     * @return by what the job and its result are found
     * @throws FlowBlockedException as {@link #submit}
     * @throws ConnectionLostException as {@link #submit}
     * @throws RenkeiClientException as {@link #submit}
     */
    public Acceptance submitForResult(Submission submission) {
        return submit(submission, true);
    }

    /**
     * Submits a job and waits for its result. If the same submission was accepted before, this waits for the result of that one job,
     * which is there if nobody has fetched it.
     *
     * @param submission not null
     * @param wait how long, from when it is accepted; not null
     * @return what the job that completed had as its body
     * @throws JobFailedException if it ended otherwise
     * @throws ResultTimeoutException if the wait is over; the job goes on, and the result can still be fetched
     * @throws FlowBlockedException as {@link #submit}
     * @throws ConnectionLostException as {@link #submit}
     * @throws RenkeiClientException as {@link #submit}
     */
    public JobResult submitAndWait(Submission submission, Duration wait) {
        Objects.requireNonNull(wait, "wait");
        return result(submitForResult(submission).correlationId(), wait);
    }

    /**
     * Fetches the result of a job that was submitted for it, here or by another program, also a bare JMS program that named the queue
     * {@code renkei.results} in JMSReplyTo. If several jobs have the correlation id, the result that came first.
     *
     * @param correlationId the one of the job; not null
     * @param wait how long, if it is not there; zero to look once; not null
     * @return what the job that completed had as its body
     * @throws JobFailedException if it ended otherwise
     * @throws ResultTimeoutException if there is none until then: it has not come, has been fetched, was not asked for, or is no longer valid
     * @throws RenkeiClientException if the user may not fetch results, the thread is interrupted, or this client is closed
     */
    public JobResult result(String correlationId, Duration wait) {
        Objects.requireNonNull(correlationId, "correlationId");
        Deadline deadline = new Deadline(wait);
        JMSException trouble = null;
        do {
            Link used = null;
            try {
                used = link();
                ResultMessage result = used.receive(correlationId, deadline);
                if (result != null) {
                    return result.opened();
                }
                trouble = null;
            } catch (RuntimeException e) {
                throw Deadline.orInterrupted(e);
            } catch (JMSException e) {
                trouble = e;
                failed(used, e);
                if (Refusal.isForGood(e)) {
                    throw new RenkeiClientException(null, "results cannot be fetched: " + e.getMessage(), e);
                }
            }
        } while (deadline.pause());
        throw new ResultTimeoutException(correlationId, wait, trouble);
    }

    /** Ends the connection. Threads that wait in this client get an exception. What was accepted goes on. A second call does nothing. */
    @Override
    public void close() {
        closed = true;
        synchronized (lock) {
            if (link != null) {
                link.close();
            }
        }
    }

    private Acceptance submit(Submission submission, boolean keepsResult) {
        Objects.requireNonNull(submission, "submission");
        Deadline deadline = new Deadline(patience);
        JMSException trouble;
        do {
            Link used = null;
            try {
                used = link();
                return used.send(submission, keepsResult);
            } catch (RuntimeException e) {
                throw Deadline.orInterrupted(e);
            } catch (JMSException e) {
                Optional<RenkeiClientException> told = Refusal.told(e, submission.channel());
                if (told.isPresent()) {
                    throw told.get();
                }
                trouble = e;
                failed(used, e);
            }
        } while (deadline.pause());
        throw new ConnectionLostException(submission, patience, trouble);
    }

    private Link link() throws JMSException {
        synchronized (lock) {
            if (link == null || link.isLost()) {
                requireOpen();
                if (link != null) {
                    link.abandon();
                }
                link = new Link(factory, user, password);
            }
            return link;
        }
    }

    /** @param used null if it could not be made */
    private void failed(Link used, JMSException failure) {
        requireOpen();
        if (Thread.currentThread().isInterrupted()) {
            throw Deadline.interrupted(failure);
        }
        if (used != null) {
            used.abandon();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new RenkeiClientException(null, "this client is closed", null);
        }
    }
}
