package dev.p3.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * A text whose words are as frequent as in a language: the word of rank r occurs in proportion to
 * 1/r. Twelve words a line, of three to nine letters; the first begins with a capital, the last has
 * a full stop. Always the same bytes for the same number.
 *
 * <p>582 MB have about 1.85 million distinct tokens between white space.
 */
public final class ZipfText {
  private static final int MEGABYTES = 582;
  private static final int VOCABULARY = 750_000;
  private static final int WORDS_OF_A_LINE = 12;
  private static final int LETTERS = 26;

  private ZipfText() {}

  /**
   * The text's file among the module's build outputs, made when it is not there.
   *
   * @param args of a program, megabytes (582) first
   */
  public static Path file(String[] args) throws IOException {
    int megabytes = args.length > 0 ? Integer.parseInt(args[0]) : MEGABYTES;
    Path home = Path.of("jobs", "bench", "target", "tables");
    Path file = home.resolve(String.format(Locale.ROOT, "zipf-%d.txt", megabytes));
    if (!Files.exists(file)) {
      Path part = Files.createDirectories(home).resolve(file.getFileName() + ".part");
      write(part, megabytes * 1_000_000L);
      Files.move(part, file);
    }
    return file;
  }

  private static void write(Path file, long bytes) throws IOException {
    byte[][] words = new byte[VOCABULARY][];
    for (int rank = 0; rank < VOCABULARY; rank++) {
      words[rank] = word(rank);
    }
    var random = new SplittableRandom(582);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      for (long written = 0; written < bytes; ) {
        for (int i = 0; i < WORDS_OF_A_LINE; i++) {
          byte[] word = words[(int) Math.pow(VOCABULARY, random.nextDouble()) - 1];
          out.write(i == 0 ? word[0] - 'a' + 'A' : word[0]);
          out.write(word, 1, word.length - 1);
          written += word.length + 1;
          out.write(i == WORDS_OF_A_LINE - 1 ? '.' : ' ');
        }
        out.write('\n');
        written++;
      }
    }
  }

  /** Letters of the rank, scattered so that ranks near each other look unlike, and some more. */
  private static byte[] word(int rank) {
    int length = rank < 1000 ? 3 : 5;
    long code = (rank * 1_000_003L + 7) % (long) Math.pow(LETTERS, length);
    var more = new SplittableRandom(rank);
    var word = new byte[length + more.nextInt(5)];
    for (int i = 0; i < word.length; i++) {
      word[i] = (byte) ('a' + (i < length ? code % LETTERS : more.nextInt(LETTERS)));
      code /= LETTERS;
    }
    return word;
  }
}
