package kda.examples;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** A job that Flink accepts and whose tasks never come up: it restarts for ever. */
public final class FailingOpenJob {
    private FailingOpenJob() {}

    public static void main(final String[] args) throws Exception {
        final StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        Numbers.from(environment).map(new FailingMap()).uid("failing-map").sinkTo(new DiscardingSink<>()).uid("nowhere");
        environment.execute("failing-open");
    }

    private static final class FailingMap extends RichMapFunction<Long, Long> {
        private static final long serialVersionUID = 1;

        @Override
        public void open(final OpenContext context) {
            throw new IllegalStateException("the database does not answer");
        }

        @Override
        public Long map(final Long number) {
            return number;
        }
    }
}
