package dev.privateregistry.e2e.golden;

import java.util.List;
import java.util.stream.Stream;

/** Why this server answers differently; each difference belongs to the first reason that fits. */
final class Reasons {
  static final List<Reason> ALL =
      Stream.of(generations(), forms(), pulls(), pushes(), lists(), http(), paths())
          .flatMap(List::stream)
          .toList();

  private Reasons() {}

  /** What changed from registry:2 to registry:3 and has no form of both. */
  private static List<Reason> generations() {
    return Stream.of(
            Reason.of("Manifests are never rewritten to schema 1, as in `registry:3`.")
                .request("Accept: (docker|list|index|oci).*|Accept: a broken Accept")
                .aspect("status"),
            Reason.of(
                    "Chunks out of order are refused (OCI distribution specification, end-5), and so"
                        + " are those of another length than they say; the status is told at any"
                        + " Location of the upload (end-13).")
                .request("(Content-Range|uploads in chunks): .*"),
            Reason.of("Tags are sorted and come in pages (OCI distribution specification, end-8).")
                .request("(tags|deletes|relative addresses|a public host): .*")
                .aspect("body|header link"),
            Reason.of("A digest that no manifest has is unknown, not a failure.")
                .request("unknown manifests: digest of a blob")
                .aspect("status"),
            Reason.of("HTTP that is not well-formed is refused, as by `registry:3`.")
                .request("HTTP (heads|bodies): .*")
                .aspect("status")
                .theirs("20[02]"),
            Reason.of("`aud` may be a list (RFC 7519, 4.1.3).")
                .request("tokens: a list of audiences")
                .aspect("status"))
        .map(reason -> reason.against(Comparison.REGISTRY_2))
        .toList();
  }

  /** The form of answers in general. */
  private static List<Reason> forms() {
    return List.of(
        Reason.of(
                "The codes and messages are those of distribution; the detail is for people, and"
                    + " says what was wrong with this request and how to put it right.")
            .aspect("detail"),
        Reason.of(
                "Errors of status 4xx have the JSON body that the OCI specification asks for, also"
                    + " for a method that a path does not know, and on a registry that is read-only.")
            .aspect("status")
            .ours("405 UNSUPPORTED")
            .theirs("405"),
        Reason.of("HEAD can be asked of whatever GET can be asked of (RFC 9110, 9.1).")
            .request(".*: HEAD /v2/(_catalog|\\{repo\\}/tags/list)")
            .aspect("status"),
        Reason.of(
                "`/v2/` knows GET and HEAD; distribution answers any method, known or not, with"
                    + " 200.")
            .request("(methods|a user|challenges): .* (/v2/|to the base)")
            .aspect("status")
            .ours("405.*"),
        Reason.of(
                "OPTIONS is answered with the methods that the path knows, and without"
                    + " credentials: browsers send none before a request to another origin.")
            .request(".*: OPTIONS.*"),
        Reason.of(
                "The path of uploads knows POST only; distribution looks for an upload without id.")
            .request("(methods|starts of uploads): (GET|HEAD|PUT|PATCH|DELETE).*")
            .aspect("status")
            .ours("405.*"),
        Reason.of("The method is refused before the upload is looked for.")
            .request("(methods|read-only): .*")
            .aspect("status")
            .ours("405 UNSUPPORTED"),
        Reason.of("Every answer names the version of the API.")
            .aspect("header docker-distribution-api-version"),
        Reason.of("The length of a body that HEAD does not send is told.")
            .request("base: HEAD /")
            .aspect("header content-length"),
        Reason.of("The detail of the same error has another length.")
            .request(".*HEAD.*")
            .aspect("header content-length"));
  }

  private static List<Reason> pulls() {
    return List.of(
        Reason.of(
                "An OCI manifest is served whatever Accept says, `*/*` and nothing included: the"
                    + " specification has no negotiation, and 404 for what is there misleads.")
            .request("Accept: oci.*")
            .aspect("status")
            .ours("200")
            .theirs("404.*"),
        Reason.of(
                "A manifest list is served as it is, never its linux/amd64 child: the digest of the"
                    + " answer is that of the tag.")
            .request("Accept: list.*")
            .ours("200")
            .aspect("status"),
        Reason.of("304 names the content that has not changed (RFC 9110, 15.4.5).")
            .request("conditions on manifests: .*")
            .aspect("header (etag|docker-content-digest)"),
        Reason.of("If-None-Match is read by RFC 9110: weak comparison, and `*` is anything.")
            .request("conditions on manifests: .*")
            .aspect("status"),
        Reason.of("A digest without quotes is understood for blobs too, as it is for manifests.")
            .request("conditions: .*If-None-Match: DIGEST")
            .aspect("status")
            .ours("304"),
        Reason.of(
                "If-Match is not evaluated: what a digest names never changes. distribution answers"
                    + " 412 with a Content-Length and no content.")
            .request("conditions: If-Match: .*")
            .aspect("status"),
        Reason.of("Range means something for GET only (RFC 9110, 14.2).")
            .request("blobs: HEAD with Range")
            .aspect("status|header.*"),
        Reason.of(
                "A Range that is not well-formed or of another unit is ignored (RFC 9110, 14.2), and"
                    + " the unit may be in capitals; distribution answers 416, version 2 without the"
                    + " content it announces.")
            .request(
                "ranges: Range: (0-1|Bytes=.*|bytes 0-1|bytes|bytes=-|bytes=.*[0-9]{12}|bytes=5-4"
                    + "|bytes=a-b|items=.*|bytes=\\+1-2)")
            .aspect("status")
            .ours("20[06]"),
        Reason.of(
                "Several ranges are answered with the whole, which RFC 9110, 14.2 allows: no"
                    + " client can make the server build many parts.")
            .request("ranges: Range: bytes=0-[01],.*")
            .aspect("status"),
        Reason.of("The last 0 bytes cannot be sent (RFC 9110, 14.1.2).")
            .request("ranges: Range: bytes=-0")
            .aspect("status"),
        Reason.of("416 has the JSON body of an error and tells the length in Content-Range.")
            .request("ranges: .*")
            .ours("416 .*|bytes \\*/.*"),
        Reason.of("All of an empty blob is the empty blob.").request("ranges: of the empty blob"),
        Reason.of("A digest of an unknown algorithm is refused as such; content can have none.")
            .request("(digests of blobs|unknown manifests): .*(sha384|algorithm).*")
            .aspect("status"));
  }

  private static List<Reason> pushes() {
    return List.of(
        Reason.of("A push of what refers to something is confirmed (OCI specification, subject).")
            .aspect("header oci-subject"),
        Reason.of(
                "A mount need not say from where (OCI distribution specification, end-11): the"
                    + " blob comes from any repository that the client may read.")
            .request("mounts: from anywhere")
            .aspect("status"),
        Reason.of(
                "The form of Content-Range is checked, also with chunked coding; it may have a unit"
                    + " and a total size as in RFC 9110. distribution answers 500 to what it cannot"
                    + " read, and ignores what comes with chunked coding.")
            .request("Content-Range: (first chunk|chunked coding).*")
            .aspect("status"),
        Reason.of(
                "The last chunk is checked like the others; distribution takes it wherever it says"
                    + " it belongs, and then the digest is wrong.")
            .request("Content-Range: PUT .*")
            .aspect("status"),
        Reason.of("416 tells where to go on, in Location and Range.")
            .request("(Content-Range|uploads in chunks): .*")
            .aspect("header (location|range|docker-upload-uuid)"),
        Reason.of("An upload may be cancelled with any Location that was given for it.")
            .request(
                "uploads in chunks: DELETE with .*|states of uploads: (GET|HEAD) with a broken state")
            .aspect("status")
            .ours("204"),
        Reason.of("A `_state` that is not ours is refused, also by GET.")
            .request("states of uploads: (GET|HEAD) with a broken state")
            .aspect("status"),
        Reason.of("An upload ends with a wrong digest, and nothing is left of it.")
            .request("digests of uploads: PUT the right digest after it")
            .aspect("status"),
        Reason.of(
                "Content has the digest that the client gave, sha512 included, as the OCI"
                    + " specification asks; distribution changes it to sha256.")
            .request("digests of uploads: .*sha512")
            .aspect("header (docker-content-digest|etag|location)"),
        Reason.of("A manifest may be pushed by its sha512.").request("manifests: PUT by sha512"),
        Reason.of("A blob may be pushed with one POST (OCI distribution specification, end-4b).")
            .request("uploads in one piece: POST with .*digest.*")
            .aspect("status"),
        Reason.of(
                "The bytes of a PUT are the blob whatever their type; distribution reads a form"
                    + " and loses them.")
            .request("uploads in one piece: PUT with a type of form data")
            .aspect("status"),
        Reason.of("The type of a chunk means nothing; distribution answers 500 to any but one.")
            .request("types of chunks: .*")
            .aspect("status"),
        Reason.of("A body that ends early or is not well-formed is the client's error, not 500.")
            .request("HTTP bodies: a .*chunk.*")
            .aspect("status"),
        Reason.of(
                "A manifest that cannot be one is refused as MANIFEST_INVALID, with the member"
                    + " that is wrong; distribution answers 500 or looks for content without a digest.")
            .request("broken manifests: OCI .*")
            .aspect("status"),
        Reason.of(
                "Two readers of one manifest must see the same: a member given twice is refused"
                    + " (CVE-2021-41190), and so is a size below 0.")
            .request("broken manifests: a .*")
            .aspect("status"),
        Reason.of("An index of layers is taken when the layers are there: BuildKit's cache is one.")
            .request("indexes: of layers, as BuildKit")
            .aspect("status"),
        Reason.of(
                "A layer that is fetched from elsewhere need not be here; distribution answers"
                    + " 500 unless a rule for its URLs is configured.")
            .request("references of manifests: a (foreign|non-distributable) layer")
            .aspect("status"),
        Reason.of("Without Content-Type, a manifest is what it says it is.")
            .request("types of pushes: .*(any|no) type")
            .aspect("status"),
        Reason.of("A manifest larger than 4 MiB is answered with 413 (OCI specification).")
            .request("sizes of manifests: .*")
            .aspect("status"),
        Reason.of("A push to what is no tag or digest is told so in JSON, and never with 500.")
            .request("references of pushes: .*")
            .aspect("status"),
        Reason.of("Without a Host there is no address to give: Location is a path.")
            .request("addresses: HTTP/1.0 without Host"));
  }

  private static List<Reason> lists() {
    return List.of(
        Reason.of("What refers to some content is listed (OCI distribution specification, end-12).")
            .request("other paths: GET .*/referrers/.*")
            .aspect("status"),
        Reason.of(
                "The catalog is sorted by name, character by character, as distribution"
                    + " documents it; it goes folder by folder.")
            .request("catalog: .*")
            .aspect("body|header link"),
        Reason.of("There is a Link only when something follows, and it says so.")
            .request(".*: GET tags")
            .aspect("header link"),
        Reason.of("A list without tags is `[]`, never `null`: the specification says array.")
            .request("(tags|deletes): .*")
            .aspect("body"),
        Reason.of("A repository that has manifests and no tags is known, and its list is empty.")
            .request("tags: no tags")
            .aspect("status"),
        Reason.of(
                "A semicolon does not end a parameter (WHATWG URL), so this n is no number;"
                    + " distribution drops the parameter.")
            .request("(catalog|tags): .*n=2;last=a")
            .aspect("status"),
        Reason.of("More tags than there can be is as many as there are.")
            .request("tags: .*n=9{20}"),
        Reason.of("A digest that is none is the client's error, not 500.")
            .request("(deletes: bad|unknown manifests: short) digest")
            .aspect("status"));
  }

  private static List<Reason> paths() {
    return List.of(
        Reason.of(
                "A path that lacks its last slash, or has one too many, is answered: a redirect"
                    + " turns POST into GET in many clients.")
            .aspect("status")
            .request("(base|challenges): GET /v2|.*: a slash too few|other paths: .*")
            .theirs("301"),
        Reason.of("Paths are not cleaned and redirected: `..`, `.` and `//` are in no name.")
            .aspect("status")
            .theirs("301"),
        Reason.of(
                "A name that breaks the rules is told so, in JSON; distribution says the page is"
                    + " not found, or 500.")
            .aspect("status")
            .ours("400 NAME_INVALID"),
        Reason.of(
                "A digest that breaks the rules is told so, in JSON; distribution says the page"
                    + " is not found, or 500.")
            .request("(digests of blobs|unknown manifests): .*")
            .aspect("status")
            .ours("400 DIGEST_INVALID"),
        Reason.of("No manifest has a tag that breaks the rules: 404 in JSON.")
            .request("unknown manifests: .*")
            .aspect("status")
            .ours("404 MANIFEST_UNKNOWN"),
        Reason.of("What cannot be decoded names nothing.")
            .request("paths: GET .*%.*")
            .aspect("status"),
        Reason.of(
                "What is wrong with the request line is told before credentials are asked for;"
                    + " it says nothing about what is stored.")
            .request("challenges: GET a bad digest")
            .aspect("status"),
        Reason.of("More than one space may follow the scheme (RFC 9110, 11.4).")
            .request("credentials: Authorization: Basic  .*|tokens: two blanks")
            .aspect("status"),
        Reason.of(
                "As `registry:2`: a token whose algorithm does not fit its key is an invalid one.")
            .request("tokens: with algorithm .*")
            .aspect("header www-authenticate"));
  }

  private static List<Reason> http() {
    return List.of(
        Reason.of("CONNECT is for proxies and `*` for OPTIONS; there is nothing to redirect to.")
            .request("HTTP heads: (CONNECT|GET \\*)")
            .aspect("status"),
        Reason.of(
                "Requests that two servers could read differently are refused: two lengths, a"
                    + " length beside chunked coding, folded fields, a target with a fragment or with"
                    + " letters outside ASCII.")
            .request(
                "(HTTP (heads|bodies)|paths): (chunked in two fields|length and chunked"
                    + "|the same Content-Length twice|a folded field|a letter outside ASCII in the target"
                    + "|GET .*#fragment)")
            .aspect("status"),
        Reason.of(
                "HTTP/1.0 and HTTP/1.1 are spoken, and HTTP/2 by its own preface; no client has"
                    + " another minor version.")
            .request("HTTP heads: HTTP/1.2")
            .aspect("status"),
        Reason.of("Header fields may have 32 KiB in all; Go allows 1 MiB.")
            .request("HTTP heads: fields of 64 KiB")
            .aspect("status"),
        Reason.of("A request that is not well-formed HTTP is told what is wrong with it.")
            .request("(HTTP (heads|bodies)|names|paths): .*")
            .aspect("body|header content-type"));
  }
}
