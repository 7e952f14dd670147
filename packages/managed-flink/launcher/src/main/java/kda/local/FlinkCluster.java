package kda.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.PluginUtils;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.flink.util.ExceptionUtils;

/**
 * One JVM, one real Flink cluster: JobManager, TaskManager, REST API and web UI.
 *
 * <p>Takes the folder of config.yaml. Prints {@code READY <address of the REST API>} on standard output once it is
 * started, and {@code STATES <JSON>} for each line {@code STATES <job> <ms>} on standard input (see {@link
 * RunningStates}); what a job prints goes to standard error. Ends when standard input is closed, so it cannot outlive
 * the process that started it, however that one ends.
 */
public final class FlinkCluster {
    /** Closing with a job that restarts waits for its restart delay, or longer; the operating system does not. */
    private static final long CLOSE_TIMEOUT_SECONDS = 3;

    private FlinkCluster() {}

    public static void main(final String[] args) throws Exception {
        if (args.length != 1) {
            System.err.println("Usage: FlinkCluster <folder of config.yaml>");
            System.exit(2);
        }
        final PrintStream parent = System.out;
        System.setOut(System.err);

        final Configuration configuration = GlobalConfiguration.loadConfiguration(args[0]);
        // The plugins' folder comes from the environment: FLINK_PLUGINS_DIR.
        FileSystem.initialize(configuration, PluginUtils.createPluginManagerFromRootFolder(configuration));
        final MiniCluster cluster =
                new ServiceCluster(
                        new MiniClusterConfiguration.Builder()
                                .setConfiguration(configuration)
                                .setNumTaskManagers(1)
                                .setNumSlotsPerTaskManager(configuration.get(TaskManagerOptions.NUM_TASK_SLOTS))
                                .build(),
                        new ServiceSettings(configuration));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(cluster), "close-cluster"));
        try {
            cluster.start();
        } catch (final Exception e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
        parent.println("READY " + cluster.getRestAddress().get());
        parent.flush();

        answerParent(cluster, parent);
        System.exit(0);
    }

    /** The parent process holds the other end of standard input: the end of it is the parent's end. */
    private static void answerParent(final MiniCluster cluster, final PrintStream parent) throws IOException {
        final BufferedReader questions =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = questions.readLine(); line != null; line = questions.readLine()) {
            final String[] words = line.split(" ");
            if (words.length == 3 && words[0].equals("STATES")) {
                parent.println("STATES " + new ObjectMapper().writeValueAsString(states(cluster, words)));
                parent.flush();
            }
        }
    }

    private static Map<String, Object> states(final MiniCluster cluster, final String[] words) {
        try {
            final long milliseconds = Long.parseLong(words[2]);
            final Collection<Object> operators =
                    RunningStates.of(cluster, JobID.fromHexString(words[1]), milliseconds);
            return Map.of("operators", operators, "exits", ExitGuard.calls());
        } catch (final Exception | LinkageError e) {
            return Map.of("error", ExceptionUtils.stringifyException(e));
        }
    }

    private static void close(final MiniCluster cluster) {
        try {
            cluster.closeAsync().get(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (final TimeoutException | ExecutionException | InterruptedException e) {
            System.err.println("The cluster did not close in " + CLOSE_TIMEOUT_SECONDS + " s, halting: " + e);
        }
        Runtime.getRuntime().halt(0);
    }
}
