package dev.privateregistry.operator.decide;

import dev.privateregistry.operator.decide.Children.SecretContent;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is stored about certificates from an ACME server, in a Secret of its own.
 *
 * @param server whose account it is
 * @param account the account's private key
 * @param key that of the certificate being ordered; null when none is
 * @param place the order at the server; null when it is not placed yet
 * @param serial of the certificate that was issued last; null when none was
 */
record AcmeState(
    String server,
    String account,
    @Nullable String key,
    @Nullable String place,
    @Nullable String serial) {

  private static final String SERVER = "server";
  private static final String ACCOUNT = "account.key";
  private static final String KEY = "order.key";
  private static final String PLACE = "order.url";
  private static final String SERIAL = "issued.serial";

  /** What a Secret holds; empty when that is of no use for this server. */
  static Optional<AcmeState> read(Secret secret, String server) {
    String account = Children.text(secret, ACCOUNT);
    if (account == null || !server.equals(Children.text(secret, SERVER))) {
      return Optional.empty();
    }
    return Optional.of(
        new AcmeState(
            server,
            account,
            Children.text(secret, KEY),
            Children.text(secret, PLACE),
            Children.text(secret, SERIAL)));
  }

  AcmeState ordering(String newKey) {
    return new AcmeState(server, account, newKey, null, serial);
  }

  AcmeState placed(String at) {
    return new AcmeState(server, account, key, at, serial);
  }

  AcmeState issued(String number) {
    return new AcmeState(server, account, null, null, number);
  }

  SecretContent content() {
    Map<String, String> data = new LinkedHashMap<>();
    data.put(SERVER, server);
    data.put(ACCOUNT, account);
    put(data, KEY, key);
    put(data, PLACE, place);
    put(data, SERIAL, serial);
    return new SecretContent(SecretContent.OPAQUE, data, Map.of());
  }

  private static void put(Map<String, String> data, String name, @Nullable String value) {
    if (value != null) {
      data.put(name, value);
    }
  }

  /** Without keys. */
  @Override
  public String toString() {
    return "AcmeState[" + server + ", " + place + ", " + serial + "]";
  }
}
