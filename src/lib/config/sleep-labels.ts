import * as v from 'valibot';
import { text } from './schema-text.js';

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
const labelKeyPattern =
  /^(?:(?=[^/]{1,253}\/)[a-z0-9](?:[-.a-z0-9]*[a-z0-9])?\/)?(?=.{1,63}$)[A-Za-z0-9](?:[-._A-Za-z0-9]*[A-Za-z0-9])?$/;
export const labelValuePattern = /^(?=.{1,63}$)[A-Za-z0-9](?:[-._A-Za-z0-9]*[A-Za-z0-9])?$/;

/** Why a text is no label's value. */
export function labelValueProblem(given: string): string {
  return `expected a label's value: letters, digits, dashes, underscores and dots, at most 63; got ${JSON.stringify(given)}`;
}

/** `{ label: { app: … } }` */
export const byLabels = v.pipe(
  v.strictObject({
    // Were it required, an unknown key beside it would go unmentioned.
    label: v.exactOptional(
      v.pipe(
        v.record(
          v.pipe(
            v.string(),
            v.regex(labelKeyPattern, 'expected the key of a label, as in app.kubernetes.io/name'),
          ),
          v.pipe(
            text("The label's value."),
            v.regex(new RegExp(`${labelValuePattern.source}|\\$\\{`), ({ input }) =>
              labelValueProblem(input),
            ),
          ),
        ),
        v.minEntries(1, 'expected at least one label'),
        v.description('The labels that they have, all of them.'),
      ),
    ),
  }),
  v.rawCheck(({ dataset, addIssue }) => {
    if (dataset.typed && dataset.value.label === undefined)
      addIssue({ message: 'expected deployment/NAME, statefulset/NAME or { label: { app: … } }' });
  }),
);
