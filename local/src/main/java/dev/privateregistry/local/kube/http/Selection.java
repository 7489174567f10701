package dev.privateregistry.local.kube.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.privateregistry.local.kube.api.ApiFailure;
import dev.privateregistry.local.kube.json.Meta;
import dev.privateregistry.local.kube.select.FieldSelector;
import dev.privateregistry.local.kube.select.LabelSelector;
import dev.privateregistry.local.kube.store.ObjectKey;
import dev.privateregistry.local.kube.write.Place;
import java.util.function.Predicate;

/** The objects that a list or a watch is about. */
record Selection(Place place, LabelSelector labels, FieldSelector fields)
    implements Predicate<ObjectNode> {
  static Selection of(Call call, Place place) {
    try {
      return new Selection(
          place,
          LabelSelector.parse(call.query("labelSelector")),
          FieldSelector.parse(call.query("fieldSelector")));
    } catch (IllegalArgumentException e) {
      throw ApiFailure.badRequest(String.valueOf(e.getMessage()));
    }
  }

  /** Whether a key lies in the place asked for. */
  boolean covers(ObjectKey key) {
    return key.resource().equals(place.kind().resource())
        && (place.namespace().isEmpty() || place.namespace().equals(key.namespace()))
        && (place.name().isEmpty() || place.name().equals(key.name()));
  }

  @Override
  public boolean test(ObjectNode object) {
    return labels.test(new Meta(object).labels()) && fields.test(object);
  }
}
