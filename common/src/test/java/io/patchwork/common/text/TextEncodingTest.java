package io.patchwork.common.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TextEncodingTest {

  private static final String CAT =
      "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。何でも薄暗いじめじめした所で" + "ニャーニャー泣いていた事だけは記憶している。\r\n";

  private static void assertFound(String text, String charset) {
    byte[] bytes = text.getBytes(Charset.forName(charset));
    assertThat(TextEncoding.of(bytes, true))
        .as("%d bytes in %s: %s", bytes.length, charset, text)
        .hasValueSatisfying(found -> {
          assertThat(found.decode(bytes)).isEqualTo(text);
          assertThat(found.rival()).isEmpty();
        });
  }

  @ParameterizedTest
  @CsvSource({
    "windows-31j",
    "EUC-JP",
    "ISO-2022-JP",
    "UTF-16LE",
    "UTF-16BE",
    "UTF-32LE",
    "UTF-32BE",
    "UTF-8"
  })
  void japaneseIsReadAtEveryLength(String charset) {
    for (int times : new int[] {1, 2, 4, 8, 80}) {
      assertFound(CAT.repeat(times), charset);
    }
    assertFound("買い物リスト：ロープ、ランプ、かさ", charset);
  }

  @ParameterizedTest
  @CsvSource({
    "GB18030, 今天天气很好，我们去公园拍电影。请带上绳子和灯。",
    "GB18030, 从前有座山，山里有座庙，庙里有个老和尚给小和尚讲故事。",
    "Big5, 今天天氣很好，我們去公園拍電影。請帶上繩子和燈。",
    "Big5, 從前有座山，山裡有座廟，廟裡有個老和尚給小和尚講故事。",
    "EUC-KR, 오늘은 날씨가 좋아서 공원에서 영화를 찍습니다. 밧줄과 램프를 가져오세요.",
    "EUC-KR, 옛날 옛적에 호랑이가 담배 피우던 시절에 나무꾼이 살았습니다.",
    "TIS-620, วันนี้อากาศดีมาก เราไปถ่ายหนังที่สวนสาธารณะกัน",
    "x-windows-874, กรุงเทพมหานครเป็นเมืองหลวงของประเทศไทย",
    "windows-1251, Сегодня хорошая погода и мы идём снимать кино в парк.",
    "KOI8-R, Сегодня хорошая погода и мы идём снимать кино в парк.",
    "IBM866, Сегодня хорошая погода и мы идём снимать кино в парк.",
    "windows-1251, СЕГОДНЯ ХОРОШАЯ ПОГОДА И МЫ ИДЁМ В ПАРК СНИМАТЬ КИНО",
    "KOI8-R, СЕГОДНЯ ХОРОШАЯ ПОГОДА И МЫ ИДЁМ В ПАРК СНИМАТЬ КИНО",
    "KOI8-U, Сьогодні гарна погода і ми їдемо знімати кіно в парк.",
    "windows-1253, Σήμερα ο καιρός είναι καλός και πάμε στο πάρκο.",
    "windows-1255, היום מזג האוויר יפה ואנחנו הולכים לפארק לצלם סרט",
    "windows-1256, الطقس اليوم جميل وسنذهب إلى الحديقة لتصوير فيلم",
    "windows-1250, Dziś jest ładna pogoda i idziemy do parku kręcić film. Weź linę i lampę.",
    "ISO-8859-2, Dziś jest ładna pogoda i idziemy do parku kręcić film. Weź linę i lampę.",
    "windows-1250, Dnes je hezké počasí a půjdeme do parku natáčet příběh o kočce.",
    "windows-1250, Ma szép idő van és a parkba megyünk filmet forgatni egy hűséges őrről.",
    "windows-1252, 'Heute ist schönes Wetter, und wir drehen im Park für die Größe.'",
    "windows-1252, 'Aujourd’hui il fait beau, été comme hiver, là où ça plaît.'",
    "windows-1252, '¿Dónde está la niña? Mañana rodamos la película en el jardín.'",
    "windows-1252, 'I dag är det fint väder och vi går på bio.'",
    "windows-1254, 'Bugün hava güzel, ışığı al ve şapkanı giy; çekime gidiyoruz.'",
    "windows-1257, 'Šiandien gražus oras ir mes einame į parką filmuoti ąžuolų.'",
    "windows-31j, こんにちは世界"
  })
  void aLineOfALanguageIsReadInItsLegacyEncoding(String charset, String text) {
    assertFound(text, charset);
    assertFound(
        "1\r\n00:00:01,000 --> 00:00:02,500\r\n"
            + text
            + "\r\n\r\n2\r\n"
            + "00:00:03,000 --> 00:00:04,000\r\n"
            + text
            + "\r\n",
        charset);
    assertFound((text + "\n").repeat(50), charset);
  }

  @ParameterizedTest
  @CsvSource({
    "windows-1252, She paid £5 for it and £30 for the rest.",
    "windows-1252, 'A façade in Zürich, a piñata, Malmö and Curaçao'",
    "windows-1252, 'Søren, Ångström and François ate half a cup: ½ cup, 20°C'",
    "windows-1252, 'Ça va, déjà vu, à la carte, crème brûlée, she said.'",
    "windows-1252, '¿Qué? said Señor Núñez of El Niño; 20 ¢ or ¥500.'",
    "windows-1252, '3 × 4 ÷ 2 and 5 m²; a ± b. Price: é la carte.'",
    "windows-1251, 'Война и мир, Л. Н. Толстой'",
    "windows-1250, 'Łódź, Wrocław, Gdańsk'",
    "windows-1253, Σήμερα ο καιρός είναι καλός"
  })
  void aFewLinesOfALongEnglishTextTellItsEncoding(String charset, String line) {
    String english = "It was the best of times, it was the worst of times, said the man.\r\n";
    for (int times : new int[] {2, 40, 400}) {
      String text = english.repeat(times) + line + "\r\n" + english.repeat(times);
      byte[] bytes = text.getBytes(Charset.forName(charset));
      assertThat(TextEncoding.of(bytes, true))
          .as("%d lines around %s", times, line)
          .hasValueSatisfying(found -> assertThat(found.decode(bytes)).isEqualTo(text));
    }
  }

  @Test
  void englishInUtf16WithoutAMarkIsRead() {
    assertFound("Shopping list for the film\r\nrope, lamp, umbrella\r\n", "UTF-16LE");
    assertFound("Shopping list for the film\r\nrope, lamp, umbrella\r\n", "UTF-16BE");
  }

  /** Of 上, U+4E0A, the first byte is that of a line break. */
  @Test
  void aLongTextInUtf16WithoutAMarkIsReadFromAWholeCharacterOn() {
    String text = "上上下中国人民在上海的电影里，他们说话了。\n".repeat(3000);

    assertThat(TextEncoding.of(text.getBytes(StandardCharsets.UTF_16LE), true))
        .hasValueSatisfying(
            found -> assertThat(found.charset()).isEqualTo(StandardCharsets.UTF_16LE));
    String lines = "\nShopping list for the film".repeat(3000);
    assertThat(TextEncoding.of(lines.getBytes(StandardCharsets.UTF_16LE), true))
        .hasValueSatisfying(
            found -> assertThat(found.charset()).isEqualTo(StandardCharsets.UTF_16LE));
  }

  @Test
  void aHeadMayEndWithinACharacter() {
    for (String charset : new String[] {"windows-31j", "EUC-JP", "UTF-8", "UTF-16LE"}) {
      byte[] bytes = CAT.getBytes(Charset.forName(charset));
      for (int length = 60; length < 90; length++) {
        assertThat(TextEncoding.of(Arrays.copyOf(bytes, length), false))
            .as("%d of %s", length, charset)
            .hasValueSatisfying(found -> assertThat(found.decode(bytes)).isEqualTo(CAT));
      }
    }
  }

  @Test
  void whatTwoEncodingsFitEquallySaysSo() {
    // "Привет" in windows-1251 is "Οπθβες" in windows-1253, and no word of either decides.
    byte[] bytes = "Привет".getBytes(Charset.forName("windows-1251"));

    assertThat(TextEncoding.of(bytes, true))
        .hasValueSatisfying(found -> assertThat(found.rival()).isPresent());
  }

  @Test
  void noiseIsNoText() {
    Random random = new Random(15);
    for (int i = 0; i < 10_000; i++) {
      byte[] noise = new byte[64 + random.nextInt(i % 100 == 0 ? 4_000 : 200)];
      random.nextBytes(noise);
      assertThat(TextEncoding.of(noise, false)).as("noise %d", i).isEmpty();
    }
  }

  @Test
  void piecesOfCompressedFilesAreNoText() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
      Random random = new Random(7);
      for (int i = 0; i < 20_000; i++) {
        deflater.write((CAT + random.nextInt()).getBytes(StandardCharsets.UTF_8));
      }
    }
    byte[] bytes = packed.toByteArray();
    Random random = new Random(8);
    for (int i = 0; i < 1_000; i++) {
      int from = random.nextInt(bytes.length - 64);
      int to = Math.min(bytes.length, from + 64 + random.nextInt(1_000));
      assertThat(TextEncoding.of(Arrays.copyOfRange(bytes, from, to), false)).isEmpty();
    }
  }
}
