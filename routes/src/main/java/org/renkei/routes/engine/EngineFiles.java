package org.renkei.routes.engine;

import java.nio.file.Path;

/**
 * Where an engine keeps what it must know after a restart.
 *
 * @param lastResort the folder for dead letters that their channel cannot take; made if it is not there
 * @param pauses the file that keeps what is paused; need not exist
 * @param apps the folder for copies of applications' jars; made when it is needed
 */
public record EngineFiles(Path lastResort, Path pauses, Path apps) {}
