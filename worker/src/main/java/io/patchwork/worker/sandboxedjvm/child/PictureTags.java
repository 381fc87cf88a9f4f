package io.patchwork.worker.sandboxedjvm.child;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.lang.GeoLocation;
import com.drew.lang.KeyValuePair;
import com.drew.lang.Rational;
import com.drew.metadata.Directory;
import com.drew.metadata.Metadata;
import com.drew.metadata.Tag;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifSubIFDDirectory;
import com.drew.metadata.exif.GpsDirectory;
import com.drew.metadata.file.FileTypeDirectory;
import com.drew.metadata.heif.HeifDirectory;
import com.drew.metadata.icc.IccDirectory;
import com.drew.metadata.iptc.IptcDirectory;
import com.drew.metadata.jpeg.HuffmanTablesDirectory;
import com.drew.metadata.jpeg.JpegDirectory;
import com.drew.metadata.png.PngDirectory;
import com.drew.metadata.xmp.XmpDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;

/**
 * The tags of a picture by name. What XMP has a name for has that name: XMP's own properties, then
 * those of EXIF (CIPA DC-010) and of IPTC ("IPTC Photo Metadata Standard"); places are {@code
 * geo:lat} and {@code geo:long} (W3C, WGS84 vocabulary) in degrees. All else is named by its
 * directory: {@code Exif IFD0:Software}.
 */
final class PictureTags {

  private static final int GEO_DIGITS = 6;
  private static final int FLASH_FIRED = 1;

  /** EXIF's form of a date, "2026:01:02 03:04:05", in which only digits vary. */
  private static final String EXIF_DATE = "0000:00:00 00:00:00";

  private static final int EXIF_DAY_CHARS = 10;

  private record Named(
      Class<? extends Directory> in, int tag, String name, Function<Object, String> form) {}

  private static final List<Named> NAMED =
      List.of(
          exif(ExifIFD0Directory.TAG_MAKE, "tiff:Make", PictureTags::text),
          exif(ExifIFD0Directory.TAG_MODEL, "tiff:Model", PictureTags::text),
          exif(ExifIFD0Directory.TAG_SOFTWARE, "tiff:Software", PictureTags::text),
          exif(ExifIFD0Directory.TAG_ORIENTATION, "tiff:Orientation", PictureTags::text),
          exif(ExifIFD0Directory.TAG_DATETIME, "dcterms:modified", PictureTags::date),
          exif(ExifIFD0Directory.TAG_ARTIST, "dc:creator", PictureTags::text),
          exif(ExifIFD0Directory.TAG_COPYRIGHT, "dc:rights", PictureTags::text),
          exif(ExifIFD0Directory.TAG_IMAGE_DESCRIPTION, "dc:description", PictureTags::text),
          shot(ExifSubIFDDirectory.TAG_DATETIME_ORIGINAL, "dcterms:created", PictureTags::date),
          shot(
              ExifSubIFDDirectory.TAG_DATETIME_ORIGINAL,
              "exif:DateTimeOriginal",
              PictureTags::date),
          shot(ExifSubIFDDirectory.TAG_EXPOSURE_TIME, "exif:ExposureTime", PictureTags::ratio),
          shot(ExifSubIFDDirectory.TAG_FNUMBER, "exif:FNumber", PictureTags::ratio),
          shot(ExifSubIFDDirectory.TAG_FOCAL_LENGTH, "exif:FocalLength", PictureTags::ratio),
          shot(ExifSubIFDDirectory.TAG_ISO_EQUIVALENT, "exif:IsoSpeedRatings", PictureTags::text),
          shot(ExifSubIFDDirectory.TAG_FLASH, "exif:Flash", PictureTags::flash),
          iptc(IptcDirectory.TAG_OBJECT_NAME, "dc:title"),
          iptc(IptcDirectory.TAG_CAPTION, "dc:description"),
          iptc(IptcDirectory.TAG_BY_LINE, "dc:creator"),
          iptc(IptcDirectory.TAG_KEYWORDS, "dc:subject"),
          iptc(IptcDirectory.TAG_COPYRIGHT_NOTICE, "dc:rights"),
          iptc(IptcDirectory.TAG_HEADLINE, "photoshop:Headline"),
          iptc(IptcDirectory.TAG_CREDIT, "photoshop:Credit"),
          iptc(IptcDirectory.TAG_SOURCE, "photoshop:Source"));

  /** Directories that say how the pixels are stored, which the manifest has elsewhere. */
  private static final List<Class<? extends Directory>> OF_STORAGE =
      List.of(
          FileTypeDirectory.class,
          HeifDirectory.class,
          HuffmanTablesDirectory.class,
          JpegDirectory.class);

  private PictureTags() {}

  private static Named exif(int tag, String name, Function<Object, String> form) {
    return new Named(ExifIFD0Directory.class, tag, name, form);
  }

  private static Named shot(int tag, String name, Function<Object, String> form) {
    return new Named(ExifSubIFDDirectory.class, tag, name, form);
  }

  private static Named iptc(int tag, String name) {
    return new Named(IptcDirectory.class, tag, name, PictureTags::text);
  }

  /**
   * Reads the tags of a picture.
   *
   * @param bytes length of the picture
   * @throws IOException if it is of no format that has tags
   */
  static SortedMap<String, String> of(InputStream picture, long bytes) throws IOException {
    try {
      return of(ImageMetadataReader.readMetadata(picture, bytes));
    } catch (ImageProcessingException e) {
      throw new IOException(e);
    }
  }

  private static SortedMap<String, String> of(Metadata metadata) {
    Map<String, String> tags = new HashMap<>();
    for (XmpDirectory xmp : metadata.getDirectoriesOfType(XmpDirectory.class)) {
      properties(xmp, tags);
    }
    for (Named named : NAMED) {
      for (Directory directory : metadata.getDirectoriesOfType(named.in)) {
        Object value = directory.getObject(named.tag);
        if (value != null) {
          tags.putIfAbsent(named.name, named.form.apply(value));
        }
      }
    }
    GpsDirectory gps = metadata.getFirstDirectoryOfType(GpsDirectory.class);
    if (gps != null) {
      place(gps, tags);
    }
    for (Directory directory : metadata.getDirectories()) {
      if (!OF_STORAGE.contains(directory.getClass()) && !(directory instanceof XmpDirectory)) {
        rest(directory, tags);
      }
    }
    return BoundedTags.of(tags);
  }

  /** XMP's properties without those inside of structures; the items of a list are joined. */
  private static void properties(XmpDirectory xmp, Map<String, String> tags) {
    xmp.getXmpProperties()
        .forEach((path, value) -> {
          int item = path.indexOf('[');
          if (path.indexOf('/') < 0) {
            join(tags, item < 0 ? path : path.substring(0, item), value);
          }
        });
  }

  private static void place(GpsDirectory gps, Map<String, String> tags) {
    GeoLocation place = gps.getGeoLocation();
    if (place != null && !place.isZero()) {
      tags.putIfAbsent("geo:lat", degrees(place.getLatitude()));
      tags.putIfAbsent("geo:long", degrees(place.getLongitude()));
    }
  }

  private static String degrees(double degrees) {
    return BigDecimal.valueOf(degrees)
        .setScale(GEO_DIGITS, RoundingMode.HALF_EVEN)
        .stripTrailingZeros()
        .toPlainString();
  }

  private static void rest(Directory directory, Map<String, String> tags) {
    for (Tag tag : directory.getTags()) {
      if (isTold(directory, tag.getTagType())) {
        continue;
      }
      if (directory instanceof PngDirectory
          && tag.getTagType() == PngDirectory.TAG_TEXTUAL_DATA
          && directory.getObject(tag.getTagType()) instanceof Collection<?> texts) {
        texts(texts, tags);
      } else if (tag.getDescription() != null) {
        join(tags, directory.getName() + ":" + tag.getTagName(), tag.getDescription());
      }
    }
  }

  /**
   * Whether a standard name has told it, or nobody asks: of a colour profile, the name is asked.
   */
  private static boolean isTold(Directory directory, int tag) {
    return directory instanceof IccDirectory
        ? tag != IccDirectory.TAG_TAG_desc
        : NAMED.stream().anyMatch(named -> named.tag == tag && named.in.isInstance(directory));
  }

  private static void texts(Collection<?> texts, Map<String, String> tags) {
    for (Object text : texts) {
      if (text instanceof KeyValuePair pair) {
        join(tags, "PNG:" + pair.getKey(), pair.getValue().toString());
      }
    }
  }

  private static void join(Map<String, String> tags, String name, String value) {
    tags.merge(name, value, (one, other) -> one.equals(other) ? one : one + "; " + other);
  }

  private static String text(Object value) {
    return value instanceof Object[] several
        ? String.join("; ", List.of(several).stream().map(Object::toString).toList())
        : value.toString();
  }

  private static String ratio(Object value) {
    return value instanceof Rational ratio ? ratio.toSimpleString(true) : text(value);
  }

  private static String flash(Object value) {
    return value instanceof Number bits
        ? Boolean.toString((bits.intValue() & FLASH_FIRED) != 0)
        : text(value);
  }

  /** ISO 8601, without a zone as EXIF has none; another text stays as it is. */
  private static String date(Object value) {
    String exif = text(value);
    boolean isDate = exif.length() == EXIF_DATE.length();
    for (int i = 0; isDate && i < exif.length(); i++) {
      isDate =
          EXIF_DATE.charAt(i) == '0'
              ? Character.isDigit(exif.charAt(i))
              : exif.charAt(i) == EXIF_DATE.charAt(i);
    }
    return isDate
        ? exif.substring(0, EXIF_DAY_CHARS).replace(':', '-')
            + "T"
            + exif.substring(EXIF_DAY_CHARS + 1)
        : exif;
  }
}
