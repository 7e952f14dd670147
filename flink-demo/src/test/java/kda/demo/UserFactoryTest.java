package kda.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class UserFactoryTest {
    @Test
    @DisplayName("the same number gives the same user")
    void repeatable() {
        for (long number = 1; number <= 100; number++) {
            final User first = UserFactory.user(number);
            final User second = UserFactory.user(number);
            assertEquals(first.name + " " + first.age, second.name + " " + second.age);
        }
    }

    @Test
    @DisplayName("consecutive users have all ages from 18 to 27 and all names")
    void varied() {
        final Set<Integer> ages = new TreeSet<>();
        final Set<String> names = new TreeSet<>();
        for (long number = 1; number <= 200; number++) {
            ages.add(UserFactory.user(number).age);
            names.add(UserFactory.user(number).name);
        }
        assertEquals(Set.of(18, 19, 20, 21, 22, 23, 24, 25, 26, 27), ages);
        assertEquals(8, names.size());
    }

    @Test
    @DisplayName("what travels between operators is a Flink POJO, so it is never handled by Kryo")
    void pojos() {
        assertTrue(TypeInformation.of(User.class) instanceof PojoTypeInfo);
        assertTrue(TypeInformation.of(AgeAmount.class) instanceof PojoTypeInfo);
    }
}
