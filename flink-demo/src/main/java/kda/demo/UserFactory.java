package kda.demo;

import java.util.SplittableRandom;

/** Makes user number n. The same number gives the same user, so a replay after a failure repeats what was lost. */
final class UserFactory {
    private static final String[] NAMES = {"Anna", "Boris", "Chen", "Dora", "Emil", "Fatima", "Goran", "Hana"};
    private static final int MIN_AGE = 18;
    /** Few ages, so that the statistic by age soon counts beyond one. */
    private static final int AGES = 10;

    private UserFactory() {}

    static User user(final long number) {
        final SplittableRandom random = new SplittableRandom(number);
        return new User(NAMES[random.nextInt(NAMES.length)], MIN_AGE + random.nextInt(AGES));
    }
}
