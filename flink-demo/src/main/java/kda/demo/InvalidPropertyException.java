package kda.demo;

/** A property of the application that cannot be used: says which, its value, and what is allowed. */
final class InvalidPropertyException extends IllegalArgumentException {
    InvalidPropertyException(final String property, final String value, final String allowed) {
        super(
                String.format(
                        "Property %s of group %s is \"%s\"; allowed is %s. Change it and start the application again.",
                        property, ApplicationProperties.GROUP, value, allowed));
    }
}
