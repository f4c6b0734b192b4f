/**
 * How every configuration file of Renkei is read: {@link org.renkei.broker.config.StrictYaml} turns YAML into records,
 * which check themselves in their constructors and throw {@link org.renkei.broker.config.ConfigException}.
 *
 * <p>Nothing is guessed or corrected. What is wrong is said once, in one line, with file, line and full path of the key.
 */
package org.renkei.broker.config;
