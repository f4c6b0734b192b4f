package org.renkei.database;

/**
 * Where a database is and how it is used.
 *
 * @param what how messages call it, as in {@code tracking database}
 * @param settings the place of its settings, as in {@code tracking}, for advice
 * @param url a JDBC URL of H2 or PostgreSQL
 * @param user null for none
 * @param password null for none
 * @param connections how many at the most, but two in any case: bringing the schema up to date takes so many
 * @param schema in lower case; made if it is not there
 * @param migrations the folder on the class path of the scripts that bring the schema up to date
 */
public record DatabaseSettings(
        String what,
        String settings,
        String url,
        String user,
        String password,
        int connections,
        String schema,
        String migrations) {

    /** Without the password, and without the options of the URL, which may hold one. */
    @Override
    public String toString() {
        return what + " " + Dialect.withoutOptions(url);
    }
}
