import { describe, expect, it } from "vitest";
import { anyOf, attributeIs, hasAttribute, not, uniqueBy } from "../../../src/index.ts";
import type { MarathonApp } from "../../../src/mesos/marathon/definition.ts";
import { marathonTasks } from "../../../src/mesos/marathon/tasks.ts";
import { offerOf, placesOf, refusalText, roundOver } from "../../support/build.ts";
import { appTask } from "./definitions.ts";

/** The refusal of a group. */
function refusedAs(got: string): string {
  return `definition.${got}, expected an app or a pod: give those of a group one by one`;
}

describe("marathonTasks", () => {
  it.each<[string, string]>([
    ["[]", "definition is an array of 0, expected an object"],
    ['{ "id": "/shop", "apps": [{}] }', refusedAs("apps is an array of 1")],
    ['{ "id": "/shop", "pods": [] }', refusedAs("pods is an array of 0")],
    ['{ "id": "/shop", "groups": [{}] }', refusedAs("groups is an array of 1")],
    ['{ "id": "/shop", "apps": null, "groups": {}, "containers": [{}] }', refusedAs("groups is an object")],
  ])("throws for %s, which is neither an app nor a pod", (text, refusal) => {
    expect(refusalText(() => marathonTasks(JSON.parse(text)))).toBe(refusal);
  });

  it("takes a definition without containers, or whose containers are null, for an app", () => {
    const [app] = marathonTasks({ id: "/web" });
    for (const containers of [null, undefined]) {
      expect(marathonTasks({ id: "/web", containers })).toStrictEqual([app]);
    }
  });
});

describe("the options", () => {
  it("name the role of what names none", () => {
    const apps = [{}, { role: "dev" }, { acceptedResourceRoles: ["*", "prod"] }];
    const tasks = apps.flatMap((fields) => marathonTasks({ id: "/web", ...fields }, { role: "prod" }));
    expect(tasks.map(({ role }) => role)).toEqual(["prod", "dev", "prod"]);
    expect(appTask({ acceptedResourceRoles: ["*"] })).not.toHaveProperty("role");
  });

  it("keep what does not ask for a region in the local one, and where there is none", () => {
    const regions = [{ "@region": "east" }, { "@region": "west" }, {}];
    const offers = regions.map((attributes, i) => offerOf(i + 1, { attributes, ports: [[1, 1]] }));
    const placesIn = (app: MarathonApp) =>
      Object.values(
        placesOf(roundOver(offers, marathonTasks({ ...app, instances: 3 }, { localRegion: "west" }))),
      );
    expect(placesIn({ id: "/web" })).toEqual(["a2", "a3"]);
    expect(placesIn({ id: "/web", constraints: [["@region", "IS", "east"]] })).toEqual(["a1"]);
    expect(placesIn({ id: "/web", constraints: [["@region", "UNIQUE"]] })).toEqual(["a1", "a2"]);
    const [task] = marathonTasks(
      { id: "/web", constraints: [["hostname", "UNIQUE"]] },
      { localRegion: "west" },
    );
    expect(task?.constraints).toStrictEqual([
      uniqueBy("hostname"),
      anyOf(not(hasAttribute("@region")), attributeIs("@region", "west")),
    ]);
  });

  it.each<[unknown, string]>([
    [7, "options is 7, expected an object"],
    [{ role: "" }, 'options.role is "", expected a non-empty string'],
    [{ localRegion: 7 }, "options.localRegion is 7, expected a non-empty string"],
  ])("%j throw: %s", (options, text) => {
    expect(refusalText(() => marathonTasks({ id: "/web" }, JSON.parse(JSON.stringify(options))))).toBe(text);
  });
});
