package org.renkei.broker.channel;

/** Three priorities, laid over the ten of JMS: 0–3 is low, 4 (the JMS default) to 6 is normal, 7–9 is high. */
public enum Priority {
    LOW(1),
    NORMAL(4),
    HIGH(7);

    private final int jms;

    Priority(int jms) {
        this.jms = jms;
    }

    /** The JMS priority that stands for this one. */
    public int jms() {
        return jms;
    }

    /** @param jms a JMS priority, 0 to 9 */
    public static Priority ofJms(int jms) {
        return jms < NORMAL.jms ? LOW : jms < HIGH.jms ? NORMAL : HIGH;
    }
}
