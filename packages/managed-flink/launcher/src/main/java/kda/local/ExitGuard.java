package kda.local;

import java.lang.StackWalker.StackFrame;
import java.security.Permission;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.flink.util.FlinkUserCodeClassLoader;

/**
 * Lets no code of a job end the JVM: {@code System.exit} and {@code Runtime.halt} throw an {@link ExitError} there that
 * names the call and its place. Flink and the launcher itself may end it. It refuses nothing else.
 *
 * <p>Flink has {@code cluster.intercept-user-system-exit}, which names neither the status nor what other threads than
 * those of main() and of tasks do. It works by {@code -Djava.security.manager=kda.local.ExitGuard}, up to Java 23.
 */
@SuppressWarnings({"removal", "deprecation"})
public final class ExitGuard extends SecurityManager {
    private static final int MOST_CALLS = 20;
    private static final List<String> CALLS = new ArrayList<>();

    /** Calls so far, also those whose error the job's code caught. */
    static List<String> calls() {
        synchronized (CALLS) {
            return List.copyOf(CALLS);
        }
    }

    @Override
    public void checkExit(final int status) {
        final String call =
                StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                        .walk(frames -> callOfJob(frames.iterator(), status));
        if (call == null) {
            return;
        }
        synchronized (CALLS) {
            if (CALLS.size() < MOST_CALLS) {
                CALLS.add(call);
            }
        }
        throw new ExitError(call);
    }

    /** The call and its place; null: it is not made by code of a job. */
    private static String callOfJob(final Iterator<StackFrame> frames, final int status) {
        String method = "";
        while (frames.hasNext()) {
            final StackFrame frame = frames.next();
            final Class<?> declaring = frame.getDeclaringClass();
            if (declaring == System.class || declaring == Runtime.class) {
                method = declaring.getSimpleName() + "." + frame.getMethodName();
            } else if (declaring != ExitGuard.class) {
                return isOfJob(declaring)
                        ? String.format(
                                "%s(%d) at %s.%s:%d",
                                method, status, frame.getClassName(), frame.getMethodName(), frame.getLineNumber())
                        : null;
            }
        }
        return null;
    }

    private static boolean isOfJob(final Class<?> declaring) {
        for (ClassLoader each = declaring.getClassLoader(); each != null; each = each.getParent()) {
            if (each instanceof FlinkUserCodeClassLoader) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void checkPermission(final Permission permission) {}

    @Override
    public void checkPermission(final Permission permission, final Object context) {}

    @Override
    public void checkPackageAccess(final String name) {}

    @Override
    public void checkPackageDefinition(final String name) {}

    /** An Error: a {@code catch (Exception)} of the job's must not hide it. */
    static final class ExitError extends Error {
        private static final long serialVersionUID = 1L;

        ExitError(final String call) {
            super(call);
        }
    }
}
