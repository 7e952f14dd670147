package kda.examples;

import org.apache.flink.api.common.serialization.SimpleStringEncoder;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** As java/S3Sink of AWS's examples: files in S3, complete with each checkpoint. */
public final class S3SinkJob {
    private S3SinkJob() {}

    public static void main(final String[] args) throws Exception {
        final StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        final FileSink<String> sink =
                FileSink.forRowFormat(
                                new Path("s3://" + Numbers.bucket() + "/files"), new SimpleStringEncoder<String>("UTF-8"))
                        .build();
        Numbers.from(environment)
                .map(number -> "number " + number)
                .returns(Types.STRING)
                .uid("to-text")
                .sinkTo(sink)
                .uid("s3-sink");
        environment.execute("s3-sink");
    }
}
