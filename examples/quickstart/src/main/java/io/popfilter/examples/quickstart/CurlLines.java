// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart;

import io.popfilter.examples.quickstart.client.SignedRequests;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpRequest;

/** Lines to paste into another terminal. */
final class CurlLines {

    /** Longer than by default, so that there is time to paste. */
    static final String PROOF_MAX_AGE = "PT10M";

    private static final String ORDER = "{\"to\":\"Alice\",\"amount\":40}";

    private final PrintStream out;
    private final Parties parties;

    CurlLines(PrintStream out, Parties parties) {
        this.out = out;
        this.parties = parties;
    }

    void print() throws IOException, InterruptedException {
        URI account = parties.api().uri("/accounts/7?show=balance");
        URI payments = parties.api().uri("/payments");
        SignedRequests requests =
                new SignedRequests(parties.client().withSecret(Parties.RESOURCE, "accounts:read payments:write"));

        out.println("\nThe servers stay up until Ctrl+C. The signed lines are good for 10 minutes and one use each.");
        line(
                "Get a token, and the key it is bound to:",
                "-u " + Parties.CLIENT_ID + ":" + Parties.CLIENT_SECRET
                        + " -d grant_type=client_credentials -d token_type=pop -d resource=" + Parties.RESOURCE
                        + " " + parties.authorizationServer().tokenEndpoint());
        line("Without credentials, 401:", "'" + account + "'");
        line(
                "Signed, 200; and the second time a replay, 401:",
                authorization(requests.get(account)) + " '" + account + "'");
        line(
                "Signed with its body. First change the amount, 401; then send it as it is, 200:",
                authorization(requests.post(payments, ORDER)) + " -H 'Content-Type: application/json' -d '" + ORDER
                        + "' " + payments);
        out.println();
    }

    private void line(String title, String arguments) {
        out.println("\n# " + title);
        out.println("curl -i " + arguments);
    }

    private static String authorization(HttpRequest signed) {
        return "-H 'Authorization: "
                + signed.headers().firstValue("Authorization").orElseThrow() + "'";
    }
}
