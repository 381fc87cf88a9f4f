package io.patchwork.worker.production;

import io.patchwork.common.store.ObjectStore;
import io.patchwork.common.telemetry.Metrics;
import io.patchwork.schema.event.JobRef;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.manifest.AudioStream;
import io.patchwork.schema.manifest.VideoStream;
import io.patchwork.worker.failure.Failure;
import io.patchwork.worker.ffmpeg.FFmpeg;
import io.patchwork.worker.ffmpeg.Input;
import io.patchwork.worker.ffmpeg.Pass;
import io.patchwork.worker.ffmpeg.Probe;
import io.patchwork.worker.ffmpeg.Product;
import io.patchwork.worker.intake.Intake.Material;
import io.patchwork.worker.layout.StoreLayout;
import io.patchwork.worker.run.JobContext;
import java.nio.file.Path;
import java.util.List;

/** Makes everything that is wanted of one source in one pass. Thread-safe. */
public final class Workshop {

  private static final int SHORT = 16;

  private final FFmpeg ffmpeg;
  private final Probe probe;
  private final ObjectStore store;
  private final Metrics metrics;

  public Workshop(FFmpeg ffmpeg, Probe probe, ObjectStore store, Metrics metrics) {
    this.ffmpeg = ffmpeg;
    this.probe = probe;
    this.store = store;
    this.metrics = metrics;
  }

  /**
   * Runs the pass and stores what comes out.
   *
   * @param folder holds the material
   */
  public Findings make(
      Material material,
      List<Contribution> contributions,
      Path folder,
      JobRef job,
      JobContext context)
      throws Failure, InterruptedException {
    List<Product> products =
        contributions.stream().flatMap(each -> each.products().stream()).toList();
    Pass pass =
        Pass.of(
            Input.whole(material.file(), material.demuxer()),
            material.info().picture().map(VideoStream::index).orElse(-1),
            material.info().sound().map(AudioStream::index).orElse(-1),
            products,
            material.info().duration());
    if (!products.isEmpty()) {
      ffmpeg.run(
          pass,
          folder,
          progress -> context.progress(List.of(job), "encode", progress.permille(), 1000));
    }
    Findings findings = Findings.NOTHING;
    for (Contribution contribution : contributions) {
      Shelf shelf = shelf(material, key(pass, material), folder);
      findings = findings.plus(contribution.collect(folder.resolve("out"), shelf));
    }
    return findings;
  }

  private Shelf shelf(Material material, String key, Path folder) {
    return new Shelf(
        store,
        probe,
        metrics,
        folder,
        name -> StoreLayout.assetContent(material.asset(), material.sha256(), key + "-" + name));
  }

  /** What determines the outputs: content, arguments, and the build that obeys them. */
  private String key(Pass pass, Material material) {
    return Sha256.of(
            material.sha256() + "\n" + ffmpeg.build() + "\n" + String.join("\n", pass.arguments()))
        .hex()
        .substring(0, SHORT);
  }
}
