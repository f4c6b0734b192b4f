package org.renkei.services;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files that are no flows: a good one with something wrong in it, and some that are nothing at all. */
public final class BrokenFlows {
    static final String CHANNELS = """
            order-in: {kind: persistent}
            order-check: {kind: persistent}
            order-pay: {kind: persistent}
            order-ship: {kind: persistent}
            order-print: {kind: persistent}
            order-bill: {kind: persistent}
            order-dead: {kind: persistent}
            memory: {kind: volatile}
            short: {kind: persistent, lifetime: 1d}
            spare: {kind: persistent}
            """;

    public static final String GOOD = """
            flow: orders
            start: order-in
            accept:
              format: json
              maxBytes: 64KiB
            record:
              customer: "${body[customer]}"
            deadLetter: order-dead
            timeout:
              after: 1d
              to: ship
            passes: 50
            reply:
              validity: 10m
            steps:
              check:
                channel: order-check
                bean: gate
                retry:
                  count: 5
                  delay: 200ms
                  backoff: 3
                  maxDelay: 10s
                  jitter: 0.5
                  on: [java.io.IOException]
                  never: [java.io.FileNotFoundException]
                  crashes: 7
                timeout: 1h
                next:
                  - when: "${body[total]} == 99"
                    to: print
                  - otherwise: pay
              pay:
                channel: order-pay
                uri: "log:pay?level=DEBUG"
                fallback: ship
                undo:
                  bean: gate
                  retry: {count: 1}
                next: ship
              ship:
                channel: order-ship
                command:
                  run: ["true"]
                  timeout: 10s
                  output: ignore
                  maxOutput: 1KiB
                  done: [0]
                  failed: [1]
                next: end
              print:
                channel: order-print
                http:
                  url: "http://127.0.0.1:1/print"
                  method: PUT
                  timeout: 5s
                  output: ignore
                  maxOutput: 1KiB
                  done: [200-299]
                  failed: [404]
                next: bill
              bill:
                channel: order-bill
                bean: gate
                join:
                  timeout: 1h
                  body: merge
                next: end
            """;

    /** A line with a key of its own. */
    private static final Pattern KEY = Pattern.compile("^( *)(- )?(\\w+):( .*)?$");

    /**
     * @param yaml the file
     * @param told what must be told of it
     */
    public record Case(String yaml, String told) {}

    private final Map<String, Case> cases = new LinkedHashMap<>();

    /** What is not even text. */
    static List<byte[]> noText() {
        return List.of(
                new byte[] {'f', 'l', 'o', 'w', ':', ' ', (byte) 0xfc, '\n'},
                new byte[] {0x1f, (byte) 0x8b, 8, 0, (byte) 0xff, 0},
                "\ufeffflow: a".getBytes(StandardCharsets.UTF_16LE));
    }

    /** By a name that says what is wrong. */
    public static Map<String, Case> all() {
        BrokenFlows flows = new BrokenFlows();
        flows.changeEachLine();
        flows.cutBehindEachLine();
        flows.values();
        flows.names();
        flows.ways();
        flows.camel();
        flows.wholeFiles();
        return flows.cases;
    }

    private void add(String name, String yaml, String told) {
        cases.put(cases.size() + " " + name, new Case(yaml, told));
    }

    private void change(String from, String to, String told) {
        String changed = GOOD.replaceFirst(Pattern.quote(from), Matcher.quoteReplacement(to));
        if (changed.equals(GOOD)) {
            throw new IllegalArgumentException("not in the good flow: " + from);
        }
        add(told + " (" + from.strip() + ")", changed, told);
    }

    private void changeEachLine() {
        List<String> lines = GOOD.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            Matcher key = KEY.matcher(lines.get(i));
            String at = "orders.yaml:" + (i + 1) + ": ";
            if (!key.matches()) {
                continue;
            }
            String indent = key.group(1) + (key.group(2) == null ? "" : key.group(2));
            String name = key.group(3);
            String value = key.group(4) == null ? "" : key.group(4);
            boolean isName =
                    List.of("customer", "check", "pay", "ship", "print", "bill").contains(name);
            if (!isName) {
                add("misspelt in line " + (i + 1), with(lines, i, indent + name + "x:" + value), at);
                if (!value.isEmpty()) {
                    add("a mapping in line " + (i + 1), with(lines, i, indent + name + ": {a: {b: c}}"), at);
                }
            }
            if (!value.isEmpty()) {
                String twice = lines.get(i) + "\n" + " ".repeat(indent.length()) + name + ":" + value;
                add("twice in line " + (i + 1), with(lines, i, twice), ":" + (i + 2) + ": ");
            }
            if (i % 5 == 0) {
                add("a tab in line " + (i + 1), with(lines, i, "\t" + lines.get(i)), "is not YAML");
            }
        }
    }

    private static String with(List<String> lines, int at, String line) {
        List<String> changed = new ArrayList<>(lines);
        changed.set(at, line);
        return String.join("\n", changed) + "\n";
    }

    private void cutBehindEachLine() {
        List<String> lines = GOOD.lines().toList();
        for (int i = 1; i < lines.size() - 1; i++) {
            add("cut behind line " + i, String.join("\n", lines.subList(0, i)) + "\n", "orders.yaml:");
        }
    }

    private void values() {
        change("flow: orders", "flow: my orders", ":1: flow must be letters");
        change("flow: orders", "flow: " + "o".repeat(65), ":1: flow must be letters");
        change("flow: orders", "flow:", ":1: flow is missing");
        change("flow: orders", "flow: ''", ":1: flow is missing");
        change("format: json", "format: xml", ":4: accept.format must be any or text or json, was xml");
        change("format: json", "format: 3", "accept.format must be");
        change("maxBytes: 64KiB", "maxBytes: 0", "accept.maxBytes must be 1 to 104857600 bytes, was 0");
        change("maxBytes: 64KiB", "maxBytes: 9999999999999999999999", "accept.maxBytes must be a size");
        change("maxBytes: 64KiB", "maxBytes: 64 kilos", "accept.maxBytes must be a size");
        change("after: 1d", "after: soon", "timeout.after must be a duration");
        change("after: 1d", "after: 0s", "timeout.after must be at least a millisecond");
        change("after: 1d", "after: 99999999999999999d", "timeout.after must be a duration");
        change("passes: 50", "passes: 0", "passes must be 1 to 1000000, was 0");
        change("passes: 50", "passes: 1e99", "passes must be a whole number");
        change("passes: 50", "passes: " + "9".repeat(2_000), ":12: passes must be a whole number");
        change("passes: 50", "passes: .nan", ":12: holds a number that cannot be used");
        change("passes: 50", "passes: 0x", "passes must be a whole number");
        change("validity: 10m", "validity: -10m", "reply.validity must be a duration");
        change("validity: 10m", "validity: 0s", "reply.validity must be longer than nothing");
        change("count: 5", "count: -1", "retry.count must be 0 to 1000, was -1");
        change("count: 5", "count: 99999999999", "retry.count must be a whole number");
        change("count: 5", "count: yes", "retry.count must be a whole number");
        change("delay: 200ms", "delay: 200", "retry.delay must be a duration");
        change("delay: 200ms", "delay: 20s", "retry.maxDelay must not be below delay");
        change("backoff: 3", "backoff: 0.9", "retry.backoff must be 1 to 10");
        change("backoff: 3", "backoff: .inf", ":22: holds a number that cannot be used");
        change("backoff: 3", "backoff: -.nan", "retry.backoff must be");
        change("jitter: 0.5", "jitter: 2", "retry.jitter must be 0 to 1");
        change("crashes: 7", "crashes: 0", "retry.crashes must be 1 to 1000");
        change("on: [java.io.IOException]", "on: [no.such.Error]", "names the exception 'no.such.Error'");
        change("on: [java.io.IOException]", "on: [java.io.File]", "which is no exception");
        change("on: [java.io.IOException]", "on: [~]", "retry.on[0] is empty");
        change("on: [java.io.IOException]", "on: [[a]]", "retry.on[0] must be a text");
        change("run: [\"true\"]", "run: []", "command.run is missing");
        change("run: [\"true\"]", "run: ''", "command.run must be a list");
        change("run: [\"true\"]", "run: [no-such-program]", "names the program 'no-such-program'");
        change("run: [\"true\"]", "run: [../etc]", "names the program '../etc'");
        change("run: [\"true\"]", "run: [\"true\"]\n      directory: nowhere", "command.directory is ");
        change("run: [\"true\"]", "run: [\"true\"]\n      environment: {A: }", "command.environment.A is empty");
        change("done: [0]", "done: [256]", "command.done must be exit codes");
        change("done: [0]", "done: [1]", "has the exit code 1, which done has too");
        change("done: [0]", "done: [zero]", "command.done[0] must be a whole number");
        change("output: ignore", "output: keep", "command.output must be ignore or body, was keep");
        change("maxOutput: 1KiB", "maxOutput: 1TiB", "command.maxOutput must be a size");
        change("\"http://127.0.0.1:1/print\"", "\"ftp://host/x\"", "http.url must be an http or https address");
        change("\"http://127.0.0.1:1/print\"", "\"http://ho st/\"", "http.url is no address");
        change("\"http://127.0.0.1:1/print\"", "/print", "http.url must be an http or https address");
        change("method: PUT", "method: FETCH", "http.method must be POST");
        change("done: [200-299]", "done: [2xx]", "must be a status such as 404");
        change("done: [200-299]", "done: [299-200]", "must be a status such as 404");
        change("body: merge", "body: all", "join.body must be merge or list or first");
        change("format: json", "format: text", "join.body must be first, unless");
        change("    timeout: 1h\n    next:\n", "    timeout: [1h]\n    next:\n", "steps.check.timeout must be");
        change("format: json", "format: text\n  schema: s.json", "accept.schema needs format: json");
        change("format: json", "format: json\n  schema: none.json", "accept.schema none.json");
    }

    private void names() {
        change("start: order-in", "start: order-inn", "did you mean order-in?");
        change("start: order-in", "start: renkei.dead", "names the channel 'renkei.dead'");
        change("start: order-in", "start: order-check", "is already the channel of");
        change("start: order-in", "start: durable-in", "is already the channel of");
        change("channel: order-check", "channel: order-pay", "is already the channel of step check of flow orders");
        change("channel: order-check", "channel: durable-do", "is already the channel of step pass of flow durable");
        change("channel: order-pay", "channel: nowhere", "names the channel 'nowhere'");
        change("deadLetter: order-dead", "deadLetter: memory", "must be a channel of kind persistent");
        change("deadLetter: order-dead", "deadLetter: short", "must be a channel without a lifetime");
        change("deadLetter: order-dead", "deadLetter: order-pay", "is the channel of step pay");
        change("deadLetter: order-dead", "deadLetter: dead", "names the channel 'dead'");
        change("bean: gate", "bean: gaet", "did you mean gate?");
        change("bean: gate", "bean: gate\n    uri: direct:x", "must name its application by one of");
        change("bean: gate\n    retry:", "retry:", "must name its application by one of");
        change("uri: \"log:pay?level=DEBUG\"", "uri: \"log:x\"\n    method: go", "steps.pay.method needs a bean");
        change("undo:\n      bean: gate", "undo:\n      bean: none", "steps.pay.undo.bean names the application");
        change("undo:\n      bean: gate", "undo:\n      method: go", "steps.pay.undo must name its application");
        change("flow: orders", "flow: quick", "is already the channel of the start of flow orders");
    }

    private void ways() {
        change("to: ship", "to: shipp", ":11: timeout.to names the step 'shipp', which does not exist");
        change("to: print", "to: prnt", "names the step 'prnt', which does not exist; did you mean print?");
        change("to: print", "to: pay", "steps.print cannot be reached from the first step, check");
        change("otherwise: pay", "otherwise: pay\n      - otherwise: ship", "has more than one 'otherwise'");
        change("otherwise: pay", "otherwise: pay\n        to: ship", "must have either 'to'");
        change("otherwise: pay", "otherwise: pay\n        when: x", "cannot stand beside 'otherwise'");
        change("- otherwise: pay", "-", "steps.check.next[1] is empty");
        change("fallback: ship", "fallback: pay", "names its own step, pay");
        change("fallback: ship", "fallback: nowhere", "steps.pay.fallback names the step 'nowhere'");
        change("next: ship", "next: 'flow:nobody'", "names the flow 'nobody', which does not exist");
        change("next: ship", "next: 'flow:'", "names the flow ''");
        change("next: ship", "next: []", "steps.pay.next is missing");
        change("next: bill", "next: print", "steps.print.next is a loop without exit");
        change("next: bill", "next: 'flow:orders'", "steps.bill cannot be reached");
        change(
                "    join:\n      timeout: 1h\n      body: merge\n",
                "    join: often\n",
                "steps.bill.join must be a duration");
        change(
                "    timeout: 1h\n    next:\n",
                "    join: 1h\n    next:\n",
                "steps.check.join stands at the first step");
        change("\n  bill:", "\n  end:", "steps.end is no name for a step");
        change("\n  bill:", "\n  'b i l l':", "is no name for a step");
        change("\n  bill:\n", "\n  bill:\n  more:\n", "steps.bill is empty");
        change("\n  bill:\n", "\n  bill: 5\n  more:\n", "steps.bill must be a mapping");
    }

    private void camel() {
        String when = "\"${body[total]} == 99\"";
        change(when, "\"${body[total]\"", "which is not Camel simple");
        change(when, "\"${body[total]} === 99\"", "which is not Camel simple");
        change(when, "\"${nobody} == 99\"", "Unknown function: nobody");
        change(when, "\"${body} == 99 &&\"", "which is not Camel simple");
        change(when, "\"${body} regex\"", "which is not Camel simple");
        change("\"${body[customer]}\"", "\"${body[customer]\"", ":7: record.customer is '${body[customer]'");
        change("\"${body[customer]}\"", "\"${who}\"", "Unknown function: who");
        change("\"${body[customer]}\"", "''", ":7: record.customer is missing");
        String uri = "\"log:pay?level=DEBUG\"";
        change(uri, "\"log:pay?level=SHOUT\"", "has the option level, which must be one of");
        change(uri, "\"log:pay?levle=DEBUG\"", "has the option 'levle', which log does not know; did you mean level?");
        change(uri, "\"log:pay?showAll=perhaps\"", "has the option showAll, which must be true or false, was perhaps");
        change(uri, "\"seda:x?size=many\"", "has the option size, which must be a whole number, was many");
        change(uri, "\"timer:x?period=often\"", "has the option period, which must be a duration, was often");
        change(uri, "\"smtp:mail\"", "needs the Camel component smtp: put org.apache.camel:camel-mail:");
        change(uri, "\"kafka:topic\"", "put org.apache.camel:camel-kafka:");
        change(uri, "\"aws2-s3:bucket\"", "put org.apache.camel:camel-aws2-s3:");
        change(uri, "\"lgo:pay\"", "names the Camel component 'lgo', which does not exist; did you mean log?");
        change(uri, "\"pay\"", "is no Camel endpoint, such as direct:name");
        change(uri, "\":pay\"", "is no Camel endpoint, such as direct:name");
        change(uri, "\"seda:\"", "is no Camel endpoint");
        change(uri, "\"channel:nowhere\"", "steps.pay.uri cannot be used");
        change(uri, "\"sql:select 1?dataSource=#nobody\"", "steps.pay.uri cannot be used");
        change(
                "undo:\n      bean: gate",
                "undo:\n      uri: 'smtp:x'",
                "steps.pay.undo.uri needs the Camel component smtp");
    }

    private void wholeFiles() {
        add("empty", "", "is empty");
        add("blank", " \n\n", "is empty");
        add("a comment", "# flow: orders\n", "is empty");
        add("null", "~\n", "orders.yaml:");
        add("words", "just some words\n", "must be a mapping");
        add("a number", "42\n", "must be a mapping");
        add("a list", "- flow: orders\n", "must be a mapping");
        add("json that ends", "{\"flow\": \"orders\", ", "is not YAML");
        add("xml", "<flow name='orders'/>\n", "orders.yaml:");
        add("two documents", GOOD + "---\n" + GOOD, "holds a second document");
        add("an anchor", GOOD.replace("maxBytes: 64KiB", "maxBytes: &size 64KiB"), "uses an anchor");
        add("an alias of nothing", GOOD.replace("maxBytes: 64KiB", "maxBytes: *size"), "is not YAML");
        add("a bomb", bomb(), "uses an anchor");
        add("a tag", "flow: !!javax.script.ScriptEngineManager [x]\n", "orders.yaml:");
        add("merged", GOOD.replace("accept:\n", "accept:\n  <<: {a: b}\n"), "accept.<< is unknown");
        add("a key that is a list", "? [flow]\n: orders\n", "not a plain word");
        add("nested deeply", "flow: " + "[".repeat(1_000) + "]".repeat(1_000), "is not YAML");
        add("mappings nested deeply", "flow: " + "{a: ".repeat(100) + "}".repeat(100), "is not YAML");
        add("a control character", GOOD.replace("passes: 50", "passes: \u0007"), "is not YAML");
        add("a NUL", "\u0000", "is not YAML");
        add("an open quote", GOOD.replace("flow: orders", "flow: 'orders"), "is not YAML");
        add("a colon too many", GOOD.replace("passes: 50", "passes: 50: 60"), ":12: is not YAML");
        add("indented wrongly", GOOD.replace("  check:\n", " check:\n"), "is not YAML");
        add("many steps", steps(300), "steps must be 256 at the most, were 300");
        add("many wrong steps", steps(250).replace("bean: gate", "bean: gtae"), "and ");
        add("large", GOOD + "#".repeat(1 << 20), "is larger than 1MiB");
        add("other keys", "server:\n  port: 80\n", "server is unknown");
    }

    private static String bomb() {
        StringBuilder bomb = new StringBuilder("flow: orders\na0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 9; i++) {
            bomb.append(String.format("a%d: &a%d [*a%d, *a%d, *a%d, *a%d]%n", i, i, i - 1, i - 1, i - 1, i - 1));
        }
        return bomb.toString();
    }

    private static String steps(int count) {
        StringBuilder flow = new StringBuilder("flow: orders\nstart: order-in\nsteps:\n");
        for (int i = 0; i < count; i++) {
            String next = i == count - 1 ? "end" : "s" + (i + 1);
            flow.append(String.format("  s%d: {channel: order-check, bean: gate, next: %s}%n", i, next));
        }
        return flow.toString();
    }
}
