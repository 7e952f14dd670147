package kda.local;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.serializers.DefaultSerializers;
import com.esotericsoftware.kryo.serializers.FieldSerializer;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.typeutils.runtime.kryo.KryoSerializer;

/**
 * Classes of one state that Kryo writes, and how: fields in their order without names, constants of an enum as their place.
 * It writes so wherever Flink has no serializer of its own, also for a field of a POJO or the elements of a list.
 */
final class KryoClasses {
    private final Map<String, Object> classes = new TreeMap<>();
    /** Types whose values can be of any class. */
    private final Set<String> open = new TreeSet<>();

    private final Set<Object> walked = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Class<?>> visited = new HashSet<>();

    /** Walks through a serializer and all that it is made of. */
    void add(final Object part) throws IllegalAccessException {
        if (part == null || !walked.add(part)) {
            return;
        }
        if (part instanceof KryoSerializer) {
            final KryoSerializer<?> serializer = (KryoSerializer<?>) part;
            visit(typeOf(serializer), serializer.getKryo());
        } else if (part instanceof TypeSerializer) {
            for (Class<?> each = part.getClass(); each != null; each = each.getSuperclass()) {
                for (final Field field : each.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                        field.setAccessible(true);
                        add(field.get(part));
                    }
                }
            }
        } else if (part instanceof Object[]) {
            for (final Object each : (Object[]) part) {
                add(each);
            }
        } else if (part instanceof Map) {
            add(((Map<?, ?>) part).values());
        } else if (part instanceof Collection) {
            for (final Object each : (Collection<?>) part) {
                add(each);
            }
        }
    }

    boolean isEmpty() {
        return classes.isEmpty() && open.isEmpty();
    }

    Map<String, Object> described(final String state) {
        final Map<String, Object> described = new LinkedHashMap<>();
        described.put("state", state);
        described.put("classes", classes.values());
        described.put("open", open);
        return described;
    }

    private static Class<?> typeOf(final KryoSerializer<?> serializer) throws IllegalAccessException {
        try {
            final Field type = KryoSerializer.class.getDeclaredField("type");
            type.setAccessible(true);
            return (Class<?>) type.get(serializer);
        } catch (final NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }

    private void visit(final Type type, final Kryo kryo) {
        if (type instanceof ParameterizedType) {
            final ParameterizedType whole = (ParameterizedType) type;
            for (final Type each : whole.getActualTypeArguments()) {
                visit(each, kryo);
            }
            visitClass((Class<?>) whole.getRawType(), kryo, true);
        } else if (type instanceof GenericArrayType) {
            visit(((GenericArrayType) type).getGenericComponentType(), kryo);
        } else if (type instanceof WildcardType) {
            visit(((WildcardType) type).getUpperBounds()[0], kryo);
        } else if (type instanceof TypeVariable) {
            final Type bound = ((TypeVariable<?>) type).getBounds()[0];
            // Whoever names the class names what stands for it; otherwise the class itself is open.
            if (bound instanceof Class && bound != Object.class) {
                visit(bound, kryo);
            }
        } else {
            visitClass((Class<?>) type, kryo, false);
        }
    }

    private void visitClass(final Class<?> type, final Kryo kryo, final boolean isParameterized) {
        if (type.isArray()) {
            visit(type.getComponentType(), kryo);
            return;
        }
        if (type.isPrimitive() || type == Class.class) {
            return;
        }
        final boolean isOfJava = type.getClassLoader() == null;
        if (!isParameterized && (type == Object.class || type.getTypeParameters().length > 0)) {
            open.add(type.getName());
        }
        if (isOfJava || !visited.add(type)) {
            return;
        }
        if (!type.isEnum() && (type.isInterface() || Modifier.isAbstract(type.getModifiers()))) {
            open.add(type.getName());
            return;
        }
        final Serializer<?> serializer = kryo.getSerializer(type);
        if (type.isEnum() && serializer instanceof DefaultSerializers.EnumSerializer) {
            final List<String> constants = new ArrayList<>();
            for (final Object each : type.getEnumConstants()) {
                constants.add(((Enum<?>) each).name());
            }
            classes.put(type.getName(), Map.of("name", type.getName(), "constants", constants));
        } else if (serializer.getClass() == FieldSerializer.class) {
            // Those that extend it write names or tags.
            final List<Object> fields = new ArrayList<>();
            for (final FieldSerializer.CachedField<?> each : ((FieldSerializer<?>) serializer).getFields()) {
                final Class<?> of = each.getField().getType();
                fields.add(Map.of("name", each.getField().getName(), "type", of.getName(), "isFinal", kryo.isFinal(of)));
                visit(each.getField().getGenericType(), kryo);
            }
            classes.put(type.getName(), Map.of("name", type.getName(), "fields", fields));
        }
    }
}
