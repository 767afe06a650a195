# Varnish with nothing but a backend: its built-in rules decide what is cached.
vcl 4.1;

backend application {
    .host = "127.0.0.1";
    .port = "@backend@";
}
