package kda.demo;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;

/** What a source reader emits. */
final class CollectingOutput implements ReaderOutput<User> {
    final List<User> users = new ArrayList<>();

    @Override
    public void collect(final User user) {
        users.add(user);
    }

    @Override
    public void collect(final User user, final long timestamp) {
        users.add(user);
    }

    @Override
    public void emitWatermark(final Watermark watermark) {}

    @Override
    public void markIdle() {}

    @Override
    public void markActive() {}

    @Override
    public SourceOutput<User> createOutputForSplit(final String splitId) {
        return this;
    }

    @Override
    public void releaseOutputForSplit(final String splitId) {}
}
