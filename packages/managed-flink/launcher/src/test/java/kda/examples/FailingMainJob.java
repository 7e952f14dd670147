package kda.examples;

/** An application whose main() fails, so that Flink never gets a job. */
public final class FailingMainJob {
    private FailingMainJob() {}

    public static void main(final String[] args) {
        throw new IllegalArgumentException("property group bucket is missing");
    }
}
