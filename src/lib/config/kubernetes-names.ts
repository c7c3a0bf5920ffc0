/**
 * What Kubernetes takes for names.
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
 */

/** A DNS label of at most 63 characters: a namespace. */
export const namespacePattern = /^(?=.{1,63}$)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
export const namespaceRule =
  'expected the name of a namespace: lower-case letters, digits and dashes, at most 63';

/** A DNS subdomain of at most 253 characters: a secret, a service account. */
export const objectNamePattern = /^(?=.{1,253}$)(?!.*(?:\.[.-]|-\.))[a-z0-9](?:[-.a-z0-9]*[a-z0-9])?$/;
export const secretNameRule =
  'expected the name of a secret: lower-case letters, digits, dashes and dots, at most 253';

/** A key of a secret's data. */
export const dataKeyPattern = /^(?=.{1,253}$)(?!\.$|\.\.)[-._A-Za-z0-9]+$/;
export const dataKeyRule =
  "expected a secret's key: letters, digits, dashes, underscores and dots, at most 253";
