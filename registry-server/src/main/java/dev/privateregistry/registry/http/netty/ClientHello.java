package dev.privateregistry.registry.http.netty;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a TLS client asks for before anything is decided (RFC 8446, section 4.1.2).
 *
 * @param serverName in lower case (RFC 6066, section 3); empty when it names none
 * @param protocols in its order (RFC 7301)
 */
record ClientHello(String serverName, List<String> protocols) {
  private static final ClientHello UNREADABLE = new ClientHello("", List.of());
  private static final int VERSION_AND_RANDOM = 34;
  private static final int SERVER_NAME = 0;
  private static final int PROTOCOLS = 16;
  private static final int HOST_NAME = 0;

  ClientHello {
    protocols = List.copyOf(protocols);
  }

  /**
   * Reads the body of the handshake message. What is broken is taken as a client that asks for
   * nothing: the handshake itself will refuse it.
   */
  static ClientHello parse(@Nullable ByteBuf message) {
    if (message == null) {
      return UNREADABLE;
    }
    try {
      return read(message.duplicate());
    } catch (IndexOutOfBoundsException broken) {
      return UNREADABLE;
    }
  }

  private static ClientHello read(ByteBuf in) {
    in.skipBytes(VERSION_AND_RANDOM);
    in.skipBytes(in.readUnsignedByte());
    in.skipBytes(in.readUnsignedShort());
    in.skipBytes(in.readUnsignedByte());
    String name = "";
    List<String> protocols = List.of();
    ByteBuf extensions = in.isReadable() ? in.readSlice(in.readUnsignedShort()) : in;
    while (extensions.isReadable()) {
      int kind = extensions.readUnsignedShort();
      ByteBuf content = extensions.readSlice(extensions.readUnsignedShort());
      if (kind == SERVER_NAME) {
        name = serverName(content);
      } else if (kind == PROTOCOLS) {
        protocols = protocols(content);
      }
    }
    return new ClientHello(name, protocols);
  }

  private static String serverName(ByteBuf content) {
    ByteBuf names = content.readSlice(content.readUnsignedShort());
    while (names.isReadable()) {
      int kind = names.readUnsignedByte();
      String name = text(names, names.readUnsignedShort());
      if (kind == HOST_NAME) {
        return name.toLowerCase(Locale.ROOT);
      }
    }
    return "";
  }

  private static List<String> protocols(ByteBuf content) {
    ByteBuf names = content.readSlice(content.readUnsignedShort());
    List<String> protocols = new ArrayList<>();
    while (names.isReadable()) {
      protocols.add(text(names, names.readUnsignedByte()));
    }
    return protocols;
  }

  private static String text(ByteBuf in, int length) {
    return in.readCharSequence(length, StandardCharsets.US_ASCII).toString();
  }
}
