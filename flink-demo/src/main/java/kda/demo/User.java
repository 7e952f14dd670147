package kda.demo;

/** A user, as a Flink POJO: Flink needs the public fields and the public constructor without arguments. */
public final class User {
    public String name;
    public int age;

    public User() {}

    User(final String name, final int age) {
        this.name = name;
        this.age = age;
    }
}
