package dev.privateregistry.operator.acme;

import dev.privateregistry.operator.decide.OrderWish;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/** A zone whose records are set by dynamic update (RFC 2136) under a TSIG key (RFC 8945). */
final class DynamicZone {
  private static final Logger LOG = LoggerFactory.getLogger(DynamicZone.class);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
  private static final int DNS_PORT = 53;
  private static final long LIFETIME = 60;

  private final OrderWish.Dns01 proof;
  private final Duration patience;

  /**
   * @param patience for a record to be answered by every server of the zone
   */
  DynamicZone(OrderWish.Dns01 proof, Duration patience) {
    this.proof = proof;
    this.patience = patience;
  }

  /**
   * Adds a TXT record, and waits until the servers of the zone answer with it. The primary server
   * must; one of the others that does not within that time is left to the ACME server's patience.
   */
  void add(String name, String text) throws OrderFailure, InterruptedException {
    Name owner = absolute(name);
    Name zone = zoneOf(owner);
    TXTRecord record = new TXTRecord(owner, DClass.IN, LIFETIME, text);
    Update update = new Update(zone);
    update.add(record);
    send(update, zone);
    long deadline = System.nanoTime() + patience.toNanos();
    if (!await(resolver(proof.nameserver()), record, deadline)) {
      throw new OrderFailure(
          "name server %s took the record %s but does not answer with it"
              .formatted(proof.nameserver(), name));
    }
    for (SimpleResolver other : otherServers(zone)) {
      if (!await(other, record, deadline)) {
        LOG.warn("{} does not answer with {} yet", other, name);
      }
    }
  }

  /** Removes this record, and leaves others of the name. */
  void remove(String name, String text) throws OrderFailure {
    Name owner = absolute(name);
    Name zone = zoneOf(owner);
    Update update = new Update(zone);
    update.delete(new TXTRecord(owner, DClass.IN, LIFETIME, text));
    send(update, zone);
  }

  private void send(Update update, Name zone) throws OrderFailure {
    SimpleResolver resolver = resolver(proof.nameserver());
    resolver.setTCP(true);
    OrderWish.Tsig tsig = proof.tsig();
    try {
      resolver.setTSIGKey(new TSIG(absolute(tsig.algorithm()), tsig.name(), tsig.secret()));
      int answer = resolver.send(update).getRcode();
      if (answer != Rcode.NOERROR) {
        throw new OrderFailure(
            "name server %s refuses to update zone %s: %s; check tsigKeyName, tsigAlgorithm, the Secret of the key, and that the server lets this key update the zone"
                .formatted(proof.nameserver(), zone, Rcode.string(answer)));
      }
    } catch (IOException unanswered) {
      throw unreachable(unanswered);
    } catch (IllegalArgumentException notAKey) {
      throw new OrderFailure(
          "the key in tsigSecretRef is not base64, or tsigAlgorithm is unknown; write the key as"
              + " tsig-keygen prints it");
    }
  }

  private Name zoneOf(Name owner) throws OrderFailure {
    if (proof.zone().isPresent()) {
      return absolute(proof.zone().get());
    }
    for (int labels = 1; labels < owner.labels() - 1; labels++) {
      Name candidate = new Name(owner, labels);
      if (answers(resolver(proof.nameserver()), candidate, Type.SOA).stream()
          .anyMatch(record -> record.getName().equals(candidate))) {
        return candidate;
      }
    }
    throw new OrderFailure(
        "name server %s has no zone for %s; write it in zone".formatted(proof.nameserver(), owner));
  }

  private List<SimpleResolver> otherServers(Name zone) throws OrderFailure {
    SimpleResolver primary = resolver(proof.nameserver());
    int port = primary.getAddress().getPort();
    List<SimpleResolver> others = new ArrayList<>();
    for (Record found : answers(primary, zone, Type.NS)) {
      if (found instanceof NSRecord server) {
        for (Record address : answers(primary, server.getTarget(), Type.A)) {
          InetAddress ip = ((ARecord) address).getAddress();
          if (!ip.equals(primary.getAddress().getAddress())) {
            others.add(resolver(ip.getHostAddress() + ":" + port));
          }
        }
      }
    }
    return others;
  }

  private static boolean await(SimpleResolver server, TXTRecord record, long deadline)
      throws InterruptedException {
    while (true) {
      try {
        if (answers(server, record.getName(), Type.TXT).stream()
            .anyMatch(found -> found.rdataToString().equals(record.rdataToString()))) {
          return true;
        }
      } catch (OrderFailure unanswered) {
        LOG.debug("{} does not answer", server, unanswered);
      }
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      Thread.sleep(BETWEEN_LOOKS);
    }
  }

  private static List<Record> answers(SimpleResolver server, Name name, int type)
      throws OrderFailure {
    try {
      Message question = Message.newQuery(Record.newRecord(name, type, DClass.IN));
      return server.send(question).getSection(Section.ANSWER).stream()
          .filter(record -> record.getType() == type)
          .toList();
    } catch (IOException unanswered) {
      throw unreachable(unanswered, server.getAddress().toString());
    }
  }

  private static SimpleResolver resolver(String nameserver) throws OrderFailure {
    int colon = nameserver.lastIndexOf(':');
    boolean withPort = colon > 0 && nameserver.indexOf(':') == colon;
    String host = withPort ? nameserver.substring(0, colon) : nameserver;
    try {
      SimpleResolver resolver = new SimpleResolver(host);
      resolver.setPort(withPort ? Integer.parseInt(nameserver.substring(colon + 1)) : DNS_PORT);
      resolver.setTimeout(ANSWER);
      return resolver;
    } catch (IOException unknown) {
      throw unreachable(unknown, nameserver);
    }
  }

  private OrderFailure unreachable(IOException cause) {
    return unreachable(cause, proof.nameserver());
  }

  private static OrderFailure unreachable(IOException cause, String server) {
    String detail =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return new OrderFailure(
        "name server " + server + " does not answer: " + detail, Optional.empty(), cause);
  }

  private static Name absolute(String name) throws OrderFailure {
    try {
      return Name.fromString(name, Name.root);
    } catch (TextParseException notAName) {
      throw new OrderFailure("'" + name + "' is not a name of the DNS");
    }
  }
}
