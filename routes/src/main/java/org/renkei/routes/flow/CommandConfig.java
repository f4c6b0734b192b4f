package org.renkei.routes.flow;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.renkei.broker.config.ByteSize;
import org.renkei.broker.config.Checks;

/**
 * An operating system command as the application of a step (B3).
 *
 * @param run the program and its arguments, as they are: no shell reads them, and nothing of a message comes into them
 * @param directory in which it runs, seen from the flow's file; also a relative program is looked for there. Default: that of the file
 * @param environment variables to add. Default none
 * @param timeout after which it is killed, with all that it has started. Default 1 minute
 * @param output what its standard output becomes. Default {@code ignore}
 * @param maxOutput the most that it may print if that becomes the body, up to 100 MiB. Default 1 MiB
 * @param done exit codes that mean done. Default 0
 * @param failed exit codes that mean that this job cannot succeed. Default 64 and 65, as in sysexits.h: wrong usage, wrong data. All
 *     others mean again, by the step's retry
 */
public record CommandConfig(
        List<String> run,
        String directory,
        Map<String, String> environment,
        Duration timeout,
        Output output,
        ByteSize maxOutput,
        List<Integer> done,
        List<Integer> failed) {

    public CommandConfig {
        run = run == null ? List.of() : List.copyOf(run);
        environment = environment == null ? Map.of() : Map.copyOf(environment);
        done = done == null ? List.of(0) : List.copyOf(done);
        failed = failed == null ? List.of(64, 65) : List.copyOf(failed);
        Checks checks = new Checks()
                .that(
                        !run.isEmpty() && !run.get(0).isBlank(),
                        "run",
                        "is missing: a list of the program and its arguments")
                .that(areCodes(done), "done", "must be exit codes, 0 to 255, was " + done)
                .that(areCodes(failed), "failed", "must be exit codes, 0 to 255, was " + failed);
        for (Integer code : done) {
            checks.that(!failed.contains(code), "failed", "has the exit code " + code + ", which done has too", "done");
        }
        CallLimits.check(timeout, maxOutput, checks);
        checks.done();
        timeout = timeout == null ? Duration.ofMinutes(1) : timeout;
        output = output == null ? Output.IGNORE : output;
        maxOutput = maxOutput == null ? CallLimits.MAX_OUTPUT : maxOutput;
    }

    private static boolean areCodes(List<Integer> codes) {
        return codes.stream().allMatch(code -> code >= 0 && code <= 255);
    }
}
