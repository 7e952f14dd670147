package kda.examples;

import java.io.IOException;
import java.util.Map;
import java.util.Properties;
import com.amazonaws.services.kinesisanalytics.runtime.KinesisAnalyticsRuntime;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** What the examples share: numbers as their data, and the bucket that their results go to. */
final class Numbers {
    private static final long PER_SECOND = 50;

    private Numbers() {}

    /** 0, 1, 2, … by AWS's usual source of test data. */
    static DataStream<Long> from(final StreamExecutionEnvironment environment) {
        final DataGeneratorSource<Long> source =
                new DataGeneratorSource<>(
                        index -> index, Long.MAX_VALUE, RateLimiterStrategy.perSecond(PER_SECOND), Types.LONG);
        return environment.fromSource(source, WatermarkStrategy.noWatermarks(), "numbers").uid("numbers");
    }

    /** The bucket that the application's properties name. */
    static String bucket() throws IOException {
        final Map<String, Properties> groups = KinesisAnalyticsRuntime.getApplicationProperties();
        return groups.get("bucket").getProperty("name");
    }
}
