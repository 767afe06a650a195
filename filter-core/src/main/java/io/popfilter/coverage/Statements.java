// SPDX-License-Identifier: Apache-2.0
package io.popfilter.coverage;

import io.popfilter.scheme.Component;
import io.popfilter.scheme.Statement;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The statements of one authenticator, of which a scheme makes at most one of each kind. */
record Statements(List<Statement> all) {

    <T extends Statement> Optional<T> find(Class<T> kind) {
        for (Statement statement : all) {
            if (kind.isInstance(statement)) {
                return Optional.of(kind.cast(statement));
            }
        }
        return Optional.empty();
    }

    Set<Component> components() {
        Set<Component> components = EnumSet.noneOf(Component.class);
        for (Statement statement : all) {
            if (statement instanceof Statement.MethodIs) {
                components.add(Component.METHOD);
            } else if (statement instanceof Statement.AuthorityIs) {
                components.add(Component.AUTHORITY);
            } else if (statement instanceof Statement.PathIs) {
                components.add(Component.PATH);
            } else if (statement instanceof Statement.TargetUriIs) {
                components.add(Component.AUTHORITY);
                components.add(Component.PATH);
            } else if (statement instanceof Statement.QueryIs) {
                components.add(Component.QUERY);
            } else if (statement instanceof Statement.BodyIs) {
                components.add(Component.BODY);
            } else if (statement instanceof Statement.FieldsAre fields
                    && fields.names().contains("content-type")) {
                components.add(Component.CONTENT_TYPE);
            }
        }
        return components;
    }
}
