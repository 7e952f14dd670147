package kda.local;

import java.io.File;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.PluginUtils;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.flink.util.ExceptionUtils;

/**
 * Reads which operators have state in a savepoint, and which operators jobs have, without running a task.
 *
 * <p>Takes the folder of config.yaml, the parallelism of the jobs, the milliseconds that each main() may take, the
 * savepoint or "-", and JARs; the first one's classes read the savepoint. Prints one line on standard output, {@code STATE-MAP <JSON>}. A savepoint or job that
 * can't be read has an {@code error} there instead, or {@code late} if its main() took too long: one of them says nothing about the others.
 */
public final class StateMap {
    private static final String NONE = "-";
    private static final int FIRST_JAR = 4;

    private StateMap() {}

    public static void main(final String[] args) throws Exception {
        if (args.length < 4) {
            System.err.println(
                    "Usage: StateMap <folder of config.yaml> <parallelism> <ms for each main()> <savepoint or -> [jar...]");
            System.exit(2);
        }
        final PrintStream parent = System.out;
        System.setOut(System.err);
        final Configuration configuration = GlobalConfiguration.loadConfiguration(args[0]);
        FileSystem.initialize(configuration, PluginUtils.createPluginManagerFromRootFolder(configuration));

        ClassLoader classes = StateMap.class.getClassLoader();
        final List<Object> jobs = new ArrayList<>();
        for (int each = FIRST_JAR; each < args.length; each++) {
            final Map<String, Object> job = new LinkedHashMap<>();
            try {
                final JobReader reader =
                        new JobReader(new File(args[each]), configuration, Integer.parseInt(args[1]));
                if (each == FIRST_JAR) {
                    classes = reader.classes();
                }
                if (!args[3].equals(NONE)) {
                    job.put("kryo", kryo(args[3], reader.classes()));
                }
                job.put("operators", inTime(reader, Long.parseLong(args[2])));
            } catch (final TimeoutException e) {
                job.put("late", true);
            } catch (final Throwable e) {
                job.put("error", textOf(e));
            }
            jobs.add(job);
        }

        final Map<String, Object> answer = new LinkedHashMap<>();
        if (!args[3].equals(NONE)) {
            answer.put("savepoint", savepoint(args[3], classes));
        }
        answer.put("jobs", jobs);
        parent.println("STATE-MAP " + new ObjectMapper().writeValueAsString(answer));
        parent.flush();
        // A job's main() may have started threads.
        Runtime.getRuntime().halt(0);
    }

    /** A main() that waits, such as for a service that does not answer, must not keep the answer about the others. */
    private static List<Object> inTime(final JobReader reader, final long milliseconds) throws Throwable {
        final FutureTask<List<Object>> operators = new FutureTask<>(reader::operators);
        final Thread thread = new Thread(operators, "main-of-the-job");
        thread.setDaemon(true);
        thread.start();
        try {
            return operators.get(milliseconds, TimeUnit.MILLISECONDS);
        } catch (final ExecutionException e) {
            throw e.getCause();
        }
    }

    private static Map<String, Object> savepoint(final String pointer, final ClassLoader classes) {
        try {
            return SavepointReader.read(pointer, classes);
        } catch (final Exception | LinkageError e) {
            return Map.of("error", textOf(e));
        }
    }

    /** Empty where nothing can be read: what the job says of its operators counts nevertheless. */
    private static List<Object> kryo(final String pointer, final ClassLoader classes) {
        try {
            return KryoStates.read(pointer, classes);
        } catch (final Exception | LinkageError e) {
            System.err.println("The serializers of the savepoint can't be read: " + e);
            return List.of();
        }
    }

    /** With its causes, as in a log: the caller looks for the innermost. */
    private static String textOf(final Throwable error) {
        return ExceptionUtils.stringifyException(error);
    }
}
