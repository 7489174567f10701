package dev.privateregistry.registry.catalog;

/**
 * What a manifest must be like to be stored, beyond being well-formed.
 *
 * @param required what must be there
 * @param urls where layers may be instead
 * @param classes which kinds of images
 */
public record PushRules(RequiredContent required, UrlRules urls, ImageClasses classes) {
  /** Without configuration. */
  public static final PushRules DEFAULT =
      new PushRules(RequiredContent.ALL, UrlRules.ANY, ImageClasses.ANY);
}
