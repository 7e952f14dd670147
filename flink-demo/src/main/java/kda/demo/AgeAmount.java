package kda.demo;

/** How many users of an age there were so far, as a Flink POJO. */
public final class AgeAmount {
    public int age;
    public long amount;

    public AgeAmount() {}

    AgeAmount(final int age, final long amount) {
        this.age = age;
        this.amount = amount;
    }
}
