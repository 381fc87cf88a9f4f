package io.patchwork.worker.failure;

import io.patchwork.schema.event.FailureCode;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.zip.ZipException;

/**
 * Translates what Java throws while a file of a job is read or written. A broken disk is a matter
 * of the machine: the job is tried again and the worker takes no other until there is room. A file
 * that is not there or not what it should be is a defect of ours: trying again would end the same.
 */
public final class Disk {

  private Disk() {}

  /** The failure that {@code e} stands for. */
  public static Failure failure(IOException e) {
    return isContent(e)
        ? new Failure.Fault("a file of the job is not as it should be: " + e, e)
        : new Failure.Unavailable(
            FailureCode.DISK_FULL,
            "The worker's disk is full or broken; once the operators have made room, send the job"
                + " again.",
            e);
  }

  /** Whether the exception speaks of a file and not of the disk that it lies on. */
  private static boolean isContent(IOException e) {
    return switch (e) {
      case UnexpectedContent _,
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
