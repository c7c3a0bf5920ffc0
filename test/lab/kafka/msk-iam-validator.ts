import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cachedFolder } from '../cached-folder.js';
import { runCommand } from '../run-command.js';
import { installKafka } from './install.js';
import { requireJavac } from './java.js';
import type { KafkaInstall } from './jvm.js';

const sources = fileURLToPath(new URL('msk-iam', import.meta.url));
const jar = 'msk-iam.jar';

/** The lab's Kafka, with what checks tokens as MSK does: from the lab's cache, or compiled. */
export async function installKafkaWithIam(): Promise<KafkaInstall> {
  const install = await installKafka();
  const files = (await readdir(sources)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(sources, file), 'utf8')));
  const recipe = JSON.stringify([install.version, install.folder, texts]);
  const hash = createHash('sha256').update(recipe).digest('hex').slice(0, 12);
  const folder = await cachedFolder(`msk-iam-${install.version}-${hash}`, async (draft) => {
    const javac = await requireJavac(install.java);
    const classes = join(draft, 'classes');
    await mkdir(classes);
    const paths = files.map((file) => join(sources, file));
    await runCommand(javac, ['-cp', install.classPath, '-d', classes, ...paths], { cwd: install.folder });
    await runCommand(join(dirname(javac), 'jar'), ['cf', join(draft, jar), '-C', classes, '.']);
  });
  // After Kafka's own: their class archive is bound to how the path begins.
  return { ...install, classPath: `${install.classPath}:${join(folder, jar)}` };
}
