import { at, isFields, listAt } from "./json.ts";

/** The required fields of the messages in a call, and where further messages are; from scheduler.proto and mesos.proto. */
interface Message {
  readonly required?: readonly string[];
  readonly fields?: Readonly<Record<string, Message>>;
  readonly isList?: boolean;
}

const id: Message = { required: ["value"] };
const ids: Message = { ...id, isList: true };
const resources: Message = { required: ["name", "type"], isList: true };
const executor: Message = {
  required: ["executor_id"],
  fields: { executor_id: id, framework_id: id, resources },
};
const tasks: Message = {
  required: ["name", "task_id", "agent_id"],
  fields: { task_id: id, agent_id: id, resources, executor },
  isList: true,
};
const operations: Message = {
  isList: true,
  fields: {
    id,
    launch: { fields: { task_infos: tasks } },
    launch_group: {
      required: ["executor", "task_group"],
      fields: { executor, task_group: { fields: { tasks } } },
    },
    reserve: { fields: { resources } },
    unreserve: { fields: { resources } },
    create: { fields: { volumes: resources } },
    destroy: { fields: { volumes: resources } },
    grow_volume: { required: ["volume", "addition"] },
    shrink_volume: { required: ["volume", "subtract"] },
  },
};
const call: Message = {
  fields: {
    framework_id: id,
    subscribe: {
      required: ["framework_info"],
      fields: { framework_info: { required: ["user", "name"], fields: { id } } },
    },
    accept: { fields: { offer_ids: ids, operations } },
    decline: { fields: { offer_ids: ids } },
    accept_inverse_offers: { fields: { inverse_offer_ids: ids } },
    decline_inverse_offers: { fields: { inverse_offer_ids: ids } },
    kill: { required: ["task_id"], fields: { task_id: id, agent_id: id } },
    shutdown: { required: ["executor_id", "agent_id"], fields: { executor_id: id, agent_id: id } },
    acknowledge: {
      required: ["agent_id", "task_id", "uuid"],
      fields: { agent_id: id, task_id: id },
    },
    acknowledge_operation_status: {
      required: ["uuid", "operation_id"],
      fields: { agent_id: id, operation_id: id },
    },
    reconcile: { fields: { tasks: { required: ["task_id"], fields: { task_id: id }, isList: true } } },
    reconcile_operations: {
      fields: { operations: { required: ["operation_id"], fields: { operation_id: id }, isList: true } },
    },
    message: { required: ["agent_id", "executor_id", "data"], fields: { agent_id: id, executor_id: id } },
    update_framework: {
      required: ["framework_info"],
      fields: { framework_info: { required: ["user", "name"], fields: { id } } },
    },
  },
};

/** The paths of all required fields that a call lacks, as `subscribe.framework_info.user`. */
export function missingFields(body: unknown): readonly string[] {
  const missing: string[] = [];
  visit(body, call, "", missing);
  return missing;
}

function visit(value: unknown, message: Message, path: string, missing: string[]): void {
  for (const name of message.required ?? []) {
    if (at(value, name) === undefined) missing.push(`${path}${name}`);
  }
  for (const [name, field] of Object.entries(message.fields ?? {})) {
    if (field.isList === true) {
      for (const [i, each] of listAt(value, name).entries())
        visit(each, field, `${path}${name}[${i}].`, missing);
    } else {
      const inner = at(value, name);
      if (isFields(inner)) visit(inner, field, `${path}${name}.`, missing);
    }
  }
}
