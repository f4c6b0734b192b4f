package org.renkei.services.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Who changed what (D9). */
@Command(
        name = "activity",
        description = "Show who changed what, newest first.",
        footer = {
            "",
            "What the system does by itself is done by the user renkei.",
            "",
            "Examples:",
            "  ./renkei activity --since 1h",
            "  ./renkei activity --user ada --search order-in"
        })
final class ActivityCommand extends Verb {
    @Option(names = "--since", paramLabel = "TIME", description = "At most so long ago (1h), or after a time.")
    private String since;

    @Option(names = "--until", paramLabel = "TIME", description = "At least so long ago, or before a time.")
    private String until;

    @Option(names = "--user", paramLabel = "USER", description = "Done by this user.")
    private String user;

    @Option(names = "--search", paramLabel = "TEXT", description = "Has this in action, target or detail.")
    private String search;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "At most so many. Default: 50.")
    private int limit;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        ArrayNode entries = new ObjectMapper().createArrayNode();
        boolean more = read(entries);
        if (json) {
            printJson(entries);
        } else if (entries.isEmpty()) {
            out().println("nothing was changed");
        } else {
            printTable(entries);
            if (more) {
                out().println("and more: raise --limit, or narrow the search");
            }
        }
        return ExitCode.DONE;
    }

    /**
     * The server looks at so many entries in one go and no more, so that a page may be short although there is another.
     *
     * @return true if there may be more than were asked for
     */
    private boolean read(ArrayNode entries) {
        String after = null;
        do {
            JsonNode page = server().get("/activity", query(after, limit - entries.size()));
            page.path("entries").forEach(entries::add);
            after = page.path("next").asText(null);
        } while (after != null && entries.size() < limit);
        return after != null;
    }

    private Map<String, String> query(String after, int most) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("since", since);
        query.put("until", until);
        query.put("user", user);
        query.put("search", search);
        query.put("limit", Integer.toString(most));
        query.put("after", after);
        return query;
    }

    private void printTable(JsonNode entries) {
        Table table = new Table()
                .id("AT")
                .text("USER")
                .text("FROM")
                .text("ACTION")
                .text("TARGET")
                .text("DETAIL");
        for (JsonNode entry : entries) {
            table.row(
                    Moment.of(entry.path("at")),
                    entry.path("user").asText(),
                    entry.path("from").asText(),
                    entry.path("action").asText(),
                    entry.path("target").asText(),
                    entry.path("detail").asText());
        }
        table.print(out());
    }
}
