import { type Layer, layers, type Problem } from '../src/lib/doctor/model.js';
import { problems } from '../src/lib/doctor/problems/problems.js';
import { layerTitle } from '../src/lib/doctor/report/layer-title.js';

const lead = `# Troubleshooting

\`exops doctor\` looks at each layer between here and Kafka, and names the first that is broken. This page has everything that it can
find, layer by layer, from the outermost inwards; it is made from the table that doctor itself uses. In its JSON a finding has the
name that stands in brackets here.`;

/** The text of docs/guides/troubleshooting.md. */
export function troubleshootingPage(): string {
  return `${[lead, ...ambiguous(), ...layers.flatMap(section), ...anywhere()].join('\n\n')}\n`;
}

/** What clients say of several problems, in the order in which doctor would find those. */
function ambiguous(): readonly string[] {
  const meanings = new Map<string, string[]>();
  for (const [id, { symptoms }] of inOrder())
    for (const symptom of symptoms) meanings.set(symptom, [...(meanings.get(symptom) ?? []), id]);
  const lines = [...meanings]
    .filter(([, ids]) => ids.length > 1)
    .map(([symptom, ids]) => `- ${code(symptom)}: ${ids.map((id) => `[${id}](#${id})`).join(', ')}`);
  return [
    '## Words that mean several things',
    'Clients say the same of different problems. These are the words, and what may be behind them; `exops doctor` tells which it is.',
    lines.join('\n'),
  ];
}

function inOrder(): readonly (readonly [string, Problem])[] {
  const all: readonly (readonly [string, Problem])[] = Object.entries(problems);
  return [...layers, 'any' as const].flatMap((layer) => all.filter(([, one]) => one.layer === layer));
}

function section(layer: Layer): readonly string[] {
  const own = problemsOf(layer);
  const title = layerTitle(layer);
  return own.length === 0 ? [] : [`## ${title.charAt(0).toUpperCase()}${title.slice(1)}`, ...own];
}

function anywhere(): readonly string[] {
  return ['## Any layer', ...problemsOf('any')];
}

function problemsOf(layer: Problem['layer']): readonly string[] {
  return inOrder().flatMap(([id, problem]) => (problem.layer === layer ? [entry(id, problem)] : []));
}

function entry(id: string, { title, symptoms, cause, remedy }: Problem): string {
  const said = symptoms.map((symptom) => `- ${code(symptom)}`);
  const shown = said.length === 0 ? [] : ['Clients say:', said.join('\n')];
  return [
    `<a id="${id}"></a>`,
    `### ${title} (\`${id}\`)`,
    ...shown,
    cause,
    `**What to do.** ${remedy}`,
  ].join('\n\n');
}

function code(text: string): string {
  return `\`${text.replaceAll('`', "'")}\``;
}
