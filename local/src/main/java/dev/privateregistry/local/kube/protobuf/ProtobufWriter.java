package dev.privateregistry.local.kube.protobuf;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Documents that clients take in protobuf only. */
public final class ProtobufWriter {
  private ProtobufWriter() {}

  /** An OpenAPI v2 document with a title and a version and nothing else. */
  public static byte[] openApiDocument(String title, String version) throws IOException {
    ByteArrayOutputStream info = new ByteArrayOutputStream();
    CodedOutputStream infoOut = CodedOutputStream.newInstance(info);
    infoOut.writeString(1, title);
    infoOut.writeString(2, version);
    infoOut.flush();
    ByteArrayOutputStream document = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(document);
    out.writeString(1, "2.0");
    out.writeByteArray(2, info.toByteArray());
    out.flush();
    return document.toByteArray();
  }
}
