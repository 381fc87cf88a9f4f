package io.patchwork.worker.render.assembly;

import io.patchwork.worker.attribution.export.CreditNames;
import io.patchwork.worker.attribution.export.FrameCredits;
import io.patchwork.worker.ffmpeg.FileTags;
import io.patchwork.worker.render.plan.RenderPlan;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * Who is seen in a frame, as XMP in its PNG: {@code dc:creator} with a name each, in order, and
 * {@code photoshop:Credit} with all on one line (XMP specification part 3, 1.1.5; IPTC Photo
 * Metadata). A frame of which nobody is named has none.
 */
final class PngCredits {

  /** Signature, and the chunk IHDR with its length, type and checksum. */
  private static final int HEAD_BYTES = 8 + 4 + 4 + 13 + 4;

  private static final byte[] TYPE = "iTXt".getBytes(StandardCharsets.US_ASCII);

  /** Keyword, not compressed, without a language and a translated keyword. */
  private static final byte[] KEYWORD =
      "XML:com.adobe.xmp\0\0\0\0\0".getBytes(StandardCharsets.US_ASCII);

  private final FrameCredits people;

  PngCredits(RenderPlan plan) {
    this.people = FrameCredits.of(plan.lineage(), plan.rate());
  }

  /** The chunk of a frame, which stands behind IHDR; empty where nobody is named. */
  byte[] chunk(long frame) {
    CreditNames seen = people.at(frame);
    if (seen.names().isEmpty()) {
      return new byte[0];
    }
    String creators =
        seen.names().stream()
            .map(name -> "<rdf:li>" + escaped(name) + "</rdf:li>")
            .collect(Collectors.joining());
    return chunk(
        packet(creators, escaped(seen.line(FileTags.MAX_CHARACTERS)))
            .getBytes(StandardCharsets.UTF_8));
  }

  private static String packet(String creators, String credit) {
    return """
    <?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
    <x:xmpmeta xmlns:x="adobe:ns:meta/">
    <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
    <rdf:Description rdf:about=""
     xmlns:dc="http://purl.org/dc/elements/1.1/"
     xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/">
    <dc:creator><rdf:Seq>%s</rdf:Seq></dc:creator>
    <photoshop:Credit>%s</photoshop:Credit>
    </rdf:Description>
    </rdf:RDF>
    </x:xmpmeta>
    <?xpacket end="w"?>\
    """
        .formatted(creators, credit);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static byte[] chunk(byte[] packet) {
    CRC32 checksum = new CRC32();
    checksum.update(TYPE);
    checksum.update(KEYWORD);
    checksum.update(packet);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(KEYWORD.length + packet.length);
      out.write(TYPE);
      out.write(KEYWORD);
      out.write(packet);
      out.writeInt((int) checksum.getValue());
    } catch (IOException e) {
      throw new AssertionError("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  /** Writes the people of the first frame into its PNG. */
  void write(Path png) throws IOException {
    byte[] chunk = chunk(0);
    if (chunk.length == 0) {
      return;
    }
    Path credited = png.resolveSibling(png.getFileName() + "-credited");
    try (InputStream in = Files.newInputStream(png);
        OutputStream out = Files.newOutputStream(credited)) {
      out.write(in.readNBytes(HEAD_BYTES));
      out.write(chunk);
      in.transferTo(out);
    }
    Files.move(credited, png, StandardCopyOption.REPLACE_EXISTING);
  }
}
