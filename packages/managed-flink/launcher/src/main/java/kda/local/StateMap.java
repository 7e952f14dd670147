package kda.local;

import java.io.File;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.PluginUtils;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.flink.util.ExceptionUtils;

/**
 * Reads which operators have state in a savepoint, and which operators jobs have, without running a task.
 *
 * <p>Takes the folder of config.yaml, the parallelism of the jobs, the savepoint or "-", and JARs; the first one's
 * classes read the savepoint. Prints one line on standard output, {@code STATE-MAP <JSON>}. A savepoint or job that
 * can't be read has an {@code error} there instead: one of them says nothing about the others.
 */
public final class StateMap {
    private static final String NONE = "-";

    private StateMap() {}

    public static void main(final String[] args) throws Exception {
        if (args.length < 3) {
            System.err.println("Usage: StateMap <folder of config.yaml> <parallelism> <savepoint or -> [jar...]");
            System.exit(2);
        }
        final PrintStream parent = System.out;
        System.setOut(System.err);
        final Configuration configuration = GlobalConfiguration.loadConfiguration(args[0]);
        FileSystem.initialize(configuration, PluginUtils.createPluginManagerFromRootFolder(configuration));

        ClassLoader classes = StateMap.class.getClassLoader();
        final List<Object> jobs = new ArrayList<>();
        for (int each = 3; each < args.length; each++) {
            final Map<String, Object> job = new LinkedHashMap<>();
            try {
                final JobReader reader =
                        new JobReader(new File(args[each]), configuration, Integer.parseInt(args[1]));
                if (each == 3) {
                    classes = reader.classes();
                }
                job.put("operators", reader.operators());
            } catch (final Throwable e) {
                job.put("error", textOf(e));
            }
            jobs.add(job);
        }

        final Map<String, Object> answer = new LinkedHashMap<>();
        if (!args[2].equals(NONE)) {
            answer.put("savepoint", savepoint(args[2], classes));
        }
        answer.put("jobs", jobs);
        parent.println("STATE-MAP " + new ObjectMapper().writeValueAsString(answer));
        parent.flush();
        // A job's main() may have started threads.
        Runtime.getRuntime().halt(0);
    }

    private static Map<String, Object> savepoint(final String pointer, final ClassLoader classes) {
        try {
            return SavepointReader.read(pointer, classes);
        } catch (final Exception | LinkageError e) {
            return Map.of("error", textOf(e));
        }
    }

    /** With its causes, as in a log: the caller looks for the innermost. */
    private static String textOf(final Throwable error) {
        return ExceptionUtils.stringifyException(error);
    }
}
