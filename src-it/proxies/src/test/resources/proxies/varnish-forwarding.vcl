# Varnish that says what a client addressed. Without anything in front of it that speaks TLS, which it does not, that is http.
vcl 4.1;

backend application {
    .host = "127.0.0.1";
    .port = "@backend@";
}

sub vcl_recv {
    set req.http.X-Forwarded-Host = req.http.Host;
    set req.http.X-Forwarded-Proto = "http";
    unset req.http.X-Forwarded-Port;
    unset req.http.Forwarded;

    if (req.http.Authorization ~ "(?i)^PoP ") {
        return (pass);
    }
}
