// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.container;

import java.lang.reflect.InvocationTargetException;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An object of a container, whose public types are called by reflection: they are hidden from web applications, or of another
 * container.
 */
public record ContainerObject(Object object) {

    /** What this method without parameters returns, if the object is of the public type of this name and has it. */
    public Optional<ContainerObject> call(String type, String method) {
        return call(object, type, method).map(ContainerObject::new);
    }

    /** The same of an object that may not be there. */
    public static Optional<Object> call(@Nullable Object target, String type, String method) {
        Optional<Class<?>> declaring = target == null
                ? Optional.empty()
                : typesOf(target.getClass())
                        .filter(each -> each.getName().equals(type))
                        .findFirst();
        if (declaring.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(declaring.get().getMethod(method).invoke(target));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return Optional.empty(); // of another version
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("the container fails to tell of its connection", e.getCause());
        }
    }

    /** Itself, and all that it extends and implements. */
    private static Stream<Class<?>> typesOf(Class<?> type) {
        Class<?> parent = type.getSuperclass();
        Stream<Class<?>> above = Stream.concat(
                Stream.of(type.getInterfaces()).flatMap(ContainerObject::typesOf),
                parent == null ? Stream.empty() : typesOf(parent));
        return Stream.concat(Stream.of(type), above);
    }
}
