package kda.demo;

/** Log lines that people and the documentation look for. Their text is a promise: change it only with the docs. */
final class LogLines {
    static final String NOT_RESTORED = "The application was not restored from context";
    static final String RESTORED = "The application was restored from context";
    static final String AMOUNT_AFTER_RESTORE = "The amount of processed users after context restore is {}";
    static final String AMOUNT_OF_USERS = "Amount of users: {}";
    static final String USER_CREATED = "Created a new user with name {} and age {}";
    static final String AGE_STATISTIC = "Statistic: age {}, amount {}";
    static final String GENERATE_USERS_TIMER = "The generateUsersTimer parameter is {} seconds";
    static final String PAUSE_BETWEEN_USERS = "The pauseBetweenUserGeneration parameter is {} ms";
    static final String GENERATION_OVER = "The generation of users is over: {} users since the start of the application";

    private LogLines() {}
}
