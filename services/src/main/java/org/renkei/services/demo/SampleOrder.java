package org.renkei.services.demo;

/**
 * The n-th order of the demo, always the same for the same number: most are ordinary, 2 % name an article that nobody
 * knows, 5 % meet a busy bank, 4 % are free samples.
 *
 * @param number 1 for the first
 */
record SampleOrder(int number) {
    private static final String[] ARTICLES = {"tea", "kettle", "cup", "saucer", "spoon"};

    String correlationId() {
        return String.format("ORDER-%04d", number);
    }

    boolean isForUnknownArticle() {
        return number % 50 == 13;
    }

    boolean meetsBusyBank() {
        return number % 20 == 7;
    }

    boolean isFreeSample() {
        return number % 25 == 0;
    }

    String json() {
        return """
                {"order": "%s", "customer": "customer-%d", "bank": "%s",
                 "lines": [{"article": "%s", "quantity": %d, "price": %d}]}""".formatted(
                        correlationId(),
                        number % 90,
                        meetsBusyBank() ? "busy" : "open",
                        article(),
                        1 + number % 3,
                        isFreeSample() ? 0 : 100 + number % 900);
    }

    private String article() {
        if (isFreeSample()) {
            return "sample";
        }
        return isForUnknownArticle() ? "unicorn" : ARTICLES[number % ARTICLES.length];
    }
}
