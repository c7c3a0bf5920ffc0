/** What a verb of `host` says about its argument. */
export const hostArgument = 'name of exops.yaml, instance id or Name tag';
