package kda.demo;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** The lines that the application logs while this is open: what a person sees in CloudWatch. */
final class CapturedLog extends AbstractAppender implements AutoCloseable {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private CapturedLog() {
        super("captured", null, null, true, Property.EMPTY_ARRAY);
    }

    static CapturedLog open() {
        final CapturedLog log = new CapturedLog();
        log.start();
        logger().addAppender(log);
        return log;
    }

    @Override
    public void append(final LogEvent event) {
        lines.add(event.getMessage().getFormattedMessage());
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    /** The numbers of all lines that are this text and a number. */
    List<Long> numbers(final String text) {
        return lines.stream()
                .filter(line -> line.startsWith(text))
                .map(line -> Long.parseLong(line.substring(text.length())))
                .collect(Collectors.toList());
    }

    @Override
    public void close() {
        logger().removeAppender(this);
        stop();
    }

    private static Logger logger() {
        return (Logger) LogManager.getLogger("kda.demo");
    }
}
