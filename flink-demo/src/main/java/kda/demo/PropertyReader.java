package kda.demo;

import java.util.Arrays;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Collectors;

/** Reads typed values out of a property group; a value that does not fit is an {@link InvalidPropertyException}. */
final class PropertyReader {
    private final Properties group;

    PropertyReader(final Properties group) {
        this.group = group;
    }

    long integer(final String property, final long byDefault, final long min, final long max) {
        final String value = group.getProperty(property);
        if (value == null) {
            return byDefault;
        }
        final String allowed = "an integer from " + min + " to " + max;
        final long number;
        try {
            number = Long.parseLong(value.trim());
        } catch (final NumberFormatException e) {
            throw new InvalidPropertyException(property, value, allowed);
        }
        if (number < min || number > max) {
            throw new InvalidPropertyException(property, value, allowed);
        }
        return number;
    }

    /** Not Boolean.parseBoolean, which takes "yes" and every slip of the pen for false. */
    boolean bool(final String property, final boolean byDefault) {
        final String value = group.getProperty(property);
        if (value == null) {
            return byDefault;
        }
        switch (value.trim().toLowerCase(Locale.ROOT)) {
            case "true":
                return true;
            case "false":
                return false;
            default:
                throw new InvalidPropertyException(property, value, "true or false");
        }
    }

    /** One of an enum's constants, written in lower case. */
    <E extends Enum<E>> E constant(final String property, final E byDefault) {
        final String value = group.getProperty(property);
        if (value == null) {
            return byDefault;
        }
        final E[] constants = byDefault.getDeclaringClass().getEnumConstants();
        for (final E constant : constants) {
            if (constant.name().equalsIgnoreCase(value.trim())) {
                return constant;
            }
        }
        final String allowed =
                Arrays.stream(constants).map(c -> c.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(", "));
        throw new InvalidPropertyException(property, value, "one of " + allowed);
    }
}
