package kda.local;

import java.util.List;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.runtime.checkpoint.CheckpointRetentionPolicy;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.runtime.jobgraph.tasks.CheckpointCoordinatorConfiguration;
import org.apache.flink.runtime.jobgraph.tasks.JobCheckpointingSettings;
import org.apache.flink.streaming.api.graph.StreamConfig;

/**
 * Settings that Managed Flink does not let a job change, taken from the cluster's configuration.
 *
 * <p>State backend, checkpoint storage, mode, timeout, concurrency and retention: "Apache Flink settings" of the
 * service's developer guide. Interval and pause between checkpoints: API reference of CheckpointConfiguration, for the
 * type DEFAULT only, which is {@code kda.checkpoints: DEFAULT} here.
 */
final class ServiceSettings {
    private static final ConfigOption<String> CHECKPOINTS =
            ConfigOptions.key("kda.checkpoints").stringType().defaultValue("CUSTOM");

    /** Keys of a task's configuration under which StreamConfig keeps what the code set. */
    private static final List<String> SET_BY_CODE = List.of("statebackend", "checkpointstorage");

    private static final List<String> IMPOSED_PREFIXES = List.of("state.backend.", "execution.checkpointing.");

    private final Configuration cluster;

    ServiceSettings(final Configuration cluster) {
        this.cluster = cluster;
    }

    void imposeOn(final JobGraph job) {
        final JobCheckpointingSettings asked = job.getCheckpointingSettings();
        // A batch job has none.
        if (asked == null) {
            return;
        }
        job.setSnapshotSettings(
                new JobCheckpointingSettings(
                        checkpoints(asked.getCheckpointCoordinatorConfiguration()),
                        null,
                        asked.isChangelogStateBackendEnabled(),
                        null,
                        asked.getMasterHooks()));
        final Configuration jobConfiguration = job.getJobConfiguration();
        for (final String key : List.copyOf(jobConfiguration.keySet())) {
            if (IMPOSED_PREFIXES.stream().anyMatch(key::startsWith)) {
                jobConfiguration.removeKey(key);
            }
        }
        for (final JobVertex vertex : job.getVertices()) {
            SET_BY_CODE.forEach(vertex.getConfiguration()::removeKey);
            new StreamConfig(vertex.getConfiguration()).setCheckpointMode(CheckpointingMode.EXACTLY_ONCE);
        }
    }

    private CheckpointCoordinatorConfiguration checkpoints(final CheckpointCoordinatorConfiguration asked) {
        final boolean isDefault = cluster.get(CHECKPOINTS).equals("DEFAULT");
        return CheckpointCoordinatorConfiguration.builder()
                .setCheckpointInterval(
                        isDefault
                                ? cluster.get(CheckpointingOptions.CHECKPOINTING_INTERVAL).toMillis()
                                : asked.getCheckpointInterval())
                .setMinPauseBetweenCheckpoints(
                        isDefault
                                ? cluster.get(CheckpointingOptions.MIN_PAUSE_BETWEEN_CHECKPOINTS).toMillis()
                                : asked.getMinPauseBetweenCheckpoints())
                .setCheckpointIntervalDuringBacklog(
                        isDefault
                                ? cluster.get(CheckpointingOptions.CHECKPOINTING_INTERVAL).toMillis()
                                : asked.getCheckpointIntervalDuringBacklog())
                .setCheckpointTimeout(cluster.get(CheckpointingOptions.CHECKPOINTING_TIMEOUT).toMillis())
                .setMaxConcurrentCheckpoints(1)
                .setCheckpointRetentionPolicy(CheckpointRetentionPolicy.RETAIN_ON_FAILURE)
                .setExactlyOnce(true)
                .setUnalignedCheckpointsEnabled(false)
                .setAlignedCheckpointTimeout(0)
                .setTolerableCheckpointFailureNumber(asked.getTolerableCheckpointFailureNumber())
                .setCheckpointIdOfIgnoredInFlightData(asked.getCheckpointIdOfIgnoredInFlightData())
                .setEnableCheckpointsAfterTasksFinish(asked.isEnableCheckpointsAfterTasksFinish())
                .build();
    }
}
