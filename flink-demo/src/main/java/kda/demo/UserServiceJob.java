package kda.demo;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Generates users, counts them, and keeps a statistic by age: an application whose state shows in its log. */
public final class UserServiceJob {
    static final String JOB_NAME = "user-service";

    private static final Logger LOG = LoggerFactory.getLogger(UserServiceJob.class);

    private UserServiceJob() {}

    public static void main(final String[] args) throws Exception {
        final ApplicationProperties properties = ApplicationProperties.load();
        logParameters(properties);

        final StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        define(environment, properties);
        environment.execute(JOB_NAME);
    }

    /** The state of an operator is found again by its uid: never change one, or old snapshots no longer fit. */
    static void define(final StreamExecutionEnvironment environment, final ApplicationProperties properties) {
        environment.getCheckpointConfig().setTolerableCheckpointFailureNumber(properties.tolerableFailedCheckpoints);

        // One source and one counter, whatever the parallelism: the number of users is one number.
        final DataStream<User> users =
                environment
                        .fromSource(source(properties), WatermarkStrategy.noWatermarks(), "user-source")
                        .uid("user-source")
                        .setParallelism(1)
                        .map(new UserCounter(
                                properties.failJob,
                                properties.corruptState,
                                properties.checkpointFault,
                                properties.loadFault,
                                properties.ballast))
                        .name("user-counter")
                        .uid("user-counter")
                        .setParallelism(1);
        if (properties.ageStatistic) {
            users.keyBy(user -> user.age)
                    .process(new AgeStatistic())
                    .name("age-statistic")
                    .uid("age-statistic")
                    .sinkTo(new DiscardingSink<>())
                    .name("discard")
                    .uid("discard");
        } else {
            users.sinkTo(new DiscardingSink<>()).name("discard").uid("discard");
        }
    }

    static void logParameters(final ApplicationProperties properties) {
        LOG.info(LogLines.GENERATE_USERS_TIMER, properties.generateUsersTimerSeconds);
        LOG.info(LogLines.PAUSE_BETWEEN_USERS, properties.pauseBetweenUserGenerationMs);
    }

    private static UserSource source(final ApplicationProperties properties) {
        return new UserSource(
                properties.generateUsersTimerSeconds,
                properties.pauseBetweenUserGenerationMs,
                properties.checkpointFault);
    }
}
