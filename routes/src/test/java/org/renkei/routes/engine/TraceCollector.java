package org.renkei.routes.engine;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** Takes OTLP over HTTP as a collector does, and reads what of it tests ask for (opentelemetry-proto, trace/v1/trace.proto). */
final class TraceCollector implements AutoCloseable {
    /**
     * @param parent empty if it begins its trace
     * @param attributes as text
     * @param status 2 for an error
     */
    record Received(
            String trace,
            String id,
            String parent,
            String name,
            Map<String, String> attributes,
            long status,
            long beginNanos,
            long nanos) {}

    private static final int LENGTH_DELIMITED = 2;

    private final List<Received> spans = new CopyOnWriteArrayList<>();
    private final List<String> traceparents = new CopyOnWriteArrayList<>();
    private final HttpServer http;

    TraceCollector() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/v1/traces", this::collect);
        http.createContext("/called", this::called);
        http.start();
    }

    String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    List<Received> spans() {
        return spans;
    }

    /** What callers of {@code /called} said comes before. */
    List<String> traceparents() {
        return traceparents;
    }

    private void called(HttpExchange exchange) throws IOException {
        traceparents.add(String.valueOf(exchange.getRequestHeaders().getFirst("traceparent")));
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    private void collect(HttpExchange exchange) throws IOException {
        fields(ByteBuffer.wrap(exchange.getRequestBody().readAllBytes()), (resource, inRequest) -> {
            if (resource == 1) {
                fields(bytes(inRequest), this::scope);
            }
        });
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private void scope(int scope, Object inResource) {
        if (scope == 2) {
            fields(bytes(inResource), (span, inScope) -> {
                if (span == 2) {
                    spans.add(span(bytes(inScope)));
                }
            });
        }
    }

    private static Received span(ByteBuffer message) {
        Map<Integer, Object> single = new TreeMap<>();
        Map<String, String> attributes = new TreeMap<>();
        fields(message, (number, value) -> {
            if (number == 9) {
                List<Object> pair = new ArrayList<>();
                fields(bytes(value), (part, content) -> pair.add(content));
                fields(bytes(pair.get(1)), (type, content) -> attributes.put(text(pair.get(0)), text(content)));
            } else {
                single.put(number, value);
            }
        });
        long[] status = {0};
        if (single.get(15) != null) {
            fields(bytes(single.get(15)), (number, value) -> status[0] = number == 3 ? (long) value : status[0]);
        }
        return new Received(
                hex(single.get(1)),
                hex(single.get(2)),
                hex(single.get(4)),
                text(single.get(5)),
                attributes,
                status[0],
                (long) single.get(7),
                (long) single.get(8) - (long) single.get(7));
    }

    /** Shows each field of a message of protocol buffers: a long, or bytes. */
    private static void fields(ByteBuffer message, BiConsumer<Integer, Object> each) {
        while (message.hasRemaining()) {
            long tag = varint(message);
            int type = (int) (tag & 7);
            Object value = switch (type) {
                case 0 -> varint(message);
                case 1 -> message.order(java.nio.ByteOrder.LITTLE_ENDIAN).getLong();
                case LENGTH_DELIMITED -> take(message, (int) varint(message));
                default ->
                    (long) message.order(java.nio.ByteOrder.LITTLE_ENDIAN).getInt();
            };
            each.accept((int) (tag >>> 3), value);
        }
    }

    private static long varint(ByteBuffer message) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = message.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    private static ByteBuffer take(ByteBuffer message, int length) {
        ByteBuffer part = message.slice(message.position(), length);
        message.position(message.position() + length);
        return part;
    }

    private static ByteBuffer bytes(Object value) {
        return ((ByteBuffer) value).duplicate();
    }

    private static String text(Object value) {
        return value instanceof ByteBuffer
                ? StandardCharsets.UTF_8.decode(bytes(value)).toString()
                : String.valueOf(value);
    }

    private static String hex(Object value) {
        if (value == null) {
            return "";
        }
        byte[] id = new byte[bytes(value).remaining()];
        bytes(value).get(id);
        return HexFormat.of().formatHex(id);
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
