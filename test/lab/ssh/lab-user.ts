import { userInfo } from 'node:os';
import { runCommand } from '../run-command.js';

/** Somebody who can log in to the lab's hosts. */
export interface LabUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** The user that root's labs share. Made once, and left on the machine: nobody can log in as it but through a lab. */
export const sharedUser = 'exops-lab';

/** Whether this process can make users and namespaces; where it can't, only the current user can log in. */
export const isRoot = process.getuid?.() === 0;

let saidSo = false;

/** Who logs in when nobody in particular is wanted; the first time that it isn't the shared user, stderr says so. */
export function usualUser(): string {
  if (isRoot) return sharedUser;
  const { username } = userInfo();
  if (!saidSo) console.error(`The lab isn't root: its hosts run as ${username} and let in nobody else.`);
  saidSo = true;
  return username;
}

/**
 * A user of this machine; one whose name begins with `exops-lab` is made when it is missing.
 * @throws Error when sshd couldn't let this user in here
 */
export async function labUser(name: string): Promise<LabUser> {
  if (!isRoot && name !== userInfo().username) {
    throw new Error(`An sshd that isn't root's lets in ${userInfo().username} only, not ${name}.`);
  }
  const there = await findUser(name);
  if (there !== undefined) return there;
  if (!name.startsWith(sharedUser)) {
    throw new Error(
      `This machine has no user ${name}, and the lab makes only names that begin with ${sharedUser}.`,
    );
  }
  await makeUser(name);
  const made = await findUser(name);
  if (made === undefined) throw new Error(`useradd made no user ${name}.`);
  return made;
}

async function findUser(name: string): Promise<LabUser | undefined> {
  const line = await runCommand('getent', ['passwd', name]).catch(() => '');
  const [, , uid, gid] = line.split(':');
  return uid === undefined || gid === undefined ? undefined : { name, uid: Number(uid), gid: Number(gid) };
}

// A password that fits nothing: sshd refuses an account without any as locked. The home folder is each host's own.
async function makeUser(name: string): Promise<void> {
  const options = ['--no-create-home', '--home-dir', '/', '--shell', '/bin/bash', '--password', '*'];
  try {
    await runCommand('useradd', [...options, name]);
  } catch (error) {
    // Another test run may have been faster.
    if ((await findUser(name)) === undefined) throw error;
  }
}
