package org.renkei.routes.engine;

import java.util.List;

/**
 * Where copies parted that come together again.
 *
 * @param join the step where they do
 * @param copies how many they are
 * @param number of this copy, from 1
 * @param branch that the joined job will have
 * @param seq the number of the event with which they parted
 * @param trail that the joined job takes over from the job before
 */
record Parting(String join, int copies, int number, String branch, int seq, List<String> trail) {}
