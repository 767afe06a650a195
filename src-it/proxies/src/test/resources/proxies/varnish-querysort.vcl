# Varnish that sorts queries, to find more of them in its cache.
vcl 4.1;

import std;

backend application {
    .host = "127.0.0.1";
    .port = "@backend@";
}

sub vcl_recv {
    set req.url = std.querysort(req.url);
}
