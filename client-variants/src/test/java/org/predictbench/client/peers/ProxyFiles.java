package org.predictbench.client.peers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.predictbench.client.Target;

/** What each proxy is configured by. */
final class ProxyFiles {
  private static final int[] OWN_ANSWERS = {200, 401, 403, 404, 413, 429, 502, 503, 504};

  private ProxyFiles() {}

  private static String each(String line) {
    return IntStream.of(OWN_ANSWERS)
        .mapToObj(line::formatted)
        .collect(Collectors.joining("\n      ", "", "\n"));
  }

  static String nginx(Path folder, Target listen, Target.Tcp server, Set<ProxyTrait> traits) {
    StringBuilder more = new StringBuilder();
    if (traits.contains(ProxyTrait.IDLE_SOON)) {
      more.append("keepalive_timeout %dms;%n".formatted(ForeignProxy.IDLE_MILLIS));
    }
    if (traits.contains(ProxyTrait.NO_FIRST_WINDOW)) {
      more.append("http2_body_preread_size 0;\n");
    }
    if (traits.contains(ProxyTrait.SMALL_WINDOWS)) {
      more.append("http2_body_preread_size 1000;\n");
    }
    if (traits.contains(ProxyTrait.IMPATIENT)) {
      more.append("grpc_read_timeout 100ms;\n");
    }
    if (traits.contains(ProxyTrait.FEW_REQUESTS)) {
      more.append("keepalive_requests 5;\n");
    }
    if (traits.contains(ProxyTrait.ONE_STREAM)) {
      more.append("http2_max_concurrent_streams 1;\n");
    }
    if (traits.contains(ProxyTrait.OWN_ANSWERS)) {
      more.append("default_type text/html;\n");
      more.append(each("if ($http_behaviour = 'http-%1$d') { return %1$d; }"));
    }
    return """
    daemon off;
    master_process off;
    pid %1$s/nginx.pid;
    error_log stderr crit;
    events {}
    http {
      access_log off;
      client_body_temp_path %1$s/body;
      proxy_temp_path %1$s/proxy;
      fastcgi_temp_path %1$s/fastcgi;
      uwsgi_temp_path %1$s/uwsgi;
      scgi_temp_path %1$s/scgi;
      client_max_body_size %2$s;
      server {
        listen %3$s http2;
        %4$s
        location / { grpc_pass grpc://%5$s; }
      }
    }
    """
        .formatted(
            folder, traits.contains(ProxyTrait.SMALL_BODIES) ? "1m" : "0", listen, more, server);
  }

  static String haproxy(Target listen, Target.Tcp server, Set<ProxyTrait> traits) {
    String patience =
        traits.contains(ProxyTrait.IDLE_SOON) ? ForeignProxy.IDLE_MILLIS + "ms" : "60s";
    return """
    global
      %1$s
    defaults
      mode http
      timeout connect 1s
      timeout client %2$s
      timeout http-keep-alive %2$s
      timeout server %3$s
      retries 0
    frontend clients
      bind %4$s proto h2
      %5$s
      default_backend servers
    backend servers
      server one %6$s proto h2
    """
        .formatted(
            (traits.contains(ProxyTrait.SMALL_WINDOWS) ? "tune.h2.initial-window-size 1000\n" : "")
                + (traits.contains(ProxyTrait.ONE_STREAM)
                    ? "  tune.h2.max-concurrent-streams 1\n"
                    : ""),
            patience,
            traits.contains(ProxyTrait.IMPATIENT) ? "100ms" : "10s",
            listen instanceof Target.Unix unix ? "unix@" + unix.path() : listen,
            traits.contains(ProxyTrait.OWN_ANSWERS)
                ? each(
                    "http-request return status %1$d content-type text/html string no"
                        + " if { req.hdr(behaviour) -m str http-%1$d }")
                : "",
            server);
  }

  static List<String> nghttpx(Target listen, Target.Tcp server, Set<ProxyTrait> traits) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "nghttpx",
                "--conf=/dev/null",
                "--workers=1",
                "--frontend=%s;no-tls".formatted(nghttpx(listen)),
                "--backend=%s,%d;;proto=h2".formatted(server.host(), server.port())));
    if (traits.contains(ProxyTrait.IDLE_SOON)) {
      command.add("--frontend-http2-read-timeout=%dms".formatted(ForeignProxy.IDLE_MILLIS));
    }
    if (traits.contains(ProxyTrait.SMALL_WINDOWS)) {
      command.add("--frontend-http2-window-size=1000");
    }
    if (traits.contains(ProxyTrait.IMPATIENT)) {
      command.add("--backend-read-timeout=100ms");
    }
    if (traits.contains(ProxyTrait.FEW_REQUESTS)) {
      command.add("--frontend-max-requests=5");
    }
    if (traits.contains(ProxyTrait.ONE_STREAM)) {
      command.add("--frontend-http2-max-concurrent-streams=1");
    }
    return command;
  }

  private static String nghttpx(Target listen) {
    return listen instanceof Target.Tcp tcp ? tcp.host() + "," + tcp.port() : listen.toString();
  }
}
