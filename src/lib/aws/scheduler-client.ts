import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  CreateScheduleGroupCommand,
  type CreateScheduleGroupCommandInput,
  DeleteScheduleCommand,
  type DeleteScheduleCommandInput,
  DeleteScheduleGroupCommand,
  type DeleteScheduleGroupCommandInput,
  GetScheduleCommand,
  type GetScheduleCommandInput,
  ListSchedulesCommand,
  type ListSchedulesCommandInput,
  SchedulerClient,
  UpdateScheduleCommand,
  type UpdateScheduleCommandInput,
} from '@aws-sdk/client-scheduler';
import type { ClientSettings, SendOptions } from './connection.js';

export function schedulerClient(settings: ClientSettings) {
  const client = new SchedulerClient(settings);
  return {
    listSchedules: (input: ListSchedulesCommandInput, options: SendOptions) =>
      client.send(new ListSchedulesCommand(input), options),
    getSchedule: (input: GetScheduleCommandInput, options: SendOptions) =>
      client.send(new GetScheduleCommand(input), options),
    createScheduleGroup: (input: CreateScheduleGroupCommandInput, options: SendOptions) =>
      client.send(new CreateScheduleGroupCommand(input), options),
    deleteScheduleGroup: (input: DeleteScheduleGroupCommandInput, options: SendOptions) =>
      client.send(new DeleteScheduleGroupCommand(input), options),
    createSchedule: (input: CreateScheduleCommandInput, options: SendOptions) =>
      client.send(new CreateScheduleCommand(input), options),
    updateSchedule: (input: UpdateScheduleCommandInput, options: SendOptions) =>
      client.send(new UpdateScheduleCommand(input), options),
    deleteSchedule: (input: DeleteScheduleCommandInput, options: SendOptions) =>
      client.send(new DeleteScheduleCommand(input), options),
  };
}
