package org.renkei.services.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import org.renkei.services.demo.Demo;
import org.renkei.services.demo.DemoReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The main job from nothing, with a {@code kill -9} in its middle. */
@Command(
        name = "demo",
        description = "See it work: send 1,000 orders, kill the server in the middle, account for every order.",
        footer = {
            "",
            "Runs in the home if that is fresh or an earlier demo's, else in demo/ below it with ports of its own.",
            "Leaves Renkei running. Exit code 1 if an order is missing or charged twice.",
            "",
            "Example:",
            "  ./renkei demo"
        })
final class DemoCommand extends Verb {
    @Option(names = "--json", description = "Print the numbers as JSON, and nothing else.")
    private boolean json;

    @Override
    public Integer call() {
        long began = System.nanoTime();
        ProgressLine progress = new ProgressLine(json ? new PrintWriter(Writer.nullWriter()) : out());
        Demo demo = Demo.in(home(), progress);
        progress.done("The demo runs in " + demo.home().directory());
        DemoReport report = demo.run();
        if (json) {
            printJson(new ObjectMapper().valueToTree(report));
        } else {
            print(report, Duration.ofNanos(System.nanoTime() - began), Installation.command(demo.home()));
        }
        report.surprises().forEach(surprise -> err().println("renkei: " + surprise));
        return report.isAsPromised() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private void print(DemoReport report, Duration took, String command) {
        out().println();
        new Table()
                .text("ORDERS")
                .number("COUNT")
                .text("")
                .row("sent", report.sent(), "acknowledged to the producer")
                .row("completed", report.completed(), "passed every step")
                .row("rejected", report.rejected(), "an article that nobody knows: in the dead letters")
                .row("redelivered", report.redelivered(), "were in hand at the kill and ran again")
                .row("lost, volatile", report.lostVolatile(), "their notification was in memory at the kill")
                .row("charged", report.charged(), "have a charge in the shop's books: all that passed payment")
                .row("charged twice", report.chargedTwice(), "must be 0")
                .row("missing", report.missing(), "have no end in tracking: must be 0")
                .print(out());
        out().println();
        out().println("All of it took " + Lapse.of(took) + ". Renkei goes on running; what next:");
        out().println("  " + command + " status                           # and where its pages are");
        out().println("  " + command + " track --correlation ORDER-0007   # its bank was busy");
        out().println("  " + command + " track --state failed             # the rejected ones");
        out().println("  " + command + " submit charges --wait            # the shop's books, asked with SQL");
        out().println("  " + command + " monitor");
        out().println("  " + command + " stop");
    }
}
