# Varnish as it should be in front of signed requests: it hands them on, whatever the built-in rules say.
vcl 4.1;

backend application {
    .host = "127.0.0.1";
    .port = "@backend@";
}

sub vcl_recv {
    if (req.http.Authorization ~ "(?i)^PoP ") {
        return (pass);
    }
}
