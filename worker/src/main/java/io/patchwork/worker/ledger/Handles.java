package io.patchwork.worker.ledger;

import io.patchwork.common.store.ObjectKey;
import io.patchwork.common.store.ObjectStore;
import io.patchwork.schema.id.Id;
import io.patchwork.schema.id.Sha256;
import io.patchwork.schema.ledger.CarriedBytes;
import io.patchwork.schema.ledger.Handle;
import io.patchwork.schema.ledger.PersonRecord;
import io.patchwork.worker.failure.Failure.Fault;
import io.patchwork.worker.storelayout.JsonObjects;
import io.patchwork.worker.storelayout.StoreLayout;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The random handles under which people are in documents that stay. Id, name and salt of a person
 * lie in one record; without it a handle and its commitment say nothing of anybody. Thread-safe.
 */
public final class Handles {

  private static final int HANDLE_BYTES = 16;
  private static final int SALT_BYTES = 32;
  private static final int MAX_BYTES = 64 << 10;
  private static final int MAX_TRIES = 100;

  private final ObjectStore store;
  private final JsonObjects documents;
  private final LedgerSecret secret;
  private final RandomGenerator random;

  /**
   * Handles in a store.
   *
   * @param random unpredictable, as {@link java.security.SecureRandom} is
   */
  public Handles(ObjectStore store, LedgerSecret secret, RandomGenerator random) {
    this.store = store;
    this.documents = new JsonObjects(store, MAX_BYTES);
    this.secret = secret;
    this.random = random;
  }

  /** Which handle a person has; found by the hash of the person's id. */
  record Pointer(Id handle) {}

  /** The handle of a person, if the person has one. */
  public Optional<Handle> find(Id person) {
    return documents
        .read(StoreLayout.handleOf(secret.keyed(person)), Pointer.class)
        .flatMap(pointer -> person(pointer.handle))
        .map(Handles::handle);
  }

  /** Who a handle is; empty if there is no such handle or the person was forgotten. */
  public Optional<PersonRecord> person(Id handle) {
    return documents.read(StoreLayout.person(handle), PersonRecord.class);
  }

  /** The handle of a person, found or made. */
  public Handle of(Id person) throws Fault {
    return of(person, null);
  }

  /**
   * The same.
   *
   * @param name how the person is credited, kept where the handle is made; null where not known
   */
  public Handle of(Id person, @Nullable String name) throws Fault {
    ObjectKey key = StoreLayout.handleOf(secret.keyed(person));
    for (int attempt = 0; attempt < MAX_TRIES; attempt++) {
      // The pointer first: a record without one could not be found when the person is forgotten.
      documents.putIfAbsent(key, new Pointer(new Id(hex(random(HANDLE_BYTES)))));
      Optional<Pointer> pointer = documents.read(key, Pointer.class);
      if (pointer.isEmpty()) {
        continue;
      }
      Id handle = pointer.get().handle;
      documents.putIfAbsent(
          StoreLayout.person(handle),
          new PersonRecord(
              PersonRecord.FORMAT, handle, person, name, CarriedBytes.of(random(SALT_BYTES))));
      Optional<PersonRecord> record = person(handle);
      if (record.isPresent() && documents.read(key, Pointer.class).equals(pointer)) {
        return handle(record.get());
      }
      // Forgotten meanwhile, by another process.
      store.delete(StoreLayout.person(handle));
    }
    throw new Fault("others forget a person again and again", null);
  }

  /**
   * Forgets who a handle is, for good. What holds the handle stays as it is and still verifies.
   *
   * @return whether anybody was there to forget
   */
  public boolean forget(Id handle) {
    Optional<PersonRecord> record = person(handle);
    record.ifPresent(known -> {
      ObjectKey pointer = StoreLayout.handleOf(secret.keyed(known.person()));
      if (documents.read(pointer, Pointer.class).equals(Optional.of(new Pointer(handle)))) {
        store.delete(pointer);
      }
      store.delete(StoreLayout.person(handle));
    });
    return record.isPresent();
  }

  private static Handle handle(PersonRecord record) {
    MessageDigest digest = Sha256.newDigest();
    digest.update(record.salt().bytes());
    digest.update(record.person().value().getBytes(StandardCharsets.UTF_8));
    return new Handle(record.handle(), Sha256.of(digest));
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
