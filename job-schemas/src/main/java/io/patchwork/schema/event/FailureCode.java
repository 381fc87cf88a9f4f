package io.patchwork.schema.event;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The stable public failure codes, documented in {@code docs/failure-codes.md}. */
public enum FailureCode {
  /** The message is not one of ours, or not well formed. */
  MALFORMED_MESSAGE,
  /** The message's major version is newer than this cluster. */
  UNKNOWN_VERSION,
  /** The message is larger than 64 KiB. */
  MESSAGE_TOO_LARGE,
  /** The same job identity came with other data. */
  ID_REUSED,
  /** The asset was never ingested, or not with this content. */
  NOT_INGESTED,
  /** The asset or the person was forgotten. */
  FORGOTTEN,
  /** A deletion needs a decision that nobody has made. */
  DECISION_NEEDED,
  /** A job that deletes came by the exchange of other jobs. */
  NOT_ALLOWED,
  /** Too many jobs of the account wait. */
  QUOTA_EXCEEDED,
  /** The source is outside the allowed buckets and folders. */
  SOURCE_NOT_ALLOWED,
  /** The source object does not exist. */
  SOURCE_NOT_FOUND,
  /** The source changed since it was named. */
  SOURCE_CHANGED,
  /** Key and metadata of an upload name different people. */
  IDENTITY_CONFLICT,
  /** More bytes, pixels, streams or frames than this cluster accepts. */
  TOO_LARGE,
  /** Longer than one job may be. */
  TOO_LONG,
  /** A document takes longer to read than its limit. */
  TOO_COMPLEX,
  /** The file has no bytes, or only empty tracks or tags. */
  EMPTY_FILE,
  /** The file is neither video nor audio nor image nor document. */
  NOT_MEDIA,
  /** The file asks for a password or a key. */
  ENCRYPTED,
  /** Media of a format that this cluster does not read. */
  UNSUPPORTED_FORMAT,
  /** The file is damaged or its streams cannot be decoded. */
  UNDECODABLE,
  /** The file has no stream of the kind that was asked for. */
  NO_SUCH_STREAM,
  /** The decoder or encoder died on this input again and again. */
  CRASHED_REPEATEDLY,
  /** The timeline is not OpenTimelineIO or breaks its rules. */
  INVALID_TIMELINE,
  /** The timeline asks for something that cannot be rendered. */
  UNSUPPORTED_TIMELINE,
  /** A file of subtitles is neither SubRip nor WebVTT. */
  INVALID_SUBTITLES,
  /** A title or a subtitle has characters that no font of the workers has. */
  MISSING_FONT,
  /** A clip has no media, or its media cannot be found. */
  MISSING_MEDIA,
  /** A clip asks for more than its media holds. */
  RANGE_OUTSIDE_MEDIA,
  /** A lineage document contradicts itself, or claims more than there is. */
  INVALID_LINEAGE,
  /** A document in the store cannot be read. */
  UNREADABLE_DOCUMENT,
  /** There is no such profile. */
  UNKNOWN_PROFILE,
  /** A policy of shares is not well formed, or leaves a choice open. */
  INVALID_POLICY,
  /** An amount cannot be divided as asked. */
  INVALID_PROPOSAL,
  /** The ledger does not take an entry. */
  LEDGER_REFUSED,
  /** The operator's key or secret is absent, not valid now, or another one than the ledger's. */
  LEDGER_KEY,
  /** The ledger was changed or cut. */
  LEDGER_DAMAGED,
  /** The key for C2PA is absent, or does not fit its certificate. */
  SIGNING_KEY,
  /** The certificate for C2PA is not valid now, or may not sign. */
  SIGNING_CERTIFICATE,
  /** The job killed its process twice, alone. */
  POISON,
  /** Every worker that had the job was lost. */
  WORKER_LOST,
  /** The store could not be reached. */
  STORE_UNAVAILABLE,
  /** The broker could not be reached. */
  BROKER_UNAVAILABLE,
  /** A disk is full. */
  DISK_FULL,
  /** A defect of this cluster. */
  INTERNAL;

  /**
   * Whether the message of a job that failed so is kept among the dead letters, because operators
   * can cure the cause and retry it.
   */
  public boolean isKeptForOperators() {
    return switch (this) {
      case POISON, WORKER_LOST, STORE_UNAVAILABLE, BROKER_UNAVAILABLE, DISK_FULL, INTERNAL -> true;
      default -> false;
    };
  }

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
