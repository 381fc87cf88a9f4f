package io.patchwork.worker.failure;

import io.patchwork.common.process.UnexpectedOutput;
import io.patchwork.schema.event.FailureCode;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.zip.ZipException;

/**
 * Maps I/O exceptions of a job's files to failures. A disk error is temporary: the job is retried
 * and the worker takes no other job until the disk has room. A missing or invalid file is a defect
 * of ours, which a retry would not cure.
 */
public final class Disk {

  private Disk() {}

  /** The failure for an exception. */
  public static Failure failure(IOException e) {
    return isContent(e)
        ? new Failure.Fault("a file of the job is not as it should be: " + e, e)
        : new Failure.Unavailable(
            FailureCode.DISK_FULL,
            "The worker's disk is full or broken; once the operators have made room, send the job"
                + " again under a new id.",
            e);
  }

  /** The failure where a file and what is made of it do not fit on this worker's disk. */
  public static Failure noRoom(Exception e) {
    return new Failure.Unavailable(
        FailureCode.DISK_FULL,
        "No worker has had room on its disk for this file; once the operators have made room, send"
            + " the job again under a new id.",
        e);
  }

  /** Whether the exception is about a file and not about the disk. */
  private static boolean isContent(IOException e) {
    return switch (e) {
      case UnexpectedContent _,
          UnexpectedOutput _,
          EOFException _,
          CharacterCodingException _,
          UTFDataFormatException _,
          ZipException _,
          javax.imageio.IIOException _,
          NoSuchFileException _,
          FileAlreadyExistsException _ ->
          true;
      default -> false;
    };
  }
}
