package io.patchwork.worker.playlist;

import io.patchwork.schema.manifest.StreamLabel;
import io.patchwork.schema.time.Fraction;
import io.patchwork.schema.time.RationalTime;
import io.patchwork.worker.codec.Mp4Index;
import io.patchwork.worker.ffmpeg.HouseFormat;
import java.io.StringWriter;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * The DASH manifest (ISO/IEC 23009-1) over the same byte ranges as the HLS playlists. Durations are
 * whole ticks of the file's own time base, so nothing is rounded.
 */
public final class Dash {

  public static final String MEDIA_TYPE = "application/dash+xml";

  private static final int DIGITS = 6;

  /** Primaries and matrix of ITU-R BT.2020, by ITU-T H.273. */
  private static final int BT2020 = 9;

  private final XMLStreamWriter xml;
  private int depth;

  private Dash(XMLStreamWriter xml) {
    this.xml = xml;
  }

  /** The manifest. */
  public static String manifest(Presentation packaged) {
    StringWriter text = new StringWriter();
    try {
      new Dash(XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text)).write(packaged);
    } catch (XMLStreamException e) {
      throw new IllegalStateException("a text in memory that cannot be written", e);
    }
    return text.toString();
  }

  private void write(Presentation packaged) throws XMLStreamException {
    RationalTime duration = RationalTime.ZERO;
    for (Presentation.VideoRepresentation picture : packaged.pictures()) {
      duration = RationalTime.max(duration, picture.index().duration());
    }
    for (Presentation.AudioRepresentation audio : packaged.audios()) {
      duration = RationalTime.max(duration, audio.duration());
    }
    String length =
        "PT"
            + duration.seconds().toDecimal(MathContext.DECIMAL128).setScale(DIGITS, RoundingMode.UP)
            + "S";
    xml.writeStartDocument("UTF-8", "1.0");
    indent();
    xml.writeStartElement("MPD");
    depth++;
    xml.writeDefaultNamespace("urn:mpeg:dash:schema:mpd:2011");
    attributes(
        "profiles",
        "urn:mpeg:dash:profile:full:2011",
        "type",
        "static",
        "mediaPresentationDuration",
        length,
        "minBufferTime",
        "PT2S");
    open("Period", "start", "PT0S", "duration", length);
    for (HouseFormat.TransferFunction transferFunction : HouseFormat.TransferFunction.values()) {
      pictures(packaged.pictures(), transferFunction);
    }
    if (!packaged.audios().isEmpty()) {
      open("AdaptationSet", "contentType", "audio", "segmentAlignment", true, "startWithSAP", 1);
      StreamLabel label = packaged.audios().getFirst().label();
      if (label.language() != null) {
        attributes("lang", label.language());
      }
      role(AudioPurpose.role(label));
      for (int i = 0; i < packaged.audios().size(); i++) {
        Presentation.AudioRepresentation audio = packaged.audios().get(i);
        begin("sound" + i, audio.index());
        attributes("mimeType", "audio/mp4", "audioSamplingRate", HouseFormat.SAMPLE_RATE);
        segments(audio.uri(), audio.index());
      }
      close();
    }
    for (Presentation.TextRepresentation text : packaged.texts()) {
      subtitles(text);
    }
    close();
    close();
    xml.writeCharacters("\n");
    xml.writeEndDocument();
  }

  private void subtitles(Presentation.TextRepresentation text) throws XMLStreamException {
    open("AdaptationSet", "contentType", "text", "mimeType", "text/vtt");
    if (text.language() != null) {
      attributes("lang", text.language());
    }
    leaf("Label", text.label().replaceAll("[\\p{C}]+", " "));
    role("subtitle");
    open("Representation", "id", text.uri(), "bandwidth", 1000);
    leaf("BaseURL", text.uri());
    close();
    close();
  }

  private void role(String role) throws XMLStreamException {
    empty("Role", "schemeIdUri", "urn:mpeg:dash:role:2011", "value", role);
  }

  /**
   * One adaptation set for each transfer function, between whose representations players may
   * switch.
   */
  private void pictures(
      List<Presentation.VideoRepresentation> pictures,
      HouseFormat.TransferFunction transferFunction)
      throws XMLStreamException {
    if (pictures.stream().noneMatch(picture -> picture.transferFunction() == transferFunction)) {
      return;
    }
    open("AdaptationSet", "contentType", "video", "segmentAlignment", true, "startWithSAP", 1);
    if (transferFunction != HouseFormat.TransferFunction.SDR) {
      cicp("ColourPrimaries", BT2020);
      cicp("TransferCharacteristics", transferFunction.codePoint());
      cicp("MatrixCoefficients", BT2020);
    }
    for (int i = 0; i < pictures.size(); i++) {
      Presentation.VideoRepresentation picture = pictures.get(i);
      if (picture.transferFunction() != transferFunction) {
        continue;
      }
      begin("picture" + i, picture.index());
      attributes(
          "mimeType",
          "video/mp4",
          "width",
          picture.size().width(),
          "height",
          picture.size().height(),
          "frameRate",
          picture.rate().numerator() + "/" + picture.rate().denominator(),
          "sar",
          "1:1");
      segments(picture.uri(), picture.index());
    }
    close();
  }

  /** A code point of ITU-T H.273, as a property of ISO/IEC 23001-8. */
  private void cicp(String what, int codePoint) throws XMLStreamException {
    empty("SupplementalProperty", "schemeIdUri", "urn:mpeg:mpegB:cicp:" + what, "value", codePoint);
  }

  private void begin(String id, Mp4Index index) throws XMLStreamException {
    open(
        "Representation",
        "id",
        id,
        "bandwidth",
        index.peakBitsPerSecond(),
        "codecs",
        index.codecs());
  }

  /** The segment list of a representation, and its end tag. */
  private void segments(String uri, Mp4Index index) throws XMLStreamException {
    long timescale = index.timescale();
    leaf("BaseURL", uri);
    open("SegmentList", "timescale", timescale);
    empty("Initialization", "range", "0-" + (index.initBytes() - 1));
    open("SegmentTimeline");
    for (Mp4Index.Fragment fragment : index.fragments()) {
      empty(
          "S", "t", ticks(fragment.start(), timescale), "d", ticks(fragment.duration(), timescale));
    }
    close();
    for (Mp4Index.Fragment fragment : index.fragments()) {
      long last = fragment.offset() + fragment.bytes() - 1;
      empty("SegmentURL", "mediaRange", fragment.offset() + "-" + last);
    }
    close();
    close();
  }

  private static BigInteger ticks(RationalTime time, long timescale) {
    return time.seconds().times(Fraction.of(timescale)).round();
  }

  private void indent() throws XMLStreamException {
    xml.writeCharacters("\n" + "  ".repeat(depth));
  }

  /** Begins an element; attributes are given as name, value, name, value … */
  private void open(String element, Object... attributes) throws XMLStreamException {
    indent();
    xml.writeStartElement(element);
    depth++;
    attributes(attributes);
  }

  private void attributes(Object... attributes) throws XMLStreamException {
    for (int i = 0; i < attributes.length; i += 2) {
      xml.writeAttribute(attributes[i].toString(), attributes[i + 1].toString());
    }
  }

  private void close() throws XMLStreamException {
    depth--;
    indent();
    xml.writeEndElement();
  }

  private void empty(String element, Object... attributes) throws XMLStreamException {
    indent();
    xml.writeEmptyElement(element);
    attributes(attributes);
  }

  private void leaf(String element, String text) throws XMLStreamException {
    indent();
    xml.writeStartElement(element);
    xml.writeCharacters(text);
    xml.writeEndElement();
  }
}
