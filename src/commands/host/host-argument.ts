/** What a verb of `host` says about its argument. */
export const hostArgument =
  'a name of exops.yaml, an instance id or a Name tag; else the host of the environment';
