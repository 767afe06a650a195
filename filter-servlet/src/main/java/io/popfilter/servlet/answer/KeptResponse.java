// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.answer;

import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * A response that is neither the container's own nor a wrapper of it.
 *
 * <p>Tomcat 11 suspends its own response below all wrappers when a forward returns ({@code suspendWrappedResponseAfterForward}),
 * and what a wrapper holds is lost. Where it finds none of its own it closes the wrapper instead, as Servlet 6.0 section 9.4 has
 * it, and the answer is signed.
 */
final class KeptResponse {

    private static final String TOMCAT = "org.apache.catalina.";

    private KeptResponse() {}

    /** One in place of Tomcat's, and any other as it is. */
    static HttpServletResponse of(HttpServletResponse containers) {
        if (!containers.getClass().getName().startsWith(TOMCAT)) {
            return containers;
        }
        return (HttpServletResponse) Proxy.newProxyInstance(
                HttpServletResponse.class.getClassLoader(),
                new Class<?>[] {HttpServletResponse.class},
                (self, method, arguments) -> invoke(containers, method, arguments));
    }

    private static Object invoke(HttpServletResponse containers, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(containers, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }
}
