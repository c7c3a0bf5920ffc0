import * as v from 'valibot';
import { text } from './schema-text.js';

/** An instance id, or a text that a reference makes one of. */
const instanceId = v.pipe(
  text('The id of the instance, as in i-0123456789abcdef0, or a reference to it.'),
  v.regex(
    /^i-[0-9a-f]{8,17}$|\$\{/,
    'expected an instance id such as i-0123456789abcdef0, a reference to one, or { tag: { Name: … } }',
  ),
);

const orTags = 'or { tag: { Name: … } }';

/** `{ Name: … }` */
export const tagsSchema = v.pipe(
  v.record(v.string(), text("The tag's value.")),
  v.minEntries(1, 'expected at least one tag'),
  v.description('The tags that it has, all of them.'),
);

/** `{ tag: { Name: … } }` */
export const byTags = v.pipe(
  v.strictObject({
    // Were it required, an unknown key beside it would go unmentioned.
    tag: v.exactOptional(tagsSchema),
  }),
  v.rawCheck(({ dataset, addIssue }) => {
    if (dataset.typed && dataset.value.tag === undefined) addIssue({ message: `expected a name, ${orTags}` });
  }),
);

/** An EC2 instance by its id or by tags. */
export const instanceSchema = v.union([instanceId, byTags], `expected an instance id, ${orTags}`);
