import { Command, Option } from 'commander';
import type { ImportFormat } from '../../lib/topics-import/model.js';
import { commonFlags, examples } from '../flags.js';
import type { CommonOptions, Start } from '../start.js';

export interface ImportOptions extends CommonOptions {
  readonly from?: ImportFormat;
  /** Where the manifest goes; stdout when left out. */
  readonly write?: string;
  readonly force?: true;
  readonly check?: true;
  readonly output: 'manifest' | 'json' | 'yaml';
}

const formats: readonly ImportFormat[] = [
  'topicctl',
  'strimzi',
  'jikkou',
  'kafka-gitops',
  'julie',
  'terraform',
];

export function topicsImport(start: Start): Command {
  const command = new Command('import')
    .description("make a manifest of another tool's topic definitions; says what didn't translate")
    .argument('<definitions...>', 'files, folders or - for standard input')
    .addOption(new Option('--from <tool>', 'whose they are, if not told by their content').choices(formats))
    .option('--write <file>', 'write the manifest here, instead of to standard output')
    .option('--force', 'replace that file if it is there')
    .option('--check', "write nothing, and exit 3 when something doesn't translate")
    .addOption(
      new Option('-o, --output <format>', 'the manifest, or a document with it and the report')
        .choices(['manifest', 'json', 'yaml'])
        .default('manifest'),
    )
    .action((definitions: string[], options: ImportOptions) =>
      start(options, async (context) => {
        const { importTopicsCommand } = await import('./import.run.js');
        return importTopicsCommand(context, { ...options, definitions });
      }),
    );
  examples(command, [
    ['exops topics import topics/ --write topics.yaml', 'of topicctl, Strimzi, jikkou or kafka-gitops'],
    ['exops topics import descriptor.yaml plans.yaml topology-builder.properties', 'of julie'],
    ['terraform show -json | exops topics import - > topics.yaml', 'of Terraform, as it applied them'],
    ['exops topics import topics.tf --check', 'of its files; what is an expression there is said'],
  ]);
  return commonFlags(command);
}
