package service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Answers {@code /}, and tells Kubernetes how the service is: {@code /livez} while the process works,
 * {@code /readyz} while it may get requests. What fails is logged, and answered with 500.
 */
final class Answers implements HttpHandler {
  private static final Logger LOG = Logger.getLogger(Answers.class.getName());
  private final Callable<Boolean> isReady;

  Answers(Callable<Boolean> isReady) {
    this.isReady = isReady;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    Answer answer = answerTo(exchange.getRequestMethod(), exchange.getRequestURI().getPath());
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  record Answer(int status, String body) {}

  Answer answerTo(String method, String path) {
    if (!method.equals("GET")) return new Answer(405, "{\"error\":\"Only GET\"}");
    return switch (path) {
      case "/" -> new Answer(200, "{\"service\":\"${{ values.name }}\"}");
      case "/livez" -> new Answer(200, "{\"status\":\"alive\"}");
      case "/readyz" -> readiness();
      default -> new Answer(404, "{\"error\":\"Not found\"}");
    };
  }

  private Answer readiness() {
    try {
      return isReady.call()
          ? new Answer(200, "{\"status\":\"ready\"}")
          : new Answer(503, "{\"status\":\"not ready\"}");
    } catch (Exception error) {
      LOG.log(Level.SEVERE, "Could not tell whether it is ready", error);
      return new Answer(500, "{\"error\":\"Internal error\"}");
    }
  }
}
