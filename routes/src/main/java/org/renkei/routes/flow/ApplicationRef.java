package org.renkei.routes.flow;

/**
 * What a step calls (B3): a bean, or any Camel endpoint. Exactly one of {@code bean} and {@code uri} is given.
 *
 * @param bean a name under {@code applications} in {@code etc/renkei.yaml}; or null
 * @param method of the bean, by Camel's rules of bean binding; null for an {@code Application}, or if there is only one
 * @param uri a Camel endpoint, for example {@code direct:check}; or null
 */
public record ApplicationRef(String bean, String method, String uri) {

    /** As tracking and the command line show it. */
    @Override
    public String toString() {
        return uri != null ? uri : method == null ? bean : bean + "." + method;
    }
}
