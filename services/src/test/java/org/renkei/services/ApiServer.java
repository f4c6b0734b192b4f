package org.renkei.services;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** Asks a running server over HTTP as a program or a browser would, whole URLs and headers in its hands. */
final class ApiServer {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String root;
    private final HttpClient http;

    /** @param root as {@code http://127.0.0.1:8170} */
    ApiServer(String root) {
        this(root, HttpClient.newBuilder());
    }

    ApiServer(String root, HttpClient.Builder http) {
        this.root = root;
        this.http = http.build();
    }

    /** As a browser that keeps its cookies. */
    static ApiServer browser(String root) {
        return new ApiServer(root, HttpClient.newBuilder().cookieHandler(new CookieManager()));
    }

    static String basic(String user, String password) {
        String pair = user + ":" + password;
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    /** @param headers name, value, name, value, … */
    HttpResponse<String> send(String method, String path, String body, String... headers) {
        try {
            return http.send(request(method, path, body, headers), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    HttpClient client() {
        return http;
    }

    HttpRequest request(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + path))
                .timeout(PATIENCE)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request.build();
    }
}
