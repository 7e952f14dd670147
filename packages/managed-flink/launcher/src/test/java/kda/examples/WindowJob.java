package kda.examples;

import java.time.Duration;
import org.apache.flink.api.common.serialization.SimpleStringEncoder;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.windowing.assigners.TumblingProcessingTimeWindows;

/**
 * As java/Windowing of AWS's examples, and with what many a job brings from elsewhere: checkpoints, a state backend and
 * the like set in the code, which the service overrides.
 */
public final class WindowJob {
    private WindowJob() {}

    @SuppressWarnings("deprecation") // the old calls, which jobs have
    public static void main(final String[] args) throws Exception {
        final StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        environment.enableCheckpointing(1_500, CheckpointingMode.AT_LEAST_ONCE);
        environment.getCheckpointConfig().setCheckpointTimeout(15_000);
        environment.getCheckpointConfig().setMinPauseBetweenCheckpoints(100);
        environment.getCheckpointConfig().setCheckpointStorage("file:///nowhere/checkpoints");
        environment.setStateBackend(new HashMapStateBackend());

        final FileSink<String> sink =
                FileSink.forRowFormat(
                                new Path("s3://" + Numbers.bucket() + "/windows"),
                                new SimpleStringEncoder<String>("UTF-8"))
                        .build();
        Numbers.from(environment)
                .map(number -> Tuple2.of(number % 2 == 0 ? "even" : "odd", 1L))
                .returns(Types.TUPLE(Types.STRING, Types.LONG))
                .uid("parity")
                .keyBy(pair -> pair.f0)
                .window(TumblingProcessingTimeWindows.of(Duration.ofSeconds(1)))
                .sum(1)
                .uid("counts")
                .map(pair -> pair.f0 + " " + pair.f1)
                .returns(Types.STRING)
                .uid("to-text")
                .sinkTo(sink)
                .uid("s3-sink");
        environment.execute("window");
    }
}
