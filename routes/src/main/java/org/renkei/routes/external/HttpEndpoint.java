package org.renkei.routes.external;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One address of an HTTP server, called as often as wanted, by any thread. Redirections are not followed.
 *
 * @param timeout from the connection to the last byte of the answer
 * @param mostOutput bytes of an answer that are kept
 */
public record HttpEndpoint(URI address, String method, Map<String, String> headers, Duration timeout, int mostOutput) {
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private static final String GET = "GET";

    /**
     * @param body is not sent with GET
     * @param more headers of this call
     * @throws IOException if there was no whole answer in time
     * @throws IllegalArgumentException if a header cannot be sent
     * @throws InterruptedException if this thread was interrupted; then the call was given up
     */
    public HttpResult call(byte[] body, Map<String, String> more) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .method(
                        method,
                        method.equals(GET)
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        more.forEach(request::setHeader);
        headers.forEach(request::setHeader);
        BoundedOutput answer = new BoundedOutput(mostOutput);
        CompletableFuture<HttpResponse<Void>> call = CLIENT.sendAsync(
                request.build(),
                HttpResponse.BodyHandlers.ofByteArrayConsumer(
                        bytes -> bytes.ifPresent(some -> answer.write(some, 0, some.length))));
        try {
            HttpResponse<Void> response = call.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new HttpResult(response.statusCode(), answer.isOver(), answer.bytes(), retryAfter(response));
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("no whole answer within " + timeout.toMillis() + " ms");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } finally {
            call.cancel(true);
        }
    }

    private static Duration retryAfter(HttpResponse<Void> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .orElse(Duration.ZERO);
    }
}
