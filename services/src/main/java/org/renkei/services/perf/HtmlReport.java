package org.renkei.services.perf;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The report as one page of HTML that needs nothing else, readable on a light and on a dark screen. */
final class HtmlReport {
    private static final String STYLE = """
            :root { color-scheme: light dark; --paper: #ffffff; --ink: #1b1f24; --quiet: #57606a; --rule: #d8dee4;
              --flow: #0a5fb4; --faint: #8ab8e6; --bare: #b35900; }
            @media (prefers-color-scheme: dark) {
              :root { --paper: #14181d; --ink: #e6edf3; --quiet: #9aa6b2; --rule: #333b44;
                --flow: #6cb0f5; --faint: #2f5f8f; --bare: #f0a04b; } }
            body { margin: 2rem auto; max-width: 56rem; padding: 0 1rem; background: var(--paper); color: var(--ink);
              font: 15px/1.5 system-ui, sans-serif; }
            h1 { font-size: 1.5rem; margin: 0 0 .25rem; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
            p { margin: .25rem 0 .75rem; color: var(--quiet); }
            svg { width: 100%; height: auto; font: 13px system-ui, sans-serif; }
            text { fill: var(--ink); } .axis { fill: var(--quiet); } .grid { stroke: var(--rule); }
            .one { stroke: var(--quiet); stroke-dasharray: 4 3; }
            .bar { fill: var(--flow); } .bar.faint { fill: var(--faint); }
            .spread { stroke: var(--ink); stroke-width: 1.5; }
            .line { fill: none; stroke-width: 2; } .line.flow { stroke: var(--flow); } .line.bare { stroke: var(--bare); }
            .load10 { stroke-dasharray: 2 4; } .load50 { stroke-dasharray: 7 4; }
            .dot.flow, .label.flow { fill: var(--flow); } .dot.bare, .label.bare { fill: var(--bare); }
            .scroll { overflow-x: auto; }
            table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
            th, td { padding: .2rem 1.2rem .2rem 0; text-align: right; border-bottom: 1px solid var(--rule); }
            th { font-weight: 600; color: var(--quiet); } th:first-child, td:first-child { text-align: left; }
            dl { display: grid; grid-template-columns: max-content auto; gap: .15rem 1.5rem; margin: 0; }
            dt { color: var(--quiet); } dd { margin: 0; }
            """;

    private final PerfReport report;
    private final StringBuilder html = new StringBuilder();

    private HtmlReport(PerfReport report) {
        this.report = report;
    }

    static String of(PerfReport report) {
        return new HtmlReport(report).page();
    }

    private String page() {
        html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width\">\n<title>Renkei: measured</title>\n")
                .append("<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<h1>Renkei, measured on this machine</h1>\n");
        paragraph(report.machine().measuredAt() + ". " + report.machineLine() + ".");
        ratios();
        rates();
        if (report.latency() != null) {
            latency(report.latency());
        }
        facts();
        return html.append("</body>\n</html>\n").toString();
    }

    private void ratios() {
        heading("Ratios");
        paragraph(
                "Messages a second of a flow, as a share of bare JMS over the same hops with the same batches in the same round;"
                        + " for database channels, of a bare table. Bars: medians; whiskers: least and greatest. Until tracked: until the"
                        + " last event is in the tracking database.");
        html.append(new RatioChart(report.ratios()).svg());
    }

    private void rates() {
        heading("Messages a second");
        table("", "median", "least", "greatest");
        report.rates()
                .forEach((name, spread) ->
                        row(name, number(spread.median(), 0), number(spread.min(), 0), number(spread.max(), 0)));
        html.append("</table></div>\n");
    }

    private void latency(Latency latency) {
        heading("From send to reply");
        paragraph("Messages sent at planned instants, whatever became of those before, at shares of "
                + number(latency.capacityPerSecond(), 0) + " a second, the rate of " + latency.flow()
                + "; times from the"
                + " planned instant to the reply. * did not keep up: replies came ever later.");
        html.append(new LatencyChart(latency).svg());
        table("milliseconds", "load", "a second", "p50", "p90", "p99", "p99.9", "greatest", "p99 to bare");
        for (Latency.Load load : latency.loads()) {
            load.milliseconds()
                    .forEach((name, times) -> row(
                            name + (times.keptUp() ? "" : " *"),
                            load.percent() + " %",
                            number(load.offeredPerSecond(), 0),
                            number(times.p50(), 1),
                            number(times.p90(), 1),
                            number(times.p99(), 1),
                            number(times.p999(), 1),
                            number(times.max(), 1),
                            name.equals(latency.flow()) ? number(load.p99Ratio().median(), 2) : ""));
        }
        html.append("</table></div>\n");
    }

    private void facts() {
        heading("Machine and settings");
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("Cores", report.machine().cores());
        facts.put("Heap", number(report.machine().heapMiB(), 0) + " MiB");
        facts.put("Java", report.machine().jdk());
        facts.put("System", report.machine().system());
        facts.put("Disk", number(report.machine().fsyncsPerSecond(), 0) + " fsyncs a second");
        facts.put("Body", number(report.settings().bodyBytes(), 0) + " bytes");
        facts.put("Consumers of a queue", report.settings().consumers());
        facts.put("Messages in a commit", "up to " + report.settings().batch());
        facts.put("Messages in a round", "up to " + number(report.settings().messages(), 0));
        facts.put("Database", report.settings().databaseProduct());
        html.append("<dl>\n");
        facts.forEach((name, value) -> html.append("<dt>")
                .append(Svg.escaped(name))
                .append("</dt><dd>")
                .append(Svg.escaped(String.valueOf(value)))
                .append("</dd>\n"));
        html.append("</dl>\n");
    }

    private void heading(String text) {
        html.append("<h2>").append(Svg.escaped(text)).append("</h2>\n");
    }

    private void paragraph(String text) {
        html.append("<p>").append(Svg.escaped(text)).append("</p>\n");
    }

    private void table(String... headings) {
        html.append("<div class=\"scroll\"><table>\n<tr>");
        for (String heading : headings) {
            html.append("<th>").append(Svg.escaped(heading)).append("</th>");
        }
        html.append("</tr>\n");
    }

    private void row(String... cells) {
        html.append("<tr>");
        for (String cell : cells) {
            html.append("<td>").append(Svg.escaped(cell)).append("</td>");
        }
        html.append("</tr>\n");
    }

    private static String number(double value, int decimals) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
