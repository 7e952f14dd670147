package kda.demo;

import org.apache.flink.api.connector.source.SourceSplit;

/** The source's only split, which is its progress: how many users were made so far, over all starts. */
final class UserSplit implements SourceSplit {
    static final UserSplit BEGINNING = new UserSplit(0);

    final long generated;

    UserSplit(final long generated) {
        this.generated = generated;
    }

    @Override
    public String splitId() {
        return "users";
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof UserSplit && ((UserSplit) other).generated == generated;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(generated);
    }

    @Override
    public String toString() {
        return "UserSplit(" + generated + ")";
    }
}
