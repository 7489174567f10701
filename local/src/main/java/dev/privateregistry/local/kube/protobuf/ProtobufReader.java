package dev.privateregistry.local.kube.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.privateregistry.local.kube.json.Json;
import dev.privateregistry.local.kube.protobuf.WireTable.Field;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code application/vnd.kubernetes.protobuf}: four magic bytes, an envelope with the kind,
 * the object. Empty texts count as absent, since the encoding cannot tell them apart.
 */
public final class ProtobufReader {
  private static final byte[] MAGIC = {'k', '8', 's', 0};
  private static final int TYPE = 1;
  private static final int RAW = 2;

  private final WireTable table = WireTable.load();

  /**
   * The object as JSON.
   *
   * @return empty for a kind that is not known in this encoding
   * @throws IOException when the bytes are not in this encoding
   */
  public Optional<ObjectNode> read(byte[] body) throws IOException {
    if (body.length < MAGIC.length || !Arrays.equals(MAGIC, 0, 4, body, 0, 4)) {
      throw new IOException("the body does not begin as Kubernetes' protobuf encoding does");
    }
    CodedInputStream envelope =
        CodedInputStream.newInstance(body, MAGIC.length, body.length - MAGIC.length);
    Map<Integer, byte[]> parts = new HashMap<>();
    for (int tag = envelope.readTag(); tag != 0; tag = envelope.readTag()) {
      parts.put(WireFormat.getTagFieldNumber(tag), envelope.readByteArray());
    }
    String[] type = type(parts.getOrDefault(TYPE, new byte[0]));
    Optional<String> message = table.message(type[0], type[1]);
    if (message.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode object = Json.object().put("apiVersion", type[0]).put("kind", type[1]);
    readInto(object, message.get(), parts.getOrDefault(RAW, new byte[0]));
    return Optional.of(object);
  }

  private static String[] type(byte[] bytes) throws IOException {
    String[] type = {"", ""};
    CodedInputStream in = CodedInputStream.newInstance(bytes);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      type[WireFormat.getTagFieldNumber(tag) == 1 ? 0 : 1] = in.readStringRequireUtf8();
    }
    return type;
  }

  private void readInto(ObjectNode object, String message, byte[] bytes) throws IOException {
    Map<Integer, Field> fields = table.fields(message);
    CodedInputStream in = CodedInputStream.newInstance(bytes);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      Field field = fields.get(WireFormat.getTagFieldNumber(tag));
      if (field == null) {
        in.skipField(tag);
      } else if (field.inline()) {
        readInto(object, field.type(), in.readByteArray());
      } else {
        add(object, field, in);
      }
    }
  }

  private void add(ObjectNode object, Field field, CodedInputStream in) throws IOException {
    switch (field.form()) {
      case ONE -> {
        JsonNode value = value(field.type(), in);
        boolean empty = value.isNull() || (value.isTextual() && value.asText().isEmpty());
        if (!empty) {
          object.set(field.name(), value);
        }
      }
      case LIST -> object.withArray(field.name()).add(value(field.type(), in));
      case MAP -> addEntry(Json.child(object, field.name()), field.type(), in.readByteArray());
    }
  }

  private void addEntry(ObjectNode map, String type, byte[] entry) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(entry);
    String key = "";
    JsonNode value = TextNode.valueOf("");
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (WireFormat.getTagFieldNumber(tag) == 1) {
        key = in.readStringRequireUtf8();
      } else {
        value = value(type, in);
      }
    }
    map.set(key, value);
  }

  private JsonNode value(String type, CodedInputStream in) throws IOException {
    return switch (type) {
      case "string" -> TextNode.valueOf(in.readStringRequireUtf8());
      case "bool" -> BooleanNode.valueOf(in.readBool());
      case "int32" -> IntNode.valueOf(in.readInt32());
      case "int64" -> LongNode.valueOf(in.readInt64());
      case "bytes" -> TextNode.valueOf(Base64.getEncoder().encodeToString(in.readByteArray()));
      case "time" -> time(in.readByteArray());
      case "json" -> json(in.readByteArray());
      case "quantity" -> TextNode.valueOf(text(in.readByteArray()));
      case "intOrString" -> intOrString(in.readByteArray());
      default -> {
        ObjectNode object = Json.object();
        readInto(object, type, in.readByteArray());
        yield object;
      }
    };
  }

  /** Seconds and nanoseconds; nothing at all stands for no time. */
  private static JsonNode time(byte[] bytes) throws IOException {
    Map<Integer, Long> parts = new HashMap<>();
    CodedInputStream in = CodedInputStream.newInstance(bytes);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      parts.put(WireFormat.getTagFieldNumber(tag), in.readInt64());
    }
    Long seconds = parts.get(1);
    return seconds == null
        ? NullNode.instance
        : TextNode.valueOf(Instant.ofEpochSecond(seconds, parts.getOrDefault(2, 0L)).toString());
  }

  private static String text(byte[] bytes) throws IOException {
    String text = "";
    CodedInputStream in = CodedInputStream.newInstance(bytes);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      text = in.readStringRequireUtf8();
    }
    return text;
  }

  private static JsonNode json(byte[] bytes) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(bytes);
    return in.readTag() == 0 ? NullNode.instance : Json.read(in.readByteArray());
  }

  private static JsonNode intOrString(byte[] bytes) throws IOException {
    long kind = 0;
    int number = 0;
    String text = "";
    CodedInputStream in = CodedInputStream.newInstance(bytes);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> kind = in.readInt64();
        case 2 -> number = in.readInt32();
        default -> text = in.readStringRequireUtf8();
      }
    }
    return kind == 0 ? IntNode.valueOf(number) : TextNode.valueOf(text);
  }
}
