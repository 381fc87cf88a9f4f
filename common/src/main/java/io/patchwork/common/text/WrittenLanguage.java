package io.patchwork.common.text;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.util.List;

/**
 * How often characters occur in texts of a language: its frequent characters by rank (Zipf's law),
 * the others of its script by the levels of its national standard (JIS X 0208, GB 2312, Big5, KS X
 * 1001), then everything else. Rough on purpose: it tells encodings apart, not languages.
 */
enum WrittenLanguage {
  JAPANESE(
      "のにいはをたがしでとるなっかれてもらあこさんりまだそうよすつくせえおけめきどじみやちわろほげねべぶばむ"
          + "ンスートルイラリクアフレシドジコタマプテカサニ日一人年大本中国出見上生会行分時気何",
      List.of("windows-31j", "EUC-JP"),
      "EUC-JP") {
    @Override
    int level(int lead, int trail) {
      return lead >= 0xb0 && lead <= 0xcf ? 1 : lead >= 0xa1 && lead <= 0xf4 ? 2 : 3;
    }
  },
  SIMPLIFIED_CHINESE(
      "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家"
          + "种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实",
      List.of("GB18030"),
      "GBK") {
    @Override
    int level(int lead, int trail) {
      return trail < 0xa1 ? 3 : lead >= 0xb0 && lead <= 0xd7 ? 1 : lead > 0xd7 ? 2 : 3;
    }
  },
  TRADITIONAL_CHINESE(
      "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家"
          + "種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實",
      List.of("x-windows-950"),
      "x-windows-950") {
    @Override
    int level(int lead, int trail) {
      return lead >= 0xa4 && lead <= 0xc6 ? 1 : lead >= 0xc9 && lead <= 0xf9 ? 2 : 3;
    }
  },
  KOREAN(
      "이다는에의을가고지를도은한로하사기어자나리대서해시라인으들아그니있정보만수부일전제게과여것면상장없었때않우원" + "람등같주구스음적안연유오마신세거더와모비무",
      List.of("x-windows-949"),
      "x-windows-949") {
    @Override
    int level(int lead, int trail) {
      return trail < 0xa1 ? 3 : lead >= 0xb0 && lead <= 0xc8 ? 1 : lead > 0xc8 ? 2 : 3;
    }
  },
  THAI("านรกอเงมยลวดต่ส้ทปคบั็ิี์ืุูะำแไใโจชพขหผถซธณศฟภญฐษฉฆฮฎฏฌๆฯ", List.of("x-windows-874")),
  RUSSIAN(
      "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
      List.of("windows-1251", "KOI8-R", "IBM866", "ISO-8859-5", "x-MacCyrillic")),
  UKRAINIAN("оаниівтреслкдумпязьгчбхйцїюжшєщфґ", List.of("windows-1251", "KOI8-U")),
  BULGARIAN("аиоетнрсвлкдпмзъугябчцжщйшхфюь", List.of("windows-1251")),
  SERBIAN("аоиеунрстјвкдпмлгзбчшцјжхњљћђфџ", List.of("windows-1251")),
  GREEK("αοιετσνηυρπκμλςωγδχθφβξζψάέίήόύώϊϋΐΰ", List.of("windows-1253", "ISO-8859-7")),
  HEBREW("יוהלאתרמבשנםדקחעפטגצזסכןךףץ", List.of("windows-1255")),
  ARABIC("ايلمنوترةبعدسفهكقحجشطصخضذثغظءئؤأإآىپچژگک،؟", List.of("windows-1256", "ISO-8859-6")),
  VIETNAMESE("\u0301\u0300đ\u0323ư\u0309ơâêôà\u0303ăáéíóúòèùìýõã", List.of("windows-1258")),
  GERMAN("üäöß", Western.CHARSETS),
  FRENCH("éèàêçôâîûùëïœ", Western.CHARSETS),
  SPANISH("óíáéñú¿¡ü", Western.CHARSETS),
  PORTUGUESE("ãçáéíóêõâúàô", Western.CHARSETS),
  ITALIAN("èàòùéì", Western.CHARSETS),
  NORDIC("åäöøæé", Western.CHARSETS),
  DUTCH("ëéïèöü", Western.CHARSETS),
  ICELANDIC("ðíáþéóúæöý", Western.CHARSETS),
  POLISH("łąęóżśćńź", Central.CHARSETS),
  CZECH("íáěéřščžýůúťďňó", Central.CHARSETS),
  SLOVAK("áíčýšžéľúťôďňóäŕĺ", Central.CHARSETS),
  HUNGARIAN("áéőöíóüúű", Central.CHARSETS),
  ROMANIAN("ăîâşţșț", Central.CHARSETS),
  CROATIAN("šžčćđ", Central.CHARSETS),
  TURKISH("ıişğüöç", List.of("windows-1254")),
  LITHUANIAN("ėšįųžąčūę", List.of("windows-1257")),
  LATVIAN("āīēšņļžūčģķ", List.of("windows-1257")),
  ESTONIAN("äõöüšž", List.of("windows-1257")),
  /** With the letters of the foreign words and names in it. */
  ENGLISH("éèïñöüçáóíêôàâäëîæåøß", List.of("windows-1252"));

  /** The charsets of Western Europe; a class of its own, because constants come first. */
  private static final class Western {
    static final List<String> CHARSETS = List.of("windows-1252", "x-MacRoman", "IBM850");
  }

  private static final class Central {
    static final List<String> CHARSETS = List.of("windows-1250", "ISO-8859-2", "IBM852");
  }

  private static final String ASCII_LETTERS = "etaoinshrdlucmfwypvbgkjqxz";
  private static final String IDEOGRAPHIC_MARKS = "，。、！？「」『』：；“”…（）《》・ー—　";
  private static final String MARKS = "–—“”„‘’…«»•°§€©®№\u00a0£½¼¾¢¥×÷±¿¡™²³µ¶†‡";

  private static final double MARKS_SHARE = 0.08;
  private static final double ELSEWHERE = Math.log(1e-7);

  private final String frequent;
  private final List<Charset> charsets;
  private final Charset standard;
  private final double[] ranks;

  WrittenLanguage(String frequent, List<String> charsets) {
    this(frequent, charsets, US_ASCII.name());
  }

  WrittenLanguage(String frequent, List<String> charsets, String standard) {
    this.frequent = frequent;
    this.charsets = charsets.stream().map(Charset::forName).toList();
    this.standard = Charset.forName(standard);
    this.ranks = zipf(frequent.length());
  }

  private static double[] zipf(int count) {
    double[] shares = new double[count];
    double sum = 0;
    for (int rank = 0; rank < count; rank++) {
      shares[rank] = 1.0 / (rank + 8);
      sum += shares[rank];
    }
    for (int rank = 0; rank < count; rank++) {
      shares[rank] /= sum;
    }
    return shares;
  }

  /** The charsets in which its texts were written before Unicode. */
  List<Charset> charsets() {
    return charsets;
  }

  boolean isIdeographic() {
    return !standard.equals(US_ASCII);
  }

  /** Level of a character in its standard, by its code: 1 is in common use, 3 is hardly used. */
  int level(int lead, int trail) {
    return 3;
  }

  /** The scorer of one text; not thread-safe. */
  final class Scorer {
    private final CharsetEncoder encoder = standard.newEncoder();
    private final double ascii;

    /** Of a text with a share of ASCII, between 0 and 1. */
    Scorer(double ascii) {
      this.ascii = Math.clamp(ascii, 0.02, 0.98);
    }

    /** Natural logarithm of the probability of a character. */
    double of(int character) {
      if (character < 0x80) {
        return Math.log(ascii) + ofAscii(character);
      }
      double others = 1 - ascii;
      int lower = Character.toLowerCase(character);
      int rank = frequent.indexOf(lower);
      String marks = isIdeographic() ? IDEOGRAPHIC_MARKS : MARKS;
      if (rank >= 0) {
        return Math.log(others * (isIdeographic() ? 0.55 : 0.88) * ranks[rank]);
      }
      if (marks.indexOf(character) >= 0) {
        return Math.log(others * MARKS_SHARE / marks.length());
      }
      return isIdeographic() ? Math.log(others) + ofStandard(character) : ELSEWHERE;
    }

    private double ofStandard(int character) {
      try {
        ByteBuffer code = encoder.encode(CharBuffer.wrap(Character.toString(character)));
        if (code.remaining() != 2) {
          return ELSEWHERE;
        }
        return switch (level(code.get(0) & 0xff, code.get(1) & 0xff)) {
          case 1 -> Math.log(0.35 / 3500);
          case 2 -> Math.log(0.015 / 3500);
          default -> ELSEWHERE;
        };
      } catch (CharacterCodingException notInIt) {
        return ELSEWHERE;
      }
    }
  }

  private static double ofAscii(int character) {
    int rank = ASCII_LETTERS.indexOf(Character.toLowerCase(character));
    if (rank >= 0) {
      return Math.log(0.63 * ASCII_RANKS[rank]);
    }
    if (character == ' ') {
      return Math.log(0.15);
    }
    if (character == '\n' || character == '\r') {
      return Math.log(0.02);
    }
    return Math.log(character >= '0' && character <= '9' ? 0.10 / 10 : 0.08 / 33);
  }

  private static final double[] ASCII_RANKS = zipf(ASCII_LETTERS.length());
}
