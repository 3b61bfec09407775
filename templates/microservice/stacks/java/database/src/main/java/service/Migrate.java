package service;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Changes the database before a new version starts. */
public final class Migrate {
  /** Files of {@code migrations}, in the order in which they are applied. Add each new one. */
  static final List<String> FILES = List.of("001_begin.sql");

  private Migrate() {}

  public static void main(String[] args) throws Exception {
    try (Connection connection = DriverManager.getConnection(addressOf(System.getenv("DATABASE_URL")))) {
      List<String> made = migrate(connection, FILES);
      System.out.println(made.isEmpty() ? "Nothing new" : "Applied " + String.join(", ", made));
    }
  }

  /**
   * Applies the files that were not applied yet, each in a transaction of its own. Two that run at a
   * time wait for each other.
   */
  static List<String> migrate(Connection connection, List<String> files)
      throws SQLException, IOException {
    List<String> made = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_advisory_lock(7462)");
      try {
        statement.execute(
            "CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())");
        Set<String> applied = applied(statement);
        for (String name : files) {
          if (applied.contains(name)) continue;
          apply(connection, name);
          made.add(name);
        }
      } finally {
        statement.execute("SELECT pg_advisory_unlock(7462)");
      }
    }
    return made;
  }

  private static Set<String> applied(Statement statement) throws SQLException {
    Set<String> names = new HashSet<>();
    try (ResultSet rows = statement.executeQuery("SELECT name FROM migrations")) {
      while (rows.next()) names.add(rows.getString(1));
    }
    return names;
  }

  private static void apply(Connection connection, String name) throws SQLException, IOException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement();
        PreparedStatement note =
            connection.prepareStatement("INSERT INTO migrations (name) VALUES (?)")) {
      statement.execute(textOf(name));
      note.setString(1, name);
      note.execute();
      connection.commit();
    } catch (SQLException error) {
      connection.rollback();
      throw new SQLException(name + " failed: " + error.getMessage(), error);
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static String textOf(String name) throws IOException {
    try (InputStream file = Migrate.class.getResourceAsStream("/migrations/" + name)) {
      if (file == null) throw new IOException("There is no migrations/" + name);
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** As other languages have it, {@code postgres://user:password@host/name}, for JDBC. */
  static String addressOf(String url) {
    if (url == null || url.isEmpty()) throw new IllegalStateException("DATABASE_URL is missing");
    java.net.URI address = java.net.URI.create(url);
    String[] user = address.getRawUserInfo() == null ? new String[0] : address.getRawUserInfo().split(":", 2);
    String query = address.getRawQuery() == null ? "" : address.getRawQuery() + "&";
    String credentials =
        (user.length > 0 ? "user=" + user[0] : "") + (user.length > 1 ? "&password=" + user[1] : "");
    return "jdbc:postgresql://" + address.getHost()
        + (address.getPort() < 0 ? "" : ":" + address.getPort())
        + address.getRawPath() + "?" + query + credentials;
  }
}
