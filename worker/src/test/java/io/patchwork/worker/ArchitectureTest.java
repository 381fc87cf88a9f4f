package io.patchwork.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.patchwork.common.queue.JobQueue;
import io.patchwork.common.queue.Message;
import io.patchwork.common.queue.Route;
import io.patchwork.schema.event.FailureCode;
import io.patchwork.schema.job.JobKind;
import io.patchwork.worker.alpha.AlphaMeasure;
import io.patchwork.worker.artifact.ArtifactBuilder;
import io.patchwork.worker.artifact.ArtifactSpec;
import io.patchwork.worker.artifact.ArtifactWriter;
import io.patchwork.worker.artifact.BuildContext;
import io.patchwork.worker.ffmpeg.Encoding;
import io.patchwork.worker.ffmpeg.Filter;
import io.patchwork.worker.ffmpeg.FilterGraph;
import io.patchwork.worker.ffmpeg.FixedMuxer;
import io.patchwork.worker.ffmpeg.HouseFormat;
import io.patchwork.worker.ffmpeg.Input;
import io.patchwork.worker.ffmpeg.Mp4;
import io.patchwork.worker.ffmpeg.Muxer;
import io.patchwork.worker.ffmpeg.Output;
import io.patchwork.worker.ffmpeg.OutputSpec;
import io.patchwork.worker.ffmpeg.Pass;
import io.patchwork.worker.ffmpeg.SubtitleTracks;
import io.patchwork.worker.ffmpeg.Tap;
import io.patchwork.worker.fingerprint.FingerprintSpec;
import io.patchwork.worker.still.Still;
import io.patchwork.worker.thumbnail.ThumbnailSpec;
import io.patchwork.worker.transcode.RenditionSpec;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The house, as rules. */
@AnalyzeClasses(
    packages = "io.patchwork",
    importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
final class ArchitectureTest {

  /** Test classes of other modules come in jars. */
  static final class NoTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  @ArchTest
  static final ArchRule onlyFfmpegKnowsTheNativeLibraries =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.patchwork.worker.ffmpeg..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bytedeco..");

  @ArchTest
  static final ArchRule documentsAreParsedInTheReadingChild =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.patchwork.worker.sandboxedjvm.child..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.patchwork.worker.sandboxedjvm.child..",
              "org.apache.tika.parser..",
              "org.apache.pdfbox..",
              "com.twelvemonkeys..",
              "org.apache.poi..",
              "org.jsoup..");

  @ArchTest
  static final ArchRule packagesOfTheWorkerAreFreeOfCycles =
      slices().matching("io.patchwork.worker.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule packagesOfCommonAreFreeOfCycles =
      slices().matching("io.patchwork.common.(*)..").should().beFreeOfCycles();

  /**
   * The families of specs that {@code JobArtifacts} has builders for; packages cannot be sealed.
   */
  @ArchTest
  static final ArchRule everySpecHasABuilder =
      classes()
          .that()
          .areAssignableTo(ArtifactSpec.class)
          .and()
          .areNotInterfaces()
          .should()
          .beAssignableTo(
              JavaClass.Predicates.assignableTo(RenditionSpec.class)
                  .or(JavaClass.Predicates.assignableTo(ThumbnailSpec.class))
                  .or(JavaClass.Predicates.assignableTo(FingerprintSpec.class))
                  .or(JavaClass.Predicates.assignableTo(Still.class))
                  .or(JavaClass.Predicates.assignableTo(AlphaMeasure.class)));

  /**
   * Each kind of job is a package; only an ingest is composed of others, and what deletes knows all
   * that others store.
   */
  @ArchTest
  static void noKindOfJobKnowsAnother(JavaClasses classes) {
    for (JobKind kind :
        EnumSet.complementOf(EnumSet.of(JobKind.INGEST, JobKind.FORGET, JobKind.RETENTION))) {
      noClasses()
          .that()
          .resideInAPackage(folder(kind))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              EnumSet.complementOf(EnumSet.of(kind)).stream()
                  .map(ArchitectureTest::folder)
                  .toArray(String[]::new))
          .check(classes);
    }
  }

  private static String folder(JobKind kind) {
    String name =
        switch (kind) {
          case FORGET, RETENTION -> "deletion";
          default -> kind.wireName();
        };
    return "io.patchwork.worker." + name + "..";
  }

  @ArchTest
  static final ArchRule roomsOfARenderKnowOnlyThoseBelow =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("io.patchwork.worker.render..")
          .layer("messages")
          .definedBy("io.patchwork.worker.render")
          .layer("assembly")
          .definedBy("io.patchwork.worker.render.assembly..")
          .layer("segment")
          .definedBy("io.patchwork.worker.render.segment..")
          .layer("graph")
          .definedBy("io.patchwork.worker.render.graph..")
          .layer("plan")
          .definedBy("io.patchwork.worker.render.plan..")
          .whereLayer("messages")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("assembly")
          .mayOnlyBeAccessedByLayers("messages")
          .whereLayer("segment")
          .mayOnlyBeAccessedByLayers("messages", "assembly")
          .whereLayer("graph")
          .mayOnlyBeAccessedByLayers("messages", "assembly", "segment");

  @ArchTest
  static final ArchRule whatIsPureTouchesNothing =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.patchwork.worker.render.plan..",
              "io.patchwork.worker.render.graph..",
              "io.patchwork.worker.attribution..",
              "io.patchwork.worker.composition..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.nio.file..", "java.io..", "java.time..", "io.patchwork.common..");

  @ArchTest
  static final ArchRule aProposalTouchesNoStoreAndNoClock =
      noClasses()
          .that()
          .resideInAPackage("io.patchwork.worker.proposal..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.nio.file..", "java.io..", "io.patchwork.common..")
          .orShould()
          .dependOnClassesThat(
              JavaClass.Predicates.resideInAPackage("java.time..")
                  .and(DescribedPredicate.not(JavaClass.Predicates.equivalentTo(LocalDate.class))))
          .orShould()
          .callMethod(LocalDate.class, "now");

  /** Looks at the instructions, as a number need not be a field or a parameter. */
  @ArchTest
  static final ArchRule moneyIsCountedInWholeNumbers =
      classes()
          .that()
          .resideInAnyPackage(
              "io.patchwork.worker.proposal..",
              "io.patchwork.worker.ledger..",
              "io.patchwork.worker.report..",
              "io.patchwork.worker.c2pa..",
              "io.patchwork.schema.proposal..",
              "io.patchwork.schema.ledger..")
          .should(new NoFloatingPoint());

  /** What is made of a source is planned apart from the making. */
  @ArchTest
  static final ArchRule contributionsAreValues =
      noClasses()
          .that()
          .implement(ArtifactSpec.class)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.nio.file..", "java.io..", "java.time..", "io.patchwork.common..")
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(ArtifactBuilder.class, BuildContext.class, ArtifactWriter.class);

  @ArchTest
  static final ArchRule aPassIsAValue =
      noClasses()
          .that()
          .belongToAnyOf(
              Pass.class,
              Input.class,
              Output.class,
              Encoding.class,
              Muxer.class,
              Mp4.class,
              FixedMuxer.class,
              SubtitleTracks.class,
              FilterGraph.class,
              Filter.class,
              Tap.class,
              OutputSpec.class,
              HouseFormat.class)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.nio.file..", "java.io..", "java.time..", "io.patchwork.common..");

  @ArchTest
  static final ArchRule onlyTheMainClassKnowsTheCommandLine =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.patchwork.worker.cli..")
          .and()
          .doNotBelongToAnyOf(Main.class)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.patchwork.worker.cli..");

  @ArchTest
  static final ArchRule aClientKnowsNothingOfMedia =
      classes()
          .that()
          .resideInAPackage("io.patchwork.worker.client..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.patchwork.worker.client..",
              "io.patchwork.worker.storelayout..",
              "io.patchwork.worker.jobs..",
              "io.patchwork.worker.failure..",
              "io.patchwork.common.queue..",
              "io.patchwork.common.store..",
              "io.patchwork.common.telemetry..",
              "io.patchwork.schema..",
              "java..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule anImportOfTimelinesStandsOnTheClientAndOnPasses =
      classes()
          .that()
          .resideInAPackage("io.patchwork.worker.timelineimport..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.patchwork.worker.timelineimport..",
              "io.patchwork.worker.client..",
              "io.patchwork.worker.ffmpeg..",
              "io.patchwork.worker.fetch..",
              "io.patchwork.worker.artifact..",
              "io.patchwork.worker.storelayout..",
              "io.patchwork.worker.jobs..",
              "io.patchwork.worker.failure..",
              "io.patchwork.common.store..",
              "io.patchwork.schema..",
              "tools.jackson..",
              "java..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule aLedgerKnowsBytesAndTheStore =
      classes()
          .that()
          .resideInAPackage("io.patchwork.worker.ledger..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.patchwork.worker.ledger..",
              "io.patchwork.worker.storelayout..",
              "io.patchwork.worker.money..",
              "io.patchwork.worker.failure..",
              "io.patchwork.common.store..",
              "io.patchwork.schema..",
              "tools.jackson..",
              "java..",
              "javax.crypto..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule manifestsAreMadeOfBytesAndTheStore =
      classes()
          .that()
          .resideInAPackage("io.patchwork.worker.c2pa..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.patchwork.worker.c2pa..",
              "io.patchwork.worker.codec..",
              "io.patchwork.worker.storelayout..",
              "io.patchwork.worker.failure..",
              "io.patchwork.common.config..",
              "io.patchwork.common.store..",
              "io.patchwork.schema..",
              "org.bouncycastle..",
              "tools.jackson..",
              "java..",
              "javax.security.auth.x500..",
              "org.jspecify..");

  @ArchTest static final ArchRule manifestsPrintNothing = printsNothing("c2pa");

  @ArchTest static final ArchRule aLedgerPrintsNothing = printsNothing("ledger");

  @ArchTest static final ArchRule aClientPrintsNothing = printsNothing("client");

  @ArchTest
  static final ArchRule anImportOfTimelinesPrintsNothing = printsNothing("timelineimport");

  private static ArchRule printsNothing(String room) {
    return noClasses()
        .that()
        .resideInAPackage("io.patchwork.worker." + room + "..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("picocli..");
  }

  @ArchTest
  static final ArchRule commandsDoNoMediaWork =
      noClasses()
          .that()
          .resideInAPackage("io.patchwork.worker.cli..")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(Pass.class, Input.class, Output.class, FilterGraph.class)
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.patchwork.worker.fetch..",
              "io.patchwork.worker.artifact..",
              "io.patchwork.worker.sandboxedjvm..",
              "io.patchwork.worker.raster..");

  @ArchTest
  static final ArchRule commandsReachTheQueueThroughTheClient =
      noClasses()
          .that()
          .resideInAPackage("io.patchwork.worker.cli..")
          .should()
          .callMethod(JobQueue.class, "publish", Route.class, Message.class)
          .orShould()
          .callMethod(JobQueue.class, "listen", String.class, Consumer.class)
          .orShould()
          .callMethod(JobQueue.class, "deadLetters")
          .orShould()
          .callMethod(JobQueue.class, "settleDeadLetters", Predicate.class);

  @ArchTest
  static final ArchRule onlyConsumersAcknowledge =
      noClasses()
          .that()
          .resideInAPackage("io.patchwork.worker..")
          .and()
          .resideOutsideOfPackages("io.patchwork.worker.jobs..", "io.patchwork.worker.relay..")
          .should()
          .callMethod(io.patchwork.common.queue.Delivery.class, "ack")
          .because("messages of jobs and of webhooks are all that is consumed");

  @ArchTest
  static final ArchRule onlyChildProcessesAreStarted =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.patchwork.common.process..")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(ProcessBuilder.class)
          .because("a child starts with an environment and limits of its own");

  @ArchTest
  static final ArchRule onlyOneClassTellsABrokenDiskFromABrokenFile =
      noClasses()
          .that()
          .doNotBelongToAnyOf(io.patchwork.worker.failure.Disk.class, FailureCode.class)
          .should()
          .accessField(FailureCode.class, "DISK_FULL");

  @ArchTest
  static final ArchRule commonStandsAlone =
      noClasses()
          .that()
          .resideInAPackage("io.patchwork.common..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.patchwork.schema..", "io.patchwork.worker..");

  @ArchTest
  static final ArchRule theContractKnowsJsonAndNothingElse =
      classes()
          .that()
          .resideInAPackage("io.patchwork.schema..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.patchwork.schema..",
              "java..",
              "com.fasterxml.jackson..",
              "tools.jackson..",
              "com.networknt..",
              "org.jspecify..");
}
