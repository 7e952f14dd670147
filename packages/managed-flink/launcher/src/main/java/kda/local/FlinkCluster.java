package kda.local;

import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.PluginUtils;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;

/**
 * One JVM, one real Flink cluster: JobManager, TaskManager, REST API and web UI.
 *
 * <p>Takes the folder of config.yaml. Prints {@code READY <address of the REST API>} on standard output once it is
 * started, and nothing else there: what a job prints goes to standard error. Ends when standard input is closed, so it
 * cannot outlive the process that started it, however that one ends.
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

        waitForParent();
        System.exit(0);
    }

    /** The parent process holds the other end of standard input and never writes: the end of it is the parent's end. */
    private static void waitForParent() throws IOException {
        while (System.in.read() != -1) {
            // Nothing is expected here.
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
