package io.patchwork.worker.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patchwork.common.process.ChildOutput;
import io.patchwork.schema.event.FailureCode;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipException;
import javax.imageio.IIOException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DiskTest {

  @Test
  void aFullOrBrokenDiskIsTriedAgain() {
    for (IOException e :
        List.of(
            new IOException("No space left on device"),
            new IOException("Input/output error"),
            new FileSystemException("/scratch/out", null, "Read-only file system"),
            new FileSystemException("/scratch/out", null, "Too many open files"))) {
      Failure failure = Disk.failure(e);

      assertThat(failure).as(e.toString()).isInstanceOf(Failure.Unavailable.class);
      assertThat(failure.code()).isEqualTo(FailureCode.DISK_FULL);
      assertThat(failure.getCause()).isSameAs(e);
    }
  }

  @Test
  void whatAChildLeftInPlaceOfAFileIsNoFullDisk(@TempDir Path folder) throws Exception {
    Path longer = Files.writeString(folder.resolve("long"), "twelve bytes");
    ThrowingCallable[] reads = {
      () -> ChildOutput.read(longer, 4),
      () -> ChildOutput.read(folder, 4),
      () -> ChildOutput.named(folder, "../long")
    };
    for (ThrowingCallable read : reads) {
      IOException e = catchThrowableOfType(IOException.class, read);

      assertThat(Disk.failure(e)).as(e.toString()).isInstanceOf(Failure.Fault.class);
    }
  }

  @Test
  void aFileThatIsNotAsItShouldBeIsADefectOfOurs() {
    for (IOException e :
        List.of(
            new UnexpectedContent("13 frames, 9 times"),
            new EOFException(),
            new MalformedInputException(1),
            new ZipException("no end"),
            new IIOException("no JPEG"),
            new NoSuchFileException("/scratch/out/poster.jpg"))) {
      Failure failure = Disk.failure(e);

      assertThat(failure).as(e.toString()).isInstanceOf(Failure.Fault.class);
      assertThat(failure.code()).isEqualTo(FailureCode.INTERNAL);
      assertThat(failure.detail()).contains(e.toString());
    }
  }
}
