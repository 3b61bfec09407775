package service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MigrateTest {
  @Test
  void namesEachOfItsFiles() throws Exception {
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/migrations"))) {
      assertEquals(files.map(file -> file.getFileName().toString()).sorted().toList(), Migrate.FILES);
    }
  }

  @Test
  void takesAddressesAsOtherLanguagesHaveThem() {
    assertEquals(
        "jdbc:postgresql://db.example.com:5432/wishes?sslmode=require&user=app&password=s%40me",
        Migrate.addressOf("postgres://app:s%40me@db.example.com:5432/wishes?sslmode=require"));
    assertEquals("jdbc:postgresql://db/wishes?user=app", Migrate.addressOf("postgres://app@db/wishes"));
    assertThrows(IllegalStateException.class, () -> Migrate.addressOf(null));
    assertThrows(IllegalStateException.class, () -> Migrate.addressOf(""));
  }
}
