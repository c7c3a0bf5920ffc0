package exops.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Tells the tests what came: a file with a line each, `id TAB access key TAB hash of the token TAB reason`. */
final class Logins {
  private final Path file;

  Logins(String file) {
    this.file = Path.of(file);
  }

  /** @param reason why it was refused; empty when it was let in */
  void add(String id, String accessKeyId, String token, String reason) throws IOException {
    String hash = Signing.sha256(token.getBytes(StandardCharsets.UTF_8)).substring(0, 16);
    String line = String.join("\t", id, accessKeyId, hash, reason) + "\n";
    Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
