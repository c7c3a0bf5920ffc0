package exops.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The keys that the lab knows: a file with a line each, `id TAB secret TAB ARN TAB session token`. The last one of an id counts. */
final class AccessKeys {
  static final class Key {
    final String secret;
    final String arn;
    /** Empty for a key that lasts. */
    final String sessionToken;

    private Key(String[] fields) {
      secret = fields[1];
      arn = fields[2];
      sessionToken = fields[3];
    }
  }

  private final Path file;

  AccessKeys(String file) {
    this.file = Path.of(file);
  }

  Key find(String accessKeyId) throws IOException, RefusedException {
    Key found = null;
    for (String line : Files.readAllLines(file)) {
      String[] fields = line.split("\t", -1);
      if (fields.length == 4 && fields[0].equals(accessKeyId)) found = new Key(fields);
    }
    if (found == null) throw new RefusedException("unknown access key");
    return found;
  }
}
