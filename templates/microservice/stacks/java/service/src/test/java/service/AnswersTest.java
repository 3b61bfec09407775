package service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class AnswersTest {
  private final Answers answers = new Answers(() -> true);

  @Test
  void saysWhoItIs() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", answers);
    server.start();
    try {
      URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
      HttpResponse<String> response =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
      assertEquals(200, response.statusCode());
      assertEquals("{\"service\":\"${{ values.name }}\"}", response.body());
    } finally {
      server.stop(0);
    }
  }

  @Test
  void tellsKubernetesHowItIs() {
    assertEquals(200, answers.answerTo("GET", "/livez").status());
    assertEquals(200, answers.answerTo("GET", "/readyz").status());
    assertEquals(503, new Answers(() -> false).answerTo("GET", "/readyz").status());
  }

  @Test
  void answersWhatFails() {
    Answers failing =
        new Answers(
            () -> {
              throw new IllegalStateException("no database");
            });
    assertEquals(500, failing.answerTo("GET", "/readyz").status());
    assertEquals(200, failing.answerTo("GET", "/livez").status());
  }

  @Test
  void knowsNothingElse() {
    assertEquals(404, answers.answerTo("GET", "/other").status());
    assertEquals(405, answers.answerTo("POST", "/livez").status());
  }
}
