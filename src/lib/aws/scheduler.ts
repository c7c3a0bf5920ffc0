import { mapAtMost } from '../map-at-most.js';
import { itemsOf, pagesByToken } from './all-pages.js';
import type { Connection } from './connection.js';
import type { Schedule, Scheduler } from './contract/scheduler.js';
import { scheduleInput, scheduleOf } from './scheduler-answers.js';
import { unlessNotFound } from './unless-not-found.js';

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_ListSchedules.html */
const largestPage = 100;
const asksAtATime = 10;

export function scheduler(connection: Connection): Scheduler {
  const ask = connection.client('SCHEDULER', async (settings) =>
    (await import('./scheduler-client.js')).schedulerClient(settings),
  );

  /** Undefined when there is no such group. */
  function namesIn(group: string, signal?: AbortSignal): Promise<readonly string[] | undefined> {
    const input = { GroupName: group, MaxResults: largestPage };
    const pages = pagesByToken(
      (NextToken) =>
        ask(
          { action: 'scheduler:ListSchedules', resource: group },
          (client, options) => client.listSchedules({ ...input, NextToken }, options),
          signal,
        ),
      ({ NextToken }) => NextToken,
    );
    return unlessNotFound(
      itemsOf(pages, ({ Schedules = [] }) => Schedules.flatMap(({ Name }) => Name ?? [])),
    );
  }

  async function schedule(group: string, name: string, signal?: AbortSignal): Promise<Schedule | undefined> {
    const answer = await unlessNotFound(
      ask(
        { action: 'scheduler:GetSchedule', resource: `${group}/${name}` },
        (client, options) => client.getSchedule({ GroupName: group, Name: name }, options),
        signal,
      ),
    );
    return answer === undefined ? undefined : scheduleOf(answer);
  }

  return {
    async schedules(group, signal) {
      const names = await namesIn(group, signal);
      if (names === undefined) return undefined;
      const found = await mapAtMost(asksAtATime, names, signal, (name, either) =>
        schedule(group, name, either),
      );
      return found.filter((one) => one !== undefined);
    },

    async createGroup(group, tags, signal) {
      const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
      await ask(
        { action: 'scheduler:CreateScheduleGroup', resource: group },
        (client, options) => client.createScheduleGroup({ Name: group, Tags }, options),
        signal,
      );
    },

    async deleteGroup(group, signal) {
      await ask(
        { action: 'scheduler:DeleteScheduleGroup', resource: group },
        (client, options) => client.deleteScheduleGroup({ Name: group }, options),
        signal,
      );
    },

    async create(wanted, signal) {
      await ask(
        { action: 'scheduler:CreateSchedule', resource: `${wanted.group}/${wanted.name}` },
        (client, options) => client.createSchedule(scheduleInput(wanted), options),
        signal,
      );
    },

    async update(wanted, signal) {
      await ask(
        { action: 'scheduler:UpdateSchedule', resource: `${wanted.group}/${wanted.name}` },
        (client, options) => client.updateSchedule(scheduleInput(wanted), options),
        signal,
      );
    },

    async delete(group, name, signal) {
      await ask(
        { action: 'scheduler:DeleteSchedule', resource: `${group}/${name}` },
        (client, options) => client.deleteSchedule({ GroupName: group, Name: name }, options),
        signal,
      );
    },
  };
}
