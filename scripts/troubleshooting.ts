import { type Layer, layers, type Problem } from '../src/lib/doctor/model.js';
import { problems } from '../src/lib/doctor/problems/problems.js';
import { layerTitle } from '../src/lib/doctor/report/layer-title.js';

const lead = `# Troubleshooting

\`exops doctor\` looks at each layer between here and Kafka, and names the first that is broken. This page has everything that it can
find, layer by layer, from the outermost inwards; it is made from the table that doctor itself uses. In its JSON a finding has the
name that stands in brackets here.`;

/** The text of docs/guides/troubleshooting.md. */
export function troubleshootingPage(): string {
  return `${[lead, ...layers.flatMap(section), ...anywhere()].join('\n\n')}\n`;
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
  const all: readonly (readonly [string, Problem])[] = Object.entries(problems);
  return all.filter(([, problem]) => problem.layer === layer).map(([id, problem]) => entry(id, problem));
}

function entry(id: string, { title, symptoms, cause, remedy }: Problem): string {
  const said = symptoms.map((symptom) => `- \`${symptom.replaceAll('`', "'")}\``);
  const shown = said.length === 0 ? [] : ['Clients say:', said.join('\n')];
  return [`### ${title} (\`${id}\`)`, ...shown, cause, `**What to do.** ${remedy}`].join('\n\n');
}
