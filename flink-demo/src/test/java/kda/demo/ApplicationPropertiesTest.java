package kda.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ApplicationPropertiesTest {
    @Test
    @DisplayName("without properties the reference's defaults hold, and no fault is on")
    void defaults() throws Exception {
        final ApplicationProperties properties = new ApplicationProperties(new Properties());
        assertEquals(60, properties.generateUsersTimerSeconds);
        assertEquals(1500, properties.pauseBetweenUserGenerationMs);
        assertTrue(properties.ageStatistic);
        assertFalse(properties.failJob);
        assertFalse(properties.corruptState);
        assertEquals(1000, properties.tolerableFailedCheckpoints);
        properties.checkpointFault.onCoordinatorSnapshot(1);
        properties.checkpointFault.onTaskSnapshot(1);
        try (LoadFault.Load load = properties.loadFault.begin()) {
            assertEquals(0, load.runningThreads() + load.heapBytes() + load.nativeBytes());
        }
        properties.ballast.onUser();
    }

    @Test
    @DisplayName("what the group says holds, spaces around it apart")
    void given() {
        final ApplicationProperties properties =
                new ApplicationProperties(
                        group(
                                "generateUsersTimer", " 0 ",
                                "pauseBetweenUserGeneration", "1",
                                "ageStatistic", "false",
                                "failJob", "TRUE",
                                "corruptState", "true",
                                "tolerableFailedCheckpoints", "2",
                                "checkpointFault", "Decline"));
        assertEquals(0, properties.generateUsersTimerSeconds);
        assertEquals(1, properties.pauseBetweenUserGenerationMs);
        assertFalse(properties.ageStatistic);
        assertTrue(properties.failJob);
        assertTrue(properties.corruptState);
        assertEquals(2, properties.tolerableFailedCheckpoints);
        assertThrows(IOException.class, () -> properties.checkpointFault.onCoordinatorSnapshot(1));
    }

    @Test
    @DisplayName("the load faults have their own properties")
    void loadFaults() {
        final ApplicationProperties properties =
                new ApplicationProperties(group("cpuFaultThreads", "1", "nativeFaultMegabytes", "2"));
        try (LoadFault.Load load = properties.loadFault.begin()) {
            assertEquals(1, load.runningThreads());
            assertEquals(2 << 20, load.nativeBytes());
        }
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "generateUsersTimer         | -1      | an integer from 0 to 86400",
                "generateUsersTimer         | 86401   | an integer from 0 to 86400",
                "generateUsersTimer         | 1 min   | an integer from 0 to 86400",
                "pauseBetweenUserGeneration | 0       | an integer from 1 to 3600000",
                "pauseBetweenUserGeneration | ''      | an integer from 1 to 3600000",
                "pauseBetweenUserGeneration | 1.5     | an integer from 1 to 3600000",
                "failJob                    | yes     | true or false",
                "corruptState               | 1       | true or false",
                "ageStatistic               | 0       | true or false",
                "checkpointFault            | explode | one of none, decline, block, crash",
                "tolerableFailedCheckpoints | 2147483648 | an integer from 0 to 2147483647",
                "checkpointFaultFrom        | 0       | an integer from 1 to 9223372036854775807",
                "cpuFaultThreads            | 65      | an integer from 0 to 64",
                "heapFaultPercent           | 96      | an integer from 0 to 95",
                "nativeFaultMegabytes       | -1      | an integer from 0 to 65536",
                "growStateKilobytes         | 102401  | an integer from 0 to 102400",
            })
    void aMalformedPropertyIsNamedWithItsValueAndWhatIsAllowed(
            final String property, final String value, final String allowed) {
        final InvalidPropertyException e =
                assertThrows(
                        InvalidPropertyException.class, () -> new ApplicationProperties(group(property, value)));
        assertEquals(
                "Property " + property + " of group FlinkApplicationProperties is \"" + value + "\"; allowed is "
                        + allowed + ". Change it and start the application again.",
                e.getMessage());
    }

    @Test
    @DisplayName("a missing group is logged: the runtime answers a missing file with no groups at all")
    void missingGroup() {
        try (CapturedLog log = CapturedLog.open()) {
            assertEquals(60, ApplicationProperties.of(Map.of("Other", new Properties())).generateUsersTimerSeconds);
            assertEquals(
                    List.of(
                            "There is no property group FlinkApplicationProperties (found: [Other]): "
                                    + "all properties have their defaults"),
                    log.lines());
        }
    }

    @Test
    @DisplayName("a property that nobody knows, such as a misspelt one, is logged")
    void unknownProperty() {
        try (CapturedLog log = CapturedLog.open()) {
            ApplicationProperties.of(Map.of(ApplicationProperties.GROUP, group("generateUserTimer", "5")));
            assertEquals(1, log.lines().size());
            assertTrue(
                    log.lines().get(0).startsWith("Properties [generateUserTimer] of group FlinkApplicationProperties"),
                    log.lines().get(0));
        }
    }

    private static Properties group(final String... keysAndValues) {
        final Properties group = new Properties();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            group.setProperty(keysAndValues[i], keysAndValues[i + 1]);
        }
        return group;
    }
}
