package kda.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class UserServiceJobTest {
    @Test
    @DisplayName("every operator has its uid, by which its state is found again")
    void uids() {
        final Set<String> uids =
                graph("true").getStreamNodes().stream().map(StreamNode::getTransformationUID).collect(Collectors.toSet());
        assertEquals(Set.of("user-source", "user-counter", "age-statistic", "discard"), uids);
    }

    @Test
    @DisplayName("ageStatistic=false leaves out exactly that operator")
    void withoutStatistic() {
        final Set<String> uids =
                graph("false").getStreamNodes().stream().map(StreamNode::getTransformationUID).collect(Collectors.toSet());
        assertEquals(Set.of("user-source", "user-counter", "discard"), uids);
    }

    @Test
    @DisplayName("the parameters that hold are logged")
    void logsParameters() {
        try (CapturedLog log = CapturedLog.open()) {
            UserServiceJob.logParameters(properties("true"));
            assertEquals(
                    List.of(
                            "The generateUsersTimer parameter is 0 seconds",
                            "The pauseBetweenUserGeneration parameter is 5 ms"),
                    log.lines());
        }
    }

    @Test
    @Timeout(120)
    @DisplayName("stopped and restored three times on a real cluster, it loses no user and counts none twice")
    void exactOverRestores(@TempDir final Path snapshots, @TempDir final Path tmp) throws Exception {
        try (CapturedLog log = CapturedLog.open();
                MiniCluster cluster = cluster(tmp)) {
            cluster.start();
            String snapshot = null;
            for (int start = 1; start <= 4; start++) {
                final long before = log.numbers("Amount of users: ").size();
                final JobID job = run(cluster, snapshot);
                waitForUsers(log, before + 10);
                waitForAllTasks(cluster, job);
                snapshot =
                        cluster.stopWithSavepoint(job, snapshots.toString(), false, SavepointFormatType.CANONICAL).get();
                cluster.requestJobResult(job).get();
            }

            final List<Long> amounts = log.numbers("Amount of users: ");
            assertTrue(amounts.size() >= 40, "only " + amounts.size() + " users");
            assertEquals(LongStream.rangeClosed(1, amounts.size()).boxed().collect(Collectors.toList()), amounts);
            assertEquals(3, log.numbers("The amount of processed users after context restore is ").size());
            // Each user reached the keyed state once: its last count of each age adds up to all users.
            assertEquals(amounts.size(), sumOfLastCounts(log.lines()));
        }
    }

    private static MiniCluster cluster(final Path tmp) {
        final Configuration configuration = new Configuration();
        configuration.set(RestOptions.PORT, 0);
        configuration.set(WebOptions.TMP_DIR, tmp.toString());
        configuration.set(CoreOptions.TMP_DIRS, tmp.toString());
        return new MiniCluster(
                new MiniClusterConfiguration.Builder()
                        .setConfiguration(configuration)
                        .setNumTaskManagers(1)
                        .setNumSlotsPerTaskManager(1)
                        .build());
    }

    private static JobID run(final MiniCluster cluster, final String snapshot) throws Exception {
        final JobGraph job = graph("true").getJobGraph();
        if (snapshot != null) {
            job.setSavepointRestoreSettings(SavepointRestoreSettings.forPath(snapshot));
        }
        return cluster.submitJob(job).get().getJobID();
    }

    private static ApplicationProperties properties(final String ageStatistic) {
        final Properties group = new Properties();
        group.setProperty("generateUsersTimer", "0");
        group.setProperty("pauseBetweenUserGeneration", "5");
        group.setProperty("ageStatistic", ageStatistic);
        return new ApplicationProperties(group);
    }

    private static StreamGraph graph(final String ageStatistic) {
        final StreamExecutionEnvironment environment = new StreamExecutionEnvironment();
        environment.setParallelism(1);
        UserServiceJob.define(environment, properties(ageStatistic));
        return environment.getStreamGraph();
    }

    private static void waitForUsers(final CapturedLog log, final long amount) throws InterruptedException {
        while (log.numbers("Amount of users: ").size() < amount) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    /** The last operator may start after users were counted; without it there is no snapshot. */
    private static void waitForAllTasks(final MiniCluster cluster, final JobID job) throws Exception {
        while (!allRun(cluster.getExecutionGraph(job).get())) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private static boolean allRun(final AccessExecutionGraph graph) {
        for (final AccessExecutionVertex vertex : graph.getAllExecutionVertices()) {
            if (vertex.getExecutionState() != ExecutionState.RUNNING) {
                return false;
            }
        }
        return true;
    }

    private static long sumOfLastCounts(final List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("Statistic: age "))
                .map(line -> line.substring("Statistic: age ".length()).split(", amount "))
                .collect(Collectors.toMap(part -> part[0], part -> Long.parseLong(part[1]), Math::max))
                .values()
                .stream()
                .mapToLong(Long::longValue)
                .sum();
    }
}
