import { createHash } from 'node:crypto';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import {
  type Build,
  type ComposeFile,
  type Container,
  containerFields,
  fieldLines,
  type HostState,
  type Reply,
  type Restart,
  type Unit,
  unitFields,
} from './host-state.js';
import type { ToolScripts } from './scripts.js';

type Files = Readonly<Record<string, string | undefined>>;

/** Writes what the stand-ins answer from now on. */
export async function writeState(folder: string, state: HostState, scripts: ToolScripts): Promise<void> {
  const { replies = {}, containers = {}, units = {}, composeFiles = {} } = state;
  await writeSwitches(join(folder, 'switches'), state);
  await makePublic(join(folder, 'containers'));
  await Promise.all([
    ...Object.entries(replies).map(([tool, reply]) => writeReply(join(folder, 'replies', tool), reply)),
    ...Object.entries(containers).map(([name, container]) =>
      writeContainer(join(folder, 'containers', name), name, container, scripts),
    ),
    ...Object.entries(composeFiles).map(([path, file]) =>
      writeComposeFile(join(folder, 'compose'), path, file),
    ),
    ...Object.entries(units).map(([name, unit]) => writeUnit(join(folder, 'units', name), name, unit)),
  ]);
}

async function writeSwitches(folder: string, state: HostState): Promise<void> {
  const { docker, compose, composeJson, sudo } = state;
  await mkdir(folder, { recursive: true });
  const set = async (name: string, value: string | undefined, when: string): Promise<void> => {
    if (value === when) await writeFile(join(folder, name), '');
    else if (value !== undefined) await rm(join(folder, name), { force: true });
  };
  await set('docker-down', docker, 'down');
  await set('docker-denied', docker, 'denied');
  await set('no-compose-plugin', compose, 'standalone');
  await set('compose-array', composeJson, 'array');
  await set('compose-no-json', composeJson, 'none');
  await set('sudo-asks', sudo, 'asks');
  await set('sudo-missing', sudo, 'missing');
  await set('sudo-shields', sudo, 'shields');
}

async function writeReply(folder: string, reply: Reply): Promise<void> {
  await writeFiles(folder, {
    stdout: reply.stdout,
    stderr: reply.stderr,
    status: reply.status?.toString(),
    'reads-input': reply.readsInput === true ? '' : undefined,
    waits: reply.waits === true ? '' : undefined,
  });
}

async function writeContainer(
  folder: string,
  name: string,
  container: Container,
  scripts: ToolScripts,
): Promise<void> {
  const id = createHash('sha256').update(name).digest('hex');
  const { log = '', restart, tools = [] } = container;
  const fields = fieldLines(containerFields(name, id, container));
  await writeFiles(folder, { fields, log, ...restartFiles(restart) });
  const paths = tools.map((tool) => (isAbsolute(tool) ? tool : join('/usr/local/bin', tool)));
  await Promise.all(paths.map((path) => scripts.write(join(folder, 'root', path))));
}

async function writeUnit(folder: string, name: string, unit: Unit): Promise<void> {
  const { journal = '', restart } = unit;
  await writeFiles(folder, { fields: fieldLines(unitFields(name, unit)), journal, ...restartFiles(restart) });
}

function restartFiles(restart: Restart | undefined): Files {
  if (restart === undefined) return {};
  const { refused, becomes } = { refused: undefined, becomes: undefined, ...restart };
  return {
    'restart-error': refused === undefined ? undefined : `${refused}\n`,
    'after-restart': becomes === undefined ? undefined : fieldLines(becomes),
  };
}

async function writeComposeFile(parent: string, path: string, file: ComposeFile): Promise<void> {
  const { services, problem } = file;
  const plans = Object.entries(services).map(([name, { build }]) => buildFiles(name, build));
  await writeFiles(join(parent, createHash('sha256').update(path).digest('hex').slice(0, 12)), {
    folder: path,
    services: Object.keys(services)
      .map((name) => `${name}\n`)
      .join(''),
    problem: problem === undefined ? undefined : `${problem}\n`,
    ...Object.assign({}, ...plans),
  });
}

function buildFiles(service: string, build: Build | undefined): Files {
  if (build === undefined) return {};
  if (build === 'unchanged') return { [`${service}.unchanged`]: '' };
  if ('failed' in build)
    return { [`${service}.failed`]: `${build.failed}\n`, [`${service}.status`]: `${build.status ?? 17}` };
  return { [`${service}.becomes`]: fieldLines(build.becomes), [`${service}.log`]: build.log };
}

// Tools change them too, as whoever logged in.
async function writeFiles(folder: string, files: Files): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await makePublic(folder);
  for (const [name, text] of Object.entries(files)) {
    if (text === undefined) continue;
    await writeFile(join(folder, name), text);
    await chmod(join(folder, name), 0o666);
  }
}

async function makePublic(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o777);
}
