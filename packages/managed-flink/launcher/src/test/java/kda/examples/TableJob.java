package kda.examples;

import static org.apache.flink.table.api.Expressions.$;

import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.Table;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/** As java/GettingStartedTable of AWS's examples: a stream as a table, a query, and a table of JSON files in S3. */
public final class TableJob {
    private TableJob() {}

    public static void main(final String[] args) throws Exception {
        final StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
        final StreamTableEnvironment tables =
                StreamTableEnvironment.create(environment, EnvironmentSettings.newInstance().build());
        final Table even =
                tables.fromDataStream(Numbers.from(environment))
                        .as("amount")
                        .where($("amount").mod(2).isEqual(0))
                        .select($("amount"), $("amount").mod(10).as("digit"));
        tables.executeSql(
                "CREATE TABLE s3_sink (amount BIGINT, digit BIGINT) PARTITIONED BY (digit) WITH ("
                        + "'connector' = 'filesystem', 'format' = 'json', 'path' = 's3a://"
                        + Numbers.bucket()
                        + "/table')");
        even.executeInsert("s3_sink");
    }
}
