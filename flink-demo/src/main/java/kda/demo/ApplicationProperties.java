package kda.demo;

import com.amazonaws.services.kinesisanalytics.runtime.KinesisAnalyticsRuntime;
import java.io.IOException;
import java.io.Serializable;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The application's runtime properties: the property group {@value #GROUP} of Managed Flink, with its defaults. */
final class ApplicationProperties implements Serializable {
    static final String GROUP = "FlinkApplicationProperties";

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(ApplicationProperties.class);

    private static final long MAX_TIMER_SECONDS = 86_400;
    private static final long MAX_PAUSE_MS = 3_600_000;
    private static final long MAX_CPU_THREADS = 64;
    /** The rest is what the job itself needs to go on at all. */
    private static final long MAX_HEAP_PERCENT = 95;
    private static final long MAX_NATIVE_MEGABYTES = 65_536;
    private static final long MAX_GROWTH_KILOBYTES = 102_400;
    private static final Set<String> KNOWN =
            Set.of(
                    "generateUsersTimer",
                    "pauseBetweenUserGeneration",
                    "ageStatistic",
                    "failJob",
                    "corruptState",
                    "tolerableFailedCheckpoints",
                    "checkpointFault",
                    "checkpointFaultMillis",
                    "checkpointFaultFrom",
                    "checkpointFaultTo",
                    "cpuFaultThreads",
                    "heapFaultPercent",
                    "nativeFaultMegabytes",
                    "growStateKilobytes");

    /** How long each start generates users; 0 is for ever. */
    final long generateUsersTimerSeconds;

    final long pauseBetweenUserGenerationMs;

    /** false leaves the statistic's operator out, so that an older snapshot holds state which no operator takes. */
    final boolean ageStatistic;

    /** true throws at every fifth user: restarts and downtime. */
    final boolean failJob;

    /** true adds {@value UserCounter#CORRUPTION} to the state with each user: it stays wrong when this is false again. */
    final boolean corruptState;

    /** Beyond so many failed checkpoints in a row the job restarts. Large: a failed checkpoint alone is no downtime. */
    final int tolerableFailedCheckpoints;

    final CheckpointFault checkpointFault;

    final LoadFault loadFault;

    /** Each user adds so much to the state of the counter. */
    final Ballast ballast;

    ApplicationProperties(final Properties group) {
        final PropertyReader reader = new PropertyReader(group);
        generateUsersTimerSeconds = reader.integer("generateUsersTimer", 60, 0, MAX_TIMER_SECONDS);
        pauseBetweenUserGenerationMs = reader.integer("pauseBetweenUserGeneration", 1500, 1, MAX_PAUSE_MS);
        ageStatistic = reader.bool("ageStatistic", true);
        failJob = reader.bool("failJob", false);
        corruptState = reader.bool("corruptState", false);
        tolerableFailedCheckpoints = (int) reader.integer("tolerableFailedCheckpoints", 1000, 0, Integer.MAX_VALUE);
        checkpointFault =
                new CheckpointFault(
                        reader.constant("checkpointFault", CheckpointFault.Kind.NONE),
                        reader.integer("checkpointFaultMillis", 1000, 0, MAX_PAUSE_MS),
                        reader.integer("checkpointFaultFrom", 1, 1, Long.MAX_VALUE),
                        reader.integer("checkpointFaultTo", Long.MAX_VALUE, 1, Long.MAX_VALUE));
        loadFault =
                new LoadFault(
                        (int) reader.integer("cpuFaultThreads", 0, 0, MAX_CPU_THREADS),
                        (int) reader.integer("heapFaultPercent", 0, 0, MAX_HEAP_PERCENT),
                        (int) reader.integer("nativeFaultMegabytes", 0, 0, MAX_NATIVE_MEGABYTES));
        ballast = new Ballast((int) reader.integer("growStateKilobytes", 0, 0, MAX_GROWTH_KILOBYTES));
    }

    /**
     * Reads the properties that the service hands to the application.
     *
     * @throws InvalidPropertyException if one of them cannot be used
     */
    static ApplicationProperties load() throws IOException {
        return of(KinesisAnalyticsRuntime.getApplicationProperties());
    }

    /** The runtime answers a missing file with no groups at all: that must be seen, not taken for the defaults. */
    static ApplicationProperties of(final Map<String, Properties> groups) {
        final Properties group = groups.get(GROUP);
        if (group == null) {
            LOG.warn("There is no property group {} (found: {}): all properties have their defaults", GROUP, groups.keySet());
            return new ApplicationProperties(new Properties());
        }
        final Set<String> unknown = new TreeSet<>(group.stringPropertyNames());
        unknown.removeAll(KNOWN);
        if (!unknown.isEmpty()) {
            LOG.warn("Properties {} of group {} are unknown and ignored; known are {}", unknown, GROUP, new TreeSet<>(KNOWN));
        }
        return new ApplicationProperties(group);
    }
}
