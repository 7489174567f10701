package dev.privateregistry.local.kube.cel;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload;
import dev.privateregistry.local.kube.schema.Formats;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The functions that Kubernetes adds to CEL: lists, regular expressions, URLs, addresses,
 * quantities.
 */
final class KubernetesFunctions {
  @SuppressWarnings({"unchecked", "rawtypes"})
  private static final Comparator<Object> ORDER = (a, b) -> ((Comparable) a).compareTo(b);

  private final Map<String, List<CelOverloadDecl>> overloads = new LinkedHashMap<>();
  private final List<CelFunctionBinding> bindings = new ArrayList<>();

  private KubernetesFunctions() {
    lists();
    texts();
    urls();
    quantities();
  }

  static List<CelFunctionDecl> declarations() {
    return new KubernetesFunctions()
        .overloads.entrySet().stream()
            .map(e -> CelFunctionDecl.newFunctionDeclaration(e.getKey(), e.getValue()))
            .toList();
  }

  static List<CelFunctionBinding> bindings() {
    return new KubernetesFunctions().bindings;
  }

  private <T> void global(
      String name,
      CelType result,
      CelType type,
      Class<T> argument,
      CelFunctionOverload.Unary<T> body) {
    String id = "kubernetes_" + name;
    declare(name, CelOverloadDecl.newGlobalOverload(id, result, type));
    bindings.add(CelFunctionBinding.from(id, argument, body));
  }

  private <T> void member(
      String name,
      CelType result,
      CelType type,
      Class<T> receiver,
      CelFunctionOverload.Unary<T> body) {
    String id = "kubernetes_" + type.name() + "_" + name;
    declare(name, CelOverloadDecl.newMemberOverload(id, result, type));
    bindings.add(CelFunctionBinding.from(id, receiver, body));
  }

  private <A, B> void member(
      String name,
      CelType result,
      Class<A> receiver,
      Class<B> argument,
      CelFunctionOverload.Binary<A, B> body) {
    String id =
        "kubernetes_" + receiver.getSimpleName() + "_" + argument.getSimpleName() + "_" + name;
    declare(name, CelOverloadDecl.newMemberOverload(id, result, type(receiver), type(argument)));
    bindings.add(CelFunctionBinding.from(id, receiver, argument, body));
  }

  private void declare(String name, CelOverloadDecl overload) {
    overloads.computeIfAbsent(name, n -> new ArrayList<>()).add(overload);
  }

  private static CelType type(Class<?> type) {
    if (type == String.class) {
      return SimpleType.STRING;
    }
    return type == List.class
        ? ListType.create(SimpleType.DYN)
        : type == BigDecimal.class ? Quantities.TYPE : SimpleType.DYN;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private void lists() {
    CelType list = type(List.class);
    member("isSorted", SimpleType.BOOL, list, List.class, l -> sorted((List<Object>) l));
    member("sum", SimpleType.DYN, list, List.class, l -> sum((List<Object>) l));
    member("min", SimpleType.DYN, list, List.class, l -> Collections.min((List<Object>) l, ORDER));
    member("max", SimpleType.DYN, list, List.class, l -> Collections.max((List<Object>) l, ORDER));
    member("indexOf", SimpleType.INT, List.class, Object.class, (l, v) -> (long) l.indexOf(v));
    member(
        "lastIndexOf", SimpleType.INT, List.class, Object.class, (l, v) -> (long) l.lastIndexOf(v));
  }

  private static boolean sorted(List<Object> list) {
    List<Object> copy = new ArrayList<>(list);
    copy.sort(ORDER);
    return copy.equals(list);
  }

  private static Object sum(List<Object> list) {
    if (list.stream().allMatch(Long.class::isInstance)) {
      return list.stream().mapToLong(v -> (Long) v).sum();
    }
    return list.stream().mapToDouble(v -> ((Number) v).doubleValue()).sum();
  }

  private void texts() {
    member(
        "find",
        SimpleType.STRING,
        String.class,
        String.class,
        (text, regex) -> {
          var matcher = Pattern.compile(regex).matcher(text);
          return matcher.find() ? matcher.group() : "";
        });
    member(
        "findAll",
        ListType.create(SimpleType.STRING),
        String.class,
        String.class,
        (text, regex) ->
            Pattern.compile(regex).matcher(text).results().map(r -> r.group()).toList());
    global("isIP", SimpleType.BOOL, SimpleType.STRING, String.class, Formats::ip);
    global("isCIDR", SimpleType.BOOL, SimpleType.STRING, String.class, Formats::cidr);
  }

  private void urls() {
    CelType url = OpaqueType.create("kubernetes.URL");
    global("isURL", SimpleType.BOOL, SimpleType.STRING, String.class, KubernetesFunctions::isUrl);
    global("url", url, SimpleType.STRING, String.class, KubernetesFunctions::url);
    member("getScheme", SimpleType.STRING, url, URI.class, u -> text(u.getScheme()));
    member("getHost", SimpleType.STRING, url, URI.class, u -> text(u.getRawAuthority()));
    member("getHostname", SimpleType.STRING, url, URI.class, u -> text(u.getHost()));
    member("getEscapedPath", SimpleType.STRING, url, URI.class, u -> text(u.getRawPath()));
    member(
        "getPort",
        SimpleType.STRING,
        url,
        URI.class,
        u -> u.getPort() < 0 ? "" : Integer.toString(u.getPort()));
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  private static boolean isUrl(String text) {
    try {
      url(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** A URL with a scheme, or a path from the root. */
  private static URI url(String text) {
    try {
      URI uri = new URI(text);
      if (uri.isAbsolute() || text.startsWith("/")) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("URL parse error: " + e.getMessage(), e);
    }
    throw new IllegalArgumentException("URL parse error: no scheme in " + text);
  }

  private void quantities() {
    global("isQuantity", SimpleType.BOOL, SimpleType.STRING, String.class, Quantities::valid);
    global("quantity", Quantities.TYPE, SimpleType.STRING, String.class, Quantities::parse);
    member("sign", SimpleType.INT, Quantities.TYPE, BigDecimal.class, q -> (long) q.signum());
    member("isInteger", SimpleType.BOOL, Quantities.TYPE, BigDecimal.class, Quantities::whole);
    member(
        "asInteger", SimpleType.INT, Quantities.TYPE, BigDecimal.class, BigDecimal::longValueExact);
    member(
        "asApproximateFloat",
        SimpleType.DOUBLE,
        Quantities.TYPE,
        BigDecimal.class,
        BigDecimal::doubleValue);
    Class<BigDecimal> quantity = BigDecimal.class;
    member("add", Quantities.TYPE, quantity, quantity, BigDecimal::add);
    member("sub", Quantities.TYPE, quantity, quantity, BigDecimal::subtract);
    member("isLessThan", SimpleType.BOOL, quantity, quantity, (a, b) -> a.compareTo(b) < 0);
    member("isGreaterThan", SimpleType.BOOL, quantity, quantity, (a, b) -> a.compareTo(b) > 0);
    member("compareTo", SimpleType.INT, quantity, quantity, (a, b) -> (long) a.compareTo(b));
  }
}
